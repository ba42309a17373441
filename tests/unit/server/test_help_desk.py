"""Calls for help at the server: who may do what with whose."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.domain.ids import new_id
from kiosk.errors import NotFoundError, UserError
from kiosk.protocol.socket import HelpStatus
from kiosk.server.db.help_calls import drop_link, hall_of, make_link
from kiosk.server.db.models import Device
from kiosk.server.signalling.desk import Switchboard
from kiosk.server.signalling.help_desk import HelpDesk
from tests.support.office import Office
from tests.support.small_content import organisation

ELM, OAK = organisation("elm"), organisation("oak")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    office.add_terminal("hall")
    yield office
    office.close()


def ask(office: Office, name: str, help_id: str) -> None:
    def work(board: Switchboard) -> None:
        HelpDesk(board).request(board.session.get_one(Device, office.devices[name]), help_id)

    office.advance(1)
    office.act(work)


def states(office: Office, name: str) -> list[str]:
    return [m.state for m in office.told[name] if isinstance(m, HelpStatus)]


def shown(office: Office, hall: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    office.act(
        lambda board: found.extend(
            (call.help_id, call.state) for call in HelpDesk(board).open_calls(hall)
        )
    )
    return found


def test_asked_rung_coming_done(office: Office) -> None:
    call = new_id()
    ask(office, "hall", call)
    assert shown(office, ELM) == [(call, "asking")]
    assert shown(office, OAK) == []
    for step in ("rang", "coming", "rang", "done", "done"):
        office.act(lambda board, step=step: getattr(HelpDesk(board), step)(ELM, call))
    assert states(office, "hall") == ["asking", "ringing", "coming", "over"]
    assert shown(office, ELM) == []


def test_asked_again_after_a_break_it_stays_one_call(office: Office) -> None:
    call = new_id()
    ask(office, "hall", call)
    office.act(lambda board: HelpDesk(board).rang(ELM, call))
    ask(office, "hall", call)
    assert states(office, "hall") == ["asking", "ringing", "ringing"]


def test_a_newer_call_of_the_same_terminal_takes_its_place(office: Office) -> None:
    old, new = new_id(), new_id()
    ask(office, "hall", old)
    ask(office, "hall", new)
    assert shown(office, ELM) == [(new, "asking")]


def test_what_nobody_took_leaves_the_page_after_half_an_hour(office: Office) -> None:
    ask(office, "hall", new_id())
    office.advance(31 * 60)
    assert shown(office, ELM) == []


def test_nobody_touches_anothers_call(office: Office) -> None:
    office.add_terminal("other")
    call = new_id()
    ask(office, "hall", call)
    with pytest.raises(NotFoundError):
        ask(office, "other", call)
    office.act(lambda board: HelpDesk(board).cancel(office.devices["other"], call))
    with pytest.raises(NotFoundError):
        office.act(lambda board: HelpDesk(board).done(OAK, call))
    assert shown(office, ELM) == [(call, "asking")]
    with pytest.raises(UserError):
        ask(office, "hall", "../7")


def test_a_new_address_makes_the_old_one_void(office: Office) -> None:
    with office.database.write() as session:
        old = make_link(session, ELM)
        new = make_link(session, ELM)
        assert hall_of(session, old) is None
        assert hall_of(session, new) == ELM
        assert drop_link(session, ELM)
        assert hall_of(session, new) is None
        assert not drop_link(session, ELM)
        assert hall_of(session, None) is None
