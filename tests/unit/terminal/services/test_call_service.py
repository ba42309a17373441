"""The resident's call: how it goes well, and every way in which it may end."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.domain.calls import CallState, EndReason, Media
from kiosk.domain.clock import SystemClock
from kiosk.protocol.devices import DeviceProfile
from kiosk.protocol.socket import (
    CallRequest,
    HangUp,
    IceServer,
    MediaState,
    Offer,
    Reconnect,
    ServerError,
    Welcome,
)
from kiosk.terminal.calls.gathering import GATHER_S
from kiosk.terminal.calls.messages import (
    Connected,
    DeviceMissing,
    Died,
    Flowing,
    Lost,
    MediaEvent,
    Peer,
    RemotePictures,
    SelfPictures,
    Stalled,
)
from kiosk.terminal.services.call_link import CONNECT_S, RECONNECT_S
from kiosk.terminal.services.calls import FIRST_S
from kiosk.terminal.services.events import CallLeft
from tests.fakes.hall import Hall

LAWYER, OTHER = "lawyer-1", "lawyer-2"
PEER = Peer(participant_id=LAWYER, epoch=1)
PROFILE = DeviceProfile(device_id="d", name="n", organisation_id="o", organisation_name="o")


def welcome(*servers: IceServer) -> Welcome:
    now = SystemClock().now()
    return Welcome(profile=PROFILE, server_time=now, feed="f", revision=1, ice_servers=servers)


@pytest.fixture
def hall() -> Iterator[Hall]:
    hall = Hall()
    yield hall
    hall.close()


# --- going well ------------------------------------------------------------------------------


def test_a_call_from_tap_to_talk(hall: Hall) -> None:
    hall.server(welcome(IceServer(urls=("stun:127.0.0.1",))))
    call_id = hall.start()
    assert hall.calls.current is not None
    assert hall.channel.sent == [CallRequest(call_id=call_id, media=Media.VIDEO)]
    assert hall.media.devices is None  # nothing is open before somebody is rung

    hall.status(call_id, CallState.RINGING, LAWYER)
    assert hall.media.devices is Media.VIDEO
    assert hall.channel.sent[-1] == Offer(
        call_id=call_id, participant_id=LAWYER, epoch=1, sdp=f"offer to {LAWYER}"
    )
    assert [s.urls for s in hall.media.servers] == [("stun:127.0.0.1",)]

    hall.status(call_id, CallState.ACTIVE, LAWYER, epoch=1)
    hall.candidate(call_id, LAWYER, "early")
    hall.answer(call_id, LAWYER)
    hall.candidate(call_id, LAWYER, "late")
    assert hall.media.peers == {(LAWYER, 1): "answer"}
    assert hall.media.candidates == ["early", "late"]

    hall.media_says(SelfPictures(frames="self"))
    hall.media_says(Connected(peer=PEER))
    hall.media_says(RemotePictures(peer=PEER, frames="remote", flowing=True))
    told = hall.last_media
    assert told.connected
    assert told.remote_video
    assert (told.remote_frames, told.self_frames) == ("remote", "self")
    hall.wait(3600)
    assert hall.calls.current.state is CallState.ACTIVE


def test_what_is_switched_off_is_told_to_the_lawyer(hall: Hall) -> None:
    call_id = hall.ringing()
    hall.media_says(DeviceMissing(device="microphone", message="none"))
    assert hall.channel.of(MediaState) == []
    hall.status(call_id, CallState.ACTIVE, LAWYER, epoch=1)
    told = MediaState(call_id=call_id, missing=("microphone",))
    assert hall.channel.of(MediaState) == [told]
    hall.media_says(Connected(peer=PEER))
    hall.calls.set_camera(False)
    hall.settle()
    off = told.model_copy(update={"camera_on": False})
    assert hall.channel.of(MediaState) == [told, off]
    hall.server(welcome())  # the line was away: what was told may be lost
    hall.status(call_id, CallState.ACTIVE, LAWYER, epoch=1)
    assert hall.channel.of(MediaState) == [told, off, off]


def test_who_speaks_low_tells_the_lawyer(hall: Hall) -> None:
    call_id = hall.talking()
    hall.calls.set_quiet(True)
    hall.settle()
    assert hall.channel.of(MediaState)[-1] == MediaState(call_id=call_id, quiet=True)
    hall.calls.set_quiet(False)
    hall.settle()
    assert hall.channel.of(MediaState)[-1] == MediaState(call_id=call_id)


def test_the_lawyers_picture_off_is_no_picture(hall: Hall) -> None:
    call_id = hall.talking()
    hall.media_says(RemotePictures(peer=PEER, frames="remote", flowing=True))
    assert hall.last_media.remote_video
    hall.server(MediaState(call_id=call_id, participant_id=OTHER, camera_on=False))
    assert hall.last_media.remote_video
    hall.server(MediaState(call_id=call_id, participant_id=LAWYER, camera_on=False))
    assert not hall.last_media.remote_video
    hall.server(MediaState(call_id=call_id, participant_id=LAWYER))
    assert hall.last_media.remote_video


def test_a_declined_call_goes_on_with_the_next_lawyer(hall: Hall) -> None:
    call_id = hall.ringing(LAWYER)
    hall.status(call_id, CallState.RINGING, OTHER)
    assert hall.media.peers == {(OTHER, 1): "offered"}
    hall.answer(call_id, LAWYER, sdp="too late")
    hall.candidate(call_id, LAWYER, "too late")
    hall.answer(call_id, OTHER, epoch=2, sdp="never offered")
    assert hall.media.peers == {(OTHER, 1): "offered"}
    hall.answer(call_id, OTHER)
    assert hall.media.peers == {(OTHER, 1): "answer"}


def test_back_in_the_queue_the_devices_are_closed(hall: Hall) -> None:
    call_id = hall.ringing()
    hall.status(call_id, CallState.QUEUED)
    assert hall.media.devices is None
    assert not hall.media.peers
    hall.status(call_id, CallState.RINGING, OTHER)
    assert hall.media.peers == {(OTHER, 1): "offered"}


def test_an_answer_counts_once(hall: Hall) -> None:
    call_id = hall.talking()
    hall.answer(call_id, LAWYER, sdp="again")
    assert hall.media.peers == {(LAWYER, 1): "answer"}


def test_mute_and_picture_off_hold_from_before_the_answer(hall: Hall) -> None:
    call_id = hall.start()
    hall.calls.set_microphone(False)
    hall.calls.set_camera(False)
    hall.settle()
    hall.status(call_id, CallState.RINGING, LAWYER)
    hall.media_says(SelfPictures(frames="self"))
    assert (hall.media.microphone, hall.media.camera) == (False, False)
    assert not hall.last_media.microphone_on
    assert hall.last_media.self_frames is None
    hall.calls.set_camera(True)
    hall.settle()
    assert hall.media.camera
    assert hall.last_media.self_frames == "self"


def test_a_missing_device_is_told_and_the_call_goes_on(hall: Hall) -> None:
    call_id = hall.ringing()
    hall.media_says(DeviceMissing(device="microphone", message="no microphone"))
    assert hall.last_media.missing == {"microphone"}
    assert not hall.last_media.microphone_on
    assert hall.calls.current is not None
    hall.calls.hang_up()
    hall.settle()
    assert hall.states(call_id)[-1] is CallState.ENDED


def test_a_voice_call_has_no_camera(hall: Hall) -> None:
    hall.ringing(media=Media.VOICE)
    hall.media_says(Connected(peer=PEER))
    assert not hall.last_media.camera_on


def test_a_second_tap_is_the_same_call(hall: Hall) -> None:
    assert hall.start() == hall.start()
    assert len(hall.channel.of(CallRequest)) == 1


def test_start_may_come_from_any_thread(hall: Hall) -> None:
    ids: list[str] = []
    hall.loop.set_debug(False)
    threads = [
        threading.Thread(target=lambda: ids.append(hall.calls.start(Media.VIDEO))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    hall.settle()
    assert len(set(ids)) == 1
    assert len(hall.channel.of(CallRequest)) == 1


# --- endings ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reason",
    [
        EndReason.DECLINED,
        EndReason.NO_ANSWER,
        EndReason.NOBODY_ON_DUTY,
        EndReason.LAWYER_HUNG_UP,
        EndReason.LAWYER_LOST,
    ],
)
def test_the_server_ends_it(hall: Hall, reason: EndReason) -> None:
    call_id = hall.talking()
    hall.status(call_id, CallState.ENDED, LAWYER, epoch=1, reason=reason)
    assert hall.is_over(reason)
    assert not hall.channel.of(HangUp)  # it knows
    assert not hall.last_media.connected
    assert hall.last_media.remote_frames is None


def test_the_resident_hangs_up(hall: Hall) -> None:
    call_id = hall.talking()
    hall.calls.hang_up()
    hall.settle()
    assert hall.is_over(EndReason.RESIDENT_HUNG_UP)
    assert hall.channel.sent[-1] == HangUp(call_id=call_id)


@pytest.mark.parametrize("ring", [False, True])
def test_the_resident_cancels(hall: Hall, ring: bool) -> None:
    call_id = hall.ringing() if ring else hall.start()
    hall.calls.hang_up()
    hall.settle()
    assert hall.is_over(EndReason.RESIDENT_CANCELLED)
    assert hall.channel.sent[-1] == HangUp(call_id=call_id)


def test_a_cancel_that_crosses_the_answer_hangs_up(hall: Hall) -> None:
    hall.talking()
    hall.calls.hang_up()
    hall.settle()
    assert hall.is_over(EndReason.RESIDENT_HUNG_UP)


def test_cancelled_before_the_loop_has_seen_it(hall: Hall) -> None:
    hall.calls.start(Media.VIDEO)
    hall.calls.hang_up()
    hall.settle()
    assert hall.is_over(EndReason.RESIDENT_CANCELLED)


def test_a_call_cancelled_while_the_last_ones_devices_close_costs_the_next_one_nothing(
    hall: Hall,
) -> None:
    hall.media.slow_close = asyncio.Event()
    hall.talking()
    hall.calls.hang_up()
    hall.settle()
    hall.start()
    hall.calls.hang_up()
    hall.settle()
    hall.ringing(OTHER)
    assert hall.media.devices is Media.VIDEO  # still those of the first
    hall.media.slow_close.set()
    hall.settle()
    assert set(hall.media.peers) == {(OTHER, 1)}


def test_with_the_line_down_it_ends_at_once(hall: Hall) -> None:
    hall.channel.online = False
    hall.start()
    assert hall.is_over(EndReason.SERVER_LOST)


def test_no_word_on_the_request_in_four_seconds(hall: Hall) -> None:
    call_id = hall.start()
    hall.wait(3.75)
    assert hall.calls.current is not None
    hall.wait(0.5)
    assert hall.is_over(EndReason.SERVER_LOST)
    assert hall.channel.sent[-1] == HangUp(call_id=call_id)


def test_a_refused_request_ends_at_once(hall: Hall) -> None:
    call_id = hall.start()
    hall.server(ServerError(code="conflict", message="no", call_id=call_id))
    assert hall.is_over(EndReason.SERVER_LOST)


def test_while_it_rings_a_silent_server_is_lost_within_four_seconds(hall: Hall) -> None:
    hall.ringing()
    hall.wait(2.5, heartbeats=False)
    assert hall.calls.current is not None
    hall.wait(1, heartbeats=False)
    assert hall.is_over(EndReason.SERVER_LOST)


def test_a_conversation_outlives_the_server(hall: Hall) -> None:
    call_id = hall.talking()
    hall.channel.online = False
    hall.wait(600, heartbeats=False)
    assert hall.last_media.connected
    hall.channel.online = True
    hall.server(welcome())
    hall.status(call_id, CallState.ACTIVE, LAWYER, epoch=1)
    hall.wait(10)
    assert hall.last_media.connected
    assert not hall.is_over(EndReason.SERVER_LOST)


def test_a_line_that_is_back_in_time_keeps_the_call(hall: Hall) -> None:
    call_id = hall.ringing()
    hall.channel.online = False
    hall.wait(2)
    hall.channel.online = True
    hall.channel.sent.clear()
    hall.server(welcome())
    hall.status(call_id, CallState.RINGING, LAWYER, epoch=0)
    assert [m.type for m in hall.channel.sent] == ["call.offer"]  # it had not arrived
    hall.wait(10)
    assert hall.calls.current is not None


def test_a_call_that_the_server_forgot_meanwhile_ends(hall: Hall) -> None:
    hall.talking()
    hall.server(welcome())
    hall.wait(4.5)
    assert hall.is_over(EndReason.SERVER_LOST)


def test_a_request_lost_with_the_line_is_sent_again(hall: Hall) -> None:
    call_id = hall.start()
    hall.server(welcome())
    assert hall.channel.of(CallRequest) == [CallRequest(call_id=call_id, media=Media.VIDEO)] * 2


def test_a_call_that_is_over_here_is_ended_there(hall: Hall) -> None:
    call_id = hall.talking()
    hall.channel.online = False
    hall.calls.hang_up()
    hall.settle()
    hall.channel.online = True
    hall.status(call_id, CallState.ACTIVE, LAWYER, epoch=1)
    assert hall.channel.sent[-1] == HangUp(call_id=call_id)
    assert hall.is_over(EndReason.RESIDENT_HUNG_UP)


def test_the_media_process_dies_and_the_call_goes_on(hall: Hall) -> None:
    call_id = hall.talking()
    hall.calls.set_microphone(False)
    hall.settle()
    hall.media.die()
    assert hall.last_media.reconnecting
    hall.wait(0.25)
    hall.rebuilt(call_id, LAWYER, 2)
    assert hall.last_media.connected
    assert hall.media.devices is Media.VIDEO
    assert not hall.media.microphone  # muted it stays


def test_a_media_process_that_dies_while_it_rings_offers_again(hall: Hall) -> None:
    call_id = hall.ringing()
    hall.media.die()
    hall.wait(0.25)
    hall.status(call_id, CallState.ACTIVE, LAWYER, epoch=2)
    hall.rebuilt(call_id, LAWYER, 2)
    assert hall.last_media.connected


def test_while_nobody_is_rung_its_death_does_not_matter(hall: Hall) -> None:
    call_id = hall.start()
    hall.status(call_id, CallState.QUEUED)
    hall.media_says(Died())
    assert hall.calls.current is not None


@pytest.mark.parametrize("step", ["open", "create_offer", "set_answer"])
def test_a_step_that_goes_on_failing_ends_the_call(hall: Hall, step: str) -> None:
    hall.media.broken = step
    call_id = hall.ringing()
    hall.status(call_id, CallState.ACTIVE, LAWYER, epoch=1)
    hall.answer(call_id, LAWYER)
    hall.wait(26)
    assert hall.is_over(EndReason.MEDIA_FAILED)
    hall.media.broken = ""
    hall.talking()  # and the next call works
    assert hall.last_media.connected


def test_a_step_that_fails_once_costs_a_second(hall: Hall) -> None:
    hall.media.broken = "create_offer"
    call_id = hall.ringing()
    hall.media.broken = ""
    hall.wait(1)
    hall.status(call_id, CallState.ACTIVE, LAWYER, epoch=2)
    hall.rebuilt(call_id, LAWYER, 2)
    assert hall.last_media.connected


@pytest.mark.parametrize(
    "event", [Lost(peer=PEER, reason="failed"), Stalled(peer=PEER)], ids=["failed", "stalled"]
)
def test_a_dead_path_is_shown_and_made_anew(hall: Hall, event: MediaEvent) -> None:
    call_id = hall.talking()
    hall.media_says(event)
    assert hall.last_media.reconnecting
    assert (LAWYER, 1) in hall.media.peers  # it may come back by itself
    hall.wait(0.75)
    hall.rebuilt(call_id, LAWYER, 2)
    assert hall.last_media.connected
    assert not hall.last_media.reconnecting
    assert set(hall.media.peers) == {(LAWYER, 2)}


def test_a_path_that_comes_back_by_itself_is_kept(hall: Hall) -> None:
    hall.talking()
    hall.channel.online = False  # the cable is out: nothing can be offered either
    hall.media_says(Stalled(peer=PEER))
    hall.wait(10, heartbeats=False)
    hall.media_says(Flowing(peer=PEER))
    assert hall.last_media.connected
    hall.channel.online = True
    hall.server(welcome())
    hall.status(hall.last.call_id, CallState.ACTIVE, LAWYER, epoch=1)
    hall.wait(10)
    assert set(hall.media.peers) == {(LAWYER, 1)}


def test_a_path_is_tried_again_and_again_for_a_minute(hall: Hall) -> None:
    hall.talking()
    hall.media_says(Stalled(peer=PEER))
    hall.wait(58)
    offers = [m.epoch for m in hall.channel.sent if isinstance(m, Offer)]
    assert offers == list(range(1, len(offers) + 1))
    assert 8 < len(offers) < 20
    hall.wait(3)
    assert hall.is_over(EndReason.MEDIA_FAILED)
    assert hall.media.devices is None


def test_a_page_that_was_loaded_anew_gets_the_next_connection(hall: Hall) -> None:
    call_id = hall.talking()
    ask = Reconnect(call_id=call_id, participant_id=LAWYER)
    hall.server(ask)
    hall.server(ask)
    hall.wait(0.25)
    hall.rebuilt(call_id, LAWYER, 2)
    assert hall.last_media.connected
    hall.server(Reconnect(call_id=call_id, participant_id=OTHER))
    hall.wait(2)
    assert set(hall.media.peers) == {(LAWYER, 2)}


# --- after a power cut -------------------------------------------------------------------------


def _left(hall: Hall) -> list[str | None]:
    return [e.status and e.status.call_id for e in hall.events if isinstance(e, CallLeft)]


def test_a_call_from_before_the_start_is_offered_and_taken_up(hall: Hall) -> None:
    hall.server(welcome())
    hall.status("before", CallState.ACTIVE, LAWYER, epoch=3)
    hall.status("before", CallState.ACTIVE, LAWYER, epoch=3)
    assert _left(hall) == ["before"]
    assert not hall.channel.of(HangUp)
    assert hall.calls.go_on() == "before"
    hall.settle()
    hall.rebuilt("before", LAWYER, 4)
    assert hall.last_media.connected
    assert hall.calls.go_on() is None


def test_a_call_from_before_that_nobody_wants_is_ended(hall: Hall) -> None:
    hall.status("before", CallState.ACTIVE, LAWYER, epoch=1)
    hall.calls.hang_up()  # the end of the session, too
    hall.settle()
    assert hall.channel.sent[-1] == HangUp(call_id="before")
    assert _left(hall) == ["before", None]
    hall.status("before", CallState.ACTIVE, LAWYER, epoch=1)  # it crossed
    assert _left(hall) == ["before", None]


def test_a_call_from_before_may_end_meanwhile(hall: Hall) -> None:
    hall.status("before", CallState.ACTIVE, LAWYER, epoch=1)
    hall.status("before", CallState.ENDED, LAWYER, reason=EndReason.LAWYER_HUNG_UP)
    assert _left(hall) == ["before", None]
    assert hall.calls.go_on() is None


def test_one_that_only_waited_is_not_offered(hall: Hall) -> None:
    hall.status("before", CallState.QUEUED)
    assert _left(hall) == []
    assert hall.channel.sent[-1] == HangUp(call_id="before")


def test_a_path_that_the_lawyer_closed_waits_for_the_reason(hall: Hall) -> None:
    call_id = hall.talking()
    hall.media_says(Lost(peer=PEER, reason="closed"))
    assert not hall.last_media.connected
    hall.wait(1)
    hall.status(call_id, CallState.ENDED, LAWYER, epoch=1, reason=EndReason.LAWYER_HUNG_UP)
    assert hall.is_over(EndReason.LAWYER_HUNG_UP)


def test_a_path_closed_without_a_reason_is_made_anew(hall: Hall) -> None:
    call_id = hall.talking()
    hall.media_says(Lost(peer=PEER, reason="closed"))
    hall.wait(2.25)
    hall.rebuilt(call_id, LAWYER, 2)
    assert hall.last_media.connected


def test_answered_but_never_connected(hall: Hall) -> None:
    call_id = hall.ringing()
    hall.status(call_id, CallState.ACTIVE, LAWYER, epoch=1)
    hall.wait(29)  # the browser asks the lawyer for the camera
    hall.answer(call_id, LAWYER)
    hall.wait(24)
    assert hall.calls.current is not None
    hall.wait(1.5)
    assert hall.is_over(EndReason.MEDIA_FAILED)


RELAY = "\r\na=candidate:1 1 udp 1 10.0.0.1 9 typ relay raddr 0.0.0.0 rport 9\r\n"
WAYS = ("turn:t", "turn:t?transport=tcp", "turns:t")


def test_all_ways_to_a_turn_server_are_tried_before_giving_up(hall: Hall) -> None:
    """Each lawyer's answer comes at once; an offer may take as long as a deaf server."""
    hall.media.found = RELAY
    hall.server(welcome(IceServer(urls=("turn:of-the-welcome",))))
    call_id = hall.start()
    servers = (IceServer(urls=WAYS, username="u"),)
    hall.status(call_id, CallState.RINGING, LAWYER, servers=servers)
    hall.status(call_id, CallState.ACTIVE, LAWYER, epoch=1, servers=servers)
    tried: dict[str, float] = {}
    began = hall.clock.monotonic()
    epoch = 0
    while hall.calls.current is not None:
        offers = [m.epoch for m in hall.channel.sent if isinstance(m, Offer)]
        if offers[-1] != epoch:
            epoch = offers[-1]
            if epoch > 1:
                hall.wait(GATHER_S)
            tried.setdefault(hall.media.servers[0].urls[0], hall.clock.monotonic() - began)
            hall.answer(call_id, LAWYER, epoch)
        hall.wait(0.25)
    assert tuple(tried) == WAYS
    assert FIRST_S - tried["turns:t"] >= CONNECT_S
    assert hall.is_over(EndReason.MEDIA_FAILED)


