"""Behind the two steps of an appointment: lawyer, day and time; then a number, or none."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain import appointments as rules
from kiosk.domain.articles import Topic
from kiosk.domain.clock import office_time
from kiosk.domain.ids import new_id
from kiosk.errors import EnvironmentFault, UserError
from kiosk.terminal.services.directory import LawyerView
from kiosk.terminal.services.events import (
    ConnectionChanged,
    ContentChanged,
    Event,
    FirstSyncTried,
    SlotsTold,
)
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.images import file_path
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.appointment_words import (
    lawyer_words,
    near_day,
    refusal_words,
    slot_text,
)
from kiosk.terminal.ui.viewmodels.base import PageViewModel, RowsModel, page_count
from kiosk.terminal.ui.viewmodels.directory import speciality_words
from kiosk.terminal.ui.viewmodels.phone_entry import PhoneEntry
from kiosk.terminal.ui.viewmodels.shell import AppViewModel
from kiosk.terminal.ui.words import day_text, example_mark, person_name, tier_word, topic_word

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

_log = logging.getLogger(__name__)
#: The three pages: step 1, another lawyer, step 2. ``BOOKED`` is the slip's.
CHOOSING, LAWYERS, NUMBER = "appointment", "appointment-lawyers", "appointment-phone"
BOOKED = "booked"
#: Choices in a row.
ROW = 3


@QmlElement
@QmlUncreatable("made by the shell")
class AppointmentViewModel(PageViewModel):
    """Argument of the first page: empty, ``lawyer:<id>``, or ``change:<appointment id>``."""

    changed = Signal()
    lawyersChanged = Signal()

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        self._phone = PhoneEntry(self)
        self._days = RowsModel(("key", "label", "note", "chosen"), self)
        self._slots = RowsModel(("key", "label", "open", "chosen"), self)
        self._lawyers = RowsModel(
            ("lawyerId", "name", "mark", "tier", "firm", "specialities", "languages", "portrait",
             "onDuty"), self)  # fmt: skip
        self._topics = RowsModel(("key", "label", "chosen"), self)
        self._slot_rows = 3  # rows of slots, and of lawyers, that the layout has room for
        self._lawyer_rows = 4
        self._day: date | None = None
        self._slot: datetime | None = None
        self._taken: frozenset[datetime] = frozenset()
        self._begin("")

    # --- the shell ---------------------------------------------------------------------------

    def enter(self, argument: str) -> None:
        if self.app.place.name == CHOOSING:
            self._begin(argument)
            # Made here, so that two taps are one appointment.
            self._appointment_id, self._key = new_id(), new_id()
            self._choose_lawyer()
        elif self.app.place.name == LAWYERS:
            self._lawyer_page, self._topic = 1, ""
        self._load()

    def resume(self, argument: str) -> None:
        self._load()

    def retranslate(self) -> None:
        self._load()
        self._phone.changed.emit()

    def reset(self) -> None:
        self._begin("")
        self._load()

    def handle(self, event: Event) -> None:
        if isinstance(event, SlotsTold) and event.lawyer_id == self._lawyer_id:
            self._taken = event.taken
            if self._slot in self._taken:
                self._slot, self._trouble = None, refusal_words("slot_taken")
                if self.app.model is self and self.app.place.name == NUMBER:
                    self.app.back()
        elif not isinstance(event, ContentChanged | ConnectionChanged | FirstSyncTried):
            return
        if isinstance(event, ConnectionChanged) and event.online and self._lawyer_id:
            self.context.inquiries.ask_slots(self._lawyer_id)
        if self.app.model is self:
            self._load()

    def _begin(self, argument: str) -> None:
        """Nothing is chosen."""
        self._appointment_id = self._key = ""
        self._lawyer_id = argument.removeprefix("lawyer:") if argument[:7] == "lawyer:" else ""
        self._changing = argument.removeprefix("change:") if argument[:7] == "change:" else ""
        self._day = self._slot = None
        self._taken = frozenset()
        self._day_page = self._slot_page = self._lawyer_page = 1
        self._topic = ""
        self._trouble = ""
        self._phone.clear()

    # --- what there is -------------------------------------------------------------------------

    def _open(self) -> list[rules.Slot]:
        return self.context.appointments.slots(self._lawyer_id) if self._lawyer_id else []

    def _ordered(self) -> list[LawyerView]:
        """Those who have turns of duty: this community's own first; of one topic, if one is
        chosen."""
        profile = self.context.profile()
        here = profile.organisation_id if profile else ""
        views = [v for v in self.context.directory.lawyers()
                 if not self._topic or self._topic in v.lawyer.specialities]  # fmt: skip
        views = [v for v in views if self.context.appointments.slots(v.lawyer.id)]
        return sorted(views, key=lambda v: here not in v.lawyer.communities)

    def _choose_lawyer(self) -> None:
        if self._changing:
            mine = {a.appointment_id: a for a in self.context.appointments.mine()}
            if self._changing in mine:
                self._lawyer_id = mine[self._changing].lawyer_id
        if not self._lawyer_id:
            first = next(iter(self._ordered()), None)
            self._lawyer_id = first.lawyer.id if first else ""
        self._take_lawyer()

    def _take_lawyer(self) -> None:
        self._day, self._slot, self._taken = None, None, frozenset()
        self._day_page = self._slot_page = 1
        if self._lawyer_id:
            self.context.inquiries.ask_slots(self._lawyer_id)

    def _load(self) -> None:
        slots = self._open()
        if self._slot is not None and all(s.starts_at != self._slot for s in slots):
            self._slot = None  # it is past by now
        days = list(dict.fromkeys(slot.starts_at.date() for slot in slots))
        if self._day not in days:
            free = [s.starts_at.date() for s in slots if s.starts_at not in self._taken]
            self._day = next(iter(free or days), None)
        self._day_count = len(days)
        self._days.set([self._day_row(day) for day in _window(days, self._day_page, ROW)])
        of_day = [slot for slot in slots if slot.starts_at.date() == self._day]
        self._slot_count = len(of_day)
        self._slots.set(
            [self._slot_row(s) for s in _window(of_day, self._slot_page, self._per_slot_page)]
        )
        if self.app.place.name == LAWYERS:
            views = self._ordered()
            self._lawyer_count = len(views)
            self._lawyer_page = min(self._lawyer_page, page_count(len(views), self._lawyer_rows))
            shown = _window(views, self._lawyer_page, self._lawyer_rows)
            self._lawyers.set([self._lawyer_row(view) for view in shown])
            self._topics.set(self._topic_rows())
            self.lawyersChanged.emit()
        self.changed.emit()

    _day_count = _slot_count = _lawyer_count = 0

    @property
    def _per_slot_page(self) -> int:
        return ROW * self._slot_rows

    def _day_row(self, day: date) -> dict[str, Any]:
        today = office_time(self.context.clock.now()).date()
        return {"key": day.isoformat(), "label": near_day(day, today), "note": day_text(day),
                "chosen": day == self._day}  # fmt: skip

    def _slot_row(self, slot: rules.Slot) -> dict[str, Any]:
        return {"key": slot.starts_at.isoformat(), "label": f"{slot.starts_at:%H:%M}",
                "open": slot.starts_at not in self._taken,
                "chosen": slot.starts_at == self._slot}  # fmt: skip

    def _lawyer_row(self, view: LawyerView) -> dict[str, Any]:
        english, lawyer = bool(self.app.english), view.lawyer
        return {
            "lawyerId": lawyer.id,
            "name": person_name(lawyer.name, lawyer.name_en, english),
            "mark": example_mark(lawyer.example),
            "tier": tier_word(lawyer.tier),
            "firm": self._soonest(lawyer.id),
            "specialities": speciality_words(lawyer.specialities),
            "languages": "",  # on the lawyer's own page: the row has no room beside the topics
            "portrait": file_path(view.portrait),
            "onDuty": False,  # says nothing of when they may be met
        }

    def _soonest(self, lawyer_id: str) -> str:
        slots = self.context.appointments.slots(lawyer_id)
        return tr("最早 {when}").format(when=slot_text(slots[0].starts_at)) if slots else ""

    def _topic_rows(self) -> list[dict[str, Any]]:
        """What most lawyers know, and all."""
        known = [t for v in self.context.directory.lawyers() for t in v.lawyer.specialities
                 if t in frozenset(Topic)]  # fmt: skip
        common = sorted(dict.fromkeys(known), key=lambda t: -known.count(t))[: 2 * ROW - 1]
        words = [("", tr("都看看")), *((t, topic_word(Topic(t))) for t in common)]
        return [{"key": t, "label": word, "chosen": t == self._topic} for t, word in words]

    # --- for the pages -------------------------------------------------------------------------

    def _view(self) -> LawyerView | None:
        return self.context.directory.lawyer(self._lawyer_id) if self._lawyer_id else None

    def _get_status(self) -> int:
        return self.list_status(int(bool(self._lawyer_id)))

    def _get_title(self) -> str:
        return tr("改个时间") if self._changing else tr("约律师")

    def _get_step(self) -> str:
        if self._changing:
            return ""
        here = 2 if self.app.place.name == NUMBER else 1
        return tr("第 {n} 步 / 共 2 步").format(n=here)

    def _get_lawyer_note(self) -> str:
        view = self._view()
        if view is None:
            return ""
        for mine in self.context.appointments.mine():
            if mine.appointment_id == self._changing:
                return tr("原来约的：{when}").format(when=slot_text(mine.starts_at))
        known = speciality_words(view.lawyer.specialities)
        return tr("懂：{topics}").format(topics=known) if known else tier_word(view.lawyer.tier)

    def _get_chosen_text(self) -> str:
        """11 月 27 日 周五 14:30"""
        return slot_text(self._slot) if self._slot is not None else ""

    def _get_next_text(self) -> str:
        if self._slot is None:
            return tr("先选一个时间")
        return tr("改到这个时间") if self._changing else tr("下一步，留电话")

    def _get_line_note(self) -> str:
        """What the line being down means here; empty while it is up."""
        duty = self.context.duty
        if duty.online or duty.connecting:
            return ""
        return tr("没连上网，可以先约。连上网后再替您确认。")

    status = Property(int, _get_status, notify=changed)
    title = Property(str, _get_title, notify=changed)
    step = Property(str, _get_step, notify=changed)
    days = Property(QObject, lambda self: self._days, constant=True)
    slots = Property(QObject, lambda self: self._slots, constant=True)
    hasSlots = Property(bool, lambda self: self._day_count > 0, notify=changed)
    dayPage = Property(int, lambda self: self._day_page, notify=changed)
    dayPages = Property(int, lambda self: page_count(self._day_count, ROW), notify=changed)
    slotPage = Property(int, lambda self: self._slot_page, notify=changed)
    slotPages = Property(
        int, lambda self: page_count(self._slot_count, self._per_slot_page), notify=changed
    )
    lawyer = Property(
        str, lambda self: lawyer_words(self._view(), bool(self.app.english)), notify=changed
    )
    lawyerNote = Property(str, _get_lawyer_note, notify=changed)
    portrait = Property(
        str, lambda self: file_path(v.portrait) if (v := self._view()) else "", notify=changed
    )
    chosenText = Property(str, _get_chosen_text, notify=changed)
    chosen = Property(bool, lambda self: self._slot is not None, notify=changed)
    nextText = Property(str, _get_next_text, notify=changed)
    changing = Property(bool, lambda self: bool(self._changing), notify=changed)
    #: What went wrong, in words; empty when nothing did.
    trouble = Property(str, lambda self: self._trouble, notify=changed)
    lineNote = Property(str, _get_line_note, notify=changed)
    phone = Property(PhoneEntry, lambda self: self._phone, constant=True)
    lawyers = Property(QObject, lambda self: self._lawyers, constant=True)
    topics = Property(QObject, lambda self: self._topics, constant=True)
    lawyerPage = Property(int, lambda self: self._lawyer_page, notify=lawyersChanged)
    lawyerPages = Property(
        int, lambda self: page_count(self._lawyer_count, self._lawyer_rows), notify=lawyersChanged
    )

    # --- taps ------------------------------------------------------------------------------------

    @Slot(int)
    def setSlotRows(self, rows: int) -> None:
        if rows != self._slot_rows:
            self._slot_rows, self._slot_page = rows, 1
            self._load()

    @Slot(int)
    def setLawyerRows(self, rows: int) -> None:
        if rows != self._lawyer_rows:
            self._lawyer_rows, self._lawyer_page = max(1, rows), 1
            self._load()

    @Slot(str)
    def chooseDay(self, key: str) -> None:
        self._day, self._slot, self._slot_page = date.fromisoformat(key), None, 1
        self._load()

    @Slot(str)
    def chooseSlot(self, key: str) -> None:
        self._slot, self._trouble = datetime.fromisoformat(key), ""
        self._load()

    @Slot(int)
    def turnDays(self, by: int) -> None:
        self._day_page += by
        days = _window(list(dict.fromkeys(s.starts_at.date() for s in self._open())),
                       self._day_page, ROW)  # fmt: skip
        self._day, self._slot, self._slot_page = next(iter(days), None), None, 1
        self._load()

    @Slot(int)
    def turnSlots(self, by: int) -> None:
        self._slot_page += by
        self._load()

    @Slot(int)
    def turnLawyers(self, by: int) -> None:
        self._lawyer_page += by
        self._load()

    @Slot(str)
    def chooseTopic(self, key: str) -> None:
        self._topic, self._lawyer_page = key, 1
        self._load()

    @Slot()
    def otherLawyer(self) -> None:
        """换一位"""
        self.app.open(LAWYERS)

    @Slot(str)
    def chooseLawyer(self, lawyer_id: str) -> None:
        self._lawyer_id, self._trouble = lawyer_id, ""
        self._take_lawyer()
        self.app.back()

    @Slot()
    def goOn(self) -> None:
        """The step of the first page."""
        if self._slot is None:
            return
        if not self._changing:
            self.app.open(NUMBER)
            return
        slot = self._slot
        self._do(lambda: self.context.appointments.change(
            self._changing, self._lawyer_id, slot, self._key), self._changing)  # fmt: skip

    @Slot(bool)
    def book(self, with_number: bool) -> None:
        """约好, or 不留号码, which is as good."""
        slot, phone = self._slot, self._phone.text if with_number else ""
        if slot is not None:
            self._do(lambda: self.context.appointments.book(
                self._appointment_id, self._lawyer_id, slot, phone=phone),
                self._appointment_id)  # fmt: skip

    def _do(self, work: Any, appointment_id: str) -> None:
        try:
            work()
        except UserError as error:  # past by now, or the roster has changed: another time
            self._slot, self._trouble = None, refusal_words(error.code)
            if self.app.place.name == NUMBER:
                self.app.back()
        except EnvironmentFault as fault:
            _log.error("An appointment could not be kept: %s", fault)
            self._trouble = tr("没有记上，不是您的问题。再点一次好了。")
        else:
            self._phone.clear()
            self.app.replace(BOOKED, appointment_id)
            return
        self._load()


def _window(rows: Sequence[Any], page: int, size: int) -> Sequence[Any]:
    return rows[(page - 1) * size : page * size]
