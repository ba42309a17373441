"""The legal-aid check on the screen: one question a page, an outcome, where to go, a slip."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain.ids import sample_id
from kiosk.terminal.services.events import ContentChanged, FirstSyncTried
from kiosk.terminal.ui.viewmodels.legal_aid import LegalAidViewModel
from tests.fakes.screen import PROFILE, Rig
from tests.qml.fitting import misfits

WAGES = ("work", "wages", "not-yet", "migrant", "none")


def answer(rig: Rig, *keys: str) -> None:
    """Tap these answers, with the pause of a person; empty is 不清楚."""
    for key in keys:
        rig.clock.advance(timedelta(seconds=1))
        rig.tap(f"answer_{key}" if key else "answerUnsure")


def begin(rig: Rig) -> None:
    rig.tap("tileLegalAid")


def listed(rig: Rig, prefix: str) -> list[str]:
    found = (i for i in rig.items() if i.objectName().startswith(prefix) and i.isVisible())
    return [str(i.property("title") or i.property("text")) for i in found]


def test_wages_of_a_migrant_worker_lead_to_the_districts_centre(rig: Rig) -> None:
    begin(rig)
    assert rig.text("pageTitle") == "您遇到的是哪一类事？"
    assert rig.text("progress") == "第 1 题，大约还有 4 题"
    assert len(listed(rig, "answer_")) == 4
    answer(rig, *WAGES)
    assert rig.text("pageTitle") == "事情是在哪里发生的？"
    assert rig.text("progress") == "第 6 题，最后一题"
    answer(rig, "here")
    assert rig.text("pageTitle") == "很可能可以申请"
    assert rig.text("whoDecides") == "批不批，由法律援助机构决定。"
    assert "不查家里的经济" in rig.text("reason_0")
    assert rig.text("law_0") == "法律援助法第 42 条"
    rig.tap("openPapers")
    # Not the work station, which only takes applications in; and this street's own office.
    assert listed(rig, "place_") == ["示例区法律援助中心", "示例街道司法所"]
    assert listed(rig, "byLaw_") == ["· 证明您进城务工的材料（法律援助法第 42 条）"]
    assert listed(rig, "byCustom_")[0] == "· 身份证"
    rig.tap("openSlip")
    assert rig.text("slipStep1") == "去示例区法律援助中心"
    assert "您的回答不在里面" in rig.text("slipNote")
    qr = rig.text("slipQr")
    assert qr.startswith("https://law.example/go/legal-aid/")
    assert not any(key in qr for key in WAGES)
    rig.tap("slipHome")
    assert rig.app.page == "home"


@pytest.mark.parametrize("street", ["wangxi", "shili"])
def test_the_work_station_of_this_street_passes_it_on(
    open_screen: Callable[..., Rig], street: str
) -> None:
    community = sample_id("organisation", f"{street}-community")
    at = {"wangxi": (38.98876, 82.30579), "shili": (38.99946, 82.27628)}[street]
    profile = PROFILE.model_copy(update={
        "organisation_id": community, "latitude": at[0], "longitude": at[1]})  # fmt: skip
    rig = open_screen(profile=profile)
    begin(rig)
    answer(rig, *WAGES, "here")
    rig.tap("openPapers")
    centre, near = listed(rig, "place_")
    assert centre == "示例区法律援助中心"
    assert near.startswith({"wangxi": ("示例区法律援助中心望溪工作站", "望溪街道"), "shili": (
        "示例街道司法所",)}[street])  # fmt: skip


def test_what_is_handled_elsewhere_is_not_sent_to_this_district(rig: Rig) -> None:
    begin(rig)
    answer(rig, "other", "more", "rest", "not-yet", "court", "away")
    assert rig.text("pageTitle") == "值得去问一问"
    rig.tap("openPapers")
    assert rig.text("pageTitle") == "去当地的，不是本区的"
    assert listed(rig, "place_") == ["12348 法律热线"]
    rig.tap("place_0")
    assert rig.text("hotlineNumber") == "12348"
    rig.tap("navBack")
    rig.tap("openSlip")
    assert rig.text("slipStep1") == "打 12348，问清去哪一家"


def test_who_is_not_sure_of_anything_is_sent_to_ask(rig: Rig) -> None:
    begin(rig)
    answer(rig, "", "", "", "")
    assert rig.text("pageTitle") == "值得去问一问"
    rig.tap("openPapers")
    assert rig.text("pageTitle") == "先问清去哪一家"
    assert listed(rig, "place_") == ["示例区法律援助中心", "12348 法律热线"]
    rig.tap("place_0")
    assert rig.text("pageTitle") == "示例区法律援助中心"


def test_the_way_back_goes_question_by_question(rig: Rig) -> None:
    begin(rig)
    rig.tap("previousQuestion")  # dashed: it says why
    assert rig.text("progress").startswith("第 1 题")
    answer(rig, "family", "violence")
    rig.tap("previousQuestion")
    assert rig.text("progress").startswith("第 2 题")
    rig.tap("navBack")
    assert rig.text("pageTitle") == "您遇到的是哪一类事？"
    answer(rig, *WAGES, "here")
    assert rig.text("matter") == "讨工钱"
    rig.tap("navBack")
    assert rig.text("pageTitle") == "事情是在哪里发生的？"
    answer(rig, "away")
    rig.tap("openPapers")
    assert rig.text("pageTitle") == "去当地的，不是本区的"


def test_a_finger_that_comes_down_twice_answers_once(rig: Rig) -> None:
    begin(rig)
    answer(rig, "work")
    rig.tap("answer_wages")
    assert rig.text("progress").startswith("第 2 题")
    answer(rig, "wages")
    assert rig.text("progress").startswith("第 3 题")


def test_nothing_is_left_of_the_answers(rig: Rig) -> None:
    begin(rig)
    answer(rig, *WAGES, "here")
    model = rig.app.model
    assert isinstance(model, LegalAidViewModel)
    rig.tap("navEnd")
    rig.tap("dialogDo")
    assert model._answers == []
    assert model.slip.slip is None
    assert not [row for rows in (model.reasons, model.places, model.byLaw) for row in rows.rows]
    rig.app.home()
    rig.settle()
    begin(rig)
    assert rig.text("progress").startswith("第 1 题")


def test_another_edition_begins_again(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(rig)
    answer(rig, "work", "wages")
    interview = rig.context.legal_aid.interview()
    assert interview is not None
    other = type(interview)(interview.check)
    monkeypatch.setattr(rig.context.legal_aid, "interview", lambda: other)
    rig.bus.publish(ContentChanged(9, frozenset({"legal-aid"})))
    rig.wait(lambda: rig.text("progress").startswith("第 1 题"), "the first question")


def test_without_a_check_the_page_says_who_else_can_be_asked(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rig.context.legal_aid, "interview", lambda: None)
    rig.app.open("legal-aid")
    rig.bus.publish(FirstSyncTried())
    rig.settle()
    assert "打 12348，一样能问" in " ".join(rig.texts())


def test_its_slip_is_printed_where_there_is_a_printer(
    open_screen: Callable[..., Rig], tmp_path: Path
) -> None:
    device = tmp_path / "lp0"
    device.touch()
    rig = open_screen(terminal__printer=f"escpos:{device}")
    begin(rig)
    answer(rig, *WAGES, "here")
    rig.tap("openPapers")
    rig.tap("openSlip")
    assert not misfits(rig)
    rig.tap("printSlip")
    rig.wait(lambda: rig.text("printSlip") == "再印一张", "the paper")
    assert device.read_bytes()


def test_the_lawyer_is_one_tap_from_the_outcome(rig: Rig) -> None:
    begin(rig)
    answer(rig, "family", "violence", "not-yet", "none", "here")
    assert "先打 110" in rig.text("also")
    rig.tap("askLawyer")
    assert rig.app.page == "call"
    rig.tap("navBack")
    assert rig.text("pageTitle") == "很可能可以申请"
