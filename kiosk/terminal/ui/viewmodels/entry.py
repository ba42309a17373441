"""Behind EntryPage, NumberPage and LawyerPage: one place, or one lawyer."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.articles import Topic
from kiosk.domain.calls import Media
from kiosk.terminal.services.directory import EntryView, LawyerView
from kiosk.terminal.services.events import (
    ConnectionChanged,
    ContentChanged,
    DutyChanged,
    Event,
    ProfileChanged,
)
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.images import file_path
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.base import PageState, PageViewModel, RowsModel
from kiosk.terminal.ui.viewmodels.directory import language_words
from kiosk.terminal.ui.viewmodels.places import (
    FACES,
    at_hand,
    category_title,
    direction_words,
    distance_words,
    noon_words,
    opening_words,
    walk_words,
    week_words,
)
from kiosk.terminal.ui.viewmodels.shell import AppViewModel
from kiosk.terminal.ui.viewmodels.sketch import Polar, Sketch, lay_out
from kiosk.terminal.ui.words import example_mark, person_name, tier_word, topic_tint, topic_word

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

BOOKING = "appointment"
_SERVICE_TINTS = ("olive", "lamp", "plum", "clay")
#: Dots of the same category on the sketch: the nearest ones are enough.
_MAX_NEIGHBOURS = 12


class _OneOfTheDirectory(PageViewModel):
    """A page of one thing of the directory, named by its id; its ``_load`` reads it anew."""

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        self._id = ""

    def enter(self, argument: str) -> None:
        self._id = argument
        self._load()

    def resume(self, argument: str) -> None:
        self.enter(argument)

    def retranslate(self) -> None:
        self._load()

    def reset(self) -> None:
        self.enter("")

    def _load(self) -> None:
        """Read the thing anew, and tell what has changed."""


@QmlElement
@QmlUncreatable("made by the shell")
class EntryViewModel(_OneOfTheDirectory):
    """A place. ``sketchWidth`` and ``sketchHeight`` are set by the page's layout, in px."""

    changed = Signal()
    sketchChanged = Signal()

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        self._services = RowsModel(["label", "tint"], self)
        self._rings = RowsModel(["radius", "label", "labelX", "labelY"], self)
        self._neighbours = RowsModel(["dotX", "dotY"], self)
        self._view: EntryView | None = None
        self._near: list[Polar] = []
        self._width = 0.0
        self._height = 0.0
        self._sketch: Sketch | None = None

    # --- the shell ---------------------------------------------------------------------------

    def handle(self, event: Event) -> None:
        if isinstance(event, ContentChanged | ProfileChanged):
            self._load()

    def _load(self) -> None:
        view = self.context.directory.entry(self._id) if self._id else None
        self._view = view
        near: list[EntryView] = []
        if view is not None:
            near = [v for v in self.context.directory.entries(view.entry.category)
                    if v.entry.id != view.entry.id]  # fmt: skip
        self._near = [
            Polar(v.distance_m, v.bearing_deg)
            for v in near
            if v.distance_m is not None and v.bearing_deg is not None
        ][:_MAX_NEIGHBOURS]
        self._services.set(self._service_rows())
        self.changed.emit()
        self._draw()

    def _service_rows(self) -> list[dict[str, Any]]:
        if self._view is None:
            return []
        entry = self._view.entry
        english = bool(self.app.english) and len(entry.services_en) == len(entry.services)
        labels = entry.services_en if english else entry.services
        return [
            {"label": label, "tint": _SERVICE_TINTS[i % len(_SERVICE_TINTS)]}
            for i, label in enumerate(labels)
        ]

    # --- the sketch --------------------------------------------------------------------------

    def _draw(self) -> None:
        view = self._view
        self._sketch = None
        if (
            view is not None
            and view.distance_m is not None
            and view.bearing_deg is not None
            and not at_hand(view.distance_m)
            and self._width > 0
            and self._height > 0
        ):
            target = Polar(view.distance_m, view.bearing_deg)
            self._sketch = lay_out(self._width, self._height, target, self._near)
        sketch = self._sketch
        self._rings.set(
            [
                {
                    "radius": ring.radius,
                    "label": distance_words(ring.metres),
                    "labelX": ring.label[0],
                    "labelY": ring.label[1],
                }
                for ring in (sketch.rings if sketch else ())
            ]
        )
        self._neighbours.set(
            [{"dotX": x, "dotY": y} for x, y in sketch.neighbours] if sketch else []
        )
        self.sketchChanged.emit()

    def _set_width(self, width: float) -> None:
        if width != self._width:
            self._width = width
            self._draw()

    def _set_height(self, height: float) -> None:
        if height != self._height:
            self._height = height
            self._draw()

    def _end(self, end: str, axis: int) -> float:
        if self._sketch is None:
            return 0.0
        return (self._sketch.here if end == "here" else self._sketch.target)[axis]

    sketchWidth = Property(float, lambda self: self._width, _set_width, notify=sketchChanged)
    sketchHeight = Property(float, lambda self: self._height, _set_height, notify=sketchChanged)
    hasSketch = Property(bool, lambda self: self._sketch is not None, notify=sketchChanged)
    hereX = Property(float, lambda self: self._end("here", 0), notify=sketchChanged)
    hereY = Property(float, lambda self: self._end("here", 1), notify=sketchChanged)
    targetX = Property(float, lambda self: self._end("target", 0), notify=sketchChanged)
    targetY = Property(float, lambda self: self._end("target", 1), notify=sketchChanged)
    rings = Property(QObject, lambda self: self._rings, constant=True)
    neighbours = Property(QObject, lambda self: self._neighbours, constant=True)

    # --- words -------------------------------------------------------------------------------

    def _get_status(self) -> int:
        found = self._view is not None
        return int((PageState.Status.READY if found else PageState.Status.EMPTY).value)

    def _entry_text(self, field: str) -> str:
        return str(getattr(self._view.entry, field)) if self._view is not None else ""

    def _get_name(self) -> str:
        if self._view is None:
            return ""
        entry = self._view.entry
        return person_name(entry.name, entry.name_en, bool(self.app.english))

    def _get_mark(self) -> str:
        return example_mark(self._view is not None and self._view.entry.example)

    def _opening(self, field: str) -> str:
        if self._view is None:
            return ""
        words = opening_words(self._view.entry.hours, self._view.opening, self.context.clock.now())
        return str(getattr(words, field))

    def _get_noon(self) -> str:
        if self._view is None:
            return ""
        return noon_words(self._view.entry.hours, self.context.clock.now())

    def _get_week(self) -> str:
        return "\n".join(week_words(self._view.entry.hours)) if self._view is not None else ""

    def _get_walk(self) -> str:
        view = self._view
        return walk_words(view.walk_minutes, view.distance_m) if view is not None else ""

    def _get_direction(self) -> str:
        if self._view is None or at_hand(self._view.distance_m):
            return ""
        return direction_words(self._view.bearing_deg)

    def _get_straight(self) -> str:
        """直线 650 米; empty when it is not known."""
        distance = distance_words(self._view.distance_m) if self._view is not None else ""
        return tr("直线 {distance}").format(distance=distance) if distance else ""

    def _get_here(self) -> str:
        """This terminal's address, to be read out on the phone."""
        profile = self.context.profile()
        if profile is None:
            return ""
        return profile.address or profile.organisation_name

    def _get_symbol(self) -> str:
        return FACES[self._view.entry.category][0] if self._view is not None else ""

    def _get_category(self) -> str:
        return category_title(self._view.entry.category) if self._view is not None else ""

    status = Property(int, _get_status, notify=changed)
    name = Property(str, _get_name, notify=changed)
    mark = Property(str, _get_mark, notify=changed)
    category = Property(str, _get_category, notify=changed)
    symbol = Property(str, _get_symbol, notify=changed)
    openState = Property(str, lambda self: self._opening("state"), notify=changed)
    openTag = Property(str, lambda self: self._opening("tag"), notify=changed)
    openDetail = Property(str, lambda self: self._opening("detail"), notify=changed)
    noon = Property(str, _get_noon, notify=changed)
    week = Property(str, _get_week, notify=changed)
    address = Property(str, lambda self: self._entry_text("address"), notify=changed)
    addressHint = Property(str, lambda self: self._entry_text("address_hint"), notify=changed)
    phone = Property(str, lambda self: self._entry_text("phone"), notify=changed)
    walk = Property(str, _get_walk, notify=changed)
    direction = Property(str, _get_direction, notify=changed)
    straight = Property(str, _get_straight, notify=changed)
    services = Property(QObject, lambda self: self._services, constant=True)
    takeaway = Property(str, lambda self: self._view.takeaway if self._view else "", notify=changed)
    picture = Property(
        str, lambda self: file_path(self._view.picture) if self._view else "", notify=changed
    )
    hereAddress = Property(str, _get_here, notify=changed)

    @Slot()
    def openNumber(self) -> None:
        """打电话: the number large, on a page of its own (the terminal cannot dial)."""
        self.app.open("number", self._id)


