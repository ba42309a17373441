"""The resident's screen over the real cache with the sample content; only the wire is fake."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.domain.calls import Tier
from kiosk.domain.clock import FixedClock
from kiosk.protocol.devices import DeviceProfile
from kiosk.protocol.feed import Change
from kiosk.protocol.socket import Duty
from kiosk.server.content_folder.folder import read_folder
from kiosk.server.content_folder.values import lawyer_id
from kiosk.settings import load_settings
from kiosk.terminal.rehearsal import (
    EXAMPLE_PROFILE,
    FRIDAY,
    ScriptedCalls,
    duty_now,
    scripted_context,
)
from kiosk.terminal.runtime.bridge import Bridge
from kiosk.terminal.search.index import SearchIndex
from kiosk.terminal.search.writer import update
from kiosk.terminal.services.events import ConnectionChanged, DutyChanged, EventBus
from kiosk.terminal.services.speech import SpeechService
from kiosk.terminal.storage.content import ContentStore
from kiosk.terminal.storage.resident import ResidentStore
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.engine import make_application
from kiosk.terminal.ui.window import Screen, open_screen
from tests.support.feed import apply, batch, put_blob
from tests.support.hand import Hand

CONTENT = Path(__file__).resolve().parents[2] / "content"
PORTRAIT, LANDSCAPE = QSize(1080, 1920), QSize(1920, 1080)
PROFILE = EXAMPLE_PROFILE


def fill_cache(folder: Path) -> None:
    """The sample content, as a sync would have left it."""
    store = ContentStore(folder, FixedClock(FRIDAY))
    sizes: dict[str, int] = {}

    def keep(data: bytes, media_type: str) -> str:
        name = put_blob(store, data)
        sizes[name] = len(data)
        return name

    docs = read_folder(CONTENT, keep)
    changes = [
        Change(revision=n, kind=d.kind, id=d.id, doc=d.model_dump(mode="json"))
        for n, d in enumerate(docs, 1)
    ]
    apply(store, batch(changes, blobs=sizes))
    update(folder / "search.db", store)
    store.close()


@dataclass
class Rig(Hand):
    """A screen under test."""

    screen: Screen
    bus: EventBus
    bridge: Bridge
    clock: FixedClock
    calls: ScriptedCalls
    context: Context
    resident: ResidentStore
    close_stores: Callable[[], None]

    @property
    def app(self):  # type: ignore[no-untyped-def]
        return self.screen.app

    @property
    def window(self) -> QQuickWindow:  # type: ignore[override]
        return self.screen.window

    @property
    def stage(self) -> QQuickItem:
        found = self.screen.window.findChild(QQuickItem, "stage")
        assert found is not None
        return found

    def duty(self, duty: Duty | None) -> None:
        """The server says who is on duty; None: the line is cut."""
        self.bus.publish(ConnectionChanged(duty is not None))
        if duty is not None:
            self.bus.publish(DutyChanged(duty))
        self.settle()

    def close(self) -> None:
        self.bridge.close()
        self.screen.close()
        QCoreApplication.sendPostedEvents(None, 0)
        self.close_stores()


def chen(store: ContentStore, **changes: object) -> Duty:
    """陈静 of the sample content is there."""
    lawyer = store.lawyer(lawyer_id("chen-jing"))
    assert lawyer is not None
    facts = {"lawyer_id": lawyer.id, "portrait": lawyer.portrait, "tier": Tier.COMMUNITY}
    return duty_now(**{**facts, **changes})


def open_rig(
    cache: Path,
    resident: Path,
    *,
    size: QSize = PORTRAIT,
    profile: DeviceProfile | None = PROFILE,
    online: bool | None = True,
    speech: Callable[[EventBus], SpeechService] | None = None,
    **flags: object,
) -> Rig:
    """Open the screen over a filled cache. ``flags``: settings, dots as double underscores.

    ``online`` None: the socket has not said anything yet.
    """
    make_application()
    clock = FixedClock(FRIDAY)
    flags = {"terminal__attract_s": 0, **flags}  # or every test would have to begin with a touch
    settings = load_settings(
        environ={}, flags={name.replace("__", "."): value for name, value in flags.items()}
    )
    bus = EventBus()
    store = ContentStore(cache, clock)
    outbox = ResidentStore(resident, clock)
    index = SearchIndex(cache / "search.db")
    said = speech(bus) if speech else None
    context, calls = scripted_context(
        bus, clock, settings, profile, (store, outbox), index=index, speech=said
    )
    screen = open_screen(context, size=size, reduced_motion=True)
    bridge = Bridge(bus)
    bridge.happened.connect(screen.app.handle)

    def close_stores() -> None:
        index.close()
        store.close()
        outbox.close()

    rig = Rig(screen, bus, bridge, clock, calls, context, outbox, close_stores)
    if online is not None:
        rig.duty(chen(store) if online else None)
    return rig
