"""Behind the pages of the legal-aid check: its questions, what it comes to, what to take where."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.clock import office_time
from kiosk.domain.legal_aid import (
    UNSURE,
    AskedBy,
    Interview,
    Outcome,
    Paper,
    Place,
    Question,
    Reason,
    Verdict,
    Where,
)
from kiosk.terminal.services.directory import EntryView
from kiosk.terminal.services.events import (
    ConnectionChanged,
    ContentChanged,
    Event,
    FirstSyncTried,
    ProfileChanged,
)
from kiosk.terminal.services.slips import Slip, SlipStep
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.base import PageState, PageViewModel, RowsModel
from kiosk.terminal.ui.viewmodels.directory import entry_row
from kiosk.terminal.ui.viewmodels.places import category_title
from kiosk.terminal.ui.viewmodels.shell import AppViewModel
from kiosk.terminal.ui.viewmodels.slip_block import SlipBlock
from kiosk.terminal.ui.words import badge_text, badge_tint, citation_text, day_text, example_mark

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

QUESTION, RESULT, PAPERS, SLIP = (
    "legal-aid", "legal-aid-result", "legal-aid-papers", "legal-aid-slip",
)  # fmt: skip
#: What changes the words of these pages.
SHOWN = (ContentChanged, ProfileChanged, FirstSyncTried, ConnectionChanged)
#: A finger that comes down twice answers one question, not the next one too.
SETTLE_S = 0.4
#: Chinese characters of papers on a slip; what is more is read by its QR.
SLIP_CHARACTERS = 40


@QmlElement
@QmlUncreatable("made by the shell")
class LegalAidViewModel(PageViewModel):
    """The answers live here, in this order of questions, and nowhere else.

    The argument of ``legal-aid`` is how many questions were answered before: the way back is the
    way of the pages.
    """

    changed = Signal()

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        self._answers: list[str] = []
        self._interview: Interview | None = None
        self._shown_at: float | None = None
        self._options = RowsModel(["key", "label"], self)
        self._reasons = RowsModel(["words", "law"], self)
        self._places = RowsModel(["page", "argument", "name", "about", "sign", "tint"], self)
        self._by_law = RowsModel(["words", "law"], self)
        self._by_custom = RowsModel(["words", "law"], self)
        self._slip = SlipBlock(self)

    # --- the shell ---------------------------------------------------------------------------

    def enter(self, argument: str) -> None:
        self._shown_at = self.context.clock.monotonic()
        if self.app.place.name == QUESTION:
            del self._answers[int(argument or 0) :]
        self._load()

    def resume(self, argument: str) -> None:
        self.enter(argument)

    def retranslate(self) -> None:
        self._load()

    def reset(self) -> None:
        self._answers.clear()
        self._interview, self._shown_at = None, None
        self._show()

    def handle(self, event: Event) -> None:
        if self.app.model is not self or not isinstance(event, SHOWN):
            return
        before = self._interview
        self._load()
        if self._answers and self._interview is not before:  # other questions: begin again
            self._answers.clear()
            self.app.replace(QUESTION)
            self._load()

    # --- answers -----------------------------------------------------------------------------

    @Slot(str)
    def choose(self, key: str) -> None:
        """An option's key, or empty for 不清楚."""
        now = self.context.clock.monotonic()
        if self._shown_at is not None and 0 <= now - self._shown_at < SETTLE_S:
            return
        if self._interview is None or self._interview.question(self._answers) is None:
            return
        self._answers.append(key)
        if self._interview.question(self._answers) is None:
            self.app.open(RESULT)
        else:
            self.app.open(QUESTION, str(len(self._answers)))

    @Slot()
    def unsure(self) -> None:
        self.choose(UNSURE)

    @Slot()
    def previous(self) -> None:
        self.app.back()

    @Slot()
    def again(self) -> None:
        """From the first question."""
        self._answers.clear()
        self.app.replace(QUESTION)

    @Slot()
    def openPapers(self) -> None:
        self.app.open(PAPERS)

    @Slot()
    def openSlip(self) -> None:
        self.app.open(SLIP)

    # --- what is shown -----------------------------------------------------------------------

    def _load(self) -> None:
        self._interview = self.context.legal_aid.interview()
        self._show()

    def _show(self) -> None:
        question, outcome = self._question(), self._outcome()
        place = self._place()
        self._options.set(
            [
                {"key": o.key, "label": self._words(o.text, o.text_en)}
                for o in (question.options if question else ())
            ]
        )
        self._reasons.set(
            [self._row(r) for r in (outcome.ground.why, outcome.matter.why)] if outcome else []
        )
        self._places.set(self._place_rows(place) if place else [])
        for by, rows in ((AskedBy.LAW, self._by_law), (AskedBy.LOCAL, self._by_custom)):
            rows.set([self._row(p) for p in outcome.papers(by)] if outcome else [])
        self._slip.show(self._as_slip(outcome, place) if outcome and place else None)
        self.changed.emit()

    def _question(self) -> Question | None:
        return self._interview.question(self._answers) if self._interview else None

    def _outcome(self) -> Outcome | None:
        return self._interview.outcome(self._answers) if self._interview else None

    def _place(self) -> Place | None:
        return self._interview.place(self._answers) if self._interview else None

    def _words(self, text: str, text_en: str) -> str:
        return (bool(self.app.english) and text_en) or text

    def _row(self, said: Reason | Paper) -> dict[str, Any]:
        return {
            "words": self._words(said.text, said.text_en),
            "law": citation_text(said.citations),
        }

    def _place_rows(self, place: Place) -> list[dict[str, Any]]:
        """The right body, who passes an application on to it, or the line that knows all bodies."""
        assert self._interview is not None
        service, rows = self.context.legal_aid, []
        centre = service.centre(place)
        if centre is not None:
            rows.append(self._entry_row(centre))
        forwarder = service.forwarder(self._interview.check, place)
        if centre is not None and forwarder is not None:
            row = self._entry_row(forwarder)
            row["about"] = tr("本街道的，可以代转申请")
            rows.append(row)
        if len(rows) < 2:
            rows.append({
                "page": "hotline", "argument": "12348", "name": tr("12348 法律热线"),
                "about": tr("问清该找哪一家"), "sign": "phone", "tint": "pine",
            })  # fmt: skip
        return rows

    def _entry_row(self, view: EntryView) -> dict[str, Any]:
        row = entry_row(view, self.context.clock.now(), english=False)
        facts = [row["walk"] or row["distance"], row["openTag"], row["openDetail"]]
        name = category_title(view.entry.category) if self.app.english else row["name"]
        return {
            "page": "entry", "argument": row["entryId"], "name": name,
            "about": " · ".join(fact for fact in facts if fact),
            "sign": row["sign"], "tint": row["tint"],
        }  # fmt: skip

    def _as_slip(self, outcome: Outcome, place: Place) -> Slip:
        assert self._interview is not None
        centre = self.context.legal_aid.centre(place)
        steps = []
        if centre is not None:
            where = tr("去{place}").format(place=centre.entry.name)
            steps.append(SlipStep(where, centre.entry.address + example_mark(centre.entry.example)))
        else:
            steps.append(SlipStep(tr("打 12348，问清去哪一家"), tr("说清在哪里办、在哪里发生")))
        papers: list[str] = []
        for paper in (*outcome.papers(AskedBy.LAW), *outcome.papers(AskedBy.LOCAL)):
            papers.append(self._words(paper.text, paper.text_en))
            if len("".join(papers)) > SLIP_CHARACTERS * (2 if self.app.english else 1):
                papers.pop()
                break
        steps.append(SlipStep(tr("带上这些"), tr("；").join(papers)))
        for note in self._interview.check.notes[:1]:
            steps.append(SlipStep(self._words(note.text, note.text_en)))
        address = self.context.legal_aid.address(outcome)
        return Slip(
            title=tr("法律援助凭条"),
            day=day_text(office_time(self.context.clock.now()).date()),
            steps=tuple(steps),
            qr=address,
            note=tr("手机扫一扫，看全部材料。您的回答不在里面。") if address else "",
        )

    # --- properties --------------------------------------------------------------------------

    def _get_status(self) -> int:
        if self._interview is None:
            return self.list_status(0)
        there = self._question() if self.app.place.name == QUESTION else self._outcome()
        return int((PageState.Status.READY if there else PageState.Status.EMPTY).value)

    def _get_title(self) -> str:
        question = self._question()
        return self._words(question.text, question.text_en) if question else ""

    def _get_progress(self) -> str:
        """第 2 题，大约还有 3 题"""
        if self._interview is None or self._question() is None:
            return ""
        number, left = len(self._answers) + 1, self._interview.left(self._answers)
        if not left:
            return tr("第 {n} 题，最后一题").format(n=number)
        return tr("第 {n} 题，大约还有 {left} 题").format(n=number, left=left)

    def _get_verdict(self) -> str:
        outcome = self._outcome()
        if outcome is None:
            return ""
        likely = outcome.ground.verdict is Verdict.LIKELY
        return tr("很可能可以申请") if likely else tr("值得去问一问")

    def _get_likely(self) -> bool:
        outcome = self._outcome()
        return outcome is not None and outcome.ground.verdict is Verdict.LIKELY

    def _get_matter(self) -> str:
        outcome = self._outcome()
        return self._words(outcome.matter.title, outcome.matter.title_en) if outcome else ""

    def _said(self, reason: Reason | None) -> str:
        return self._words(reason.text, reason.text_en) if reason else ""

    def _get_also(self) -> str:
        outcome = self._outcome()
        return self._said(outcome.matter.also) if outcome else ""

    def _get_place_title(self) -> str:
        place = self._place()
        if place is None:
            return ""
        return {
            Where.HERE: tr("去本区的法律援助中心"),
            Where.ELSEWHERE: tr("去当地的，不是本区的"),
            Where.UNKNOWN: tr("先问清去哪一家"),
        }[place.where]

    def _get_rule(self) -> str:
        place = self._place()
        return self._said(place.rule) if place else ""

    def _get_rule_law(self) -> str:
        place = self._place()
        return citation_text(place.rule.citations) if place else ""

    def _badge(self) -> Any:
        return self.context.laws.badge(self._interview.check) if self._interview else None

    status = Property(int, _get_status, notify=changed)
    title = Property(str, _get_title, notify=changed)
    progress = Property(str, _get_progress, notify=changed)
    first = Property(bool, lambda self: not self._answers, notify=changed)
    options = Property(QObject, lambda self: self._options, constant=True)
    verdict = Property(str, _get_verdict, notify=changed)
    likely = Property(bool, _get_likely, notify=changed)
    matter = Property(str, _get_matter, notify=changed)
    also = Property(str, _get_also, notify=changed)
    reasons = Property(QObject, lambda self: self._reasons, constant=True)
    placeTitle = Property(str, _get_place_title, notify=changed)
    rule = Property(str, _get_rule, notify=changed)
    ruleLaw = Property(str, _get_rule_law, notify=changed)
    places = Property(QObject, lambda self: self._places, constant=True)
    byLaw = Property(QObject, lambda self: self._by_law, constant=True)
    byCustom = Property(QObject, lambda self: self._by_custom, constant=True)
    lawAsks = Property(bool, lambda self: bool(self._by_law.rows), notify=changed)
    slip = Property(SlipBlock, lambda self: self._slip, constant=True)
    badge = Property(str, lambda self: badge_text(self._badge()), notify=changed)
    badgeTint = Property(str, lambda self: badge_tint(self._badge()), notify=changed)