@QmlElement
@QmlUncreatable("made by the shell")
class LawyerViewModel(_OneOfTheDirectory):
    """A lawyer, and the way to whoever is on duty now."""

    changed = Signal()

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        self._specialities = RowsModel(["label", "tint"], self)
        self._view: LawyerView | None = None

    def handle(self, event: Event) -> None:
        if isinstance(event, ContentChanged | DutyChanged | ConnectionChanged):
            self._load()

    def _load(self) -> None:
        self._view = self.context.directory.lawyer(self._id) if self._id else None
        known = {t.value for t in Topic}
        topics = self._view.lawyer.specialities if self._view is not None else ()
        self._specialities.set(
            [
                {"label": topic_word(Topic(t)), "tint": topic_tint(Topic(t))}
                for t in topics
                if t in known
            ]
        )
        self.changed.emit()

    def _get_status(self) -> int:
        found = self._view is not None
        return int((PageState.Status.READY if found else PageState.Status.EMPTY).value)

    def _get_name(self) -> str:
        if self._view is None:
            return ""
        lawyer = self._view.lawyer
        return person_name(lawyer.name, lawyer.name_en, bool(self.app.english))

    def _get_mark(self) -> str:
        return example_mark(self._view is not None and self._view.lawyer.example)

    def _get_tier(self) -> str:
        return tier_word(self._view.lawyer.tier) if self._view is not None else ""

    def _get_firm(self) -> str:
        if self._view is None:
            return ""
        return person_name(self._view.firm_name, self._view.firm_name_en, bool(self.app.english))

    def _get_bio(self) -> str:
        if self._view is None:
            return ""
        lawyer = self._view.lawyer
        return lawyer.bio_en if bool(self.app.english) and lawyer.bio_en else lawyer.bio

    def _get_languages(self) -> str:
        return language_words(self._view.lawyer.languages) if self._view is not None else ""

    def _get_communities(self) -> str:
        if self._view is None:
            return ""
        english = bool(self.app.english)
        return tr("、").join(person_name(zh, en, english) for zh, en in self._view.communities)

    def _get_portrait(self) -> str:
        return file_path(self._view.portrait) if self._view is not None else ""

    def _get_on_duty(self) -> bool:
        duty = self.context.duty.current
        return duty is not None and duty.state != "nobody" and duty.lawyer_id == self._id

    def _get_can_call(self) -> bool:
        duty = self.context.duty.current
        return self.context.duty.online and duty is not None and duty.state != "nobody"

    def _get_call_text(self) -> str:
        if not self._get_can_call():
            return tr("看 12348 怎么打")
        return tr("视频咨询律师") if self._get_on_duty() else tr("问现在值班的律师")

    def _get_call_note(self) -> str:
        """Why the button is what it is; empty when this lawyer is the one on duty."""
        duty = self.context.duty.current
        if self.context.duty.connecting:
            return tr("正在连接，请稍等")
        if not self.context.duty.online or duty is None:
            return tr("没连上网，先打 12348。")
        if duty.state == "nobody":
            return tr("现在没人值班，先打 12348。")
        if self._get_on_duty():
            return ""
        name = person_name(duty.lawyer_name, duty.lawyer_name_en, bool(self.app.english))
        return tr("这位律师现在不值班。现在值班的是{name}律师。").format(name=name)

    def _get_can_book(self) -> bool:
        return self._view is not None and self.app.has_page(BOOKING)

    def _get_ours(self) -> bool:
        """Appointed to this terminal's community: who lives here may say how they do."""
        profile = self.context.profile()
        return (
            self._view is not None
            and profile is not None
            and profile.organisation_id in self._view.lawyer.communities
        )

    ours = Property(bool, _get_ours, notify=changed)
    status = Property(int, _get_status, notify=changed)
    name = Property(str, _get_name, notify=changed)
    mark = Property(str, _get_mark, notify=changed)
    tier = Property(str, _get_tier, notify=changed)
    firm = Property(str, _get_firm, notify=changed)
    bio = Property(str, _get_bio, notify=changed)
    languages = Property(str, _get_languages, notify=changed)
    communities = Property(str, _get_communities, notify=changed)
    portrait = Property(str, _get_portrait, notify=changed)
    onDuty = Property(bool, _get_on_duty, notify=changed)
    canCall = Property(bool, _get_can_call, notify=changed)
    callText = Property(str, _get_call_text, notify=changed)
    callNote = Property(str, _get_call_note, notify=changed)
    canBook = Property(bool, _get_can_book, notify=changed)
    specialities = Property(QObject, lambda self: self._specialities, constant=True)

    @Slot()
    def book(self) -> None:
        """A time with this lawyer."""
        self.app.open(BOOKING, f"lawyer:{self._id}")

    @Slot()
    def evaluate(self) -> None:
        self.app.open("evaluation", self._id)

    @Slot()
    def call(self) -> None:
        """Go to the call's first page, or to the hotline when nobody can answer."""
        if self._get_can_call():
            self.app.open("call", Media.VIDEO.value)
        else:
            self.app.open("hotline", "12348")
