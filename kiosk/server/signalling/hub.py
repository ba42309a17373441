"""Runs the switchboard's transactions off the loop, tells what they left to tell, and sweeps."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from kiosk.domain.clock import Clock
from kiosk.protocol.socket import (
    CLOSE_SIGNED_OUT,
    CallStatus,
    ConsoleState,
    Duty,
    FeedChanged,
    IceServer,
)
from kiosk.server.bus import Bus, Close, device_address, lawyer_address, socket_address
from kiosk.server.db import Session, presence
from kiosk.server.db.engine import Database
from kiosk.server.signalling.desk import Switchboard
from kiosk.server.signalling.duty import console_states, duty_of
from kiosk.server.signalling.roster import RosterCache
from kiosk.server.signalling.timing import Timing

log = logging.getLogger(__name__)

#: Everything is looked at again this often, for shifts that begin and end.
_REFRESH_S = 5.0
#: The server was stopped, or the wall clock jumped: nobody loses a lease for that.
_LATE = timedelta(seconds=2)


class Hub:
    """The signalling of one server process."""

    def __init__(self, database: Database, bus: Bus, clock: Clock, timing: Timing, *,
                 always_on_duty: bool, ice_servers: tuple[IceServer, ...],
                 pushed: Mapping[str, Any]) -> None:  # fmt: skip
        """``pushed``: settings for all terminals."""
        self.database = database
        self.bus = bus
        self.clock = clock
        self.timing = timing
        self.ice_servers = ice_servers
        self.pushed = pushed
        self._always_on_duty = always_on_duty
        self._rosters = RosterCache()
        self._beats: set[str] = set()
        self._renewed = 0.0  # loop time of the last renewal
        self._changed = asyncio.Event()
        self._running: set[asyncio.Task[None]] = set()
        self._loops: list[asyncio.Task[None]] = []
        # What was told last, so that only changes go out.
        self._duties: dict[str, Duty] = {}
        self._states: dict[str, ConsoleState] = {}
        self._queue: dict[str, CallStatus] = {}
        self._revision = 0
        self.loop = asyncio.get_running_loop()

    # --- life ------------------------------------------------------------------------------

    async def start(self) -> None:
        """End what a dead server left open, then begin to sweep."""
        await self.act(lambda board: board.recover())
        self._loops = [
            asyncio.create_task(self._sweep_forever()),
            asyncio.create_task(self._refresh_forever()),
        ]

    async def stop(self) -> None:
        for task in self._loops:
            task.cancel()
        await asyncio.gather(*self._loops, *self._running, return_exceptions=True)

    # --- transactions ----------------------------------------------------------------------

    async def act(self, work: Callable[[Switchboard], None], actor: str = "system") -> None:
        """One transaction, then its deliveries, whatever becomes of the caller meanwhile.

        Raises what ``work`` raises; then nothing has changed and nothing is told.
        """
        task = asyncio.create_task(self._act(work, actor))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        await asyncio.shield(task)

    async def _act(self, work: Callable[[Switchboard], None], actor: str) -> None:
        def transaction(session: Session) -> Switchboard:
            board = self._board(session)
            work(board)
            return board

        board = await self.database.run(transaction, actor)
        for delivery in board.deliveries:
            self.bus.publish(delivery.address, delivery.message)
            if isinstance(delivery.message, CallStatus):
                self._changed.set()
        if board.queue is not None:
            self._tell_queue(board.queue)
        if board.roster.revision != self._revision:
            self._changed.set()

    def _board(self, session: Session) -> Switchboard:
        return Switchboard(session, self.clock, self.database.keys, self._rosters.get(session),
                           self.timing, always_on_duty=self._always_on_duty)  # fmt: skip

    # --- leases ----------------------------------------------------------------------------

    def beat(self, socket_id: str) -> None:
        """A heartbeat came; it is written with the next sweep."""
        self._beats.add(socket_id)

    async def _sweep_forever(self) -> None:
        loop = asyncio.get_running_loop()
        ticked, wall = loop.time(), self.clock.now()
        while True:
            await asyncio.sleep(self.timing.sweep.total_seconds())
            late = max(timedelta(seconds=loop.time() - ticked), self.clock.now() - wall) > _LATE
            ticked, wall = loop.time(), self.clock.now()
            try:
                await self.act(partial(self._sweep, beats=self._due_beats(), late=late))
            except Exception:
                # Calls must go on ending: the next sweep tries again.
                log.exception("a sweep failed")

    def _due_beats(self) -> set[str]:
        """The heartbeats to write now: once in a heartbeat's time is enough, and saves the disk."""
        if self.loop.time() - self._renewed < self.timing.heartbeat.total_seconds() * 0.9:
            return set()
        self._renewed = self.loop.time()
        beats, self._beats = self._beats, set()
        return beats

    def _sweep(self, board: Switchboard, beats: set[str], late: bool) -> None:
        for socket_id in presence.renew(board.session, beats, board.now + self.timing.lease):
            board.tell(socket_address(socket_id), Close(CLOSE_SIGNED_OUT))
        if late:
            log.warning("the server or its clock was stopped: all leases are extended once")
            presence.extend_all(board.session, board.now + self.timing.grace)
        board.sweep()

    # --- who is on duty, who waits ---------------------------------------------------------

    def changed(self) -> None:
        """Presence or duty has changed: tell all whom it concerns."""
        self._changed.set()

    def forget_device(self, device_id: str) -> None:
        """A new socket of a terminal knows nothing yet."""
        self._duties.pop(device_id, None)

    def forget_lawyer(self, lawyer_id: str) -> None:
        self._states.pop(lawyer_id, None)

    def _tell_queue(self, queue: list[tuple[str, CallStatus]]) -> None:
        told, self._queue = self._queue, {status.call_id: status for _, status in queue}
        for device_id, status in queue:
            if told.get(status.call_id) != status:
                self.bus.publish(device_address(device_id), status)

    async def _refresh_forever(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_REFRESH_S):
                    await self._changed.wait()
            self._changed.clear()
            try:
                await self._refresh()
            except Exception:
                log.exception("telling who is on duty failed")
            await asyncio.sleep(0.05)  # a burst of changes is told once

    async def _refresh(self) -> None:
        def look(
            session: Session,
        ) -> tuple[int, dict[str, Duty], dict[str, ConsoleState]]:
            board = self._board(session)
            devices = presence.present_devices(session, board.now)
            places = {place: duty_of(board, place) for place in set(devices.values())}
            duties = {device: places[place] for device, place in devices.items()}
            return board.roster.revision, duties, console_states(board)

        revision, duties, states = await self.database.look(look)
        for device_id, duty in duties.items():
            if self._duties.get(device_id) != duty:
                self.bus.publish(device_address(device_id), duty)
        for lawyer_id, state in states.items():
            if self._states.get(lawyer_id) != state:
                self.bus.publish(lawyer_address(lawyer_id), state)
        if revision != self._revision and self._revision:
            for device_id in duties:
                self.bus.publish(device_address(device_id), FeedChanged(revision=revision))
        self._duties, self._states, self._revision = duties, states, revision
