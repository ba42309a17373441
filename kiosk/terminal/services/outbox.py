"""Delivery of the outbox: one command at a time, in order, until the server has answered it.

What this server does not take (an older one than the terminal), and what it does not answer five
times in a row while the line is up, is passed by and stays: the rest does not wait for it, but for
commands about the same thing. It is tried again after a while, and at each new connection.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from functools import partial

from kiosk.errors import EnvironmentFault
from kiosk.protocol.commands import CANNOT_OPEN, UNKNOWN_COMMAND
from kiosk.protocol.socket import AnyMessage, Command, CommandDone, CommandRefused, Welcome
from kiosk.terminal.backoff import Backoff
from kiosk.terminal.services.events import CommandKept, CommandSettled, Event, EventBus
from kiosk.terminal.services.ports import Channel, Outbox
from kiosk.terminal.storage.resident import Settled

log = logging.getLogger(__name__)

#: Seconds for the server to answer a command.
ANSWER_S = 10.0
#: Seconds after which the outbox is looked at even if nobody said that something is in it.
LOOK_S = 60.0
#: Attempts that are not answered before a command is passed by, and for how many seconds it is.
TRIES = 5
PASSED_S = 600.0


class OutboxService:
    """The server does a command once by its key, so sending it again is safe."""

    def __init__(
        self,
        outbox: Outbox,
        channel: Channel,
        bus: EventBus,
        *,
        answer_s: float = ANSWER_S,
        backoff: Backoff | None = None,
    ) -> None:
        self._outbox = outbox
        self._channel = channel
        self._answer_s = answer_s
        self._backoff = backoff or Backoff(0.5, 30.0)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake = asyncio.Event()
        self._pause = LOOK_S
        self._sent: tuple[str, asyncio.Future[CommandDone | CommandRefused]] | None = None
        self._bus = bus
        self._names: frozenset[str] = frozenset()  # what the server takes
        self._opens = False  # it takes what is sealed
        self._seal: tuple[str, str] | None = None  # a seal key that was told, and its feed
        self._passed: dict[str, float] = {}  # key -> loop time from which it may go again
        self._tries: Counter[str] = Counter()
        bus.subscribe(self._on_event)

    async def run(self) -> None:
        """Deliver until cancelled."""
        self._loop = asyncio.get_running_loop()
        while True:
            self._wake.clear()
            try:
                moved = await self._deliver_next()
            except EnvironmentFault as fault:
                log.error("%s", fault)
                moved = False
            if moved:
                self._backoff.reset()
                continue
            # Woken by a new command or by the socket; else look again after a while.
            try:
                async with asyncio.timeout(self._pause):
                    await self._wake.wait()
            except TimeoutError:
                pass

    def wake(self) -> None:
        """Something new is in the outbox. Any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake.set)

    def handle(self, message: AnyMessage) -> None:
        """Every message of the device socket, on the loop."""
        if isinstance(message, Welcome):
            self._names, self._opens = frozenset(message.commands), bool(message.seal)
            self._seal = (message.seal, message.feed) if message.seal else None
            self._passed.clear()
            self._tries.clear()
        if not isinstance(message, CommandDone | CommandRefused) or self._sent is None:
            return
        key, answer = self._sent
        if message.key == key and not answer.done():
            answer.set_result(message)

    def set_online(self, online: bool) -> None:
        """The socket's state, on the loop: what was sent and not answered is sent again."""
        if online:
            self._backoff.reset()
            self._wake.set()
        elif self._sent is not None:
            self._sent[1].cancel()

    async def _deliver_next(self) -> bool:
        """True when a command was settled."""
        self._pause = LOOK_S
        if self._seal is not None:
            await asyncio.to_thread(self._outbox.keep_seal_key, *self._seal, 0)
            self._seal = None
        if not self._channel.online:
            return False
        now = asyncio.get_running_loop().time()
        skip = [key for key, again in self._passed.items() if now < again]
        waiting = await asyncio.to_thread(
            partial(self._outbox.next, self._names, sealed=self._opens, skip=skip)
        )
        if waiting is None:
            await self._note_what_is_too_new(skip)
            return False
        answer = await self._ask(
            Command(
                key=waiting.key,
                name=waiting.name,
                payload=waiting.payload,
                sealed=waiting.sealed,
                slip=waiting.slip,
            )
        )
        match answer:
            case CommandDone():
                self._tell(await asyncio.to_thread(self._outbox.done, waiting.key))
            case CommandRefused(code=code) if code == UNKNOWN_COMMAND:
                await self._pass_by(waiting.key, code)
            case CommandRefused(code=code):
                log.warning(
                    "the server refused command %s (%s): %s", waiting.key, waiting.name, code
                )
                self._tell(await asyncio.to_thread(self._outbox.refused, waiting.key, code))
            case None:
                self._tries[waiting.key] += self._channel.online
                if self._tries[waiting.key] < TRIES:
                    self._pause = self._backoff.delay()
                    return False
                await self._pass_by(waiting.key, "no_answer")
        return True

    async def _note_what_is_too_new(self, skip: list[str]) -> None:
        """For ``kiosk outbox``: what this server is not even sent."""
        newer = await asyncio.to_thread(partial(self._outbox.next, skip=skip))
        if newer is not None:
            code = CANNOT_OPEN if newer.name in self._names else UNKNOWN_COMMAND
            await asyncio.to_thread(self._outbox.held, newer.key, code)

    async def _pass_by(self, key: str, code: str) -> None:
        log.warning("command %s waits for a server that takes it: %s", key, code)
        self._passed[key] = asyncio.get_running_loop().time() + PASSED_S
        self._tries.pop(key, None)
        await asyncio.to_thread(self._outbox.held, key, code)

    def _tell(self, settled: Settled | None) -> None:
        if settled is not None:
            self._tries.pop(settled.key, None)
            self._passed.pop(settled.key, None)
            self._bus.publish(
                CommandSettled(settled.name, settled.subject, settled.session, settled.code)
            )

    async def _ask(self, command: Command) -> CommandDone | CommandRefused | None:
        """The server's answer; None when there is none in time or the socket went down."""
        answer: asyncio.Future[CommandDone | CommandRefused]
        answer = asyncio.get_running_loop().create_future()
        self._sent = (command.key, answer)
        try:
            if not self._channel.send(command):
                return None
            done, _ = await asyncio.wait({answer}, timeout=self._answer_s)
            return answer.result() if done and not answer.cancelled() else None
        finally:
            answer.cancel()
            self._sent = None

    def _on_event(self, event: Event) -> None:
        if isinstance(event, CommandKept):
            self.wake()
