"""What is stale carries a badge with its day, in lists and on its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from kiosk.domain.articles import Article, ArticleKind
from kiosk.domain.laws import LawHead, LawStatus
from kiosk.terminal.services.events import ContentChanged
from tests.fakes.screen import LANDSCAPE, PORTRAIT, Rig
from tests.qml.fitting import misfits
from tests.support.hand import is_text


def badges(rig: Rig) -> list[str]:
    return [str(i.property("text")) for i in rig.items() if i.objectName() == "badge"]


def know(rig: Rig, monkeypatch: pytest.MonkeyPatch, *laws: LawHead) -> None:
    """The cache has heard of these laws."""
    reader = rig.context.laws._reader
    monkeypatch.setattr(reader, "laws", lambda: laws)
    rig.bus.publish(ContentChanged(1, frozenset({"law"})))
    rig.settle()


def guide(rig: Rig) -> Article:
    return next(a for a in rig.context.content.articles(ArticleKind.GUIDE) if a.citations)


def test_the_sample_shows_one_that_is_marked_by_hand(rig: Rig) -> None:
    rig.app.open("news")
    rig.grab()
    assert badges(rig) == ["内容可能已变 2026-11-15"]
    (row,) = [n for n in range(4) if rig.find(f"article_{n}").property("badge")]
    assert rig.find(f"article_{row}").property("fresh") is False
    rig.tap(f"article_{row}")
    assert badges(rig) == ["内容可能已变 2026-11-15"]
    assert rig.text("badgeNote") == "依据的法律有变化，用之前先问律师。"
    rig.app.toggleLanguage()
    rig.settle()
    assert badges(rig) == ["May have changed 2026-11-15"]


@pytest.mark.parametrize(
    ("status", "effective", "repealed", "words"),
    [
        (LawStatus.REPEALED, None, date(2026, 11, 1), "已废止 2026-11-01"),
        (LawStatus.REPEALED, None, None, "已废止"),
        (LawStatus.NOT_YET, date(2027, 1, 1), None, "2027-01-01 起施行"),
        (LawStatus.IN_FORCE, date(2020, 1, 1), None, ""),
    ],
)
def test_a_page_follows_the_law_while_it_is_read(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, status: LawStatus, effective: date | None,
    repealed: date | None, words: str,
) -> None:  # fmt: skip
    article = guide(rig)
    rig.app.open("article", article.id)
    assert badges(rig) == []
    law = article.citations[0].law
    head = LawHead(id="x", title=law, status=status, effective=effective, repealed=repealed)
    know(rig, monkeypatch, head)
    assert badges(rig) == ([words] if words else [])
    assert rig.has("badgeNote") == bool(words)
    model = rig.app.model
    lines = "".join(block.text for block in model._blocks)
    assert (f"（{words}）" in lines) == bool(words)
    know(rig, monkeypatch)
    assert badges(rig) == []


@pytest.mark.parametrize("english", [False, True])
@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_rows_and_pages_with_a_badge_fit(
    open_screen: Callable[..., Rig], monkeypatch: pytest.MonkeyPatch, size: object, english: bool
) -> None:
    rig = open_screen(size=size)
    if english:
        rig.app.toggleLanguage()
    titles = {c.law for k in ArticleKind for a in rig.context.content.articles(k)
              for c in a.citations}  # fmt: skip
    gone = LawHead(id="x", title="", status=LawStatus.AMENDED, repealed=date(2026, 11, 20))
    laws = [replace(gone, id=t, title=t) for t in titles]
    monkeypatch.setattr(Article, "held_on", property(lambda self: date(2026, 1, 1)))
    wrong: list[str] = []
    rig.app.open("guides")
    know(rig, monkeypatch, *laws)
    while True:
        rig.grab()
        assert badges(rig)
        wrong += misfits(rig)
        if not rig.find("nextPage").property("available"):
            break
        rig.tap("nextPage")
    longest = max(rig.context.content.articles(ArticleKind.GUIDE), key=lambda a: len(a.title_en))
    rig.app.open("article", longest.id)
    rig.grab()
    wrong += misfits(rig)
    assert badges(rig)
    assert any(is_text(i) and i.objectName() == "articleLine" for i in rig.items())
    assert not wrong, "\n".join(wrong)
