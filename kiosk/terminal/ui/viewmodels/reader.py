"""What all pages to be read share: parts for the room there is, sizes, the way to take it home."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.articles import Citation
from kiosk.domain.laws import Badge
from kiosk.protocol.richtext import Block, note
from kiosk.terminal.services.events import (
    ContentChanged,
    Event,
    ProfileChanged,
)
from kiosk.terminal.services.laws import LawService
from kiosk.terminal.services.related import Related, related_to
from kiosk.terminal.services.takeaway import Kind, page_address
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.paginator import Part, Sentence, paginate, sentences
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.base import PageViewModel, RowsModel
from kiosk.terminal.ui.words import badge_text, badge_tint

if TYPE_CHECKING:
    from kiosk.terminal.ui.viewmodels.shell import AppViewModel

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1


def citation_texts(
    citations: Sequence[Citation], held_on: date | None, laws: LawService
) -> list[str]:
    """One each law: 《中华人民共和国劳动合同法》第 30、85 条（已废止 2026-03-01）"""
    by_law: dict[str, list[int]] = {}
    for citation in citations:
        by_law.setdefault(citation.law, []).append(citation.article)
    texts = []
    for law, numbers in by_law.items():
        text = tr("《{law}》第 {articles} 条").format(
            law=law, articles=tr("、").join(str(n) for n in sorted(set(numbers)))
        )
        badge = badge_text(laws.cited(law, held_on))
        texts.append(text + (tr("（{badge}）").format(badge=badge) if badge else ""))
    return texts


def citation_notes(
    citations: Sequence[Citation], held_on: date | None, laws: LawService
) -> list[Block]:
    """依据：…, one law a line."""
    texts = citation_texts(citations, held_on, laws)
    return [note(text if n else tr("依据：{laws}").format(laws=text))
            for n, text in enumerate(texts)]  # fmt: skip


@QmlElement
@QmlUncreatable("a base")
class ReaderViewModel(PageViewModel):
    """Behind ``Reader``. A page to be read says what by the methods that begin with ``_the_``."""

    readChanged = Signal()
    partChanged = Signal()
    sizeChanged = Signal()
    markChanged = Signal()
    is_public = True
    kind: Kind = "article"

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        self._thing: Related | None = None
        self._argument = ""
        self._badge: Badge | None = None
        self._blocks: list[Block] = []
        self._related = 0
        self._parts: list[Part] = [Part()]
        self._part = 0
        self._frame = (0.0, 0.0, 0)
        self._sentences: list[Sentence] = []
        self._mark = -1
        #: Changes when the text is broken into other parts.
        self.layout = 0
        self._lines = RowsModel(("html", "lineX", "lineY", "px", "bold", "quiet"), self)

    # --- what is read ------------------------------------------------------------------------

    def _find(self, argument: str) -> Related | None:
        """The thing that a page's argument names."""
        raise NotImplementedError

    def _the_badge(self) -> Badge | None:
        raise NotImplementedError

    def _the_blocks(self) -> list[Block]:
        raise NotImplementedError

    def _the_title(self) -> str:
        raise NotImplementedError

    def _the_id(self) -> str:
        """As the public page of the thing has it."""
        raise NotImplementedError

    def _the_topic(self) -> tuple[str, str]:
        """The word of its tag, and the tint."""
        return "", ""

    def _the_aside(self) -> str:
        """A fact beside the tag."""
        return ""

    def _the_source(self) -> str:
        return ""

    def _the_note(self) -> str:
        """A line under the title."""
        return tr("正文是中文。") if self.app.english and self._thing is not None else ""

    def _the_badge_note(self) -> str:
        return tr("依据的法律有变化，用之前先问律师。")

    def _the_picture(self) -> tuple[str, str]:
        """Its file, and what it shows in words."""
        return "", ""

    # --- the shell ---------------------------------------------------------------------------

    def enter(self, argument: str) -> None:
        self._part = 0
        self._load(argument)
        self.sizeChanged.emit()

    def resume(self, argument: str) -> None:
        if self._thing is None or self._argument != argument:
            self.enter(argument)
        else:
            self._load(argument)

    def handle(self, event: Event) -> None:
        if self.app.model is not self:
            return  # it reads again when it is shown
        if isinstance(event, ContentChanged):
            self._load(self._argument)
        elif isinstance(event, ProfileChanged):
            self.readChanged.emit()

    def retranslate(self) -> None:
        if self._thing is not None:
            self._load(self._argument)

    def reset(self) -> None:
        self._argument = ""
        self._part = 0
        self._take(None)
        self.sizeChanged.emit()

    def _load(self, argument: str) -> None:
        self._argument = argument
        self._take(self._find(argument))

    def _take(self, thing: Related | None) -> None:
        self._thing = thing
        there = thing is not None
        self._badge = self._the_badge() if there else None
        self._blocks = self._the_blocks() if there else []
        context = self.context
        self._related = len(related_to(thing, context.content, context.laws)) if thing else 0
        self.readChanged.emit()
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
        parts = paginate(self._blocks, width, height, px) if px else [Part()]
        if parts != self._parts:
            self._parts = parts
            self._sentences = sentences(parts)
            self.layout += 1
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
        self._turn_part(1)

    @Slot()
    def previous(self) -> None:
        self._turn_part(-1)

    def _turn_part(self, by: int) -> None:
        self._part += by
        self._show()
        self.app.read_aloud.turned()

    # --- what is being spoken ----------------------------------------------------------------

    @property
    def at_first(self) -> bool:
        """The first part is shown."""
        return self._part == 0

    def sentences(self) -> list[Sentence]:
        return self._sentences

    def sentences_from_here(self) -> list[tuple[int, str]]:
        """Those from the part that is shown on, each with its number."""
        return [(n, s.text) for n, s in enumerate(self._sentences) if s.part >= self._part]

    def mark(self, number: int) -> None:
        """This sentence is being spoken: its part is shown; -1: none is."""
        if number == self._mark or number >= len(self._sentences):
            return
        self._mark = number
        if number >= 0 and self._sentences[number].part != self._part:
            self._part = self._sentences[number].part
            self._show()
        self.markChanged.emit()

    def _marked(self) -> Sentence | None:
        there = 0 <= self._mark < len(self._sentences)
        return self._sentences[self._mark] if there else None

    def _get_mark_y(self) -> float:
        sentence = self._marked()
        return 0.0 if sentence is None else sentence.top

    def _get_mark_height(self) -> float:
        sentence = self._marked()
        return 0.0 if sentence is None else sentence.bottom - sentence.top

    #: Where the sentence stands that is being spoken, design px in the text; height 0: none.
    markY = Property(float, _get_mark_y, notify=markChanged)
    markHeight = Property(float, _get_mark_height, notify=markChanged)

    @Slot(str)
    def setSize(self, size: str) -> None:
        """small, middle or large, for all that this person reads."""
        self.context.session.session.reading_size = size
        self.sizeChanged.emit()

    def _get_size(self) -> str:
        return self.context.session.session.reading_size

    def _get_can_next(self) -> bool:
        return self._part + 1 < len(self._parts)

    def _get_can_previous(self) -> bool:
        return self._part > 0

    def _get_next_unit(self) -> str:
        """What the pager's button turns: a part of the text, or an article of the law."""
        return "part"

    def _get_previous_unit(self) -> str:
        return "part"

    def _get_place(self) -> str:
        """Where in the whole this is; empty: 第 1 段 / 共 3 段."""
        return ""

    size = Property(str, _get_size, notify=sizeChanged)
    part = Property(int, lambda self: self._part + 1, notify=partChanged)
    parts = Property(int, lambda self: len(self._parts), notify=partChanged)
    partText = Property(str, lambda self: self._parts[self._part].text, notify=partChanged)
    lines = Property(QObject, lambda self: self._lines, constant=True)
    canNext = Property(bool, lambda self: self._get_can_next(), notify=partChanged)
    canPrevious = Property(bool, lambda self: self._get_can_previous(), notify=partChanged)
    nextUnit = Property(str, lambda self: self._get_next_unit(), notify=partChanged)
    previousUnit = Property(str, lambda self: self._get_previous_unit(), notify=partChanged)
    place = Property(str, lambda self: self._get_place(), notify=partChanged)

    # --- facts -------------------------------------------------------------------------------

    def _get_status(self) -> int:
        return self.thing_status(self._thing is not None)

    def _fact(self, name: str, index: int | None = None) -> str:
        if self._thing is None:
            return ""
        value = getattr(self, name)()
        return str(value if index is None else value[index])

    def _get_qr(self) -> str:
        profile = self.context.profile()
        if profile is None or self._thing is None:
            return ""
        return page_address(profile.public_url, self.kind, self._the_id())

    status = Property(int, lambda self: self._get_status(), notify=readChanged)
    title = Property(str, lambda self: self._fact("_the_title"), notify=readChanged)
    topic = Property(str, lambda self: self._fact("_the_topic", 0), notify=readChanged)
    tint = Property(str, lambda self: self._fact("_the_topic", 1), notify=readChanged)
    #: The law it rests on has changed, with the day; empty: it has not.
    badge = Property(str, lambda self: badge_text(self._badge), notify=readChanged)
    badgeTint = Property(str, lambda self: badge_tint(self._badge), notify=readChanged)
    badgeNote = Property(str, lambda self: self._fact("_the_badge_note"), notify=readChanged)
    aside = Property(str, lambda self: self._fact("_the_aside"), notify=readChanged)
    source = Property(str, lambda self: self._fact("_the_source"), notify=readChanged)
    picture = Property(str, lambda self: self._fact("_the_picture", 0), notify=readChanged)
    pictureAlt = Property(str, lambda self: self._fact("_the_picture", 1), notify=readChanged)
    hint = Property(str, lambda self: self._fact("_the_note"), notify=readChanged)
    qr = Property(str, _get_qr, notify=readChanged)
    #: How many things go with it.
    related = Property(int, lambda self: self._related, notify=readChanged)

    @Slot()
    def openRelated(self) -> None:
        self.app.open("related", f"{self.kind}:{self._related_argument()}")

    def _related_argument(self) -> str:
        """What names the thing that is shown to this page."""
        return self._argument
