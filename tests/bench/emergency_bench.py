"""From the operator's Enter to an online terminal's cache: an emergency notice in the sample."""

from __future__ import annotations

import asyncio
import resource
import shutil
import tempfile
import time
from contextlib import closing
from pathlib import Path
from statistics import median

from kiosk.protocol.socket import Hello
from kiosk.settings import SAMPLE_CONTENT
from kiosk.terminal.channel.socket import DeviceSocket
from kiosk.terminal.services.events import ContentChanged, Event, EventBus
from kiosk.terminal.services.sync_service import SyncService
from tests.bench.figures import Figure
from tests.support.server import ServerProcess
from tests.support.synced_terminal import SyncedTerminal

TIMES = 7
#: The terminal asks by itself so seldom that only the nudge counts.
_NEVER_S = 3600.0
_NOTICE = "\n- {{slug: flood, level: emergency, title: 今晚有大暴雨 {number}}}\n"


def measure() -> list[Figure]:
    """Some half a minute."""
    with tempfile.TemporaryDirectory() as folder:
        content = shutil.copytree(SAMPLE_CONTENT, Path(folder) / "content")
        server = ServerProcess(Path(folder) / "server", {"server.content_dir": str(content)})
        try:
            with closing(SyncedTerminal(Path(folder) / "terminal", server)) as terminal:
                terminal.client.sync()
                cpu, cached = asyncio.run(_publish(server, content, terminal))
        finally:
            server.kill()
    return [
        Figure("sync.emergency_s", max(cached), "s", "<= 5", median(cached)),
        Figure("sync.emergency_command_cpu", median(cpu), "s"),
    ]


async def _publish(
    server: ServerProcess, content: Path, terminal: SyncedTerminal
) -> tuple[list[float], list[float]]:
    """For each time, seconds of CPU that the command took, and until the notice is in the cache."""
    loop, bus, online = asyncio.get_running_loop(), EventBus(), asyncio.Event()
    changed: asyncio.Queue[float] = asyncio.Queue()
    sync = SyncService(terminal.client, bus, _NEVER_S)

    def on_change(event: Event) -> None:  # from the thread of the sync
        if isinstance(event, ContentChanged) and "notice" in event.kinds:
            loop.call_soon_threadsafe(changed.put_nowait, time.monotonic())

    bus.subscribe(on_change)
    feed, revision = terminal.store.cursor()
    socket = DeviceSocket(
        terminal.line, terminal.identity.token,
        lambda: Hello(software="bench", feed=feed, revision=revision), sync.handle,
        lambda state: online.set() if state else None, correct=terminal.identity.correct,
    )  # fmt: skip
    running = [asyncio.create_task(work) for work in (socket.run(), sync.run())]
    notices = (content / "notices.yaml").read_text("utf-8")
    cpu, cached = [], []
    async with asyncio.timeout(120):
        await online.wait()
        for number in range(TIMES):
            words = notices + _NOTICE.format(number=number)
            (content / "notices.yaml").write_text(words, "utf-8")
            enter, used = time.monotonic(), _used()
            command = await asyncio.create_subprocess_exec(
                *server.command("publish"), str(content), stdout=asyncio.subprocess.DEVNULL
            )
            assert await command.wait() == 0
            cpu.append(_used() - used)
            cached.append(await changed.get() - enter)
            assert any(n.title.endswith(f" {number}") for n in terminal.store.notices())
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    return cpu, cached


def _used() -> float:
    """CPU seconds of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
