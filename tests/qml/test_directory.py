"""Places and lawyers: tiles, lists, one place, its number, one lawyer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor

from kiosk.domain.articles import Topic
from kiosk.domain.directory import Category
from kiosk.domain.needs import Need
from kiosk.errors import EnvironmentFault
from kiosk.server.content_folder.values import lawyer_id
from kiosk.terminal.rehearsal import duty_now
from kiosk.terminal.services.events import ContentChanged, FirstSyncTried
from kiosk.terminal.storage import content
from kiosk.terminal.ui.viewmodels.base import PageState
from tests.fakes.screen import LANDSCAPE, PORTRAIT, PROFILE, Rig, open_rig
from tests.qml.fitting import misfits

PINE, CLAY, LAMP = QColor("#1e5a48"), QColor("#8f4324"), QColor("#f2b84b")


def rows(rig: Rig, prefix: str, role: str) -> list[str]:
    return [str(i.property(role)) for i in rig.items() if i.objectName().startswith(prefix)]


def open_first(rig: Rig, category: Category) -> str:
    """Walk to the nearest place of a kind, as a resident would; its name."""
    rig.app.home()
    rig.settle()
    rig.tap("tileDirectory")
    rig.tap("tab_categories")
    if not rig.has(f"tile_{category.value}"):
        rig.tap("nextPage")
    rig.tap(f"tile_{category.value}")
    name = str(rig.find("entry_0").property("name"))
    rig.tap("entry_0")
    return name


# --- tiles -----------------------------------------------------------------------------------


def test_every_kind_has_a_tile_with_its_count(rig: Rig) -> None:
    rig.tap("tileDirectory")
    rig.tap("tab_categories")
    assert rig.text("pageTitle") == "找谁帮忙？"
    tiles = rows(rig, "tile_", "title")
    notes = rows(rig, "tile_", "note")
    rig.tap("nextPage")
    tiles += rows(rig, "tile_", "title")
    notes += rows(rig, "tile_", "note")
    categories = rig.context.directory.categories()
    assert notes == [f"{count} 处" for _, count in categories]
    assert len(set(tiles)) == len(categories)


@pytest.mark.parametrize("size", ["portrait", "landscape"])
def test_every_tile_opens_its_list_and_back_returns(
    open_screen: Callable[..., Rig], size: str
) -> None:
    rig = open_screen(**({"size": LANDSCAPE} if size == "landscape" else {}))
    back = "railBack" if size == "landscape" else "navBack"
    rig.tap("tileDirectory")
    rig.tap("tab_categories")
    for category, count in rig.context.directory.categories():
        if not rig.has(f"tile_{category.value}"):
            rig.tap("nextPage")
        rig.tap(f"tile_{category.value}")
        assert len(rows(rig, "entry_", "name")) == min(count, 4)
        rig.tap(back)  # to the same page of tiles
        assert rig.has(f"tile_{category.value}")


# --- by need ---------------------------------------------------------------------------------


def need(rig: Rig, title: str) -> Need:
    return next(n for n in rig.context.directory.needs() if n.title == title)


def test_the_directory_asks_first_what_has_happened(rig: Rig) -> None:
    rig.tap("tileDirectory")
    assert rig.text("pageTitle") == "您遇到了什么事？"
    needs = [n.title for n in rig.context.directory.needs()]
    assert rows(rig, "tile_", "title") == needs[:8]
    rig.tap("nextPage")
    assert rows(rig, "tile_", "title") == needs[8:16]


def test_unpaid_wages_lead_to_the_right_bodies_and_lawyers(rig: Rig) -> None:
    rig.tap("tileDirectory")
    rig.tap(f"tile_{need(rig, '工资被拖欠').id}")
    assert rig.text("pageTitle") == "工资被拖欠"
    assert rows(rig, "entry_", "name") == [
        "示例区劳动保障监察大队", "示例区劳动人事争议仲裁委员会", "示例区法律援助中心"]  # fmt: skip
    assert "申请劳动仲裁，不收费" in rig.text("step_3")
    rig.tap("openLawyers")
    assert rig.find("chip_labour").property("selected")
    assert all("劳动" in row for row in rows(rig, "lawyer_", "specialities"))
    rig.tap("navBack")
    rig.tap("openHotline")
    assert rig.text("hotlineNumber") == "12333"
    rig.tap("navBack")
    rig.tap("openGuides")
    assert rig.find("chip_labour").property("selected")
    rig.tap("navBack")
    rig.tap("entry_1")
    assert rig.text("pageTitle") == "示例区劳动人事争议仲裁委员会"


def test_violence_at_home_is_never_sent_to_mediation(rig: Rig) -> None:
    violence = need(rig, "被家里人打")
    assert Category.MEDIATION.value not in violence.bodies
    assert violence.bodies[0] == Category.POLICE.value
    assert violence.hotline == "110"


def test_every_need_has_bodies_lawyers_and_room(open_screen: Callable[..., Rig]) -> None:
    wrong: list[str] = []
    for size in (PORTRAIT, LANDSCAPE):
        rig = open_screen(size=size)
        for english in (False, True):
            for each in rig.context.directory.needs():
                rig.app.replace("need", each.id)
                rig.settle(20)
                assert rig.has("entry_0"), each.title
                assert rig.has("openLawyers"), each.title
                wrong += [f"{each.title}: {fault}" for fault in misfits(rig)]
            if not english:
                rig.app.toggleLanguage()
    assert not wrong, "\n".join(wrong)


def test_a_need_that_is_gone_is_no_dead_end(rig: Rig) -> None:
    rig.app.open("need", "no such need")
    rig.settle()
    assert "看看别的" in rig.text("stateText")
    rig.tap("stateAction")
    assert rig.app.page == "home"


def test_a_feed_without_needs_begins_with_kinds_of_place(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rig.context.directory, "needs", lambda: ())
    rig.app.open("directory")
    rig.settle()
    assert rig.find("tab_categories").property("selected")
    assert rig.has("tile_mediation")


# --- by street, by what lawyers know and speak -------------------------------------------------


def test_a_street_shows_its_own_places_the_nearest_first(rig: Rig) -> None:
    rig.app.open("directory", "streets")
    rig.settle()
    assert rows(rig, "tile_", "title")[0] == "示例街道"
    assert rows(rig, "tile_", "title")[-1] == "全区"
    counts = [int(note.split()[0]) for note in rows(rig, "tile_", "note")]
    assert sum(counts) == len(rig.context.directory.entries())
    rig.tap(f"tile_street:{rig.context.directory.streets()[0][0].id}")
    assert rig.text("pageTitle") == "示例街道"
    assert len(rows(rig, "entry_", "name")) == counts[0]
    distances = [v.distance_m for v in rig.context.directory.street(
        rig.context.directory.streets()[0][0].id)[1]]  # fmt: skip
    assert distances == sorted(d for d in distances if d is not None)


def test_lawyers_are_found_by_what_they_know_and_speak(rig: Rig) -> None:
    rig.app.open("directory", "lawyers")
    rig.settle()
    rig.tap("language_英语")
    assert all("英语" in row for row in rows(rig, "lawyer_", "languages"))
    while not rig.has("chip_inheritance"):
        rig.tap("chip_more")
    rig.tap("chip_inheritance")
    assert all("英语" in row for row in rows(rig, "lawyer_", "languages"))
    assert all("继承" in row for row in rows(rig, "lawyer_", "specialities"))
    rig.tap("language_all")
    views = rig.context.directory.lawyers((Topic.INHERITANCE.value,))
    assert rig.text("pageCount").endswith(f"{-(-len(views) // 3)} 页")


def test_where_nobody_fits_the_chips_stay(rig: Rig) -> None:
    rig.app.open("directory", "lawyers:consumer")
    rig.settle()
    rig.tap("language_手语")
    assert "没有同时符合的律师" in rig.text("noLawyer")
    rig.tap("language_all")
    assert rig.has("lawyer_0")


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_a_lawyer_is_booked_where_there_is_a_page_for_it(
    open_screen: Callable[..., Rig], monkeypatch: pytest.MonkeyPatch, size: QSize
) -> None:
    rig = open_screen(size=size)
    monkeypatch.setattr(rig.app, "has_page", lambda name: False)
    rig.app.open("lawyer", lawyer_id("chen-jing"))
    rig.settle()
    assert not rig.has("bookLawyer")
    monkeypatch.setattr(rig.app, "has_page", lambda name: name == "appointment")
    for lawyer in ("chen-jing", "he-huilan"):
        rig.app.open("lawyer", lawyer_id(lawyer))
        rig.duty(duty_now())
        assert not misfits(rig)
        rig.app.toggleLanguage()
        rig.settle()
        assert not misfits(rig)
        rig.app.toggleLanguage()
    opened: list[tuple[str, str]] = []
    monkeypatch.setattr(rig.app, "open", lambda *place: opened.append(place))
    rig.tap("bookLawyer")
    assert opened == [("appointment", f"lawyer:{lawyer_id('he-huilan')}")]


# --- lists -----------------------------------------------------------------------------------


def test_places_are_nearest_first_with_the_way_and_whether_they_are_open(rig: Rig) -> None:
    rig.app.open("directory", Category.MEDIATION.value)
    rig.settle()
    views = rig.context.directory.entries(Category.MEDIATION)
    assert rows(rig, "entry_", "name") == [v.entry.name for v in views]
    assert rows(rig, "entry_", "walk") == [f"走路 {v.walk_minutes} 分钟" for v in views]
    assert "现在开门" in rig.texts()
    assert "到 17:30" in rig.texts()
    assert rig.texts().count("示例") == len(views)


def test_opening_words_follow_the_clock(rig: Rig) -> None:
    rig.app.open("directory", Category.JUDICIAL_OFFICE.value)
    rig.clock.advance(timedelta(days=1))  # Saturday
    rig.bus.publish(ContentChanged(1))
    rig.settle()
    assert "今天不开门" in rig.texts()
    assert "周一 9:00 开门" in rig.texts()
    assert "现在开门" not in rig.texts()


def test_lawyers_who_are_here_now_come_first(rig: Rig) -> None:
    rig.tap("tileDirectory")
    rig.tap("tab_lawyers")
    assert rig.find("lawyer_0").property("name") == "陈静"
    assert "正在值班" in rig.texts()
    assert rig.texts().count("示例") == 3
    assert "懂：劳动、房屋、婚姻家庭" in rig.texts()
    assert "说：普通话、本地话" in rig.texts()
    here = rig.context.directory.lawyers()
    own = sum(PROFILE.organisation_id in v.lawyer.communities for v in here)
    pages = -(-len(here) // 3)
    assert own >= 1
    assert rig.text("pageCount") == f"第 1 页 / 共 {pages} 页"
    for _ in range(pages - 1):
        rig.tap("nextPage")
    rig.tap("nextPage")
    assert rig.text("notice") == "这是最后了"


def test_an_empty_cache_waits_or_says_that_the_line_is_down(tmp_path: Path) -> None:
    rig = open_rig(tmp_path / "cache", tmp_path / "resident", online=False)
    try:
        rig.settle()
        rig.tap("tileDirectory")
        assert rig.text("stateText") == "没连上网，这一页暂时看不了。其他资料不受影响。"
        rig.tap("stateAction")
        assert rig.app.page == "home"
    finally:
        rig.close()


def test_an_empty_list_waits_for_the_first_sync_and_no_longer(
    open_screen: Callable[..., Rig], tmp_path: Path
) -> None:
    rig = open_screen(cache=tmp_path / "cache", online=False)
    rig.duty(duty_now())
    for page in ("news", "directory"):
        rig.app.synced = False
        rig.app.replace(page)
        rig.settle()
        assert rig.app.pageModel.status == PageState.Status.LOADING.value
        rig.bus.publish(FirstSyncTried())
        rig.wait_for("stateText")
        assert rig.app.pageModel.status == PageState.Status.EMPTY.value
        rig.tap("stateAction")
        assert rig.app.page == "home"


def test_a_cache_that_cannot_be_read_says_so(
    open_screen: Callable[..., Rig],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    allow_log: Callable[[str], None],
) -> None:
    allow_log("The disk is dying")

    def fail(_: object) -> NoReturn:
        raise EnvironmentFault("The disk is dying.", code="database")

    rig = open_screen(cache=tmp_path / "cache", online=False)
    rig.duty(duty_now())
    rig.bus.publish(FirstSyncTried())
    for page in ("news", "directory"):
        rig.app.replace(page)
        with monkeypatch.context() as broken:
            broken.setattr(content, "reading", fail)
            rig.bus.publish(ContentChanged(1))
            rig.settle()
            assert rig.text("stateText").startswith("这一页没打开，不是您的问题。")
        rig.bus.publish(ContentChanged(2))
        rig.settle()
        assert not rig.text("stateText").startswith("这一页没打开，不是您的问题。")


def test_only_the_page_that_is_shown_reads_the_cache_when_duty_changes(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig.app.open("directory", "categories")
    rig.app.back()
    reads: list[None] = []
    read = rig.context.directory.categories
    monkeypatch.setattr(rig.context.directory, "categories", lambda: reads.append(None) or read())
    rig.duty(duty_now(wait_minutes=4))
    assert reads == []
    rig.app.open("directory", "categories")
    reads.clear()
    rig.duty(duty_now(wait_minutes=5))
    assert reads


# --- one place -------------------------------------------------------------------------------


def test_a_place_says_all_that_one_needs_to_go(rig: Rig) -> None:
    name = open_first(rig, Category.JUDICIAL_OFFICE)
    view = rig.context.directory.entries(Category.JUDICIAL_OFFICE)[0]
    assert rig.text("pageTitle") == name == view.entry.name
    assert rig.text("openTag") == "现在开门"
    assert rig.text("openDetail").startswith("到 17:30")
    assert rig.text("week").startswith("周一到周五 9:00–")
    assert f"{view.entry.address}，{view.entry.address_hint}（示例）" in rig.texts()
    assert rig.text("phone") == view.entry.phone
    assert rig.text("walk") == f"走路 {view.walk_minutes} 分钟"
    assert "直线" in rig.text("way")
    assert set(view.entry.services) <= set(rig.texts())
    assert rig.find("takeaway").property("text") == view.takeaway


@pytest.mark.parametrize("category", [c for c in Category if c is not Category.COMMUNITY_STUDIO])
def test_the_sketch_points_the_right_way(rig: Rig, category: Category) -> None:
    view = rig.context.directory.entries(category)[0]
    rig.app.open("entry", view.entry.id)
    rig.settle()
    here, target = rig.find("sketchHere"), rig.find("sketchTarget")
    assert view.bearing_deg is not None
    assert view.distance_m is not None
    middle = here.x() + here.width() / 2
    tip = target.x() + target.width() / 2
    foot = target.y() + target.height() - 10
    east, north = tip - middle, here.y() + here.height() / 2 - foot
    if 10 < view.bearing_deg % 180 < 170:
        assert (east > 0) == (view.bearing_deg < 180)
    if not 80 < view.bearing_deg % 180 < 100:
        assert (north > 0) == (view.bearing_deg < 90 or view.bearing_deg > 270)
    assert rig.pixel(here, 26, 26) == LAMP
    assert rig.pixel(target, target.width() / 2, target.height() * 0.78) == CLAY


def test_the_place_where_one_stands_is_here(rig: Rig) -> None:
    open_first(rig, Category.COMMUNITY_STUDIO)
    assert rig.text("walk") == "就在这里"
    assert rig.text("way") == ""
    assert not rig.has("sketchTarget")


def test_without_a_position_there_is_no_sketch_and_no_guess(
    open_screen: Callable[..., Rig],
) -> None:
    rig = open_screen(profile=PROFILE.model_copy(update={"latitude": None}))
    open_first(rig, Category.NOTARY)
    assert not rig.has("walk")
    assert not rig.has("sketchHere")
    assert rig.has("phone")


def test_the_number_stands_large_with_this_place_to_tell(rig: Rig) -> None:
    open_first(rig, Category.POLICE)
    view = rig.context.directory.entries(Category.POLICE)[0]
    assert rig.pixel(rig.find("openNumber"), 60, 40) == PINE
    rig.tap("openNumber")
    assert rig.text("number") == view.entry.phone
    assert rig.find("number").property("size") >= 88
    assert rig.text("terminalAddress") == PROFILE.address
    assert rig.text("cannotDial") == "这台机器不能替您拨号。"
    rig.tap("numberDone")
    assert rig.app.page == "entry"


def test_a_place_that_is_gone_is_no_dead_end(rig: Rig) -> None:
    rig.app.open("entry", "no such place")
    rig.settle()
    assert rig.text("stateText") == "这个地方不在名单里了。"
    rig.tap("stateAction")
    assert rig.app.page == "home"


# --- one lawyer ------------------------------------------------------------------------------


def test_a_lawyer_on_duty_can_be_called(rig: Rig) -> None:
    rig.tap("tileDirectory")
    rig.tap("tab_lawyers")
    rig.tap("lawyer_0")
    assert rig.text("pageTitle") == "陈静"
    assert rig.text("lawyerDuty") == "正在值班"
    assert rig.find("lawyerCommunities").property("text") == "示例社区"
    assert "（示例）" in rig.texts()
    assert rig.text("callDuty") == "视频咨询律师"
    assert not rig.has("lawyerNote") or rig.text("lawyerNote") == ""
    rig.tap("callDuty")
    assert rig.app.page == "call"


def test_a_lawyer_off_duty_leads_to_the_one_who_is_there(rig: Rig) -> None:
    rig.app.open("lawyer", lawyer_id("he-huilan"))
    rig.settle()
    assert rig.text("lawyerDuty") == "现在不值班"
    assert rig.text("lawyerNote") == "这位律师现在不值班。现在值班的是陈静律师。"
    assert rig.text("callDuty") == "问现在值班的律师"
    rig.tap("callDuty")
    assert rig.app.page == "call"


@pytest.mark.parametrize("nobody", [True, False])
def test_with_nobody_there_the_hotline_answers(rig: Rig, nobody: bool) -> None:
    rig.app.open("lawyer", lawyer_id("chen-jing"))
    rig.duty(duty_now(state="nobody") if nobody else None)
    assert rig.text("callDuty") == "看 12348 怎么打"
    rig.tap("callDuty")
    assert rig.text("hotlineNumber") == "12348"


def test_english_keeps_the_chinese_name_and_says_the_rest(rig: Rig) -> None:
    rig.app.open("lawyer", lawyer_id("chen-jing"))
    rig.tap("toolLanguage")
    assert rig.text("pageTitle") == "陈静 Chen Jing"
    assert "Mandarin, local dialect" in rig.texts()
    rig.tap("toolLanguage")
    assert rig.text("pageTitle") == "陈静"


def test_duty_changes_while_the_page_is_open(rig: Rig) -> None:
    rig.app.open("lawyer", lawyer_id("chen-jing"))
    rig.duty(duty_now(lawyer_id=lawyer_id("he-huilan"), lawyer_name="何慧兰"))
    assert rig.text("lawyerDuty") == "现在不值班"
    rig.duty(duty_now(lawyer_id=lawyer_id("chen-jing")))
    assert rig.text("lawyerDuty") == "正在值班"