def test_a_way_that_worked_is_tried_first(hall: Hall) -> None:
    hall.media.found = RELAY
    hall.server(welcome(IceServer(urls=WAYS)))
    call_id = hall.ringing()
    hall.status(call_id, CallState.ACTIVE, LAWYER, epoch=1)
    hall.answer(call_id, LAWYER)
    hall.wait(CONNECT_S + 0.25)
    hall.rebuilt(call_id, LAWYER, 2)
    assert hall.media.servers[0].urls == ("turn:t?transport=tcp",)
    hall.media_says(Stalled(peer=Peer(participant_id=LAWYER, epoch=2)))
    hall.wait(0.75)
    assert hall.media.servers[0].urls == ("turn:t?transport=tcp",)
    hall.wait(RECONNECT_S + 0.25)
    assert hall.media.servers[0].urls == ("turns:t",)


def test_that_no_relay_was_found_is_logged_once(
    hall: Hall, caplog: pytest.LogCaptureFixture, allow_log: Callable[[str], None]
) -> None:
    allow_log("No TURN server gave an address")
    hall.server(welcome(IceServer(urls=WAYS)))
    hall.media.found = RELAY.replace("relay", "host")
    for _ in range(2):
        hall.ringing()
        hall.calls.hang_up()
        hall.settle()
    said = [r.getMessage() for r in caplog.records if r.levelname == "WARNING"]
    assert len(said) == 1
    assert "candidates: 1 host" in said[0]
    assert "10.0.0.1" not in caplog.text


