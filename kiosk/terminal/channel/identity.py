"""Who this terminal is: an Ed25519 key that never leaves it, and the profile the server gave it.

``joserfc`` is imported when the key is first used: a terminal shows its first page sooner.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field, ValidationError

from kiosk.domain.clock import Clock
from kiosk.domain.ids import new_id
from kiosk.errors import EnvironmentFault, UserError
from kiosk.files import sync_folder
from kiosk.protocol.devices import (
    TOKEN_ALGORITHM,
    TOKEN_AUDIENCE,
    TOKEN_LIFETIME_S,
    DeviceProfile,
)
from kiosk.settings import Settings
from kiosk.terminal.clock_check import clock_words, server_ahead

if TYPE_CHECKING:
    from joserfc.jwk import OKPKey


log = logging.getLogger(__name__)

#: A token is good for a minute; the rest of what keeps it from being taken is not the clock.
_TOLERATED = timedelta(seconds=20)


class _State(BaseModel):
    """``device.json``: everything but the key."""

    server: str
    profile: DeviceProfile
    pushed: dict[str, Any] = Field(default_factory=dict)
    feed_root: str = ""


class DeviceIdentity:
    """The key and the profile in ``directory``; ``enrolled`` is False until there is a profile.

    Raises ``EnvironmentFault`` when the files cannot be read or written.
    """

    def __init__(self, directory: Path, clock: Clock) -> None:
        self._key_path = directory / "device.key"
        self._state_path = directory / "device.json"
        self._clock = clock
        self._ahead = timedelta()  # the server's clock before ours
        self._key: OKPKey | None = None
        self._state = self._load_state()

    @property
    def enrolled(self) -> bool:
        return self._state is not None and self._key_path.exists()

    @property
    def profile(self) -> DeviceProfile | None:
        return self._state.profile if self._state else None

    @property
    def server(self) -> str | None:
        """The address that the terminal was enrolled at."""
        return self._state.server if self._state else None

    @property
    def pushed(self) -> Mapping[str, Any]:
        """Settings that the server pushed last."""
        return self._state.pushed if self._state else {}

    @property
    def feed_root(self) -> str:
        """The public key in hex that the content feed goes back to; empty while nobody told it.

        The first one that an enrolment or a welcome names is kept: no later welcome replaces it,
        only another enrolment does.
        """
        return self._state.feed_root if self._state else ""

    def public_key(self) -> dict[str, str]:
        """The public JWK; the key is made and on the disk when this returns."""
        from joserfc.jwk import OKPKey

        key = self._load_key()
        if key is None:
            key = OKPKey.generate_key("Ed25519")
            write_private(self._key_path, key.as_pem(private=True))
            self._key = key
        return {name: str(value) for name, value in key.as_dict(private=False).items()}

    def save(self, server: str, profile: DeviceProfile) -> None:
        """Keep the profile that the server answered to the enrolment."""
        self._save(_State(server=server, profile=profile, feed_root=profile.feed_root))

    def renew(self, profile: DeviceProfile, pushed: Mapping[str, Any]) -> bool:
        """Keep what a welcome says; True when any of it is new."""
        if self._state is None:
            raise UserError("This terminal is not enrolled. Run `kiosk enrol` first.")
        state = _State(
            server=self._state.server,
            profile=profile,
            pushed=dict(pushed),
            feed_root=self._state.feed_root or profile.feed_root,
        )
        if state == self._state:
            return False
        self._save(state)
        return True

    def token(self) -> str:
        """A fresh JWT for one request or socket."""
        from joserfc import jwt

        key = self._load_key()
        if key is None or self._state is None:
            raise UserError("This terminal is not enrolled. Run `kiosk enrol` first.")
        now = int((self._clock.now() + self._ahead).timestamp())
        claims = {
            "iss": self._state.profile.device_id,
            "aud": TOKEN_AUDIENCE,
            "iat": now,
            "exp": now + TOKEN_LIFETIME_S,
            "jti": new_id(),
        }
        return jwt.encode({"alg": TOKEN_ALGORITHM}, claims, key, algorithms=[TOKEN_ALGORITHM])

    def correct(self, date: str) -> bool:
        """The server has refused a token, and this is its ``Date``: sign by its clock from now on.

        True when ours is off (1970 after a flat battery) and another try makes sense.
        """
        ahead = server_ahead(self._clock.now(), date)
        if ahead is None or abs(ahead - self._ahead) < _TOLERATED:
            return False
        wrong = clock_words(self._clock.now(), date, _TOLERATED)
        log.warning("%s", wrong or "This terminal's clock is set again.")
        self._ahead = ahead
        return True

    def _save(self, state: _State) -> None:
        write_private(self._state_path, state.model_dump_json(indent=2).encode())
        self._state = state

    def _load_key(self) -> OKPKey | None:
        from joserfc.errors import JoseError
        from joserfc.jwk import OKPKey

        if self._key is not None:
            return self._key
        raw = _read(self._key_path)
        try:
            self._key = None if raw is None else OKPKey.import_key(raw)
            return self._key
        except (JoseError, ValueError) as error:
            raise EnvironmentFault(
                f"The key {self._key_path} is damaged. Move it away and enrol this terminal again.",
                code="device_key",
            ) from error

    def _load_state(self) -> _State | None:
        raw = _read(self._state_path)
        try:
            return None if raw is None else _State.model_validate(json.loads(raw))
        except (ValidationError, ValueError) as error:
            raise EnvironmentFault(
                f"{self._state_path} is damaged. Move it away and enrol this terminal again.",
                code="device_profile",
            ) from error


def server_of(settings: Settings, identity: DeviceIdentity) -> str:
    """The server's address: as set; where nobody has set it, the one that was enrolled at."""
    if settings.origin("terminal.server") == "default" and identity.server:
        return identity.server
    return str(settings["terminal.server"])


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner reads: temporary, fsync, rename, fsync of the folder."""
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        part.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise EnvironmentFault(
            f"Cannot write {path}: {error.strerror}. Check the disk and its permissions.",
            code="device_files",
        ) from error


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise EnvironmentFault(
            f"Cannot read {path}: {error.strerror}. Check its permissions.", code="device_files"
        ) from error
