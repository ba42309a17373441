"""A work: people at a terminal without a screen; what they ask for goes to the server.

Everything but the screen is real: sessions and their end, the store, the socket, the delivery.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from kiosk.domain.clock import SystemClock
from kiosk.errors import EnvironmentFault
from kiosk.protocol.socket import Hello
from kiosk.terminal.backoff import Backoff
from kiosk.terminal.channel.identity import DeviceIdentity
from kiosk.terminal.channel.socket import DeviceSocket
from kiosk.terminal.network import Line
from kiosk.terminal.services.call_backs import CallBackService
from kiosk.terminal.services.erasure import ErasureService
from kiosk.terminal.services.events import EventBus
from kiosk.terminal.services.outbox import OutboxService
from kiosk.terminal.services.session import SessionService
from kiosk.terminal.storage.resident import ResidentStore
from tests.faults.fault import disarm
from tests.support.waiting import until

#: What a person types: nobody may find it on the disk once their session is over.
SECRET = "楼上漏水-4b91e7"
#: Seconds until the server must have everything.
LIMIT_S = 40.0


class _Hall:
    def __init__(self, folder: Path, url: str) -> None:
        clock, bus = SystemClock(), EventBus()
        identity = DeviceIdentity(folder, clock)
        self.store = ResidentStore(folder, clock)
        self.store.end_session()  # of a session that a crash has ended
        self.sessions = SessionService(bus, clock)
        self.sessions.register_eraser("outbox", self.store.end_session)
        self.erasure = ErasureService(self.store, clock, bus)
        self.call_backs = CallBackService(
            self.store, self.sessions, clock, bus, lambda: identity.profile
        )
        self.socket = DeviceSocket(
            Line(url),
            identity.token,
            lambda: Hello(software="test"),
            lambda message: self.outbox.handle(message),
            lambda up: self.outbox.set_online(up),
            backoff=Backoff(0.02, 0.2),
        )
        self.outbox = OutboxService(
            self.store, self.socket, bus, answer_s=3, backoff=Backoff(0.02, 0.1)
        )

    def ask(self, wishes: Sequence[str]) -> None:
        """Two wishes a person; each is asked for twice, as by a second tap."""
        for number, wish in enumerate(wishes):
            for _ in range(2):
                self.call_backs.request(wish, "13901726354", topic=SECRET)
            print("asked", wish)
            if number % 2 or wish == wishes[-1]:
                self.sessions.end()
                print("left")

    async def deliver(self, asking: asyncio.Task[None] | None) -> None:
        works = [asyncio.create_task(run()) for run in (self.socket.run, self.outbox.run)]
        if asking is not None:
            await asking
        await until(lambda: not self.store.pending(), LIMIT_S)
        for task in works:
            task.cancel()
        await asyncio.gather(*works, return_exceptions=True)


def people(folder: str, url: str, wishes: Sequence[str], together: bool) -> int:
    """Ask for these call-backs, and end when the server has all; ``together``: at the same time."""
    hall = _Hall(Path(folder), url)

    async def work() -> None:
        asking = asyncio.create_task(asyncio.to_thread(hall.ask, wishes))
        if not together:
            await asking
        await hall.deliver(asking)

    asyncio.run(work())
    hall.store.close()
    return 0


def people_at_a_full_disk(folder: str, url: str, wishes: Sequence[str]) -> int:
    """Whoever cannot be served tries again when there is space; so does the delivery."""
    hall = _Hall(Path(folder), url)

    def ask_all() -> None:
        for wish in wishes:
            try:
                hall.ask([wish])
            except EnvironmentFault as fault:
                print("refused:", fault)
                disarm()
                hall.ask([wish])

    def space_again() -> None:
        disarm()
        hall.outbox.wake()  # else it looks again after a minute

    async def work() -> None:
        asyncio.get_running_loop().call_later(0.5, space_again)
        await hall.deliver(asyncio.create_task(asyncio.to_thread(ask_all)))

    asyncio.run(work())
    hall.store.close()
    return 0


def ask(folder: str, wishes: Sequence[str]) -> int:
    """Without a line."""
    hall = _Hall(Path(folder), "http://127.0.0.1:9")
    hall.ask(wishes)
    hall.store.close()
    return 0