def test_events_of_an_old_connection_do_not_matter(hall: Hall) -> None:
    call_id = hall.ringing(LAWYER)
    hall.status(call_id, CallState.RINGING, OTHER)
    hall.media_says(Lost(peer=PEER, reason="failed"))
    hall.media_says(RemotePictures(peer=PEER, frames="old", flowing=True))
    assert hall.calls.current is not None
    assert hall.last_media.remote_frames is None


def test_a_call_does_not_go_backwards(hall: Hall, allow_log: Callable[[str], None]) -> None:
    allow_log("Ignored")
    call_id = hall.talking()
    hall.status(call_id, CallState.QUEUED)
    assert hall.calls.current is not None
    assert hall.calls.current.state is CallState.ACTIVE


# --- anything, in any order ------------------------------------------------------------------

PEOPLE = st.sampled_from([LAWYER, OTHER])


class AnyCall(RuleBasedStateMachine):
    """Whatever comes in whatever order: one end for each call, and nothing left open."""

    @initialize()
    def begin(self) -> None:
        self.hall = Hall()
        self.hall.server(welcome())
        self.ids: list[str] = []

    @property
    def call_id(self) -> str:
        return self.ids[-1] if self.ids else "none"

    @rule(media=st.sampled_from(Media))
    def start(self, media: Media) -> None:
        call_id = self.hall.start(media)
        if call_id not in self.ids:
            self.ids.append(call_id)

    @rule(state=st.sampled_from(CallState), who=PEOPLE, epoch=st.integers(0, 1),
          old=st.booleans())  # fmt: skip
    def server_says(self, state: CallState, who: str, epoch: int, old: bool) -> None:
        call_id = self.ids[0] if old and self.ids else self.call_id
        if call_id not in self.ids:
            return  # one from before the start: its own tests
        ended = EndReason.LAWYER_HUNG_UP if state is CallState.ENDED else None
        queued = state is CallState.QUEUED
        self.hall.status(call_id, state, None if queued else who, epoch=epoch, reason=ended)

    @rule(who=PEOPLE, epoch=st.integers(1, 2))
    def answer(self, who: str, epoch: int) -> None:
        self.hall.answer(self.call_id, who, epoch)

    @rule(who=PEOPLE)
    def candidate(self, who: str) -> None:
        self.hall.candidate(self.call_id, who, "candidate")

    @rule(who=PEOPLE, kind=st.sampled_from([Connected, Stalled, Flowing, "failed", "closed"]),
          newest=st.booleans())  # fmt: skip
    def path(self, who: str, kind: Any, newest: bool) -> None:
        epoch = max((e for p, e in self.hall.media.peers if p == who), default=1) if newest else 1
        peer = Peer(participant_id=who, epoch=epoch)
        lost = isinstance(kind, str)
        self.hall.media_says(
            Lost.model_validate({"peer": peer, "reason": kind}) if lost else kind(peer=peer)
        )

    @rule(who=PEOPLE)
    def page_loaded_anew(self, who: str) -> None:
        self.hall.server(Reconnect(call_id=self.call_id, participant_id=who))

    @rule()
    def media_dies(self) -> None:
        self.hall.media.die()
        self.hall.settle()

    @rule()
    def leave(self) -> None:
        self.hall.calls.hang_up()
        self.hall.settle()

    @rule(microphone=st.booleans(), on=st.booleans())
    def mute(self, microphone: bool, on: bool) -> None:
        (self.hall.calls.set_microphone if microphone else self.hall.calls.set_camera)(on)
        self.hall.settle()

    @rule(seconds=st.sampled_from([0.5, 2.0, 5.0, 40.0]), heartbeats=st.booleans())
    def wait(self, seconds: float, heartbeats: bool) -> None:
        self.hall.wait(seconds, heartbeats=heartbeats)

    @rule(online=st.booleans())
    def line(self, online: bool) -> None:
        if online and not self.hall.channel.online:
            self.hall.channel.online = True
            self.hall.server(welcome())
        self.hall.channel.online = online

    @invariant()
    def one_end_for_each_call(self) -> None:
        for call_id in getattr(self, "ids", []):
            states = self.hall.states(call_id)
            current = self.hall.calls.current
            if current is not None and current.call_id == call_id:
                assert CallState.ENDED not in states
            else:
                assert states.count(CallState.ENDED) == 1
                assert states[-1] is CallState.ENDED

    @invariant()
    def what_is_open_belongs_to_the_call(self) -> None:
        if not hasattr(self, "hall"):
            return
        current = self.hall.calls.current
        if current is None or current.state is CallState.QUEUED:
            assert self.hall.media.devices is None
            assert not self.hall.media.peers
        else:
            # While its process is being replaced there may be nothing.
            assert {who for who, _ in self.hall.media.peers} <= {current.participant_id}
            assert self.hall.media.devices in (current.media, None)

    @precondition(lambda self: self.hall.calls.current is None and self.ids)
    @rule()
    def the_next_call_works(self) -> None:
        self.hall.channel.online = True
        self.ids.append(self.hall.talking())
        assert self.hall.last_media.connected

    def teardown(self) -> None:
        if hasattr(self, "hall"):
            self.hall.close()


@pytest.fixture
def backwards_is_logged(allow_log: Callable[[str], None]) -> None:
    allow_log("Ignored: a call moved")


AnyCall.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestAnyCall = pytest.mark.usefixtures("backwards_is_logged")(AnyCall.TestCase)
