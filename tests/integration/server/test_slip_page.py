"""The slip's page, as a phone sees it: no cookies, no scripts, kept nowhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import requests
from limits import RateLimitItemPerMinute

from kiosk import cli
from kiosk.domain.clock import SystemClock, office_time
from kiosk.domain.ids import new_id
from kiosk.errors import EnvironmentFault
from kiosk.protocol.commands import new_slip_secret
from kiosk.protocol.sealing import new_seal_key, public_jwk, seal
from kiosk.protocol.socket import Command, CommandDone, CommandRefused
from kiosk.server.api import slip
from kiosk.server.db import slip_codes
from kiosk.server.db.models import Device
from kiosk.server.db.resident_models import SealKey
from kiosk.server.signalling.commands import carry_out
from kiosk.server.signalling.desk import Switchboard
from tests.support.signalling import ServerThread, make_device
from tests.support.wishes import booking, call_back, cancelling


class Slips:
    """A server, and a terminal whose commands it has carried out."""

    def __init__(self, server: ServerThread) -> None:
        self.server = server
        self.device_id = make_device(server.settings, server.url).id

    def send(self, name: str, payload: dict[str, Any] | None = None, **more: Any) -> str:
        command = Command(**{"key": new_id(), "name": name, "payload": payload, **more})
        context = self.server.app.state.context
        with context.database.write() as session:
            board = Switchboard(session, context.clock, context.database.keys,
                                context.hub._rosters.get(session), context.hub.timing,
                                always_on_duty=True)  # fmt: skip
            answer = carry_out(board, session.get_one(Device, self.device_id), command)
        assert isinstance(answer, CommandDone | CommandRefused)
        return answer.code if isinstance(answer, CommandRefused) else "done"

    def get(self, secret: str) -> requests.Response:
        return requests.get(f"{self.server.url}/slip/{secret}", timeout=5)


@pytest.fixture
def slips(server: ServerThread) -> Slips:
    return Slips(server)


def working_day() -> str:
    """A day from tomorrow on that is no weekend, and no holiday of the small content."""
    day = office_time(SystemClock().now()).date() + timedelta(days=1)
    while day.isoweekday() > 5 or (day.month, day.day) in ((10, 1), (10, 2)):
        day += timedelta(days=1)
    return day.isoformat()


def wish(time: str, secret: str) -> dict[str, Any]:
    """The street's lawyer is on duty on every working day."""
    made = booking(time, secret=secret, who="sun", phone="13812345678", topic="邻居漏水")
    return {**made, "starts_at": f"{working_day()}T{time}:00+08:00"}


def test_how_an_appointment_stands(slips: Slips) -> None:
    mine, theirs = new_slip_secret(), new_slip_secret()
    asked = wish("09:30", mine)
    assert "还没有送到" in slips.get(mine).text
    assert slips.send("book_appointment", asked) == "done"
    page = slips.get(mine)
    assert page.status_code == 200
    for words in ("约好了", "Your appointment stands", "孙街", "09:30 - 10:00", "北街道"):
        assert words in page.text
    for words in ("13812345678", "邻居漏水", asked["appointment_id"], asked["person_id"]):
        assert words not in page.text
    assert slips.send("book_appointment", wish("09:30", theirs)) == "slot_taken"
    refused = slips.get(theirs).text
    for words in ("没有约上", "已经有人先约了", "另选一个时间", "choose another time"):
        assert words in refused
    other = wish("10:00", new_slip_secret())
    assert slips.send("book_appointment", other) == "done"
    change = {**cancelling(asked), "lawyer_id": asked["lawyer_id"]}
    assert slips.send("change_appointment", {**change, "starts_at": other["starts_at"]}) == (
        "slot_taken"
    )
    assert "想改的时间没有改成：这个时间已经有人先约了" in slips.get(mine).text
    assert "09:30 - 10:00" in slips.get(mine).text
    moved = {**change, "starts_at": other["starts_at"].replace("T10:00", "T11:00")}
    assert slips.send("change_appointment", moved) == "done"
    assert "时间已改" in slips.get(mine).text
    assert "11:00 - 11:30" in slips.get(mine).text
    assert "没有改成" not in slips.get(mine).text
    assert slips.send("cancel_appointment", cancelling(asked)) == "done"
    assert "已经取消" in slips.get(mine).text


