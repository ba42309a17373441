"""Runs the switchboard's transactions off the loop, tells what they left to tell, and sweeps."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from kiosk.domain.clock import Clock
from kiosk.protocol.socket import (
    CallStatus,
    ConsoleState,
    Duty,
    FeedChanged,
)
from kiosk.server.bus import Bus, device_address, lawyer_address
from kiosk.server.db import Session, presence
from kiosk.server.db.base import ACTOR
from kiosk.server.db.engine import Database
from kiosk.server.signalling.desk import Switchboard
from kiosk.server.signalling.duty import console_states, duty_of, waiting_places
from kiosk.server.signalling.held import HeldSockets, keep_leases
from kiosk.server.signalling.ice import IceServers
from kiosk.server.signalling.roster import RosterCache
from kiosk.server.signalling.timing import Timing

log = logging.getLogger(__name__)

#: Everything is looked at again this often, for shifts that begin and end.
_REFRESH_S = 5.0
#: The server was stopped, or the wall clock jumped: nobody loses a lease for that.
_LATE = timedelta(seconds=2)
#: Sockets that are opened in one transaction at most.
_BATCH = 50


@dataclass(slots=True)
class _Opening:
    """A socket that waits to be noted."""

    work: Callable[[Switchboard], None]
    actor: str
    gone: Callable[[], bool]
    ready: Callable[[], None]
    done: asyncio.Future[None]
    fault: Exception | None = None
    skipped: bool = False


class Hub:
    """The signalling of one server process."""

    def __init__(self, database: Database, bus: Bus, clock: Clock, timing: Timing, *,
                 always_on_duty: bool, ice: IceServers,
                 pushed: Mapping[str, Any]) -> None:  # fmt: skip
        """``pushed``: settings for all terminals."""
        self.database = database
        self.bus = bus
        self.clock = clock
        self.timing = timing
        self.ice = ice
        self.pushed = pushed
        self._always_on_duty = always_on_duty
        self._rosters = RosterCache()
        self.held = HeldSockets(clock)
        self._renewed = 0.0  # loop time of the last renewal of this server's lease
        self._openings: list[_Opening] = []
        self._opener: asyncio.Task[None] | None = None
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
        server_id, alone = self.held.server_id, self.database.embedded
        await self.act(lambda board: board.recover(server_id, alone=alone))
        self._loops = [
            asyncio.create_task(self._sweep_forever()),
            asyncio.create_task(self._refresh_forever()),
        ]

    async def stop(self) -> None:
        """Leave all sockets to their grace; what is under way is finished."""
        for task in self._loops:
            task.cancel()
        await asyncio.gather(*self._loops, *self._running, return_exceptions=True)
        for socket_id in self.held.ids():
            self.held.remove(socket_id)
        await self.act(lambda board: keep_leases(board, self.held))

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

        self._deliver(await self.database.run(transaction, actor))

    def _deliver(self, board: Switchboard) -> None:
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
                           self.timing, always_on_duty=self._always_on_duty,
                           ice=self.ice)  # fmt: skip

    # --- sockets that open -----------------------------------------------------------------

    async def open(self, work: Callable[[Switchboard], None], actor: str, *,
                   gone: Callable[[], bool], ready: Callable[[], None]) -> None:  # fmt: skip
        """Note a socket by ``work``, together with others that wait: one commit for all of them.

        ``ready`` is called between the commit and the deliveries: there it begins to listen.
        Neither happens when the socket is ``gone`` by then. Raises what ``work`` raises.
        """
        opening = _Opening(work, actor, gone, ready, self.loop.create_future())
        self._openings.append(opening)
        if self._opener is None:
            self._opener = asyncio.create_task(self._open_waiting())
            self._running.add(self._opener)
            self._opener.add_done_callback(self._running.discard)
        await opening.done

    async def _open_waiting(self) -> None:
        try:
            while self._openings:
                batch, self._openings = self._openings[:_BATCH], self._openings[_BATCH:]
                try:
                    board = await self.database.run(partial(self._open_batch, batch=batch))
                except Exception as error:
                    for opening in batch:
                        opening.fault = error
                else:
                    for opening in batch:
                        if opening.fault is None and not opening.skipped:
                            opening.ready()
                    self._deliver(board)
                for opening in batch:
                    if opening.done.done():  # whoever waited was cancelled
                        continue
                    if opening.fault is not None:
                        opening.done.set_exception(opening.fault)
                    else:
                        opening.done.set_result(None)
        finally:
            self._opener = None

    def _open_batch(self, session: Session, batch: list[_Opening]) -> Switchboard:
        board = self._board(session)
        for opening in batch:
            opening.skipped = opening.gone()
            if opening.skipped:
                continue
            session.info[ACTOR] = opening.actor
            board.look_again()
            try:
                with board.step():
                    opening.work(board)
            except Exception as error:
                opening.fault = error
        return board

    # --- leases ----------------------------------------------------------------------------

    async def _sweep_forever(self) -> None:
        loop = asyncio.get_running_loop()
        ticked, wall = loop.time(), self.clock.now()
        while True:
            await asyncio.sleep(self.timing.sweep.total_seconds())
            late = max(timedelta(seconds=loop.time() - ticked), self.clock.now() - wall) > _LATE
            ticked, wall = loop.time(), self.clock.now()
            if late:
                log.warning("the server or its clock was stopped: all leases are extended once")
                self.held.forgive(self.timing.lease, self.timing.grace)
            # Two transactions: whatever is wrong with a call, leases are kept.
            for step in (partial(self._keep_leases, asked=wall, late=late), Switchboard.sweep):
                try:
                    await self.act(step)
                except Exception:
                    # Calls must go on ending: the next sweep tries again.
                    log.exception("a sweep failed")

    def _keep_leases(self, board: Switchboard, asked: datetime, late: bool) -> None:
        if self.loop.time() - self._renewed >= self.timing.heartbeat.total_seconds() * 0.9:
            self._renewed = self.loop.time()
            server_id = self.held.server_id
            presence.renew_server(board.session, server_id, board.now + self.timing.lease)
            presence.orphan(board.session, server_id, board.now, self.timing.grace)
        if late or board.now - asked > _LATE:  # the disk may have kept us waiting, too
            presence.extend_graces(board.session, board.now + self.timing.grace)
        keep_leases(board, self.held)

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
            queue = waiting_places(board)
            places = {place: duty_of(board, place, queue) for place in set(devices.values())}
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
