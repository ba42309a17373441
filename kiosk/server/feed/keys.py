"""Who signs the feed: a root, feed keys, and the key sets that the root has signed.

All of them lie in the database, private keys wrapped by the master key, so that several servers
agree. A root may be taken out and kept elsewhere: then only ``rotate`` needs it.
"""

from __future__ import annotations

import logging
import os
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kiosk.domain.ids import new_id
from kiosk.errors import ConflictError, UserError
from kiosk.files import sync_folder
from kiosk.protocol.feed import (
    KEYS_PURPOSE,
    FeedKey,
    KeySet,
    key_id,
    payload_of,
    signed_bytes,
    to_json,
)
from kiosk.server.db.content import feed_head
from kiosk.server.db.feed_models import FeedKeyRow, FeedKeySetRow
from kiosk.server.db.keys import KeyRing
from kiosk.server.db.models import Device
from kiosk.server.db.seal_keys import public_seal_key

log = logging.getLogger(__name__)

ROOT, FEED = "root", "feed"
#: Keys and key sets are good for this long, and are renewed when this much is left.
LIFETIME, RENEW = timedelta(days=400), timedelta(days=60)
#: Sets that ``rotate`` signs at most to get past what terminals have seen.
MOST_SETS = 1000
#: A feed key that was replaced still signs nothing new, but what it signed stays good for so long.
OVERLAP = timedelta(days=7)


def sign(key: Ed25519PrivateKey, purpose: str, payload: bytes) -> bytes:
    """The envelope."""
    return key.sign(signed_bytes(purpose, payload)) + payload


def timestamp(moment: datetime) -> int:
    return int(moment.timestamp())


def _public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def newest(session: Session, purpose: str) -> FeedKeyRow | None:
    return session.scalar(
        select(FeedKeyRow)
        .where(FeedKeyRow.purpose == purpose)
        .order_by(FeedKeyRow.number.desc())
        .limit(1)
    )


def private(ring: KeyRing, row: FeedKeyRow) -> Ed25519PrivateKey | None:
    """The private key; None when it is kept elsewhere."""
    if row.nonce is None or row.wrapped is None:
        return None
    return Ed25519PrivateKey.from_private_bytes(ring.unwrap(row.nonce, row.wrapped, row.kid))


def key_set(session: Session, version: int) -> bytes | None:
    """The envelope of a version."""
    return session.scalar(select(FeedKeySetRow.envelope).where(FeedKeySetRow.version == version))


def newest_version(session: Session) -> int:
    return session.scalar(select(func.max(FeedKeySetRow.version))) or 0


def _newest_set(session: Session) -> FeedKeySetRow | None:
    return session.scalar(select(FeedKeySetRow).order_by(FeedKeySetRow.version.desc()).limit(1))


def _make(session: Session, ring: KeyRing, purpose: str, now: datetime) -> FeedKeyRow:
    key = Ed25519PrivateKey.generate()
    public = _public(key)
    nonce, wrapped = ring.wrap(key.private_bytes_raw(), key_id(public))
    number = (session.scalar(select(func.max(FeedKeyRow.number))) or 0) + 1
    row = FeedKeyRow(purpose=purpose, number=number, kid=key_id(public), public=public.hex(),
                     nonce=nonce, wrapped=wrapped, expires_at=now + LIFETIME)  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _good_feed_keys(session: Session, now: datetime) -> list[FeedKeyRow]:
    """Newest first."""
    rows = session.scalars(
        select(FeedKeyRow)
        .where(FeedKeyRow.purpose == FEED, FeedKeyRow.expires_at > now)
        .order_by(FeedKeyRow.number.desc())
    )
    return list(rows)


def _sign_set(session: Session, signer: Ed25519PrivateKey, root: str, now: datetime) -> int:
    """Write the next key set: the newest root and all good feed keys; its version."""
    version = newest_version(session) + 1
    keys = tuple(
        FeedKey(id=row.kid, public=row.public, expires=timestamp(row.expires_at))
        for row in _good_feed_keys(session, now)
    )
    expires = now + LIFETIME
    made = KeySet(version=version, feed=feed_head(session).id, roots=(root,), keys=keys,
                  seal=public_seal_key(session), expires=timestamp(expires))  # fmt: skip
    envelope = sign(signer, KEYS_PURPOSE, to_json(made))
    session.add(FeedKeySetRow(version=version, envelope=envelope, expires_at=expires))
    session.flush()
    return version