def test_what_came_and_cannot_be_opened_is_said_until_it_can(
    slips: Slips, allow_log: Callable[[str], None]
) -> None:
    allow_log("refused: (cannot_open|bad_payload)$")
    secret, key, lost = new_slip_secret(), new_id(), new_seal_key()
    asked = wish("14:00", secret)
    sealed = seal(lost, key, "book_appointment", asked)
    sent = {"key": key, "sealed": sealed, "slip": asked["slip"]}
    assert slips.send("book_appointment", **sent) == "cannot_open"
    page = slips.get(secret).text
    for words in ("送到了，读不出来", "再办一次", "cannot be read", "tel:12348"):
        assert words in page
    assert "还没有送到" not in page
    # An operator finds the key, and tries again.
    context = slips.server.app.state.context
    with context.database.write() as session:
        nonce, wrapped = context.database.keys.wrap(lost.as_bytes(private=True), str(lost.kid))
        session.add(SealKey(number=-1, kid=str(lost.kid), public=public_jwk(lost), nonce=nonce,
                            wrapped=wrapped))  # fmt: skip
    words = ("--data-dir", str(slips.server.settings.data_dir))
    assert cli.main(("unopened", *words, "--try")) == 0
    assert "约好了" in slips.get(secret).text
    # A change that cannot be read hides nothing of what stands.
    sent = {"payload": {"appointment_id": 7}, "slip": asked["slip"]}
    assert slips.send("change_appointment", **sent) == "bad_payload"
    page = slips.get(secret).text
    for words_ in ("约好了", "14:00 - 14:30", "没有读出来", "could not read"):
        assert words_ in page


def test_its_page_makes_a_number_to_type_at_a_terminal(slips: Slips) -> None:
    secret = new_slip_secret()
    assert "<form" not in slips.get(secret).text  # there is no appointment yet
    asked = wish("13:30", secret)
    assert slips.send("book_appointment", asked) == "done"
    assert '<form method="post">' in slips.get(secret).text
    page = requests.post(f"{slips.server.url}/slip/{secret}", timeout=5)
    found = re.search(r"<dd>(\d{4}) (\d{4})</dd>", page.text)
    assert found is not None
    context = slips.server.app.state.context
    with context.database.write() as session:
        device = session.get_one(Device, slips.device_id)
        matter = slip_codes.find(session, device, "".join(found.groups()), context.clock.now())
        assert not isinstance(matter, str)
        assert matter.matter.id == asked["appointment_id"]
    assert found[1] not in slips.get(secret).text  # looking again shows none
    unknown = requests.post(f"{slips.server.url}/slip/{new_slip_secret()}", timeout=5)
    assert unknown.text == slips.get(new_slip_secret()).text


def test_how_a_call_back_stands(slips: Slips) -> None:
    secret = new_slip_secret()
    assert slips.send("request_call_back", call_back(secret=secret)) == "done"
    page = slips.get(secret).text
    assert "会有人打给您" in page
    assert "138" not in page


def test_it_leaves_nothing_and_says_nothing_of_what_is_not_there(slips: Slips) -> None:
    known = new_slip_secret()
    assert slips.send("request_call_back", call_back(secret=known)) == "done"
    pages = [slips.get(secret) for secret in (known, new_slip_secret(), "x", "a" * 2000, "%00")]
    for page in pages:
        assert page.status_code == 200
        assert page.headers["Cache-Control"] == "no-store"
        assert "noindex" in page.headers["X-Robots-Tag"]
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in page.headers
        assert "<script" not in page.text
    assert len({page.text for page in pages[1:]}) == 1


def test_one_address_does_not_ask_for_ever(slips: Slips, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slip, "SLIP", RateLimitItemPerMinute(3, 1))
    answers = [slips.get(new_slip_secret()) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 3 + [429] * 2
    assert "请等一分钟" in answers[-1].text
    assert answers[-1].headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("error", [EnvironmentFault("The disk is gone."), RuntimeError("our bug")])
def test_no_secret_gets_into_a_log(
    slips: Slips, monkeypatch: pytest.MonkeyPatch, allow_log: Callable[[str], None],
    caplog: pytest.LogCaptureFixture, error: Exception,
) -> None:  # fmt: skip
    allow_log(r"^GET /slip/\{secret\} failed")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(slip.appointments, "by_slip", fail)
    secret = new_slip_secret()
    assert slips.get(secret).status_code in (500, 503)
    assert secret not in caplog.text
