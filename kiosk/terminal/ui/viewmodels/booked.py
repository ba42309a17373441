"""Behind the page of one appointment: its slip, how it stands, and what can be done about it."""

from __future__ import annotations

import logging
from datetime import datetime

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.appointments import HOLDING, AppointmentState
from kiosk.domain.ids import new_id
from kiosk.errors import EnvironmentFault, UserError
from kiosk.terminal.services.events import (
    AppointmentConfirmed,
    AppointmentRefused,
    ConnectionChanged,
    ContentChanged,
    Event,
    SlipCodeTold,
    SlotsTold,
)
from kiosk.terminal.storage.resident_rows import AskedAppointment
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.appointment import BOOKED
from kiosk.terminal.ui.viewmodels.appointment_words import (
    appointment_slip,
    refusal_words,
    slot_text,
)
from kiosk.terminal.ui.viewmodels.base import PageState, PageViewModel, RowsModel
from kiosk.terminal.ui.viewmodels.shell import AppViewModel
from kiosk.terminal.ui.viewmodels.slip_block import SlipBlock

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

_log = logging.getLogger(__name__)
#: Slots that are offered in place of one that was refused.
_OFFERED = 3
#: Where an answer may come to the front by itself: nobody is in the middle of anything there.
_QUIET = ("home", BOOKED, "appointment", "appointment-phone", "appointment-lawyers", "slip")