def ensure_keys(session: Session, ring: KeyRing, now: datetime) -> None:
    """Make the keys of a new feed; renew what runs out soon, or what terminals should know.

    Warns when the root is kept elsewhere and is needed.
    """
    feed_head(session, lock=True)  # one server after another
    root = newest(session, ROOT)
    if root is None:
        root = _make(session, ring, ROOT, now)
        _make(session, ring, FEED, now)
    current = _newest_set(session)
    key = newest(session, FEED)
    key_due = key is None or key.expires_at < now + RENEW
    if not (key_due or current is None or current.expires_at < now + RENEW):
        known = KeySet.model_validate_json(payload_of(current.envelope))
        if known.seal == public_seal_key(session):
            return
    signer = private(ring, root)
    if signer is None:
        log.warning(
            "The feed's keys must be renewed before %s, and the root key is not here: run `kiosk "
            "feed rotate --root-key FILE` with it.",
            current.expires_at.date() if current else now.date(),
        )
        return
    if key_due:
        _make(session, ring, FEED, now)
    _sign_set(session, signer, root.public, now)


def rotate(
    session: Session, ring: KeyRing, now: datetime, *, new_root: bool = False,
    root_key: Path | None = None, new_feed: bool = False, past: int = 0,
) -> int:  # fmt: skip
    """A new feed key, or a new root (or a new name for the feed), in the next key set.

    The replaced feed key goes on being known for ``OVERLAP``; a replaced root is forgotten here.
    A new feed has a new key and knows no older one; it is signed in as many sets as it takes to be
    ``past`` that version, and past the newest one that a terminal has told of. Returns the newest
    set's version. ``UserError``: the root is kept elsewhere and ``root_key`` is not it; ``past`` is
    too far away.
    """
    head = feed_head(session, lock=True)
    root = newest(session, ROOT)
    if root is None:
        raise ConflictError("This server has no feed yet. Start it once.", code="no_feed")
    signer = _read_root(root_key, root) if root_key is not None else private(ring, root)
    if signer is None:
        raise UserError(
            "The root key is kept elsewhere. Name its file with --root-key.", code="no_root_key"
        )
    present = newest_version(session)
    if new_feed:
        past = max(past, seen_by_terminals(session))
        if past > present + MOST_SETS:
            raise UserError(
                f"{past} is far past the newest key set, {present}. Give the number that a "
                "terminal names."
            )
        head.id = new_id()
        session.flush()
    if not new_root:
        # A backup may bring back a key that was replaced since for a reason: of a new feed nothing
        # is under way that an old key has signed.
        last = now if new_feed else now + OVERLAP
        for row in _good_feed_keys(session, now):
            row.expires_at = min(row.expires_at, last)
        _make(session, ring, FEED, now)
    if new_root:
        made = _make(session, ring, ROOT, now)
        _sign_set(session, signer, made.public, now)  # the old one names the new one
        root.nonce = root.wrapped = None
        made.first_set = newest_version(session) + 1
        root, signer = made, _known(private(ring, made))
    version = _sign_set(session, signer, root.public, now)
    while version <= past:
        version = _sign_set(session, signer, root.public, now)
    what = "a new root" if new_root else "a new feed" if new_feed else "a new feed key"
    log.info("key set %d: %s", version, what)
    return version


def _known(key: Ed25519PrivateKey | None) -> Ed25519PrivateKey:
    assert key is not None  # it was made just now
    return key


def seen_by_terminals(session: Session) -> int:
    """The newest key set that a terminal has told of, unless that makes no sense."""
    told = session.scalar(select(func.max(Device.key_set))) or 0
    return told if told <= newest_version(session) + MOST_SETS else 0


def take_out(session: Session, ring: KeyRing, file: Path) -> None:
    """Write the root key into a new file of mode 0600, and forget it and all older ones here.

    The file is there for good when this returns. ``UserError``: it cannot be made.
    """
    root = newest(session, ROOT)
    key = private(ring, root) if root is not None else None
    if root is None or key is None:
        raise UserError("There is no root key here to take out.", code="no_root_key")
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(pem)
            out.flush()
            os.fsync(handle)
        sync_folder(file.absolute().parent)
    except FileExistsError:
        raise UserError(f"There is a file {file} already. Name a new one.") from None
    except OSError as error:
        raise UserError(
            f"The root key cannot be written to {file}: {error.strerror}. Name a file in a folder "
            "that is there and that this user may write to."
        ) from None
    for row in session.scalars(select(FeedKeyRow).where(FeedKeyRow.purpose == ROOT)):
        row.nonce = row.wrapped = None
    session.flush()


def _read_root(file: Path, root: FeedKeyRow) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(file.read_bytes(), None)
    except OSError as error:
        raise UserError(f"{file} cannot be read: {error.strerror}.") from None
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise UserError(f"{file} is no key in PEM.") from None
    if not isinstance(key, Ed25519PrivateKey) or _public(key).hex() != root.public:
        raise UserError(f"{file} is not the root key of this feed.")
    return key
