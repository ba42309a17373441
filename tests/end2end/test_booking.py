"""From home to a booked appointment by taps, while the server dies and comes back."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from kiosk.server.db.resident_models import Appointment
from kiosk.server.provision import database_of
from tests.support.server import ServerProcess
from tests.support.terminal import Terminal


def test_home_to_a_booked_appointment_and_back_by_its_number(tmp_path: Path) -> None:
    server = ServerProcess(tmp_path / "server", {"server.public_url": "https://law.example"})
    terminal = Terminal(server, tmp_path / "terminal")
    app = terminal.app
    try:
        terminal.wait_until_synced()
        terminal.wait(lambda: app.socket.online, "the socket")
        terminal.tap("tileAppointment")
        slot = next(
            i.objectName() for i in terminal.items()
            if i.objectName().startswith("slot_") and i.property("available")
        )  # fmt: skip
        terminal.tap(slot)
        terminal.tap("primary")
        server.kill()
        terminal.wait(lambda: not app.socket.online, "the line to be down")
        for digit in "13901726355":
            terminal.tap(f"key{digit}")
        terminal.tap("primary")
        terminal.wait(lambda: terminal.text("pageTitle") == "先替您记下了", "the slip")
        assert "还没确认" in terminal.text("bookedText")
        server.start()
        terminal.wait(lambda: terminal.text("pageTitle") == "约好了", "the confirmation", 20)
        terminal.wait(lambda: terminal.has("slipCode"), "the slip's number")
        code = terminal.text("slipCode").replace(" ", "")
        with database_of(server.settings) as database, database.read() as session:
            booked = session.scalars(select(Appointment)).one()
            assert booked.state == "confirmed"
            number = booked.phone
            assert number is not None
            assert database.keys.open(session, number) == "13901726355"
        # Somebody else's session: nothing of it is here, and the number finds it again.
        assert app.screen is not None
        app.screen.app.end()
        terminal.tap("navHome")
        assert app.context.appointments.mine() == []
        app.screen.app.open("slip")
        terminal.settle()  # until it is laid out
        for digit in code:
            terminal.tap(f"key{digit}")
        terminal.tap("primary")
        terminal.wait(lambda: terminal.text("pageTitle") == "约好了", "the slip that was found")
        terminal.tap("cancelAppointment")
        terminal.tap("dialogDo")
        terminal.wait(lambda: app.resident_store.pending() == 0, "the delivery")
        with database_of(server.settings) as database, database.read() as session:
            assert session.scalars(select(Appointment)).one().state == "cancelled"
    finally:
        terminal.close()
    server.stop()
