"""替家人问: what takes a paper, the choice before the call, and whose phone the slip is for."""

from __future__ import annotations

import pytest

from kiosk.domain.calls import CallState
from kiosk.terminal.services.events import AdviceWritten
from tests.fakes.screen import Rig


def shown(rig: Rig, prefix: str) -> list[str]:
    return [str(i.property("text")) for i in rig.items() if i.objectName().startswith(prefix)]


def test_asking_for_somebody_else_says_first_what_takes_a_paper(rig: Rig) -> None:
    rig.tap("primary")
    assert rig.find("forMyself").property("selected")
    rig.tap("forOther")
    assert rig.text("pageTitle") == "替家人问"
    assert "问法律怎么规定、去哪里" in shown(rig, "free_")
    assert "替大人仲裁、打官司" in shown(rig, "bound_")
    assert "他签了名、写明权限的委托书" in shown(rig, "boundPaper_")
    rig.tap("askForOther")
    assert rig.app.page == "call"
    assert rig.find("forOther").property("selected")
    rig.tap("topic_labour")
    rig.tap("startCall")
    assert rig.calls.for_other


def test_who_thinks_better_of_it_asks_for_themselves(rig: Rig) -> None:
    rig.tap("primary")
    rig.tap("forOther")
    rig.tap("navBack")
    assert rig.find("forOther").property("selected")
    rig.tap("forMyself")
    rig.tap("startCall")
    assert not rig.calls.for_other


@pytest.mark.parametrize("for_other", [True, False])
def test_the_slip_goes_to_their_phone(rig: Rig, for_other: bool) -> None:
    rig.tap("primary")
    if for_other:
        rig.tap("forOther")
        rig.tap("askForOther")
    rig.tap("startCall")
    rig.calls.update(state=CallState.ACTIVE)
    rig.settle()
    call_id = rig.context.session.session.call_id or ""
    rig.bus.publish(AdviceWritten(call_id, "line", "带身份证去"))
    rig.calls.hang_up()
    rig.wait_for("ratingPage")
    rig.app.open("advice", call_id)
    rig.settle()
    assert rig.text("slipNote").startswith("用家人的手机扫" if for_other else "手机扫一扫")
    rig.app.home()
    rig.app.open("call-back")
    rig.settle()
    assert rig.text("pageTitle") == ("留家人的号码，请人打给他" if for_other
                                     else "留个号码，请人打给您")  # fmt: skip


def test_the_next_person_asks_for_themselves(rig: Rig) -> None:
    rig.tap("primary")
    rig.tap("forOther")
    rig.tap("navEnd")
    rig.tap("dialogDo")
    rig.app.home()
    rig.settle()
    rig.app.open("call")
    rig.settle()
    assert rig.find("forMyself").property("selected")
