"""Tables of the two files, as the newest migration leaves them."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from kiosk.terminal.storage.database import Schema

_NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
}

_content = MetaData(naming_convention=_NAMES)

#: ``doc`` is the raw JSON as it came, ``crc`` the CRC-32 of its UTF-8 bytes: SQLite does not see a
#: bit that has flipped in a text.
documents = Table(
    "documents",
    _content,
    Column("kind", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("doc", Text, nullable=False),
    Column("crc", Integer, nullable=False),
)

#: Blobs by the documents that name them. ``ends``: of an event or of signage, as in the document.
blob_names = Table(
    "blob_names",
    _content,
    Column("kind", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("field", String, primary_key=True),
    Column("sha256", String, nullable=False),
    Column("ends", String),
)

#: What is known of each blob that was ever named; ``named_at``: seconds since 1970.
blobs = Table(
    "blobs",
    _content,
    Column("sha256", String, primary_key=True),
    Column("bytes", Integer),
    Column("named_at", Integer, nullable=False),
)

#: One row: what the cache holds (``feed``, ``revision``, ``digest``; ``documents`` counts its rows)
#: and the newest that was seen: ``seen`` a head, ``keys`` a key set, both JSON, verified from
#: ``root``. Written in the transaction that writes the documents.
cursor = Table(
    "cursor",
    _content,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("feed", String),
    Column("revision", Integer, nullable=False),
    Column("digest", String, nullable=False),
    Column("documents", Integer, nullable=False),
    Column("root", String, nullable=False),
    Column("keys", Text),
    Column("seen", Text),
    CheckConstraint("id = 1", name="ck_cursor_one_row"),
)

CONTENT = Schema("content", _content, "content_0002", disposable=True)

_resident = MetaData(naming_convention=_NAMES)

#: Commands for the server. ``payload`` is what it carries, for as long as the session is on that
#: it was made in; ``sealed`` is the same from then on, for the server alone. Both are NULL once the
#: server has answered; the key stays for a while, so that the same command cannot be added twice.
#: ``code``: why it was refused, or why it is still waiting. ``slip``: the hash of the secret of its
#: slip, which goes with it unsealed. Commands of one ``subject`` (an
#: appointment) never pass each other.
outbox = Table(
    "outbox",
    _resident,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("key", String, nullable=False),
    Column("name", String, nullable=False),
    Column("payload", Text),
    Column("added_at", String, nullable=False),
    Column("state", String, nullable=False),
    Column("settled_at", String),
    Column("code", String),
    Column("session", String),
    Column("subject", String),
    Column("sealed", Text),
    Column("slip", String),
    UniqueConstraint("key", name="uq_outbox_key"),
    CheckConstraint("state IN ('pending', 'done', 'refused')", name="ck_outbox_state"),
    Index("ix_outbox_state", "state", "seq"),
    Index("ix_outbox_subject", "subject", "seq"),
    sqlite_autoincrement=True,
)

#: Ratings that the server does not have yet.
ratings = Table(
    "ratings",
    _resident,
    Column("key", String, ForeignKey("outbox.key"), primary_key=True),
    Column("call_id", String, nullable=False),
    Column("score", Integer, nullable=False),
    Column("rated_at", String, nullable=False),
    CheckConstraint("score BETWEEN 1 AND 3", name="ck_ratings_score"),
)

#: What the person at the screen has asked for, and what became of it: gone when their session ends.
#: ``wished_…``: the slot that a change on its way asks for.
appointments = Table(
    "appointments",
    _resident,
    Column("appointment_id", String, primary_key=True),
    Column("session", String, nullable=False),
    Column("lawyer_id", String, nullable=False),
    Column("starts_at", String, nullable=False),
    Column("state", String, nullable=False),
    Column("wished_lawyer", String),
    Column("wished_at", String),
    Column("code", String),
)
call_backs = Table(
    "call_backs",
    _resident,
    Column("call_back_id", String, primary_key=True),
    Column("session", String, nullable=False),
    Column("state", String, nullable=False),
    Column("code", String),
)
evaluations = Table(
    "evaluations",
    _resident,
    Column("key", String, primary_key=True),
    Column("session", String, nullable=False),
    Column("lawyer_id", String, nullable=False),
    Column("score", Integer, nullable=False),
    CheckConstraint("score BETWEEN 1 AND 3", name="ck_evaluations_score"),
)

#: One row: the newest key of the server to seal for. ``version``: of the signed key set that named
#: it; 0: a welcome did.
seal_key = Table(
    "seal_key",
    _resident,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("jwk", Text, nullable=False),
    Column("feed", String, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("id = 1", name="ck_seal_key_one_row"),
)

#: A rating is there only as long as its command waits, and holds all that the command says.
_LOST_RATINGS = """
INSERT INTO outbox (key, name, payload, added_at, state)
SELECT key, 'rate_call', json_object('call_id', call_id, 'score', score, 'rated_at', rated_at),
       rated_at, 'pending'
FROM ratings WHERE key NOT IN (SELECT key FROM outbox)
"""

RESIDENT = Schema("resident", _resident, "resident_0003", disposable=False, mend=(_LOST_RATINGS,))