@QmlElement
@QmlUncreatable("made by the shell")
class BookedViewModel(PageViewModel):
    """Argument: the appointment's id. ``phase``: asking | waiting | booked | changing | refused |
    cancelled | gone."""

    changed = Signal()

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        self._slip = SlipBlock(self)
        self._offers = RowsModel(("key", "label", "chosen"), self)
        self._forget()
        app.pageShown.connect(self._bring_back)

    def _forget(self) -> None:
        self._id = ""
        self._row: AskedAppointment | None = None
        self._taken: frozenset[datetime] = frozenset()
        self._pick: datetime | None = None
        self._key = ""  # of the wish for another slot: two taps are one
        self._failed = False
        self._asking_end = False
        self._answered = ""  # an appointment that was refused while its person was elsewhere
        self._slip.show(None)

    # --- the shell ---------------------------------------------------------------------------

    def enter(self, argument: str) -> None:
        if argument != self._id:
            self._forget()
            self._id, self._key = argument, new_id()
        self._asking_end = False
        self._answered = ""
        self._load()

    def resume(self, argument: str) -> None:
        self.enter(argument)

    def retranslate(self) -> None:
        self._load()

    def reset(self) -> None:
        self._forget()
        self._load()

    def handle(self, event: Event) -> None:
        if isinstance(event, AppointmentRefused) and self.context.session.is_on(event.session):
            self._key, self._pick = new_id(), None
            if event.appointment_id == self._id and self.app.model is self:
                self._ask_slots()
                self._load()
            else:
                self._answered = event.appointment_id
                self._bring_back()
        elif isinstance(event, SlotsTold):
            if self._row is not None and event.lawyer_id == self._wished()[0]:
                self._taken = event.taken
                self._load()
        elif (
            isinstance(event, AppointmentConfirmed | SlipCodeTold)
            and self.context.session.is_on(event.session)
        ) or isinstance(event, ConnectionChanged | ContentChanged):
            self._load()

    def _bring_back(self) -> None:
        """The person is still there: as soon as they are in the middle of nothing, they see it."""
        if self._answered and not self.app.inCall and self.app.place.name in _QUIET:
            self.app.replace(BOOKED, self._answered)

    def _load(self) -> None:
        if not self._id:
            self._row = None
            self.changed.emit()
            return
        rows = {row.appointment_id: row for row in self.context.appointments.mine()}
        self._row = rows.get(self._id)
        if self._row is None or self._get_phase() in ("refused", "cancelled"):
            self._slip.show(None)
        else:
            self._slip.show(
                appointment_slip(self.context, self._id, *self._wished(), bool(self.app.english))
            )
        if self._get_refused() and not self._taken:
            self._ask_slots()
        self._offers.set(
            [{"key": slot.isoformat(), "label": slot_text(slot), "chosen": slot == self._pick}
             for slot in self._free()]
        )  # fmt: skip
        self.changed.emit()

    def _wished(self) -> tuple[str, datetime]:
        """(lawyer, begin): what was asked for last, as far as it may still be had."""
        row = self._row
        assert row is not None
        return row.wished_lawyer or row.lawyer_id, row.wished_at or row.starts_at

    def _ask_slots(self) -> None:
        if self._row is not None:
            self.context.inquiries.ask_slots(self._wished()[0])

    def _free(self) -> list[datetime]:
        """The next slots, in place of a refused one."""
        if self._row is None or not self._get_refused():
            return []
        lawyer, _ = self._wished()
        slots = [s.starts_at for s in self.context.appointments.slots(lawyer)]
        return [s for s in slots if s not in self._taken][:_OFFERED]

    # --- for the page ----------------------------------------------------------------------------

    def _get_phase(self) -> str:
        row, online = self._row, self.context.duty.online
        if row is None:
            return "gone"
        if row.state is AppointmentState.CANCELLED:
            return "cancelled"
        if row.wished_at is not None:
            return "changing"
        if row.state is AppointmentState.REQUESTED:
            return "asking" if online else "waiting"
        return "booked" if row.state in HOLDING else "refused"

    def _get_refused(self) -> bool:
        return self._get_phase() == "refused"

    def _get_title(self) -> str:
        row = self._row
        changed = row is not None and row.state is AppointmentState.CHANGED
        return {
            "asking": tr("正在替您约"),
            "waiting": tr("先替您记下了"),
            "booked": tr("改好了") if changed else tr("约好了"),
            "changing": tr("正在替您改"),
            "refused": tr("没约上"),
            "cancelled": tr("没能取消") if row and row.code else tr("好的，不约了"),
            "gone": "",
        }[self._get_phase()]

    def _get_text(self) -> str:
        """What the title means, and what comes next."""
        row, online = self._row, self.context.duty.online
        phase = self._get_phase()
        if row is None:
            return ""
        if phase in ("asking", "changing") and online:
            return tr("请等一下，马上就好。")
        if phase == "waiting":
            return tr("现在没连上网，还没确认。连上网就替您约，手机扫凭条能看到约没约上。")
        if phase == "changing":
            return tr("现在没连上网，原来的时间先留着。连上网就替您改。")
        if phase == "refused":
            return refusal_words(row.code)  # the card's title
        if phase == "booked" and row.code is not None:
            return tr("{why}，原来的时间还给您留着。").format(why=refusal_words(row.code))
        if phase == "cancelled":
            if row.code is not None:
                return tr("{why}。").format(why=refusal_words(row.code))
            if not online:
                return tr("现在没连上网，连上网就替您退掉。")
            return tr("这个时间会让给别人。想再约，随时来。")
        return ""

    def _get_status(self) -> int:
        state = PageState.Status
        return int((state.READY if self._row is not None else state.EMPTY).value)

    status = Property(int, _get_status, notify=changed)
    phase = Property(str, _get_phase, notify=changed)
    title = Property(str, _get_title, notify=changed)
    text = Property(str, _get_text, notify=changed)
    slip = Property(SlipBlock, lambda self: self._slip, constant=True)
    offers = Property(QObject, lambda self: self._offers, constant=True)
    hasOffers = Property(bool, lambda self: bool(self._offers.rows), notify=changed)
    picked = Property(bool, lambda self: self._pick is not None, notify=changed)
    failed = Property(bool, lambda self: self._failed, notify=changed)
    askingEnd = Property(bool, lambda self: self._asking_end, notify=changed)

    # --- taps ------------------------------------------------------------------------------------

    @Slot(str)
    def pick(self, key: str) -> None:
        self._pick = datetime.fromisoformat(key)
        self._load()

    @Slot()
    def takePicked(self) -> None:
        """改约这个时间"""
        pick = self._pick
        if pick is not None:
            lawyer = self._wished()[0]
            self._do(lambda: self.context.appointments.change(self._id, lawyer, pick, self._key))
            self._pick = None
            self._load()

    @Slot()
    def other(self) -> None:
        """改时间, or 看别的时间"""
        self.app.open("appointment", f"change:{self._id}")

    @Slot(bool)
    def askCancel(self, asking: bool) -> None:
        self._asking_end = asking
        self.changed.emit()

    @Slot()
    def cancel(self) -> None:
        self._asking_end = False
        self._do(lambda: self.context.appointments.cancel(self._id))
        self._load()

    def _do(self, work: object) -> None:
        assert callable(work)
        try:
            work()
        except EnvironmentFault as fault:
            _log.error("A wish could not be kept: %s", fault)
            self._failed = True
        except UserError as error:  # it has changed meanwhile: the page shows how it stands
            _log.info("a wish was not taken: %s", error.code)
        else:
            self._failed = False
