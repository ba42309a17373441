"""Nothing of a person outlives the erasing: not in a page, nor anywhere in the process."""

from __future__ import annotations

import gc
import secrets
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from PySide6.QtCore import QTimer, SignalInstance

from kiosk.domain.calls import CallState
from kiosk.terminal.calls.frames import FrameWriter
from kiosk.terminal.services.events import AdviceWritten
from kiosk.terminal.ui.pages import PAGES
from kiosk.terminal.ui.viewmodels.advice import AdviceBlock
from kiosk.terminal.ui.viewmodels.base import PageViewModel, RowsModel
from kiosk.terminal.ui.viewmodels.chips import TopicChips
from kiosk.terminal.ui.viewmodels.phone_entry import PhoneEntry
from kiosk.terminal.ui.viewmodels.slip_block import SlipBlock
from tests.fakes.screen import Rig

#: What was set by the look of the page, the erasing itself, or counts its seconds.
NOT_PERSONAL = {
    "AppointmentViewModel": {"_slot_rows", "_lawyer_rows"},
    "ArticleViewModel": {"_frame"},
    "DirectoryViewModel": {"_tiles", "_rows"},
    "EntryViewModel": {"_width", "_height"},
    "ErasedViewModel": {"_steps", "_at", "_seconds", "_rows", "_timer"},
    "GuidesViewModel": {"_page_size", "_chip_slots"},
    "NewsViewModel": {"_page_size", "_chip_slots"},
    "SearchViewModel": {"_worker"},
}


def state(model: PageViewModel) -> dict[str, Any]:
    """What a view model keeps, in a form that can be compared."""

    def plain(value: Any) -> Any:
        if isinstance(value, RowsModel):
            return list(value.rows)
        if isinstance(value, AdviceBlock | PhoneEntry | SlipBlock | TopicChips):
            return {
                name: plain(part)
                for name, part in vars(value).items()
                if name not in ("_context", "__METAOBJECT__")
                and not isinstance(part, SignalInstance)
            }
        return value.isActive() if isinstance(value, QTimer) else value

    skipped = NOT_PERSONAL.get(type(model).__name__, set())
    return {
        name: plain(value)
        for name, value in vars(model).items()
        if name.startswith("_") and name not in skipped | {"__METAOBJECT__"}
    }


def models(rig: Rig) -> dict[str, PageViewModel]:
    return {type(m).__name__: m for m in rig.app._models.values()}


def holders(needle: str) -> list[str]:
    """Kinds of the objects in this process that hold a string with ``needle`` in it."""
    gc.collect()
    found = []
    for thing in gc.get_objects():
        if not isinstance(thing, FrameType):
            for held in gc.get_referents(thing):
                if isinstance(held, str) and needle in held:
                    found.append(f"{type(thing).__name__}: {held}")
    return found


def full_call(rig: Rig, name: str) -> str:
    """As a resident goes: topic, ringing, talking with pictures; the call's id."""
    rig.tap("voice")
    rig.tap("mediaVideo")
    rig.tap("topic_labour")
    rig.tap("startCall")
    rig.calls.update(state=CallState.RINGING, lawyer_name=name, lawyer_name_en=name)
    rig.settle()
    rig.calls.update(state=CallState.ACTIVE, answered_at=rig.clock.now())
    with FrameWriter() as remote, FrameWriter() as own:
        rig.calls.flow(True, remote.name, own.name)
        rig.settle()
        assert rig.text("lawyerName") == name
    assert rig.calls.current is not None
    rig.bus.publish(AdviceWritten(rig.calls.current.call_id, "line-1", f"{name}要的东西"))
    rig.settle()
    assert rig.text("adviceLine") == f"{name}要的东西"
    return rig.calls.current.call_id


@pytest.mark.parametrize("rated", [False, True], ids=["in the call", "after rating"])
def test_nothing_of_a_call_outlives_the_erasing(
    open_screen: Callable[..., Rig], rated: bool
) -> None:
    fresh = open_screen()
    fresh.context.session.end()
    rig = open_screen()
    name = f"钱{secrets.token_hex(8)}"  # of no lawyer of the content, and in no source
    call_id = full_call(rig, name)
    if rated:
        rig.tap("hangUp")
        rig.tap("score_1")
        rig.tap("finishRating")
        stored = rig.resident.next()
        assert stored is not None
        rig.resident.done(stored.key)  # the server has it
        del stored
    rig.tap("navEnd")
    rig.tap("dialogDo")
    rig.settle(60)  # the end of the call has come by now
    assert rig.app.page == "erased"
    assert not rig.app.inCall
    made = models(fresh)
    for kind, model in models(rig).items():
        assert state(model) == state(made[kind]), kind
    assert {type(m).__name__ for m in rig.app._models.values()} == {
        made_by.__name__ for _, made_by in PAGES.values()
    }
    for needle in (name, call_id):
        assert holders(needle) == []
