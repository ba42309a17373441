"""The resident's call: from the tap to its end, whatever dies in between.

The methods may be called from any thread; the rest happens on the runtime's loop. The server
decides how a call goes on; the terminal decides for itself only that a call is over (hung up, or
nothing has come for a minute), tells the server, and never waits for its consent. An answered call
outlives the line, the server and the media process: see ``call_link``.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable

from kiosk.domain.articles import Topic
from kiosk.domain.calls import CallState, EndReason, Media, check_transition
from kiosk.domain.clock import Clock
from kiosk.domain.ids import new_id
from kiosk.errors import ConflictError
from kiosk.protocol.socket import (
    AdviceLine,
    Answer,
    AnyMessage,
    CallRequest,
    CallStatus,
    HangUp,
    IceCandidate,
    MediaState,
    Reconnect,
    ServerError,
    Welcome,
)
from kiosk.terminal.calls.messages import (
    Connected,
    DeviceMissing,
    Died,
    Flowing,
    Lost,
    MediaEvent,
    RemotePictures,
    SelfPictures,
    Stalled,
)
from kiosk.terminal.services.call_link import CONNECT_S, RECONNECT_S, CallLink
from kiosk.terminal.services.events import AdviceWritten, CallChanged, CallLeft, EventBus
from kiosk.terminal.services.live_call import LiveCall
from kiosk.terminal.services.ports import CallMedia, Channel

_log = logging.getLogger(__name__)

#: No message of any kind from the server for this long: it is lost. Heartbeats come each second.
SERVER_SILENCE_S = 3.0
#: The server's answer to ``call.request``.
REQUEST_S = 4.0
#: From the lawyer's click to the browser's answer: the browser may ask for the camera first.
ANSWER_S = 30.0
#: From a connection closed by the other side to the server's word on why.
CLOSED_S = 2.0
#: A conversation that nothing comes through any more is over after this; one that never began,
#: after the second.
GIVE_UP_S, FIRST_S = 60.0, 25.0
#: A call that this terminal had before it was started anew is offered for so long.
LEFT_S = 120.0
#: Calls that ended here, and that the server may not know to be over.
_REMEMBERED = 32


def _may_follow(old: CallState, new: CallState) -> bool:
    if old is new or (old, new) == (CallState.QUEUED, CallState.ACTIVE):
        return True  # sent again, or RINGING was lost with the line
    try:
        check_transition(old, new)
    except ConflictError:
        return False
    return True


class CallService:
    """One call at a time. Publishes ``CallChanged`` and ``CallMediaChanged``.

    ``CallLeft`` tells of one that was going on before this program was started.

    The first status of a call is QUEUED with ``position`` 0: asked for, not yet answered by the
    server. The app passes every message of the device socket to ``handle``.
    """

    def __init__(
        self,
        channel: Channel,
        media: CallMedia,
        bus: EventBus,
        clock: Clock,
        post: Callable[[Callable[[], None]], None],
        *,
        watch_s: float = 0.2,
    ) -> None:
        """``post`` runs a function on the loop; ``watch_s``: seconds between time-out checks."""
        self._channel = channel
        self._media = media
        self._bus = bus
        self._clock = clock
        self._post = post
        self._watch_s = watch_s
        self._lock = threading.Lock()
        self._call: LiveCall | None = None
        self._link = CallLink(channel, media, clock, self._media_failed)
        self._left: CallStatus | None = None
        self._over: deque[str] = deque(maxlen=_REMEMBERED)
        self._closing: asyncio.Task[None] | None = None
        media.subscribe(self._media_event)

    # --- any thread ------------------------------------------------------------------------

    @property
    def current(self) -> CallStatus | None:
        """The call in progress; None when there is none (an ended one comes as ``CallChanged``)."""
        call = self._call
        return call.status if call is not None else None

    def start(self, media: Media, topic: Topic | None = None, *, slip: str = "",
              for_other: bool = False) -> str:  # fmt: skip
        """Ask for a lawyer; returns the call's id. A second tap returns the call in progress.

        ``slip``: hash of the secret by which the lawyer's advice can be read. ``for_other``: the
        resident asks for somebody else.
        """
        with self._lock:
            if self._call is not None:
                return self._call.status.call_id
            status = CallStatus(call_id=new_id(), state=CallState.QUEUED, media=media)
            call = self._call = LiveCall(status, topic, slip, for_other)
        self._post(lambda: self._begin(call))
        return status.call_id

    def hang_up(self) -> None:
        """End the call, whatever its state: stop waiting, or hang up if it was answered."""
        self._post(self._leave)

    def go_on(self) -> str | None:
        """Take up the call that was left; its id, or None when it is over meanwhile."""
        with self._lock:
            left, self._left = self._left, None
            if left is None or self._call is not None:
                return None
            call = self._call = LiveCall(left, None, "")
        self._post(lambda: self._take_up(call))
        return left.call_id

    def leave_it(self) -> None:
        """Do not take up the call that was left: the lawyer is told."""
        self._post(self._give_up_left)

    def set_microphone(self, on: bool) -> None:
        self._post(lambda: self._mute(microphone=on))

    def set_camera(self, on: bool) -> None:
        self._post(lambda: self._mute(camera=on))

    def set_quiet(self, on: bool) -> None:
        """The resident speaks low, and the lawyer should know."""
        self._post(lambda: self._set_quiet(on))

    # --- messages of the server, on the loop -------------------------------------------------

    def handle(self, message: AnyMessage) -> None:
        """Every message of the device socket, heartbeats included: they prove that it lives."""
        call = self._call
        if call is not None:
            call.heard_at = self._clock.monotonic()
        if isinstance(message, Welcome):
            self._link.ice_servers = message.ice_servers
            if call is not None:
                self._resume(call)
        elif isinstance(message, CallStatus):
            if call is not None and message.call_id == call.status.call_id:
                self._server_says(call, message)
            elif call is None:
                self._known_there(message)
        elif isinstance(message, AdviceLine):
            # Written on when the call is over, it is still for who stands here.
            self._bus.publish(AdviceWritten(message.call_id, message.line_id, message.text))
        elif isinstance(message, Answer):
            if call is not None and self._link.is_present(call, message):
                self._link.answer(call, message)
        elif isinstance(message, IceCandidate):
            if call is not None and self._link.is_present(call, message):
                self._link.candidate(call, message)
        elif isinstance(message, Reconnect):
            # One that is on its way already is what is asked for.
            there = message.participant_id
            if call is not None and call.connected and there == call.participant_id:
                self._link.stalled(call, 0.0)
                self._tell_media(call)
        elif isinstance(message, MediaState):
            if call is not None and message.participant_id == call.participant_id:
                call.remote_camera_on = message.camera_on
                call.media_sent = None  # the lawyer's line may just be back: ours may be lost
                self._tell_media(call)
        elif (
            isinstance(message, ServerError)
            and call is not None
            and message.call_id == call.status.call_id
        ):
            # Mostly a message that crossed with the call's next state; ``call.state`` says all.
            _log.info("The server refused a message of the call: %s", message.code)
            if not call.known:
                self._end(call, EndReason.SERVER_LOST)

    def _resume(self, call: LiveCall) -> None:
        """The line is back: the server says what became of the call, or it is lost."""
        if not call.known:
            self._request(call)  # ``call_id`` makes it happen once
        call.known, call.resumed, call.media_sent = False, True, None
        call.deadline = self._clock.monotonic() + REQUEST_S

    def _known_there(self, status: CallStatus) -> None:
        """The server tells of a call that is none here."""
        if status.state is CallState.ENDED:
            if self._left is not None and self._left.call_id == status.call_id:
                self._left = None
                self._bus.publish(CallLeft(None))
        elif status.state is not CallState.ACTIVE or status.call_id in self._over:
            # It is over here: its end was lost with the line, or nobody is waiting any more.
            self._channel.send(HangUp(call_id=status.call_id))
        elif self._left is None or self._left.call_id != status.call_id:
            self._left = status
            self._bus.publish(CallLeft(status))
            asyncio.get_running_loop().call_later(LEFT_S, self._give_up_left, status)

    def _give_up_left(self, only: CallStatus | None = None) -> None:
        """``only``: unless it is this one, it is left alone."""
        if only is not None and self._left is not only:
            return
        left, self._left = self._left, None
        if left is not None:
            self._over.append(left.call_id)
            self._channel.send(HangUp(call_id=left.call_id))
            self._bus.publish(CallLeft(None))

    def _take_up(self, call: LiveCall) -> None:
        call.known, call.heard_at = True, self._clock.monotonic()
        self._start_tasks(call)
        self._bus.publish(CallChanged(call.status))
        if call.status.participant_id is not None:
            self._link.connect(call, call.status.participant_id, call.status.epoch + 1)
            call.first_answer_at = call.heard_at
        self._tell_media(call)

    def _server_says(self, call: LiveCall, status: CallStatus) -> None:
        if not _may_follow(call.status.state, status.state):
            _log.warning("Ignored: a call moved from %s to %s.", call.status.state, status.state)
            return
        call.known = True
        call.deadline = None
        if status.state is CallState.ENDED:
            self._end(call, status.end_reason or EndReason.MEDIA_FAILED, status=status)
            return
        call.status = status
        resumed, call.resumed = call.resumed, False
        if status.state is CallState.QUEUED:
            self._link.disconnect(call, devices=True)
        elif status.participant_id is not None:
            if status.participant_id != call.participant_id:
                self._link.connect(call, status.participant_id, status.epoch + 1)
            elif resumed and status.epoch < call.epoch and call.offer is not None:
                self._channel.send(call.offer)  # it was lost with the line
        if status.state is CallState.ACTIVE and not call.connected:
            wait = RECONNECT_S if call.was_connected else CONNECT_S if call.answered else ANSWER_S
            call.deadline = self._clock.monotonic() + wait
        self._bus.publish(CallChanged(status))
        self._tell_media(call)

    # --- events of the media process, on the loop ------------------------------------------

    def _media_event(self, event: MediaEvent) -> None:
        call = self._call
        if call is None:
            return
        if isinstance(event, Died):
            if call.devices_open or call.participant_id is not None:
                self._link.died(call)
                self._tell_media(call)
            return
        if isinstance(event, Connected | Lost | Stalled | Flowing | RemotePictures) and (
            (event.peer.participant_id, event.peer.epoch) != (call.participant_id, call.epoch)
        ):
            return
        if isinstance(event, Connected | Flowing):
            self._link.up(call)
        elif isinstance(event, Stalled):
            self._link.stalled(call)
        elif isinstance(event, Lost):
            # Closed by the other side: most likely the lawyer hung up or left, and the server is
            # about to say which.
            self._link.stalled(call, CLOSED_S if event.reason == "closed" else 0.0)
        elif isinstance(event, RemotePictures):
            call.remote_frames, call.remote_flowing = event.frames, event.flowing
        elif call.participant_id is None:
            pass  # of a check that the call has just ended
        elif isinstance(event, SelfPictures):
            call.self_frames = event.frames or None
        elif isinstance(event, DeviceMissing):
            call.missing |= {event.device}
        self._tell_media(call)

    # --- on the loop -----------------------------------------------------------------------

    def _begin(self, call: LiveCall) -> None:
        if call is not self._call:
            return
        now = self._clock.monotonic()
        call.heard_at, call.deadline = now, now + REQUEST_S
        self._start_tasks(call)
        self._bus.publish(CallChanged(call.status))
        if not self._request(call):
            self._end(call, EndReason.SERVER_LOST)

    def _start_tasks(self, call: LiveCall) -> None:
        call.tasks = [asyncio.create_task(self._run_steps(call)),
                      asyncio.create_task(self._watch(call))]  # fmt: skip

    def _request(self, call: LiveCall) -> bool:
        """Ask the server for the call; False when the line is down."""
        status = call.status
        return self._channel.send(
            CallRequest(
                call_id=status.call_id,
                media=status.media,
                topic=call.topic,
                slip=call.slip,
                for_other=call.for_other,
            )
        )

    def _leave(self) -> None:
        self._give_up_left()
        call = self._call
        if call is not None:
            answered = call.status.state is CallState.ACTIVE
            self._end(call, EndReason.RESIDENT_HUNG_UP if answered
                      else EndReason.RESIDENT_CANCELLED)  # fmt: skip

    def _mute(self, *, microphone: bool | None = None, camera: bool | None = None) -> None:
        call = self._call
        if call is None:
            return
        if microphone is not None:
            call.microphone_on = microphone
            if call.devices_open:
                self._link.step(call, lambda: self._media.set_microphone(microphone))
        if camera is not None:
            call.camera_on = camera
            if call.devices_open:
                self._link.step(call, lambda: self._media.set_camera(camera))
        self._tell_media(call)

    def _set_quiet(self, on: bool) -> None:
        if self._call is not None:
            self._call.quiet = on
            self._tell_media(self._call)

    def _end(self, call: LiveCall, reason: EndReason, *, status: CallStatus | None = None) -> None:
        """The call is over here, now. With ``status`` the server said so, and need not be told."""
        if call is not self._call:
            return
        for task in call.tasks:
            if task is not asyncio.current_task():
                task.cancel()
        if status is None:
            failed = EndReason.MEDIA_FAILED
            self._channel.send(
                HangUp(call_id=call.status.call_id, reason=failed if reason is failed else None)
            )
        opened = call.devices_open or call.participant_id is not None
        call.status = (status or call.status).model_copy(
            update={"state": CallState.ENDED, "end_reason": reason}
        )
        call.connected = call.remote_flowing = False
        call.remote_frames = call.self_frames = None
        self._call = None
        self._over.append(call.status.call_id)
        if opened:
            self._closing = asyncio.create_task(self._media.close())
        self._tell_media(call)
        self._bus.publish(CallChanged(call.status))

    def _tell_media(self, call: LiveCall) -> None:
        """Publish what flows, when it is not what was published last."""
        told = call.media_now()
        if told != call.media_told and (call.media_told is not None or call.epoch):
            call.media_told = told
            self._bus.publish(told)
        self._send_media(call)

    def _send_media(self, call: LiveCall) -> None:
        """Tell the lawyer what is switched off or missing here, when it is not known there."""
        if call.status.state is not CallState.ACTIVE:
            return
        state = call.media_state()
        if state != call.media_sent and self._channel.send(state):
            call.media_sent = state

    async def _run_steps(self, call: LiveCall) -> None:
        if self._closing is not None:
            # The previous call's devices. Not awaited itself: the end of this call would cancel it.
            await asyncio.wait({self._closing})
        await self._link.run_steps(call)

    async def _watch(self, call: LiveCall) -> None:
        while call is self._call:
            self.check_times()
            await asyncio.sleep(self._watch_s)

    def check_times(self) -> None:
        """Go on, or end a call that has waited too long. Called by itself during a call."""
        call = self._call
        if call is None or not call.tasks:
            return
        now = self._clock.monotonic()
        silent = now - call.heard_at >= SERVER_SILENCE_S
        talking = call.status.state is CallState.ACTIVE
        began = call.first_answer_at is not None
        if call.was_connected:
            since, patience = call.apart_since, GIVE_UP_S
        else:
            since, patience = call.trouble_since or call.first_answer_at, FIRST_S
        if call.known and silent and not talking:
            self._end(call, EndReason.SERVER_LOST)
        elif not call.connected and since is not None and now - since >= patience:
            self._end(call, EndReason.SERVER_LOST if silent else EndReason.MEDIA_FAILED)
        elif call.rebuild_at is not None and now >= call.rebuild_at:
            if self._channel.online:
                self._link.rebuild(call)
        elif call.deadline is not None and now >= call.deadline:
            if not call.known and not silent:
                self._end(call, EndReason.SERVER_LOST)
            elif not (talking and began):
                self._end(call, EndReason.MEDIA_FAILED if call.known else EndReason.SERVER_LOST)
            elif self._channel.online and not call.connected:
                self._link.rebuild(call)

    def _media_failed(self, call: LiveCall) -> None:
        self._end(call, EndReason.MEDIA_FAILED)
