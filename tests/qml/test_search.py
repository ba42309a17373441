"""Searching: what is written, spelled and typed on the board is found, opened, and forgotten."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.domain.clock import FixedClock
from kiosk.terminal.input.pen import ScribeMaker
from kiosk.terminal.rehearsal import FRIDAY
from kiosk.terminal.search.writer import update
from kiosk.terminal.services.events import ContentChanged
from kiosk.terminal.storage.content import ContentStore
from tests.fakes.screen import LANDSCAPE, PORTRAIT, Rig
from tests.qml.fitting import misfits, scene
from tests.qml.test_erasing import holders
from tests.support.strokes import Strokes

SHAPES = Path(__file__).parents[1] / "unit" / "terminal" / "input" / "strokes.json"
SIZES = pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
MIN_TARGET = 81


@pytest.fixture(scope="session")
def shapes() -> dict[str, Strokes]:
    """Neat characters, 109 units to the square."""
    shapes: dict[str, Strokes] = json.loads(SHAPES.read_text("utf-8"))
    return shapes


@pytest.fixture
def finger() -> object:
    return QTest.createTouchDevice()


@pytest.fixture
def write(shapes: dict[str, Strokes], finger: object) -> Callable[[Rig, str], None]:
    """Draw a character on the pad by touch, and wait until it has been read."""

    def draw(rig: Rig, character: str) -> None:
        pad = rig.find("inkPad")
        size = 0.8 * min(pad.width(), pad.height()) / 109
        left, top = (pad.width() - 109 * size) / 2, (pad.height() - 109 * size) / 2

        def place(x: float, y: float) -> QPoint:
            return pad.mapToScene(QPointF(left + x * size, top + y * size)).toPoint()

        for stroke in shapes[character]:
            points = [place(x, y) for x, y in stroke]
            QTest.touchEvent(rig.window, finger).press(0, points[0], rig.window).commit()
            for point in points[1:]:
                QTest.touchEvent(rig.window, finger).move(0, point, rig.window).commit()
            QTest.touchEvent(rig.window, finger).release(0, points[-1], rig.window).commit()
        rig.wait(lambda: rig.has("word_0") and rig.text("word_0"), "candidates")

    return draw


def begin(rig: Rig, way: str = "") -> None:
    """Open the page; laid out, before anything is tapped."""
    rig.app.open("search")
    rig.settle()
    if way:
        rig.tap(f"way_{way}")


def typed(rig: Rig) -> str:
    return str(rig.find("fieldInput").property("text"))


def spell(rig: Rig, letters: str) -> None:
    for letter in letters:
        rig.tap(f"key_{letter}")


def heading(rig: Rig, n: int = 0) -> str:
    rig.wait_for(f"hit_{n}")
    text = str(rig.find(f"hit_{n}").property("heading"))
    return text.replace("<u>", "").replace("</u>", "")


def ink(rig: Rig) -> int:
    """Dark points on the pad."""
    pad, image = scene(rig.find("inkPad")).toRect(), rig.grab()
    return sum(
        image.pixelColor(x, y).lightness() < 60
        for x in range(pad.left() + 40, pad.right() - 40, 6)
        for y in range(pad.top() + 90, pad.bottom() - 40, 6)
    )


# --- by hand -------------------------------------------------------------------------------------


@SIZES
def test_two_drawn_characters_lead_to_a_page(
    open_screen: Callable[..., Rig], write: Callable[[Rig, str], None], size: object
) -> None:
    rig = open_screen(size=size)
    begin(rig)
    assert ink(rig) == 0
    write(rig, "法")
    assert ink(rig) > 20
    assert rig.text("preview") == "法"
    assert [rig.has(f"word_{n}") for n in range(10)] == [True] * 10
    assert not misfits(rig)
    rig.tap("word_0")
    assert typed(rig) == "法"
    assert ink(rig) == 0
    rig.wait(lambda: rig.has("word_0") and "院" in rig.texts(), "what may follow 法")
    write(rig, "律")
    rig.tap("penAccept")  # takes what was read
    assert typed(rig) == "法律"
    assert not rig.has("inkPad")
    assert "法律" in heading(rig)
    rig.tap("hit_0")
    assert rig.app.page == "article"
    rig.app.back()
    rig.settle()
    assert "法律" in heading(rig)
    assert typed(rig) == "法律"


def test_a_stroke_is_taken_back_a_character_is_wiped_and_deleted(
    rig: Rig, write: Callable[[Rig, str], None]
) -> None:
    begin(rig)
    write(rig, "大")
    whole = ink(rig)
    rig.tap("penUndo")
    assert 0 < ink(rig) < whole
    rig.tap("penClear")
    assert ink(rig) == 0
    assert not rig.has("word_0")
    write(rig, "人")
    rig.tap("word_0")
    assert typed(rig) == "人"
    rig.tap("penUndo")  # 删一字
    assert typed(rig) == ""


def test_without_the_recogniser_there_is_pinyin(
    rig: Rig, tmp_path: Path, allow_log: Callable[[str], None]
) -> None:
    allow_log("is missing")
    rig.app.typing._context = type("Context", (), {"scribe": ScribeMaker(tmp_path)})()
    begin(rig)
    pad = rig.find("inkPad")
    rig.tap_item(pad)
    rig.wait(lambda: "手写暂时用不了" in rig.text("penHint"), "the sentence")
    rig.tap("way_pinyin")
    spell(rig, "lihun")
    rig.tap("word_0")
    assert typed(rig) == "离婚"


# --- by keys -------------------------------------------------------------------------------------


@SIZES
def test_lvshi_is_spelled_and_found(open_screen: Callable[..., Rig], size: object) -> None:
    rig = open_screen(size=size)
    begin(rig, "pinyin")
    spell(rig, "lvshi")
    assert rig.text("word_0") == "律师"
    assert rig.find("fieldInput").property("preeditText") == "lv shi"
    small = [
        f"{i.objectName()} {i.width():.0f} x {i.height():.0f}"
        for i in rig.items()
        if i.inherits("QQuickAbstractButton") and min(i.width(), i.height()) < MIN_TARGET
    ]
    assert not small
    assert not scene(rig.find("searchField")).intersects(scene(rig.find("key_q")).adjusted(
        -24, -400, 0, 0))  # fmt: skip
    rig.tap("word_0")
    assert typed(rig) == "律师"
    rig.tap("key_back")
    assert typed(rig) == "律"
    rig.tap("keysAccept")
    assert not rig.has("key_q")  # the board has gone by itself
    assert rig.has("hit_0")
    rig.tap("searchField")
    assert rig.has("key_q")


def test_the_next_words_are_shown_and_all_can_be_reached(rig: Rig) -> None:
    begin(rig, "pinyin")
    spell(rig, "shi")
    first = rig.text("word_0")
    assert not rig.has("word_20")
    for _ in range(6):
        rig.tap("moreWords")
        if rig.has("word_20"):
            break
    word = rig.text("word_20")
    rig.tap("word_20")
    assert typed(rig) == word != first


def test_people_are_found_by_pinyin_and_initials_while_they_are_typed(rig: Rig) -> None:
    begin(rig, "pinyin")
    spell(rig, "chenjing")
    rig.wait(lambda: rig.has("hit_0") and heading(rig) == "陈静", "陈静")
    rig.tap("fieldClear")
    rig.tap("way_english")
    spell(rig, "cj")
    rig.wait(lambda: rig.has("hit_0") and heading(rig) == "陈静", "陈静")
    rig.tap("hit_0")
    assert rig.app.page == "lawyer"


def test_digits_signs_and_capitals(rig: Rig) -> None:
    begin(rig, "english")
    rig.tap("digit_1")
    rig.tap("key_shift")
    rig.tap("key_a")
    rig.tap("key_signs")
    rig.tap("key_?")
    rig.tap("key_space")
    rig.tap("key_2")
    assert typed(rig) == "1A? 2"


def test_letters_that_were_not_chosen_are_searched_for_as_they_are(rig: Rig) -> None:
    begin(rig, "pinyin")
    spell(rig, "lihun")
    rig.tap("keysAccept")
    assert typed(rig) == "lihun"
    assert "离婚" in heading(rig)


def test_the_keyboard_learns_nothing_and_writes_nothing(
    rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(config))
    begin(rig, "pinyin")
    for _ in range(4):
        spell(rig, "shi")
        before = [rig.text(f"word_{n}") for n in range(5)]
        rig.tap("word_3")
        spell(rig, "shi")
        assert [rig.text(f"word_{n}") for n in range(5)] == before
        rig.tap("fieldClear")
    rig.app.end()
    rig.settle()
    assert not config.exists()


@pytest.mark.parametrize(
    ("toggles", "way"),
    [((), "pen"), (("toggleElderly",), "pinyin"), (("toggleLanguage",), "english")],
)
def test_each_look_begins_with_its_way(rig: Rig, toggles: tuple[str, ...], way: str) -> None:
    for toggle in toggles:
        getattr(rig.app, toggle)()
    begin(rig)
    assert rig.find(f"way_{way}").property("selected")
    rig.tap("way_pinyin")
    rig.app.toggleContrast()
    rig.settle()
    assert rig.find("way_pinyin").property("selected")
    key = rig.find("key_q")
    assert rig.pixel(key, 20, key.height() / 2).name() == "#000000"


# --- what is found -------------------------------------------------------------------------------


def test_results_are_turned_and_lead_to_what_they_name(rig: Rig) -> None:
    rig.app.open("search", "工资")
    rig.wait_for("hit_3")
    assert rig.text("found") == "最合适的 24 条"
    first = heading(rig)
    rig.tap("nextPage")
    assert heading(rig) != first
    assert "第 2 页" in rig.text("pageCount")
    rig.app.open("search", "劳动争议调解仲裁法第9条")
    rig.wait(lambda: rig.has("hit_0") and "第 9 条" in heading(rig), "the article")
    assert heading(rig) == "劳动争议调解仲裁法 第 9 条"
    rig.tap("hit_0")
    assert rig.app.page == "law"
    assert rig.text("pageTitle") == "劳动争议调解仲裁法 第 9 条"


def test_what_was_searched_for_is_marked(rig: Rig) -> None:
    rig.app.open("search", "法律援助")
    rig.wait_for("hit_0")
    assert "<u>法律援助</u>" in str(rig.find("hit_0").property("heading"))


def test_a_suggestion_is_one_tap(rig: Rig) -> None:
    rig.app.open("search")
    rig.wait_for("suggestion_工资被拖欠")
    rig.settle()
    rig.tap("suggestion_工资被拖欠")
    assert typed(rig) == "工资被拖欠"
    rig.wait_for("hit_0")
    assert not rig.has("inkPad")


def test_nothing_found_leads_to_a_lawyer(rig: Rig) -> None:
    rig.app.open("search", "龘龘")
    rig.wait_for("stateAction")
    assert rig.text("stateText") == "没找到。换个说法，或直接问律师。"
    rig.tap("searchField")
    assert rig.has("inkPad")
    assert not misfits(rig)
    rig.tap("stateAction")
    assert rig.app.page == "call"


def test_before_the_index_is_there_it_says_so_and_finds_later(
    open_screen: Callable[..., Rig], cache: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "cache"
    shutil.copytree(cache, folder, ignore=shutil.ignore_patterns("search.db*"))
    rig = open_screen(cache=folder)
    rig.app.open("search", "工资")
    rig.wait_for("stateAction")
    assert "正在整理资料" in rig.text("stateText")
    store = ContentStore(folder, FixedClock(FRIDAY))
    update(folder / "search.db", store)
    store.close()
    rig.bus.publish(ContentChanged(1, frozenset({"article"})))
    rig.wait_for("hit_0")


# --- afterwards ----------------------------------------------------------------------------------


def test_nothing_of_it_is_left(rig: Rig, write: Callable[[Rig, str], None]) -> None:
    begin(rig)
    write(rig, "法")
    rig.tap("word_0")
    write(rig, "律")
    scribe = rig.app.typing._scribe
    assert scribe._handwriting.loaded
    QGuiApplication.clipboard().setText("法律")
    rig.app.end()
    rig.settle()
    assert "您写过、打过的字" in rig.texts()
    typing = rig.app.typing
    assert not typing.strokes
    assert typing.property("offered") == 0
    assert QGuiApplication.clipboard().text() == ""
    for thing in (typing, rig.app._models["search"]):
        assert "法" not in str(vars(thing))
    rig.wait(lambda: not scribe._handwriting.loaded, "the recogniser to be let go")
    begin(rig)
    assert typed(rig) == ""
    assert ink(rig) == 0


def test_what_was_typed_is_in_no_object_any_more(rig: Rig) -> None:
    begin(rig, "english")
    word = "".join(random.choices("abcdefghij", k=12))
    spell(rig, word)
    rig.tap("keysAccept")
    rig.wait_for("stateAction")
    assert holders(word[:6]) != []
    rig.tap("navHome")
    rig.tap("navEnd")
    rig.tap("dialogDo")
    assert rig.app.page == "erased"
    rig.settle(60)
    assert holders(word[:6]) == []


def test_a_session_in_which_nobody_typed_does_not_claim_to_have_erased_it(rig: Rig) -> None:
    begin(rig)
    rig.app.end()
    rig.settle()
    assert "您写过、打过的字" not in rig.texts()


def overlaps(one: QQuickItem, other: QQuickItem) -> bool:
    shared: QRectF = scene(one).intersected(scene(other))
    return shared.width() > 1 and shared.height() > 1


@SIZES
def test_the_board_covers_nothing(open_screen: Callable[..., Rig], size: object) -> None:
    rig = open_screen(size=size)
    rig.app.open("search")
    rig.app.model.setQuery("离婚")
    rig.wait_for("hit_2")
    pad = rig.find("inkPad")
    for name in ("searchField", "hit_0", "hit_1", "hit_2"):
        assert not overlaps(rig.find(name), pad)
