"""Behind an article: its parts for the room there is, its sources, the way to take it home."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.articles import Article, ArticleKind
from kiosk.domain.laws import Badge
from kiosk.protocol.richtext import Block, note, parse
from kiosk.terminal.services.events import ContentChanged, Event, ProfileChanged
from kiosk.terminal.services.laws import LawService
from kiosk.terminal.services.takeaway import page_address
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.images import file_path
from kiosk.terminal.ui.paginator import Part, paginate
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.base import PageState, PageViewModel, RowsModel
from kiosk.terminal.ui.viewmodels.shell import AppViewModel
from kiosk.terminal.ui.words import (
    badge_text,
    badge_tint,
    day_text,
    full_day_text,
    topic_tint,
    topic_word,
)

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

SMALL, MIDDLE, LARGE = "small", "middle", "large"


def citation_texts(article: Article, laws: LawService) -> list[str]:
    """One each law: 《中华人民共和国劳动合同法》第 30、85 条（已废止 2026-03-01）"""
    by_law: dict[str, list[int]] = {}
    for citation in article.citations:
        by_law.setdefault(citation.law, []).append(citation.article)
    texts = []
    for law, numbers in by_law.items():
        text = tr("《{law}》第 {articles} 条").format(
            law=law, articles=tr("、").join(str(n) for n in sorted(set(numbers)))
        )
        badge = badge_text(laws.cited(law, article.held_on))
        texts.append(text + (tr("（{badge}）").format(badge=badge) if badge else ""))
    return texts


def end_matter(article: Article, laws: LawService) -> list[Block]:
    """Who says it, what law it rests on, and when that was checked."""
    blocks: list[Block] = []
    if article.source:
        blocks.append(note(tr("来源：{source}").format(source=article.source)))
    for n, law in enumerate(citation_texts(article, laws)):
        blocks.append(note(law if n else tr("依据：{laws}").format(laws=law)))
    if article.checked:
        blocks.append(note(tr("核对日期：{day}").format(day=full_day_text(article.checked))))
    return blocks


@QmlElement
@QmlUncreatable("app.py makes the one there is")
class ArticleViewModel(PageViewModel):
    articleChanged = Signal()
    partChanged = Signal()
    sizeChanged = Signal()

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        self._article: Article | None = None
        self._badge: Badge | None = None
        self._blocks: list[Block] = []
        self._parts: list[Part] = [Part()]
        self._part = 0
        self._size = MIDDLE
        self._frame = (0.0, 0.0, 0)
        self._lines = RowsModel(("html", "lineX", "lineY", "px", "bold", "quiet"), self)

    def enter(self, argument: str) -> None:
        self._part = 0
        self._load(argument)

    def resume(self, argument: str) -> None:
        if self._article is None or self._article.id != argument:
            self.enter(argument)

    def handle(self, event: Event) -> None:
        if isinstance(event, ContentChanged) and self._article is not None:
            self._load(self._article.id)
        elif isinstance(event, ProfileChanged):
            self.articleChanged.emit()

    def retranslate(self) -> None:
        if self._article is not None:
            self._load(self._article.id)

    def reset(self) -> None:
        self._article = None
        self._badge = None
        self._blocks = []
        self._size = MIDDLE
        self._part = 0
        self._lay_out()
        self.sizeChanged.emit()
        self.articleChanged.emit()

    def _load(self, article_id: str) -> None:
        self._article = article = self.context.content.article(article_id)
        laws = self.context.laws
        self._badge = laws.badge(article) if article else None
        self._blocks = [*parse(article.body), *end_matter(article, laws)] if article else []
        self.articleChanged.emit()
        self._lay_out()

    # --- layout ------------------------------------------------------------------------------

    @Slot(float, float, int)
    def layOut(self, width: float, height: float, px: int) -> None:
        """The page has this room for text (design px), at this size."""
        if (width, height, px) != self._frame and width > 0 and height > 0:
            self._frame = (width, height, px)
            self._lay_out()

    def _lay_out(self) -> None:
        width, height, px = self._frame
        before, count = self._part, len(self._parts)
        self._parts = paginate(self._blocks, width, height, px) if px else [Part()]
        # Another size: stay near what was being read.
        if count > 1 and len(self._parts) != count:
            self._part = round(before * (len(self._parts) - 1) / (count - 1))
        self._show()

    def _show(self) -> None:
        self._part = max(0, min(self._part, len(self._parts) - 1))
        self._lines.set(
            [
                {
                    "html": line.html,
                    "lineX": line.x,
                    "lineY": line.y,
                    "px": line.px,
                    "bold": line.bold,
                    "quiet": line.quiet,
                }
                for line in self._parts[self._part].lines
            ]
        )
        self.partChanged.emit()

    @Slot()
    def next(self) -> None:
        self._part += 1
        self._show()

    @Slot()
    def previous(self) -> None:
        self._part -= 1
        self._show()

    @Slot(str)
    def setSize(self, size: str) -> None:
        self._size = size
        self.sizeChanged.emit()

    def _get_size(self) -> str:
        return self._size

    def _get_part(self) -> int:
        return self._part + 1

    def _get_parts(self) -> int:
        return len(self._parts)

    def _get_part_text(self) -> str:
        return self._parts[self._part].text

    def _get_lines(self) -> QObject:
        return self._lines

    size = Property(str, _get_size, notify=sizeChanged)
    part = Property(int, _get_part, notify=partChanged)
    parts = Property(int, _get_parts, notify=partChanged)
    partText = Property(str, _get_part_text, notify=partChanged)
    lines = Property(QObject, _get_lines, constant=True)

    # --- facts -------------------------------------------------------------------------------

    def _get_status(self) -> int:
        state = PageState.Status.READY if self._article else PageState.Status.EMPTY
        return state.value

    def _get_title(self) -> str:
        article = self._article
        if article is None:
            return ""
        return (self.app.english and article.title_en) or article.title

    def _get_topic(self) -> str:
        return topic_word(self._article.topic) if self._article else ""

    def _get_tint(self) -> str:
        return topic_tint(self._article.topic) if self._article else ""

    def _get_badge(self) -> str:
        return badge_text(self._badge)

    def _get_badge_tint(self) -> str:
        return badge_tint(self._badge)

    def _get_day(self) -> str:
        return day_text(self._article.published) if self._article else ""

    def _get_source(self) -> str:
        return self._article.source if self._article else ""

    def _get_picture(self) -> str:
        return (
            file_path(self.context.content.picture(self._article.picture)) if self._article else ""
        )

    def _get_picture_alt(self) -> str:
        article = self._article
        if article is None:
            return ""
        return (self.app.english and article.picture_alt_en) or article.picture_alt

    def _get_hint(self) -> str:
        """In English: that the text itself is Chinese."""
        if not self.app.english or self._article is None:
            return ""
        return tr("正文是中文。")

    def _get_qr(self) -> str:
        profile = self.context.profile()
        if profile is None or self._article is None:
            return ""
        return page_address(profile.public_url, "article", self._article.id)

    def _get_is_guide(self) -> bool:
        return self._article is not None and self._article.kind is ArticleKind.GUIDE

    status = Property(int, _get_status, notify=articleChanged)
    title = Property(str, _get_title, notify=articleChanged)
    topic = Property(str, _get_topic, notify=articleChanged)
    tint = Property(str, _get_tint, notify=articleChanged)
    #: The law it rests on has changed, with the day; empty: it has not.
    badge = Property(str, _get_badge, notify=articleChanged)
    badgeTint = Property(str, _get_badge_tint, notify=articleChanged)
    day = Property(str, _get_day, notify=articleChanged)
    source = Property(str, _get_source, notify=articleChanged)
    picture = Property(str, _get_picture, notify=articleChanged)
    pictureAlt = Property(str, _get_picture_alt, notify=articleChanged)
    hint = Property(str, _get_hint, notify=articleChanged)
    qr = Property(str, _get_qr, notify=articleChanged)
    isGuide = Property(bool, _get_is_guide, notify=articleChanged)
