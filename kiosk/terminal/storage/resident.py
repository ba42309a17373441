"""``resident.db``: what residents left and the server does not have yet. Never discarded."""

from __future__ import annotations

import json
import logging
import threading
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from kiosk.domain.clock import Clock
from kiosk.errors import EnvironmentFault
from kiosk.protocol.commands import RateCall
from kiosk.terminal.storage.database import (
    DatabaseFile,
    empty_journal,
    reading,
    writing,
)
from kiosk.terminal.storage.tables import RESIDENT, outbox, ratings

log = logging.getLogger(__name__)

#: Commands that may wait at once; far more than a terminal can gather in a week without a line.
CAPACITY = 10_000
#: Keys of settled commands are kept this long, so that a late repetition is known.
KEEP_SETTLED = timedelta(days=30)


class ResidentStore:
    """Implements ``Outbox``. Any thread; raises ``EnvironmentFault`` when the disk fails."""

    def __init__(self, directory: Path, clock: Clock) -> None:
        self._clock = clock
        self._writing = threading.Lock()
        self._file = DatabaseFile(directory / "resident.db", RESIDENT, clock)

    def close(self) -> None:
        self._file.close()

    def add(self, key: str, name: str, payload: dict[str, object]) -> None:
        """Commit a command and its local row together; a key that is there already is left alone.

        Returns once the disk has it. ``EnvironmentFault`` when it cannot be kept.
        """

        def work(engine: Engine) -> None:
            with self._writing, writing(engine) as connection:
                if _pending(connection) >= CAPACITY:
                    raise EnvironmentFault(
                        f"{CAPACITY} commands wait for the server: see why it takes none.",
                        code="outbox_full",
                    )
                # Not by ``values``: the cache of statements would keep them for ever.
                added = connection.execute(
                    insert(outbox).on_conflict_do_nothing(("key",)),
                    {
                        "key": key,
                        "name": name,
                        "payload": json.dumps(payload, ensure_ascii=False),
                        "added_at": self._now(),
                        "state": "pending",
                    },
                )
                if added.rowcount and name == "rate_call":
                    _add_rating(connection, key, payload)

        self._file.use(work)

    def next(self) -> tuple[str, str, dict[str, object]] | None:
        """The oldest command that is not settled: (key, name, payload)."""
        pending = select(outbox).where(outbox.c.state == "pending").order_by(outbox.c.seq).limit(1)

        def work(engine: Engine) -> tuple[str, str, dict[str, object]] | None:
            with reading(engine) as connection:
                row = connection.execute(pending).one_or_none()
                return None if row is None else (row.key, row.name, json.loads(row.payload))

        return self._file.use(work)

    def done(self, key: str) -> None:
        self._settle(key, "done", None)

    def refused(self, key: str, code: str) -> None:
        self._settle(key, "refused", code)

    def pending(self) -> int:
        """How many commands wait."""

        def work(engine: Engine) -> int:
            with reading(engine) as connection:
                return _pending(connection)

        return self._file.use(work)

    def _settle(self, key: str, state: str, code: str | None) -> None:
        """Drop a command's content, here and in the journal; its key and the outcome stay."""
        forget = (self._clock.now() - KEEP_SETTLED).isoformat()

        def work(engine: Engine) -> None:
            with self._writing:
                with writing(engine) as connection:
                    connection.execute(delete(ratings).where(ratings.c.key == key))
                    connection.execute(
                        update(outbox)
                        .where(outbox.c.key == key, outbox.c.state == "pending")
                        .values(state=state, code=code, payload=None, settled_at=self._now())
                    )
                    connection.execute(
                        delete(outbox).where(
                            outbox.c.state != "pending", outbox.c.settled_at < forget
                        )
                    )
                empty_journal(engine)

        self._file.use(work)

    def _now(self) -> str:
        return self._clock.now().isoformat()


def _pending(connection: Connection) -> int:
    waiting = select(func.count()).select_from(outbox).where(outbox.c.state == "pending")
    return int(connection.scalar(waiting) or 0)


def _add_rating(connection: Connection, key: str, payload: dict[str, object]) -> None:
    rating = RateCall.model_validate(payload)
    connection.execute(
        insert(ratings),
        {
            "key": key,
            "call_id": rating.call_id,
            "score": rating.score,
            "rated_at": rating.rated_at.isoformat(),
        },
    )
