"""Behind a law: its chapters, then article after article."""

from __future__ import annotations

import re
from typing import Any, cast

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.laws import Badge, BadgeKind, Law, LawArticle, Section
from kiosk.protocol.richtext import Block, BlockKind, Run, note
from kiosk.terminal.services.laws import LawArticleView, LawService, LawView
from kiosk.terminal.services.takeaway import Kind
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.base import RowsModel, page_count
from kiosk.terminal.ui.viewmodels.reader import ReaderViewModel
from kiosk.terminal.ui.viewmodels.shell import AppViewModel
from kiosk.terminal.ui.words import article_name, badge_text, badge_tint, full_day_text, law_name

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

_ARTICLE = re.compile(r"([^#]+)#(\d+)(?:-(\d+))?")


def article_argument(law_id: str, number: int, suffix: int = 0) -> str:
    """What opens page ``law`` at an article: ``<id>#120``, or ``<id>#120-1``."""
    return f"{law_id}#{number}" + (f"-{suffix}" if suffix else "")


def find_article(
    laws: LawService, argument: str, turned: tuple[int, int] | None = None
) -> LawArticleView | None:
    """What ``article_argument`` names, or the one turned to from there."""
    found = _ARTICLE.fullmatch(argument)
    if found is None:
        return None
    number, suffix = turned or (int(found[2]), int(found[3] or 0))
    return laws.article(found[1], number, suffix)


def law_since(law: LawView) -> str:
    """2008 年 5 月 1 日起施行; empty when a badge says more, or it is not known."""
    if law.badge is not None or law.law.effective is None:
        return ""
    return tr("{day}起施行").format(day=full_day_text(law.law.effective))


