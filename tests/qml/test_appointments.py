"""An appointment by taps: two steps, its slip, and what becomes of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta

import pytest

from kiosk.domain.ids import new_id, sample_id
from kiosk.protocol.socket import SlipFound
from kiosk.terminal.services.events import CallBackRefused, ConnectionChanged
from kiosk.terminal.ui.viewmodels import phone_entry
from tests.fakes.screen import Rig

CHEN = sample_id("lawyer", "chen-jing")


def press(rig: Rig, digits: str) -> None:
    for digit in digits:
        rig.tap(f"key{digit}")


def choose(rig: Rig, label: str = "16:00") -> None:
    rig.app.open("appointment")
    rig.settle()
    rig.tap(f"slot_{label}")
    rig.tap("primary")


def book(rig: Rig, label: str = "16:00") -> str:
    """Its id."""
    choose(rig, label)
    rig.tap("keyMore")
    return str(rig.app.place.argument)


def cut(rig: Rig) -> None:
    rig.bus.publish(ConnectionChanged(False))
    rig.settle()


def test_two_steps_to_a_slip(rig: Rig) -> None:
    rig.app.open("appointment")
    rig.settle()
    assert rig.text("appointmentLawyer") == "陈静律师（示例）"  # the community's own comes first
    assert rig.text("primary") == "先选一个时间"
    rig.tap("primary")
    assert rig.text("notice") == "先选哪一天、几点"
    rig.tap("slot_16:00")
    rig.tap("primary")
    assert rig.text("chosenText") == "11 月 20 日 周五 16:00"
    press(rig, "1380000")
    assert rig.text("typedHint") == "还差 4 位"
    rig.tap("primary")  # dashed
    assert rig.app.page == "appointment-phone"
    press(rig, "1234")
    rig.tap("primary")
    assert rig.app.page == "booked"
    assert rig.text("pageTitle") == "正在替您约"
    waiting = rig.resident.next()
    assert waiting is not None
    assert waiting.payload is not None
    assert (waiting.name, waiting.payload["phone"]) == ("book_appointment", "13800001234")
    rig.context.inquiries.answer()  # type: ignore[attr-defined]
    rig.settle()
    assert rig.text("pageTitle") == "约好了"
    assert rig.text("slipStep1") == "11 月 20 日 周五 16:00"
    assert rig.text("slipStep2") == "示例社区"
    assert rig.text("slipCode") == "7241 0836"
    assert rig.find("slipQr").property("text").startswith("https://law.example/slip/")
    rig.app.back()
    assert rig.app.page == "home"  # the steps cannot be walked backwards into a second booking


def test_no_number_completes_it_too(rig: Rig) -> None:
    book(rig)
    waiting = rig.resident.next()
    assert waiting is not None
    assert waiting.payload is not None
    assert waiting.payload["phone"] == ""


def test_typed_digits_hide_themselves(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phone_entry, "MASK_MS", 40)
    choose(rig)
    press(rig, "138")
    rig.wait(lambda: rig.text("typed").startswith("●●●"), "the mask")
    assert "138" not in "".join(rig.texts())


def test_who_has_changed_their_mind_walks_back_and_finds_it_as_it_was(rig: Rig) -> None:
    choose(rig)
    rig.app.back()
    rig.settle()
    assert rig.find("slot_16:00").property("selected")


def test_full_slots_are_dashed_and_say_so(rig: Rig) -> None:
    slots = rig.context.appointments.slots(CHEN)
    rig.context.inquiries.taken = {CHEN: frozenset({slots[0].starts_at})}  # type: ignore[attr-defined]
    rig.app.open("appointment")
    rig.settle()
    full = rig.find(f"slot_{slots[0].starts_at:%H:%M}")
    assert not full.property("available")
    rig.tap_item(full)
    assert rig.text("notice") == "约满了"
    assert not full.property("selected")


def test_days_are_turned_not_scrolled(rig: Rig) -> None:
    rig.app.open("appointment")
    rig.settle()
    assert rig.has("day_2026-11-20")
    rig.tap("daysOn")
    assert not rig.has("day_2026-11-20")
    assert rig.find("day_2026-12-11").property("selected")
    rig.tap("daysOn")
    assert rig.text("notice") == "这是最后了"


def test_another_lawyer_by_what_they_know(rig: Rig) -> None:
    rig.app.open("appointment")
    rig.settle()
    rig.tap("otherLawyer")
    rig.tap("topic_injury")
    names = [t for t in rig.texts() if t.startswith("懂：")]
    assert names
    assert all("工伤" in name for name in names)
    first = next(i for i in rig.items() if i.objectName().startswith("lawyer_"))
    rig.tap_item(first)
    assert rig.app.page == "appointment"
    assert rig.text("appointmentLawyer") != "陈静律师（示例）"


def test_a_lawyer_may_be_named(rig: Rig) -> None:
    free = rig.context.appointments.slots
    other = next(v for v in rig.context.directory.lawyers()
                 if v.lawyer.id != CHEN and free(v.lawyer.id))  # fmt: skip
    rig.app.open("appointment", f"lawyer:{other.lawyer.id}")
    rig.settle()
    assert other.lawyer.name in rig.text("appointmentLawyer")


def test_without_a_line_it_is_kept_and_said_to_be_unconfirmed(rig: Rig) -> None:
    cut(rig)
    book(rig)
    assert rig.text("pageTitle") == "先替您记下了"
    assert "还没确认" in rig.text("bookedText")
    assert not rig.has("slipCode")
    assert rig.resident.pending() == 1


def test_a_refused_one_comes_back_with_the_next_free_times(rig: Rig) -> None:
    made = book(rig)
    rig.app.home()
    rig.app.open("news")
    rig.context.inquiries.answer("slot_taken")  # type: ignore[attr-defined]
    rig.settle()
    assert rig.app.page == "news"  # not under the finger of who reads
    rig.app.home()
    rig.settle()
    assert (rig.app.page, rig.app.place.argument) == ("booked", made)
    assert rig.has("bookedRefused")
    assert "这个时间刚被别人先约了" in rig.texts()
    assert not rig.has("slipQr")
    rig.tap("offer_1")
    rig.tap("primary")
    assert rig.text("pageTitle") == "正在替您改"
    rig.context.inquiries.answer()  # type: ignore[attr-defined]
    rig.settle()
    assert rig.text("pageTitle") == "改好了"
    assert rig.text("slipStep1") == "11 月 20 日 周五 16:30"  # 16:00 was refused


def test_another_slot_and_the_old_one_stays_where_it_cannot_be_had(rig: Rig) -> None:
    book(rig)
    rig.context.inquiries.answer()  # type: ignore[attr-defined]
    rig.settle()
    rig.tap("changeAppointment")
    rig.tap("slot_17:00")
    rig.tap("primary")
    assert rig.text("pageTitle") == "正在替您改"
    rig.context.inquiries.answer("slot_taken")  # type: ignore[attr-defined]
    rig.settle()
    assert rig.text("pageTitle") == "约好了"
    assert "原来的时间还给您留着" in rig.text("bookedText")
    assert rig.text("slipStep1") == "11 月 20 日 周五 16:00"


def test_cancelling_asks_once(rig: Rig) -> None:
    book(rig)
    rig.context.inquiries.answer()  # type: ignore[attr-defined]
    rig.settle()
    rig.tap("cancelAppointment")
    rig.tap("dialogSafe")
    assert rig.text("pageTitle") == "约好了"
    rig.tap("cancelAppointment")
    rig.tap("dialogDo")
    assert rig.text("pageTitle") == "好的，不约了"
    assert not rig.has("slipQr")
    waiting = rig.resident.next()
    assert waiting is not None
    assert waiting.name == "cancel_appointment"


def test_a_slip_of_before_is_found_by_its_number(rig: Rig) -> None:
    found = SlipFound(request_id="r" * 8, kind="appointment", id=new_id(), state="confirmed",
                      grant="grant", lawyer_id=CHEN,
                      starts_at=rig.clock.now() + timedelta(days=7, minutes=-20))  # fmt: skip
    rig.context.inquiries.slips = {"72410836": found}  # type: ignore[attr-defined]
    rig.app.open("slip")
    rig.settle()
    press(rig, "72410835")
    rig.tap("primary")
    assert "没找到这个号" in rig.texts()
    press(rig, "72410836")
    rig.tap("primary")
    assert (rig.app.page, rig.app.place.argument) == ("booked", found.id)
    assert rig.text("slipStep1") == "11 月 27 日 周五 15:00"
    assert not rig.has("slipQr")  # its secret is on the old slip only
    rig.tap("cancelAppointment")
    rig.tap("dialogDo")
    waiting = rig.resident.next()
    assert waiting is not None
    assert waiting.payload is not None
    assert waiting.payload["grant"] == "grant"
    rig.context.session.end()
    assert rig.context.appointments.mine() == []


def test_finding_needs_the_line_and_says_so(rig: Rig) -> None:
    cut(rig)
    rig.app.open("slip")
    rig.settle()
    assert "没连上网，现在查不了" in rig.texts()
    press(rig, "72410836")
    rig.tap("primary")
    assert rig.text("notice") == "要等连上网才能查"


def test_a_number_is_left_where_nobody_answers(rig: Rig) -> None:
    rig.app.open("call-back")
    rig.settle()
    press(rig, "6")
    assert rig.text("typedHint") == "座机先按区号，如 0551"
    rig.tap("keyBack")
    press(rig, "055162345678")
    rig.tap("primary")
    waiting = rig.resident.next()
    assert waiting is not None
    assert waiting.payload is not None
    assert waiting.payload["phone"] == "0551-62345678"
    rig.context.inquiries.answer()  # type: ignore[attr-defined]
    rig.settle()
    assert rig.text("pageTitle") == "收到了，会打给您"
    assert "尾号 5678 的电话" in rig.texts()
    assert not any("62345678" in text for text in rig.texts())


def test_a_number_that_was_not_taken_may_be_left_again(rig: Rig) -> None:
    rig.app.open("call-back")
    rig.settle()
    press(rig, "13800001234")
    rig.tap("primary")
    session = rig.context.session.session.id
    left = rig.context.call_backs.mine()[0].call_back_id
    rig.bus.publish(CallBackRefused(session, left, "bad_phone"))
    rig.settle()
    assert rig.text("pageTitle") == "没有留成，不是您的问题"
    rig.tap("callBackAgain")
    assert rig.text("typedHint") == "手机、座机都行"


def test_a_slip_is_printed_or_the_phone_takes_it(
    open_screen: Callable[..., Rig], tmp_path: object, allow_log: Callable[[str], None]
) -> None:
    device = f"{tmp_path}/lp0"
    with open(device, "wb"):
        pass
    rig = open_screen(terminal__printer=f"escpos:{device}")
    book(rig)
    rig.context.inquiries.answer()  # type: ignore[attr-defined]
    rig.settle()
    assert rig.text("printSlip") == "打印带走"
    rig.tap("printSlip")
    rig.wait(lambda: rig.text("printSlip") == "再印一张", "the paper")
    with open(device, "rb") as paper:
        assert b"\x1dv0\x00" in paper.read()
    allow_log("a slip was not printed")
    os.remove(device)
    rig.tap("printSlip")
    rig.wait(lambda: rig.text("printSlip") == "印不了，请扫码", "the fault")
    rig.tap("printSlip")
    assert rig.text("notice") == "这会儿印不了。用手机扫一扫，也能带走"
    assert rig.has("slipQr")
