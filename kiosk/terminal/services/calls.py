"""The resident's call: from the tap to its end, whatever dies in between.

The methods may be called from any thread; the rest happens on the runtime's loop. The server
decides how a call goes on; the terminal decides for itself only that a call is over (hung up,
server silent, media gone), tells the server, and never waits for its consent.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from kiosk.domain.articles import Topic
from kiosk.domain.calls import CallState, EndReason, Media, check_transition
from kiosk.domain.clock import Clock
from kiosk.domain.ids import new_id
from kiosk.errors import ConflictError, KioskError
from kiosk.protocol.socket import (
    Answer,
    AnyMessage,
    CallRequest,
    CallStatus,
    HangUp,
    IceCandidate,
    IceServer,
    MediaState,
    Offer,
    ServerError,
    Welcome,
)
from kiosk.terminal.calls.messages import (
    Connected,
    DeviceMissing,
    Died,
    Lost,
    MediaEvent,
    RemotePictures,
    SelfPictures,
)
from kiosk.terminal.services.events import CallChanged, CallMediaChanged, EventBus
from kiosk.terminal.services.ports import CallMedia, Channel

_log = logging.getLogger(__name__)

#: No message of any kind from the server for this long: it is lost. Heartbeats come each second.
SERVER_SILENCE_S = 3.0
#: The server's answer to ``call.request``.
REQUEST_S = 4.0
#: From the lawyer's click to the browser's answer: the browser may ask for the camera first.
ANSWER_S = 30.0
#: From the answer to the media path.
CONNECT_S = 10.0
#: From a connection closed by the other side to the server's word on why.
CLOSED_S = 4.0
#: Candidates that may come before their answer.
_EARLY_CANDIDATES = 64

_Step = Callable[[], Awaitable[None]]


@dataclass(slots=True, eq=False)
class _Call:
    """The call in progress; touched on the loop only (``status`` is replaced, never changed)."""

    status: CallStatus
    topic: Topic | None
    steps: asyncio.Queue[_Step] = field(default_factory=lambda: asyncio.Queue(maxsize=128))
    tasks: list[asyncio.Task[None]] = field(default_factory=list)
    known: bool = False  # the server has answered the request
    resumed: bool = False  # the line was lost and is back; the server has not spoken yet
    heard_at: float = 0.0
    deadline: float | None = None
    participant_id: str | None = None  # whom the present connection is to
    epoch: int = 0  # of the present connection; 0: none
    offer: Offer | None = None
    answered: bool = False
    early: deque[IceCandidate] = field(default_factory=lambda: deque(maxlen=_EARLY_CANDIDATES))
    devices_open: bool = False
    connected: bool = False
    microphone_on: bool = True
    camera_on: bool = True
    remote_frames: str | None = None
    remote_flowing: bool = False
    remote_camera_on: bool = True
    self_frames: str | None = None
    missing: frozenset[str] = frozenset()
    media_told: CallMediaChanged | None = None
    media_sent: MediaState | None = None  # what the lawyer knows; None: not certain


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
        self._call: _Call | None = None
        self._ice_servers: tuple[IceServer, ...] = ()
        self._closing: asyncio.Task[None] | None = None
        media.subscribe(self._media_event)

    # --- any thread ------------------------------------------------------------------------

    @property
    def current(self) -> CallStatus | None:
        """The call in progress; None when there is none (an ended one comes as ``CallChanged``)."""
        call = self._call
        return call.status if call is not None else None

    def start(self, media: Media, topic: Topic | None = None) -> str:
        """Ask for a lawyer; returns the call's id. A second tap returns the call in progress."""
        with self._lock:
            if self._call is not None:
                return self._call.status.call_id
            status = CallStatus(call_id=new_id(), state=CallState.QUEUED, media=media)
            call = self._call = _Call(status, topic)
        self._post(lambda: self._begin(call))
        return status.call_id

    def hang_up(self) -> None:
        """End the call, whatever its state: stop waiting, or hang up if it was answered."""
        self._post(self._leave)

    def set_microphone(self, on: bool) -> None:
        self._post(lambda: self._mute(microphone=on))

    def set_camera(self, on: bool) -> None:
        self._post(lambda: self._mute(camera=on))

    # --- messages of the server, on the loop -------------------------------------------------

    def handle(self, message: AnyMessage) -> None:
        """Every message of the device socket, heartbeats included: they prove that it lives."""
        call = self._call
        if call is not None:
            call.heard_at = self._clock.monotonic()
        if isinstance(message, Welcome):
            self._ice_servers = message.ice_servers
            if call is not None:
                self._resume(call)
        elif isinstance(message, CallStatus):
            if call is not None and message.call_id == call.status.call_id:
                self._server_says(call, message)
            elif message.state is not CallState.ENDED:
                # A call that is over here is open there: the end was lost with the line.
                self._channel.send(HangUp(call_id=message.call_id))
        elif isinstance(message, Answer):
            if call is not None and self._is_present(call, message):
                self._answer(call, message)
        elif isinstance(message, IceCandidate):
            if call is not None and self._is_present(call, message):
                self._candidate(call, message)
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

    def _resume(self, call: _Call) -> None:
        """The line is back: the server says what became of the call, or it is lost."""
        if not call.known:
            self._request(call)  # ``call_id`` makes it happen once
        call.known, call.resumed, call.media_sent = False, True, None
        call.deadline = self._clock.monotonic() + REQUEST_S

    def _is_present(self, call: _Call, message: Answer | IceCandidate) -> bool:
        return (message.call_id, message.participant_id, message.epoch) == (
            call.status.call_id,
            call.participant_id,
            call.epoch,
        )

    def _server_says(self, call: _Call, status: CallStatus) -> None:
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
            self._disconnect(call, devices=True)
        elif status.participant_id is not None:
            if status.participant_id != call.participant_id:
                self._connect(call, status.participant_id)
            elif resumed and status.epoch < call.epoch and call.offer is not None:
                self._channel.send(call.offer)  # it was lost with the line
        if status.state is CallState.ACTIVE and not call.connected:
            call.deadline = self._clock.monotonic() + (CONNECT_S if call.answered else ANSWER_S)
        self._bus.publish(CallChanged(status))
        self._tell_media(call)

    # --- the connection --------------------------------------------------------------------

    def _connect(self, call: _Call, participant_id: str) -> None:
        self._disconnect(call, devices=False)
        call.participant_id, call.epoch = participant_id, 1

        async def make_offer() -> None:
            if not call.devices_open:
                await self._media.open(call.status.media)
                call.devices_open = True
                await self._media.set_microphone(call.microphone_on)
                await self._media.set_camera(call.camera_on)
            if call.participant_id != participant_id:
                return  # routing went on while the devices opened
            sdp = await self._media.create_offer(participant_id, 1, self._ice_servers)
            offer = Offer(
                call_id=call.status.call_id, participant_id=participant_id, epoch=1, sdp=sdp
            )
            if call.participant_id == participant_id:
                call.offer = offer
                self._channel.send(offer)

        self._step(call, make_offer)

    def _disconnect(self, call: _Call, *, devices: bool) -> None:
        """Drop the present connection, and the devices when nobody is being rung."""
        participant_id, epoch = call.participant_id, call.epoch
        call.participant_id, call.epoch, call.offer = None, 0, None
        call.answered = call.connected = call.remote_flowing = False
        call.remote_camera_on = True
        call.remote_frames = call.media_sent = None
        call.early.clear()
        if participant_id is None:
            return
        if devices:
            call.self_frames = None
            call.missing = frozenset()

            async def close_all() -> None:
                call.devices_open = False
                await self._media.close()

            self._step(call, close_all)
        else:
            self._step(call, lambda: self._media.close_peer(participant_id, epoch))

    def _answer(self, call: _Call, answer: Answer) -> None:
        if call.answered or call.offer is None:
            return
        call.answered = True
        early, call.early = list(call.early), deque(maxlen=_EARLY_CANDIDATES)
        if not call.connected:
            call.deadline = self._clock.monotonic() + CONNECT_S
        self._step(
            call,
            lambda: self._media.set_answer(answer.participant_id, answer.epoch, answer.sdp),
        )
        for candidate in early:
            self._candidate(call, candidate)

    def _candidate(self, call: _Call, candidate: IceCandidate) -> None:
        if call.answered:
            self._step(call, lambda: self._media.add_candidate(candidate))
        else:
            call.early.append(candidate)

    # --- events of the media process, on the loop ------------------------------------------

    def _media_event(self, event: MediaEvent) -> None:
        call = self._call
        if call is None:
            return
        if isinstance(event, Died):
            if call.devices_open or call.participant_id is not None:
                self._end(call, EndReason.MEDIA_FAILED)
            return
        if isinstance(event, Connected | Lost | RemotePictures) and (
            (event.peer.participant_id, event.peer.epoch) != (call.participant_id, call.epoch)
        ):
            return
        if isinstance(event, Connected):
            call.connected, call.deadline = True, None
        elif isinstance(event, Lost):
            if event.reason != "closed":
                self._end(call, EndReason.MEDIA_FAILED)
                return
            # The other side closed it: most likely the lawyer hung up or left, and the server is
            # about to say which.
            call.connected = call.remote_flowing = False
            call.deadline = self._clock.monotonic() + CLOSED_S
        elif isinstance(event, RemotePictures):
            call.remote_frames, call.remote_flowing = event.frames, event.flowing
        elif isinstance(event, SelfPictures):
            call.self_frames = event.frames or None
        elif isinstance(event, DeviceMissing):
            call.missing |= {event.device}
        self._tell_media(call)

    # --- on the loop -----------------------------------------------------------------------

    def _begin(self, call: _Call) -> None:
        if call is not self._call:
            return
        now = self._clock.monotonic()
        call.heard_at, call.deadline = now, now + REQUEST_S
        call.tasks = [asyncio.create_task(self._run_steps(call)),
                      asyncio.create_task(self._watch(call))]  # fmt: skip
        self._bus.publish(CallChanged(call.status))
        if not self._request(call):
            self._end(call, EndReason.SERVER_LOST)

    def _request(self, call: _Call) -> bool:
        """Ask the server for the call; False when the line is down."""
        status = call.status
        return self._channel.send(
            CallRequest(call_id=status.call_id, media=status.media, topic=call.topic)
        )

    def _leave(self) -> None:
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
                self._step(call, lambda: self._media.set_microphone(microphone))
        if camera is not None:
            call.camera_on = camera
            if call.devices_open:
                self._step(call, lambda: self._media.set_camera(camera))
        self._tell_media(call)

    def _end(self, call: _Call, reason: EndReason, *, status: CallStatus | None = None) -> None:
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
        if opened:
            self._closing = asyncio.create_task(self._media.close())
        self._tell_media(call)
        self._bus.publish(CallChanged(call.status))

    def _tell_media(self, call: _Call) -> None:
        """Publish what flows, when it is not what was published last."""
        told = CallMediaChanged(
            call_id=call.status.call_id,
            connected=call.connected,
            microphone_on=call.microphone_on and "microphone" not in call.missing,
            camera_on=call.camera_on
            and call.status.media is Media.VIDEO
            and "camera" not in call.missing,
            remote_video=call.remote_flowing and call.remote_camera_on,
            remote_frames=call.remote_frames,
            self_frames=call.self_frames if call.camera_on else None,
            missing=call.missing,
        )
        if told != call.media_told and (call.media_told is not None or call.epoch):
            call.media_told = told
            self._bus.publish(told)
        self._send_media(call)

    def _send_media(self, call: _Call) -> None:
        """Tell the lawyer what is switched off or missing here, when it is not known there."""
        if call.status.state is not CallState.ACTIVE:
            return
        state = MediaState(
            call_id=call.status.call_id,
            microphone_on=call.microphone_on,
            camera_on=call.camera_on,
            missing=tuple(sorted(call.missing & {"microphone", "camera"})),
        )
        if state != call.media_sent and self._channel.send(state):
            call.media_sent = state

    def _step(self, call: _Call, step: _Step) -> None:
        """Do something with the media process, after what was asked of it before."""
        try:
            call.steps.put_nowait(step)
        except asyncio.QueueFull:
            _log.error("The media process is too slow: %d steps wait for it.", call.steps.qsize())
            self._end(call, EndReason.MEDIA_FAILED)

    async def _run_steps(self, call: _Call) -> None:
        if self._closing is not None:
            # The previous call's devices. Not awaited itself: the end of this call would cancel it.
            await asyncio.wait({self._closing})
        while True:
            step = await call.steps.get()
            try:
                await step()
            except KioskError as error:
                if call is self._call:  # else its end has closed what this step waited for
                    _log.warning("The call ends, its media failed: %s", error)
                self._end(call, EndReason.MEDIA_FAILED)
                return
            except Exception:
                _log.exception("A step of the call failed, and this is our mistake.")
                self._end(call, EndReason.MEDIA_FAILED)
                return

    async def _watch(self, call: _Call) -> None:
        while call is self._call:
            self.check_times()
            await asyncio.sleep(self._watch_s)

    def check_times(self) -> None:
        """End a call that has waited too long for something. Called by itself during a call."""
        call = self._call
        if call is None or not call.tasks:
            return
        now = self._clock.monotonic()
        if call.known and now - call.heard_at >= SERVER_SILENCE_S:
            self._end(call, EndReason.SERVER_LOST)
        elif call.deadline is not None and now >= call.deadline:
            self._end(call, EndReason.MEDIA_FAILED if call.known else EndReason.SERVER_LOST)
