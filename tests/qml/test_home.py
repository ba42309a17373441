"""The home page and the floor that never moves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor

from kiosk.domain.calls import CallState, Media, Tier
from kiosk.protocol.socket import CallStatus
from kiosk.server.content_folder.values import lawyer_id
from kiosk.terminal.rehearsal import FRIDAY, duty_now, in_hall
from kiosk.terminal.services.events import ConnectionChanged
from tests.fakes.screen import LANDSCAPE, PORTRAIT, PROFILE, Rig

PINE, PAPER, CINNABAR, NIGHT = "#1e5a48", "#f6f1e7", "#a82e1e", "#17362c"


def test_says_who_is_there_before_any_menu(rig: Rig) -> None:
    assert rig.text("pageTitle") == "您好，想办什么事？"
    assert rig.text("dutyTag") == "现在有人在"
    assert rig.text("dutyLawyer") == "社区律师 陈静"
    assert rig.text("dutyLine") == "大约等 3 分钟 · 值班到 17:30"
    assert "（示例）" in rig.texts()
    assert rig.text("primary") == "视频咨询律师"
    assert rig.text("clock") == "周五 15:20"
    assert rig.text("placeName") == "示例社区公共法律服务"
    assert not rig.has("offlineBadge")


@pytest.mark.parametrize(
    ("duty", "tag", "line"),
    [
        (duty_now(wait_minutes=0), "现在有人在", "马上就能接 · 值班到 17:30"),
        (duty_now(state="busy", waiting=2), "正接待前一位", "前面还有 2 位 · 值班到 17:30"),
    ],
)
def test_tells_how_long_it_takes(rig: Rig, duty, tag: str, line: str) -> None:  # type: ignore[no-untyped-def]
    rig.duty(duty)
    assert (rig.text("dutyTag"), rig.text("dutyLine")) == (tag, line)
    assert rig.text("primary") == "视频咨询律师"


def test_with_nobody_on_duty_the_step_is_what_still_works(rig: Rig) -> None:
    rig.duty(duty_now(state="nobody", next_shift=FRIDAY + timedelta(days=3, hours=-6)))
    assert rig.text("dutyTag") == "现在没人值班"
    assert rig.text("dutyLine") == "下次值班：周一 9:20"
    rig.tap("voice")
    assert rig.text("notice") == "现在没人值班"
    assert rig.app.page == "home"
    rig.tap("primary")
    assert rig.text("hotlineNumber") == "12348"


def test_offline_says_so_and_reading_goes_on(rig: Rig) -> None:
    rig.duty(None)
    assert rig.has("offlineBadge")
    assert rig.text("dutyTag") == "没连上网"
    rig.tap("tileNews")
    assert rig.has("article_0")


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize("works", [True, False])
def test_until_the_line_had_its_first_chance_it_is_not_called_down(
    open_screen: Callable[..., Rig], size: QSize, works: bool
) -> None:
    rig = open_screen(size=size, online=None)
    rig.settle()
    assert rig.text("dutyTag") == "正在连接"
    assert "请稍等" in rig.texts()
    assert "没连上网" not in "".join(rig.texts())
    assert not rig.has("offlineBadge")
    rig.tap("primary")
    assert rig.app.page == "home"
    rig.tap("voice")
    assert rig.text("notice") == "正在连接，请稍等"
    rig.bus.publish(ConnectionChanged(works))
    rig.settle()
    # The word on who is there follows the welcome.
    assert rig.text("dutyTag") == ("正在连接" if works else "没连上网")
    assert rig.has("offlineBadge") is not works


def test_each_tile_opens_its_page(rig: Rig) -> None:
    for tile, page in (
        ("voice", "call"),
        ("tileGuides", "guides"),
        ("tileDirectory", "directory"),
        ("tileNews", "news"),
        ("tileHotlines", "hotlines"),
        ("primary", "call"),
    ):
        rig.tap(tile)
        assert rig.app.page == page
        rig.tap("navBack")
        assert rig.app.page == "home"


def test_colours_stand_where_the_look_puts_them(rig: Rig) -> None:
    image = rig.grab()
    assert image.pixelColor(24, 700) == QColor(PAPER)
    assert image.pixelColor(20, 1900) == QColor(NIGHT)
    primary = rig.find("primary")
    assert rig.pixel(primary, 40, 40) == QColor(PINE)
    assert rig.pixel(rig.find("strip110"), 20, 20) == QColor(CINNABAR)


def test_back_says_why_it_cannot(rig: Rig) -> None:
    rig.tap("navBack")
    assert rig.text("notice") == "已经在最前面了"


def test_in_a_call_the_way_out_is_to_hang_up(rig: Rig) -> None:
    rig.tap("tileNews")
    rig.calls.say(CallStatus(call_id="c", state=CallState.ACTIVE, media=Media.VOICE))
    rig.settle()
    rig.tap("navHome")
    assert rig.text("notice") == "正在通话，先挂断才能离开"
    assert rig.app.page == "news"


def test_high_contrast_is_black_and_yellow(rig: Rig) -> None:
    rig.tap("toolContrast")
    assert rig.pixel(rig.find("primary"), 40, 40) == QColor("#ffd84a")
    assert rig.grab().pixelColor(24, 700) == QColor("#000000")
    rig.tap("toolContrast")
    assert rig.pixel(rig.find("primary"), 40, 40) == QColor(PINE)


def test_large_text_is_on_and_can_be_turned_off(rig: Rig) -> None:
    large = rig.find("pageTitle").property("size")
    rig.tap("toolElderly")
    assert rig.find("pageTitle").property("size") < large == 62


def test_language_changes_at_once_and_back(rig: Rig) -> None:
    rig.tap("toolLanguage")
    assert rig.text("pageTitle") == "How can we help?"
    assert rig.text("dutyLawyer") == "陈静 Chen Jing"
    assert rig.text("clock") == "Fri 15:20"
    assert rig.text("placeName") == "Example Community Legal Service"
    rig.tap("toolLanguage")
    assert rig.text("pageTitle") == "您好，想办什么事？"


def test_landscape_has_the_rail_and_one_strip(open_screen: Callable[..., Rig]) -> None:
    rig = open_screen(size=LANDSCAPE)
    assert not rig.has("navHome")
    rig.tap("tileGuides")
    assert rig.app.page == "guides"
    rig.tap("railHome")
    rig.tap("wide12348")
    assert rig.text("hotlineNumber") == "12348"


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize("scale", [0.5, 2.0])
def test_the_whole_is_scaled_to_the_window(
    open_screen: Callable[..., Rig],
    size,
    scale: float,  # type: ignore[no-untyped-def]
) -> None:
    rig = open_screen(size=size * scale)
    stage = rig.stage
    assert (round(stage.width()), round(stage.height())) == (size.width(), size.height())
    rig.tap("tileNews")
    assert rig.app.page == "news"


def test_without_a_wait_no_label_announces_one(open_screen: Callable[..., Rig]) -> None:
    rig = open_screen(size=LANDSCAPE)
    rig.duty(duty_now(wait_minutes=3))
    assert "大约等" in rig.texts()
    rig.duty(duty_now(wait_minutes=0))
    assert "不用等" in rig.texts()
    assert "大约等" not in rig.texts()


def chen_sits_here(rig: Rig, **changes: object) -> None:
    lawyer = rig.context.directory.lawyer(lawyer_id("chen-jing"))
    assert lawyer is not None
    rig.duty(duty_now(in_hall=in_hall(lawyer.lawyer), **changes))


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_the_lawyer_in_this_hall_comes_first(open_screen: Callable[..., Rig], size: QSize) -> None:
    """Also when somebody else answers calls, or nobody does: then the staff show the way."""
    rig = open_screen(size=size)
    chen_sits_here(rig, lawyer_name="吴佩", tier=Tier.STREET)
    assert rig.text("dutyTag") == "在本社区，可当面问"
    assert "陈静" in rig.text("dutyLawyer")
    assert rig.text("primary") == "视频咨询律师"
    chen_sits_here(rig, state="nobody")
    assert "陈静" in rig.text("dutyLawyer")
    rig.tap("primary")
    assert rig.app.page == "help"


def test_a_terminal_elsewhere_does_not_promise_the_communitys_lawyer(
    open_screen: Callable[..., Rig],
) -> None:
    rig = open_screen(profile=PROFILE.model_copy(update={"place": "public"}))
    chen_sits_here(rig)
    assert rig.text("dutyTag") == "现在有人在"


@pytest.mark.parametrize(
    ("tier", "line"),
    [(Tier.STREET, "现在由街道司法所接"), (Tier.DISTRICT, "现在由区公共法律服务中心接")],
)
def test_says_which_office_answers_instead(rig: Rig, tier: Tier, line: str) -> None:
    assert not rig.has("dutyInstead")
    rig.duty(duty_now(tier=tier))
    assert rig.text("dutyInstead") == line


def test_each_hall_has_its_own_order_of_tiles(
    open_screen: Callable[..., Rig],
) -> None:
    for place in ("community", "police", "public"):
        rig = open_screen(profile=PROFILE.model_copy(update={"place": place}))
        wanted = rig.context.hall_profile().tiles
        tiles = sorted(
            (i for i in rig.items() if i.objectName().startswith("tile") and i.property("title")),
            key=lambda i: (i.mapToScene(QPointF()).y(), i.mapToScene(QPointF()).x()),
        )
        names = ["tile" + page.title().replace("-", "") for page in wanted]
        assert [i.objectName() for i in tiles] == names


def test_a_profiles_look_is_the_one_at_rest(open_screen: Callable[..., Rig]) -> None:
    rig = open_screen(profile=PROFILE.model_copy(update={"place": "public"}))
    assert rig.find("pageTitle").property("size") == 52
    rig.tap("toolElderly")
    assert rig.find("pageTitle").property("size") == 62
    rig.app.end()
    rig.app.home()
    rig.settle()
    assert rig.find("pageTitle").property("size") == 52