@QmlElement
@QmlUncreatable("app.py makes the one there is")
class LawViewModel(ReaderViewModel):
    """``mode``: chapters (argument ``<law>``, or ``<law>/<chapter>/<section>`` by their places) or
    article (``<law>#<number>``). Turning articles stays on the page."""

    lawChanged = Signal()
    kind: Kind = "law"

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        self._law: LawView | None = None
        self._chapters = RowsModel(("heading", "note", "goal"), self)
        self._turned: dict[str, tuple[int, int]] = {}  # argument -> (number, suffix) turned to
        self._pages: dict[str, int] = {}
        self._rows = 4
        self._count = 0

    # --- the shell ---------------------------------------------------------------------------

    def enter(self, argument: str) -> None:
        self._turned.pop(argument, None)
        self._pages.pop(argument, None)
        super().enter(argument)

    def reset(self) -> None:
        self._law = None
        self._turned.clear()
        self._pages.clear()
        super().reset()
        self._chapters.set([])
        self.lawChanged.emit()

    def retranslate(self) -> None:
        if self._argument:
            self._load(self._argument)

    def _load(self, argument: str) -> None:
        super()._load(argument)
        self._law = None
        if argument and not self._is_article(argument):
            self._law = self.context.laws.law(argument.split("/")[0])
        self._chapters.set(self._window(self._chapter_rows()))
        self.lawChanged.emit()

    @staticmethod
    def _is_article(argument: str) -> bool:
        return "#" in argument

    def _get_mode(self) -> str:
        return "article" if self._is_article(self._argument) else "chapters"

    # --- chapters ----------------------------------------------------------------------------

    def _section(self) -> tuple[tuple[Section, ...], int, int, Section | None]:
        """The headings to choose from, the range of articles they divide, and whose they are."""
        law = cast("LawView", self._law)
        parts, first, end, over = law.sections, 0, len(law.law.articles), None
        for place in self._argument.split("/")[1:]:
            if not place.isdecimal() or int(place) >= len(parts):
                break
            over = parts[int(place)]
            parts, first, end = over.parts, over.first, over.end
        return parts, first, end, over

    def _chapter_rows(self) -> list[dict[str, Any]]:
        if self._law is None:
            return []
        law = self._law.law
        parts, first, end, over = self._section()
        rows = []
        before = parts[0].first if parts else end
        if first < before:  # what stands before the first heading
            words = over.title if over else tr("全文") if not parts else tr("开头")
            rows.append(self._chapter_row(law, words, first, before, None))
        for n, part in enumerate(parts):
            if part.first < part.end:
                inner = f"{self._argument}/{n}" if part.parts else None
                rows.append(self._chapter_row(law, part.title, part.first, part.end, inner))
        return rows

    def _chapter_row(
        self, law: Law, title: str, first: int, end: int, inner: str | None
    ) -> dict[str, Any]:
        one, last = law.articles[first], law.articles[end - 1]
        names = [article_name(a.number, a.suffix) for a in (one, last)]
        return {
            "heading": title,
            "note": names[0] if one is last
            else tr("{first}到{last}").format(first=names[0], last=names[1]),
            "goal": inner or article_argument(law.id, one.number, one.suffix),
        }  # fmt: skip

    def _window(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        self._count = len(rows)
        page = max(1, min(self._pages.get(self._argument, 1), page_count(self._count, self._rows)))
        self._pages[self._argument] = page
        return rows[(page - 1) * self._rows : page * self._rows]

    @Slot(int)
    def setRoom(self, rows: int) -> None:
        """How many chapters the page has room for."""
        if rows != self._rows:
            self._rows = rows
            self._chapters.set(self._window(self._chapter_rows()))
            self.lawChanged.emit()

    @Slot(int)
    def turnChapters(self, by: int) -> None:
        self._pages[self._argument] = self._pages.get(self._argument, 1) + by
        self._chapters.set(self._window(self._chapter_rows()))
        self.lawChanged.emit()

    @Slot(str)
    def openChapter(self, goal: str) -> None:
        self.app.open("law", goal)

    def _get_law_title(self) -> str:
        if self._law is None:
            return ""
        over = self._section()[3]
        return over.title if over else self._law.law.title

    def _get_law_issuer(self) -> str:
        """Whose law it is; of a chapter, which law."""
        if self._law is None:
            return ""
        law = self._law.law
        return law_name(law.title) if self._section()[3] else law.issuer

    def _get_law_facts(self) -> str:
        """Since when it holds, and how long it is."""
        if self._law is None or self._section()[3]:
            return ""
        length = tr("共 {n} 条").format(n=len(self._law.law.articles))
        return " · ".join(fact for fact in (law_since(self._law), length) if fact)

    def _get_law_badge(self) -> str:
        return badge_text(self._law.badge) if self._law else ""

    def _get_law_badge_tint(self) -> str:
        return badge_tint(self._law.badge) if self._law else ""

    def _get_law_status(self) -> int:
        return self.thing_status(self._law is not None or self._thing is not None)

    mode = Property(str, _get_mode, notify=lawChanged)
    lawStatus = Property(int, _get_law_status, notify=lawChanged)
    lawTitle = Property(str, _get_law_title, notify=lawChanged)
    lawIssuer = Property(str, _get_law_issuer, notify=lawChanged)
    lawFacts = Property(str, _get_law_facts, notify=lawChanged)
    lawBadge = Property(str, _get_law_badge, notify=lawChanged)
    lawBadgeTint = Property(str, _get_law_badge_tint, notify=lawChanged)
    chapters = Property(QObject, lambda self: self._chapters, constant=True)
    page = Property(int, lambda self: self._pages.get(self._argument, 1), notify=lawChanged)
    pages = Property(int, lambda self: page_count(self._count, self._rows), notify=lawChanged)

    # --- an article --------------------------------------------------------------------------

    def _find(self, argument: str) -> LawArticleView | None:
        return find_article(self.context.laws, argument, self._turned.get(argument))

    @property
    def _view(self) -> LawArticleView:
        return cast("LawArticleView", self._thing)

    def _the_badge(self) -> Badge | None:
        return self._view.badge

    def _the_badge_note(self) -> str:
        badge = self._view.badge
        if badge is not None and badge.kind is BadgeKind.NOT_YET:
            return tr("这部法律还没有开始施行。")
        return tr("这是旧的条文，用之前先问律师。")

    def _the_blocks(self) -> list[Block]:
        view = self._view
        lines = [line for line in view.article.text.split("\n") if line.strip()]
        blocks = [Block(BlockKind.TEXT, (Run(line.strip()),)) for line in lines]
        blocks.append(note(tr("《{law}》").format(law=view.law.title)))
        if view.law.effective:
            blocks.append(note(tr("{day}起施行").format(day=full_day_text(view.law.effective))))
        if view.law.checked:
            day = full_day_text(view.law.checked)
            blocks.append(note(tr("核对日期：{day}").format(day=day)))
        return blocks

    def _the_title(self) -> str:
        article = self._view.article
        return f"{law_name(self._view.law.title)} {article_name(article.number, article.suffix)}"

    def _the_id(self) -> str:
        article = self._view.article
        return article_argument(self._view.law.id, article.number, article.suffix).replace("#", "/")

    def _related_argument(self) -> str:
        article = self._view.article
        return article_argument(self._view.law.id, article.number, article.suffix)

    def _the_topic(self) -> tuple[str, str]:
        return tr("法律条文"), "pine"

    def _the_note(self) -> str:
        """The chapter that it stands in."""
        return self._view.path[-1].title if self._view.path else super()._the_note()

    # --- turning -----------------------------------------------------------------------------

    def _turn(self, to: LawArticle, last_part: bool) -> None:
        self._turned[self._argument] = (to.number, to.suffix)
        self._part = 0
        self._take(self._find(self._argument))
        if last_part:
            self._part = len(self._parts) - 1
            self._show()
        self.app.read_aloud.turned()

    @Slot()
    def next(self) -> None:
        if super()._get_can_next() or self._thing is None or self._view.following is None:
            super().next()
        else:
            self._turn(self._view.following, last_part=False)

    @Slot()
    def previous(self) -> None:
        if super()._get_can_previous() or self._thing is None or self._view.previous is None:
            super().previous()
        else:
            self._turn(self._view.previous, last_part=True)

    def _get_can_next(self) -> bool:
        there = self._thing is not None and self._view.following is not None
        return super()._get_can_next() or there

    def _get_can_previous(self) -> bool:
        there = self._thing is not None and self._view.previous is not None
        return super()._get_can_previous() or there

    def _get_next_unit(self) -> str:
        return "part" if super()._get_can_next() else "article"

    def _get_previous_unit(self) -> str:
        return "part" if super()._get_can_previous() else "article"

    def _get_place(self) -> str:
        """第 30 条; of a long one 第 30 条 1/2."""
        if self._thing is None:
            return ""
        article = self._view.article
        name = article_name(article.number, article.suffix)
        parts = len(self._parts)
        return f"{name} {self._part + 1}/{parts}" if parts > 1 else name
