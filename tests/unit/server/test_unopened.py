"""What the server could not open or read is kept, listed, and carried out once it can be."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import OKPKey
from sqlalchemy import delete, select

from kiosk import cli
from kiosk.domain.ids import new_id
from kiosk.protocol.sealing import read_seal_key, seal
from kiosk.protocol.socket import Command, CommandRefused
from kiosk.server.db.models import Device, IdempotencyKey
from kiosk.server.db.resident_models import Appointment, KeptCommand, SealKey
from kiosk.server.db.seal_keys import all_seal_keys, public_seal_key, rotate_seal_key
from kiosk.server.signalling.commands import carry_out
from tests.support.office import Office
from tests.support.wishes import booking, call_back

PHONE = "13812345678"


class Hall:
    """A terminal that seals for a key which its server has lost since."""

    def __init__(self, folder: Path) -> None:
        self.office = Office(folder)
        self.office.add_terminal("a")
        self.backup = folder / "backup.db"

    def kiosk(self, *words: str) -> int:
        return cli.main((*words, "--data-dir", str(self.office.settings.data_dir)))

    def lose_key(self) -> OKPKey:
        """The newest; a backup has it. The server makes another one."""
        database = self.office.database
        with database.write() as session:
            rotate_seal_key(session, database.keys)
        with database.read() as session:
            key = read_seal_key(public_seal_key(session))
        assert key is not None
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()
        shutil.copy(self.office.settings.data_dir / "server.db", self.backup)
        with database.write() as session:
            session.execute(delete(SealKey).where(SealKey.kid == key.kid))
            rotate_seal_key(session, database.keys)
        return key

    def send(self, **fields: Any) -> str:
        answers: list[object] = []
        command = Command(**fields)
        self.office.act(
            lambda board: answers.append(
                carry_out(board, board.session.get_one(Device, self.office.devices["a"]), command)
            )
        )
        (answer,) = answers
        return answer.code if isinstance(answer, CommandRefused) else "done"


@pytest.fixture
def hall(tmp_path: Path, allow_log: Callable[[str], None]) -> Iterator[Hall]:
    allow_log("refused: (cannot_open|bad_payload)$")
    made = Hall(tmp_path)
    yield made
    made.office.close()


def kept(hall: Hall, capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert hall.kiosk("unopened", "--json", *words) == 0
    return list(json.loads(capsys.readouterr().out))


def test_a_restored_key_opens_what_came_while_it_was_lost(
    hall: Hall, capsys: pytest.CaptureFixture[str]
) -> None:
    lost, key, wish = hall.lose_key(), new_id(), booking(phone=PHONE)
    fields = {"key": key, "name": "book_appointment", "slip": wish["slip"],
              "sealed": seal(lost, key, "book_appointment", wish)}  # fmt: skip
    for _ in range(2):  # it is answered as often as it is sent, and kept once
        assert hall.send(**fields) == "cannot_open"
    (row,) = kept(hall, capsys)
    assert (row["command"], row["code"]) == ("book_appointment", "cannot_open")
    assert kept(hall, capsys, "--try") == [row]
    with hall.office.database.read() as session:
        newest = public_seal_key(session)
        assert session.scalars(select(KeptCommand.sealed)).all() == [fields["sealed"]]

    assert hall.kiosk("seal-key", "restore", "--from", str(hall.backup)) == 0
    with hall.office.database.read() as session:
        assert lost.kid in {row.kid for row in all_seal_keys(session)}
        assert public_seal_key(session) == newest  # terminals are told no other
    # The office's clock stands still; the command line's is of today: it may be too late by then.
    assert kept(hall, capsys, "--try") == []
    with hall.office.database.read() as session:
        stored = session.get_one(Appointment, wish["appointment_id"])
        assert hall.office.database.keys.open(session, stored.phone) == PHONE
        answered = session.scalars(select(IdempotencyKey).where(IdempotencyKey.key == key)).one()
        assert answered.refused_code == stored.refused_code
    assert hall.send(**fields) == (stored.refused_code or "done")


def test_what_came_bare_and_cannot_be_read_is_kept_sealed(
    hall: Hall, capsys: pytest.CaptureFixture[str]
) -> None:
    wish = {**call_back(PHONE), "call_back_id": 7}
    fields = {"key": new_id(), "name": "request_call_back", "payload": wish}
    assert hall.send(**fields) == "bad_payload"
    (row,) = kept(hall, capsys, "--try")
    assert row["code"] == "bad_payload"
    folder = hall.office.settings.data_dir
    assert PHONE.encode() not in b"".join(p.read_bytes() for p in folder.glob("server.db*"))
    assert PHONE not in capsys.readouterr().out
    assert kept(hall, capsys, "--drop", row["id"]) == []
    assert hall.kiosk("unopened", "--drop", row["id"]) == 2


@pytest.mark.parametrize("what", ["missing", "no database", "of another master key"])
def test_a_backup_that_does_not_help_is_said(
    hall: Hall, tmp_path: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    hall.lose_key()
    words: list[str] = []
    if what == "missing":
        hall.backup.unlink()
    elif what == "no database":
        hall.backup.write_bytes(b"no database" * 1000)
    else:
        other = tmp_path / "other.key"
        other.write_bytes(bytes(32))
        other.chmod(0o600)
        words = ["--master-key", str(other)]
    assert hall.kiosk("seal-key", "restore", "--from", str(hall.backup), *words) == 1
    told = capsys.readouterr().err
    assert "master.key" in told if words else "Cannot read the keys" in told
    assert not hall.backup.exists() or what != "missing"
