"""The whole terminal, offscreen: what is asked for in a session is in no file once it is over."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from kiosk.domain.ids import new_id, sample_id
from kiosk.server.db.engine import database_of
from kiosk.server.db.resident_models import Appointment, CallBack, ErasureReceipt, Evaluation
from tests.support.server import ServerProcess
from tests.support.terminal import Terminal

CHEN = sample_id("lawyer", "chen-jing")
MARK = "邻居漏水-e1c80f"
PHONE = "13901726355"


def holders(folder: Path) -> list[str]:
    """Files that have something in them that was typed."""
    return [
        str(path)
        for path in folder.rglob("*")
        if path.is_file()
        and any(text.encode() in path.read_bytes() for text in (MARK, PHONE, "1390-1726"))
    ]


def test_typed_kept_sealed_and_delivered(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", "kiosk")
    server = ServerProcess(tmp_path / "server")
    terminal = Terminal(server, tmp_path / "terminal")
    try:
        terminal.wait_until_synced()
        app, context = terminal.app, terminal.app.context
        terminal.wait(lambda: app.socket.online, "the socket")
        server.kill()
        terminal.wait(lambda: not app.socket.online, "the line to be down")
        slot = context.appointments.slots(CHEN)[0].starts_at
        context.appointments.book(new_id(), CHEN, slot, phone=PHONE, topic=MARK)
        context.call_backs.request(new_id(), PHONE, topic=MARK)
        context.evaluations.evaluate(CHEN, 3, new_id(), remark=MARK)
        assert holders(tmp_path / "terminal")
        assert "outbox" in app.session.end().erased
        assert holders(tmp_path / "terminal") == []
        server.start()
        terminal.wait(lambda: app.resident_store.pending() == 0, "the delivery", 20)
    finally:
        terminal.close()
    assert holders(tmp_path) == []  # nor does the server keep it in the clear
    with database_of(server.settings) as database, database.read() as session:
        for sealed in (Appointment.phone, CallBack.phone):
            assert database.keys.open(session, session.scalars(select(sealed)).one()) == PHONE
        remark = session.scalars(select(Evaluation.remark)).one()
        assert database.keys.open(session, remark) == MARK
        (steps,) = session.scalars(select(ErasureReceipt.steps))
        assert {"outbox", "pages", "session"} <= set(steps)
    server.stop()
    for text in (MARK, PHONE):
        assert text not in caplog.text
        assert text not in server.log
