"""Every text of the directory, the call and the rating can be read, in each layout and language."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from kiosk.domain.calls import CallState, EndReason, Tier
from kiosk.domain.directory import Category
from kiosk.server.content_folder.values import lawyer_id
from kiosk.terminal.rehearsal import FRIDAY, duty_now
from kiosk.terminal.services.events import CallMediaChanged
from tests.fakes.screen import LANDSCAPE, PORTRAIT, Rig
from tests.qml.fitting import misfits, scene

LONGEST_WAIT = {"position": 12, "wait_minutes": 45}


@pytest.fixture(
    params=[(size, lang) for size in ("portrait", "landscape") for lang in ("zh_CN", "en")],
    ids="-".join,
)
def dressed(request: pytest.FixtureRequest, open_screen: Callable[..., Rig]) -> Rig:
    """Large text, as at rest: what fits then, fits in the standard size."""
    size, language = request.param
    rig = open_screen(size=LANDSCAPE if size == "landscape" else PORTRAIT)
    if language == "en":
        rig.app.toggleLanguage()
    return rig


def look(rig: Rig, page: str) -> Iterator[str]:
    rig.grab()  # things find their places with the frame
    for misfit in misfits(rig):
        yield f"{page}: {misfit}"


def test_the_directory(dressed: Rig) -> None:
    rig, found = dressed, []
    rig.app.open("directory")
    found += look(rig, "tiles")
    while rig.find("nextPage").property("available"):
        rig.tap("nextPage")
        found += look(rig, "more tiles")
    for category in Category:
        rig.app.open("directory", category.value)
        found += look(rig, f"list of {category}")
        for view in rig.context.directory.entries(category)[:3]:
            rig.app.open("entry", view.entry.id)
            found += look(rig, f"entry {view.entry.name}")
            rig.app.open("number", view.entry.id)
            found += look(rig, f"number {view.entry.name}")
        rig.app.home()
    rig.app.open("directory", "lawyers")
    for _ in range(3):
        found += look(rig, "lawyers")
        rig.tap("nextPage")
    for view in rig.context.directory.lawyers()[::7]:
        rig.app.open("lawyer", view.lawyer.id)
        found += look(rig, f"lawyer {view.lawyer.name}")
    assert not found, "\n".join(found)


def test_the_call(dressed: Rig) -> None:
    rig, found = dressed, []
    lawyer = {"lawyer_id": lawyer_id("zhou-mingyuan"), "lawyer_name": "周明远",
              "lawyer_name_en": "Zhou Mingyuan", "example": True}  # fmt: skip
    for duty in (
        duty_now(**lawyer, tier=Tier.DISTRICT),
        duty_now(**lawyer, tier=Tier.STREET, state="busy", waiting=12, wait_minutes=45),
        duty_now(state="nobody", next_shift=FRIDAY.replace(month=12)),
        None,
    ):
        for media in ("video", "voice"):
            rig.duty(duty)
            rig.app.home()
            rig.app.open("call", media)
            for topic in ("labour", "traffic"):
                rig.tap(f"topic_{topic}")
                found += look(rig, f"before a {media} call, {duty and duty.state}, {topic}")
    rig.duty(duty_now(**lawyer, tier=Tier.COMMUNITY))
    rig.tap("startCall")
    found += look(rig, "asking")
    rig.calls.update(state=CallState.RINGING, participant_id="p", tier=Tier.DISTRICT,
                     asked=(Tier.COMMUNITY, Tier.STREET), **lawyer)  # fmt: skip
    found += look(rig, "ringing on the third tier")
    rig.calls.update(state=CallState.QUEUED, **LONGEST_WAIT)
    found += look(rig, "queued")
    for media in ("video", "voice"):
        rig.calls.end(EndReason.NO_ANSWER)
        rig.settle()
        rig.app.home()
        rig.app.open("call", media)
        rig.settle()
        rig.tap("startCall")
        rig.calls.update(state=CallState.ACTIVE, participant_id="p", tier=Tier.DISTRICT, **lawyer)
        found += look(rig, f"{media}: connecting")
        assert rig.calls.current is not None
        for missing in (set(), {"camera"}, {"microphone"}):
            for on in (True, False):
                rig.bus.publish(
                    CallMediaChanged(
                        call_id=rig.calls.current.call_id, connected=True,
                        microphone_on=on and "microphone" not in missing,
                        camera_on=(missing != {"camera"} if on else False),
                        remote_video=False, remote_frames=None, self_frames=None,
                        missing=frozenset(missing),
                    )
                )  # fmt: skip
                found += look(rig, f"{media}: missing {missing}, on {on}")
        rig.calls.flow(False)
        found += look(rig, f"{media}: weak")
    rig.calls.hang_up()
    found += look(rig, "rating")
    rig.tap("score_2")
    found += look(rig, "rating, chosen")
    rig.tap("finishRating")
    found += look(rig, "thanks")
    assert not found, "\n".join(found)


def test_home_the_lists_and_the_hotlines(dressed: Rig) -> None:
    rig, found = dressed, []
    for wait in (0, 3, 45):
        lawyer = {"lawyer_name": "周明远", "lawyer_name_en": "Zhou Mingyuan", "example": True}
        rig.duty(duty_now(**lawyer, tier=Tier.DISTRICT, wait_minutes=wait))
        found += look(rig, f"home, {wait} min")
    for page in ("news", "guides"):
        rig.app.open(page)
        found += look(rig, page)
        while rig.find("nextPage").property("available"):
            rig.tap("nextPage")
            found += look(rig, f"{page}, more")
        rig.app.home()
    rig.app.open("hotlines")
    found += look(rig, "hotlines")
    for number in ("12348", "12345", "12338", "110"):
        rig.app.open("hotline", number)
        found += look(rig, f"hotline {number}")
    rig.app.open("help")
    found += look(rig, "help")
    rig.app.home()
    rig.app.open("call", "video")
    rig.settle()
    rig.tap("startCall")
    rig.app.end()
    found += look(rig, "receipt")
    receipt, bye = (scene(rig.find(name)) for name in ("receipt", "bye"))
    if receipt.intersects(bye):
        found.append("the receipt runs under its button")
    assert not found, "\n".join(found)


def test_the_ends(dressed: Rig) -> None:
    rig, found = dressed, []
    for reason in EndReason:
        for answered in (True, False):
            for online in (True, False):
                rig.duty(duty_now(tier=Tier.COMMUNITY))
                rig.app.home()
                rig.app.open("call", "video")
                rig.settle()
                rig.tap("startCall")
                if answered:
                    rig.calls.update(state=CallState.ACTIVE, lawyer_name="陈静")
                if not online:
                    rig.duty(None)
                rig.calls.end(reason)
                found += look(rig, f"{reason}, answered {answered}, online {online}")
    assert not found, "\n".join(found)
