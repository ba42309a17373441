"""The call's connection to the lawyer: made, and made anew as often as it takes.

A connection has an epoch. When nothing comes any more, or the media process died, the next epoch
is offered over the signalling as soon as there is a line; the old connection stays until the new
one is up, since the path may come back by itself.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence

from kiosk.domain.clock import Clock
from kiosk.errors import EnvironmentFault, KioskError
from kiosk.protocol.socket import Answer, IceCandidate, IceServer, Offer
from kiosk.terminal.services.live_call import EARLY_CANDIDATES, LiveCall, Step
from kiosk.terminal.services.ports import CallMedia, Channel
from kiosk.terminal.services.ways import asks_turn, candidate_kinds, in_turn

_log = logging.getLogger(__name__)

#: From a stall to the next connection: a short one goes by itself.
PATIENCE_S = 0.5
#: From an answer to the media path. The three ways to a TURN server take three of it, and twice the
#: time of an offer: all in ``calls.FIRST_S``.
CONNECT_S = 6.0
#: The same for a connection that is made anew: the next one is tried then.
RECONNECT_S = 4.0
#: After a step of the media process failed.
_AGAIN_S = 0.5


class CallLink:
    """``failed`` is called when the media cannot be used any more and it is our mistake."""

    def __init__(
        self,
        channel: Channel,
        media: CallMedia,
        clock: Clock,
        failed: Callable[[LiveCall], None],
    ) -> None:
        #: For calls whose status has none.
        self.ice_servers: tuple[IceServer, ...] = ()
        self._channel = channel
        self._media = media
        self._clock = clock
        self._failed = failed
        self._relay_missed = False

    # --- making connections ------------------------------------------------------------------

    def connect(self, call: LiveCall, participant_id: str, epoch: int) -> None:
        """The first connection to somebody."""
        self.disconnect(call, devices=False)
        call.participant_id, call.epoch = participant_id, epoch
        self._offer(call)

    def rebuild(self, call: LiveCall) -> None:
        """The next connection to the same person."""
        call.older.append(call.epoch)
        call.epoch += 1
        call.offer = call.media_sent = call.rebuild_at = None
        call.answered = False
        call.early.clear()
        if not call.way_works:
            call.way += 1
        call.way_works = False
        call.deadline = self._clock.monotonic() + RECONNECT_S
        _log.info("The call's connection is made anew, epoch %d.", call.epoch)
        self._offer(call)

    def stalled(self, call: LiveCall, patience_s: float = PATIENCE_S) -> None:
        """Nothing comes: show it, and make the next connection when that goes on."""
        now = self._clock.monotonic()
        call.connected = call.remote_flowing = False
        if call.was_connected:
            call.apart_since = call.apart_since or now
        else:
            call.trouble_since = call.trouble_since or now
        if call.rebuild_at is None:
            call.rebuild_at = now + patience_s

    def up(self, call: LiveCall) -> None:
        """The present connection carries something."""
        call.connected = call.was_connected = call.way_works = True
        call.deadline = call.apart_since = call.trouble_since = call.rebuild_at = None
        participant_id, older = call.participant_id, call.older
        call.older = []
        if participant_id is not None:
            for epoch in older:
                self._close(call, participant_id, epoch)

    def died(self, call: LiveCall) -> None:
        """The media process is gone with all that it held: a new one does it again."""
        call.devices_open = False
        call.self_frames = call.remote_frames = None
        call.missing = frozenset()
        call.older.clear()
        self.stalled(call, 0.0)

    def disconnect(self, call: LiveCall, *, devices: bool) -> None:
        """Drop the connection, and the devices too when nobody is being rung."""
        participant_id, epochs = call.participant_id, [*call.older, call.epoch]
        call.participant_id, call.epoch, call.offer = None, 0, None
        call.answered = call.connected = call.was_connected = call.remote_flowing = False
        call.way_works = False
        call.remote_camera_on = True
        call.remote_frames = call.media_sent = None
        call.first_answer_at = call.apart_since = call.trouble_since = call.rebuild_at = None
        call.older = []
        call.early.clear()
        if participant_id is None:
            return
        if devices:
            call.self_frames = None
            call.missing = frozenset()

            async def close_all() -> None:
                call.devices_open = False
                await self._media.close()

            self.step(call, close_all)
        else:
            for epoch in epochs:
                self._close(call, participant_id, epoch)

    def _close(self, call: LiveCall, participant_id: str, epoch: int) -> None:
        self.step(call, lambda: self._media.close_peer(participant_id, epoch))

    def _offer(self, call: LiveCall) -> None:
        """Open the devices and send an offer of the present epoch."""
        participant_id, epoch = call.participant_id, call.epoch
        assert participant_id is not None

        def is_present() -> bool:
            return (call.participant_id, call.epoch) == (participant_id, epoch)

        async def make_offer() -> None:
            if not is_present():
                return  # routing went on meanwhile
            if not call.devices_open:
                await self._media.open(call.status.media)
                call.devices_open = True
                await self._media.set_microphone(call.microphone_on)
                await self._media.set_camera(call.camera_on)
            if not is_present():
                return
            servers = in_turn(call.status.ice_servers or self.ice_servers, call.way)
            sdp = await self._media.create_offer(participant_id, epoch, servers)
            self._tell_found(servers, sdp)
            if is_present():
                call.offer = Offer(
                    call_id=call.status.call_id,
                    participant_id=participant_id,
                    epoch=epoch,
                    sdp=sdp,
                )
                self._channel.send(call.offer)

        self.step(call, make_offer)

    def _tell_found(self, servers: Sequence[IceServer], sdp: str) -> None:
        """Log the kinds of candidates; that there is no relay, once until there is one again."""
        found = candidate_kinds(sdp)
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(found.items())) or "none"
        _log.info("Candidates of the call's connection: %s.", kinds)
        if "relay" in found:
            self._relay_missed = False
        elif asks_turn(servers) and not self._relay_missed:
            self._relay_missed = True
            _log.warning(
                "No TURN server gave an address (candidates: %s): this call works only where a "
                "direct path is free. The media process has logged why.",
                kinds,
            )

    # --- what the other side answers -----------------------------------------------------------

    @staticmethod
    def is_present(call: LiveCall, message: Answer | IceCandidate) -> bool:
        return (message.call_id, message.participant_id, message.epoch) == (
            call.status.call_id,
            call.participant_id,
            call.epoch,
        )

    def answer(self, call: LiveCall, answer: Answer) -> None:
        if call.answered or call.offer is None:
            return
        call.answered = True
        early, call.early = list(call.early), deque(maxlen=EARLY_CANDIDATES)
        if not call.connected:
            now = self._clock.monotonic()
            call.deadline = now + (RECONNECT_S if call.was_connected else CONNECT_S)
            call.first_answer_at = call.first_answer_at or now
        self.step(
            call,
            lambda: self._media.set_answer(answer.participant_id, answer.epoch, answer.sdp),
        )
        for candidate in early:
            self.candidate(call, candidate)

    def candidate(self, call: LiveCall, candidate: IceCandidate) -> None:
        if call.answered:
            self.step(call, lambda: self._media.add_candidate(candidate))
        else:
            call.early.append(candidate)

    # --- steps of the media process, in order --------------------------------------------------

    def step(self, call: LiveCall, step: Step) -> None:
        """Do something with the media process, after what was asked of it before."""
        try:
            call.steps.put_nowait(step)
        except asyncio.QueueFull:
            _log.error("The media process is too slow: %d steps wait for it.", call.steps.qsize())
            self._failed(call)

    async def run_steps(self, call: LiveCall) -> None:
        """Until cancelled. A step that fails costs the connection, not the call."""
        while True:
            step = await call.steps.get()
            try:
                await step()
            except EnvironmentFault as fault:
                _log.info("The call's connection failed: %s", fault)
                if call.participant_id is not None:
                    self.stalled(call, _AGAIN_S)
            except KioskError as error:
                _log.warning("The call ends, its media failed: %s", error)
                self._failed(call)
            except Exception:
                _log.exception("A step of the call failed, and this is our mistake.")
                self._failed(call)
