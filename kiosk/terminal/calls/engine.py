"""The terminal's side of the media process: starts it, watches it, asks it. Knows no aiortc.

The process is started when the terminal starts, so that its libraries are loaded long before a
call; when it dies a new one is started at once, and whoever was waiting is told.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import socket
import sys
from collections.abc import Callable, Sequence

from kiosk.domain.calls import Media
from kiosk.errors import EnvironmentFault, InternalError
from kiosk.protocol.socket import IceCandidate, IceServer
from kiosk.settings import Settings
from kiosk.terminal.calls import messages as m
from kiosk.terminal.calls.frames import remove_stale_frames

_log = logging.getLogger(__name__)

#: Loading aiortc takes about a second; a slow disk may take several.
START_S = 20.0
#: A process that is still loading when a call begins is waited for this long.
READY_S = 6.0
#: Gathering waits up to 5 s for a STUN server.
OFFER_S = 8.0
OPEN_S = 6.0
ANSWER_S = 5.0
OTHER_S = 2.0
CLOSE_S = 4.0
#: Between two starts of a process that dies before it is ready.
_BACKOFF_S = (0.0, 0.2, 1.0, 5.0, 15.0)

Handler = Callable[[m.MediaEvent], None]


def media_command() -> list[str]:
    """How this program starts itself as the media process; from a bundle, the same executable."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "media"]
    return [sys.executable, "-m", "kiosk", "media"]


class MediaEngine:
    """Satisfies ``services.ports.CallMedia``. All methods are for the loop's thread."""

    def __init__(self, settings: Settings) -> None:
        """Uses the ``calls.*`` settings."""
        self._settings = settings
        #: As pushed last.
        self.relay_only: bool = settings["calls.relay_only"]
        self._handlers: tuple[Handler, ...] = ()
        self._supervisor: asyncio.Task[None] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._ready = asyncio.Event()
        self._ids = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[str]] = {}
        self._in_use = False
        self.stats: m.Stats | None = None  # newest figures of the present call

    # --- life of the process ---------------------------------------------------------------

    @property
    def pid(self) -> int | None:
        """Of the process, once it is ready."""
        return self._process.pid if self._process is not None and self._ready.is_set() else None

    def start(self) -> None:
        """Start the process in the background, and keep one running until ``stop``."""
        if self._supervisor is None:
            self._supervisor = asyncio.create_task(self._supervise())

    async def stop(self) -> None:
        """End the process. It is gone when this returns."""
        if self._supervisor is not None:
            self._supervisor.cancel()
            await asyncio.gather(self._supervisor, return_exceptions=True)
            self._supervisor = None

    async def wait_ready(self, timeout_s: float = START_S) -> None:
        """Raises ``EnvironmentFault`` when the process does not come up in time."""
        try:
            await asyncio.wait_for(self._ready.wait(), timeout_s)
        except TimeoutError:
            raise EnvironmentFault(
                "The media process does not start. See its messages in the log.",
                code="media_process",
            ) from None

    def subscribe(self, handler: Handler) -> Callable[[], None]:
        """Hear events, on the loop; the returned function ends it."""
        self._handlers = (*self._handlers, handler)

        def remove() -> None:
            self._handlers = tuple(h for h in self._handlers if h is not handler)

        return remove

    async def _supervise(self) -> None:
        failures = 0
        while True:
            was_ready = False
            try:
                was_ready = await self._run_once()
            except (OSError, ValueError, InternalError) as error:
                _log.error("The media process failed: %s", error)
            except Exception:
                _log.exception("Watching the media process failed, and this is our mistake.")
            failures = 0 if was_ready else failures + 1
            _log.warning("The media process ended by itself; starting a new one.")
            await asyncio.sleep(_BACKOFF_S[min(failures, len(_BACKOFF_S) - 1)])

    async def _run_once(self) -> bool:
        """One process from start to end; True when it had become ready."""
        ours, theirs = socket.socketpair()
        try:
            process = await asyncio.create_subprocess_exec(
                *media_command(),
                f"--socket={theirs.fileno()}",
                f"--interfaces={self._settings['calls.interfaces']}",
                pass_fds=[theirs.fileno()],
                stdin=asyncio.subprocess.DEVNULL,
            )
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        self._process = process
        try:
            reader, self._writer = await asyncio.open_connection(sock=ours, limit=m.MAX_LINE)
            async with asyncio.timeout(START_S) as starting:
                while line := await reader.readline():
                    self._take(m.read_report(line))
                    if self._ready.is_set():
                        starting.reschedule(None)
        except ConnectionError:
            pass  # it was killed
        except TimeoutError:
            _log.error("The media process was not ready within %d s.", START_S)
        finally:
            was_ready = self._ready.is_set()
            await self._bury(process)
        return was_ready

    async def _bury(self, process: asyncio.subprocess.Process) -> None:
        """Make sure that the process is gone with all that it held, and say so."""
        self._ready.clear()
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        if process.returncode is None:
            # Its socket is closed, so it ends by itself, unless it is stuck.
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), CLOSE_S if self._in_use else OTHER_S)
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        remove_stale_frames()
        self._process = None
        self._in_use = False
        waiting, self._waiting = self._waiting, {}
        for future in waiting.values():
            if not future.done():
                future.set_exception(_gone())
        self._publish(m.Died())

    def _take(self, report: m.AnyReport) -> None:
        if isinstance(report, m.Ready):
            self._ready.set()
        elif isinstance(report, m.Reply):
            future = self._waiting.pop(report.id, None)
            if future is None or future.done():
                return  # whoever asked has given up
            if report.error:
                future.set_exception(EnvironmentFault(report.error, code="media_failed"))
            else:
                future.set_result(report.sdp)
        else:
            if isinstance(report, m.Stats):
                self.stats = report
            self._publish(report)

    def _publish(self, event: m.MediaEvent) -> None:
        for handler in self._handlers:
            handler(event)

    async def _ask(self, request: m.AnyRequest, timeout_s: float) -> str:
        """Send a request and wait for its reply; a process that does not reply is ended."""
        if not self._ready.is_set():
            await self.wait_ready(READY_S)
        process, writer = self._process, self._writer
        if process is None or writer is None:
            raise _gone()
        number = next(self._ids)
        future: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting[number] = future
        try:
            writer.write(m.to_line(request.model_copy(update={"id": number})))
            return await asyncio.wait_for(future, timeout_s)
        except TimeoutError:
            _log.error("The media process did not answer %s; it is ended.", request.type)
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            raise _gone() from None
        finally:
            self._waiting.pop(number, None)

    # --- CallMedia -------------------------------------------------------------------------

    async def open(self, media: Media) -> None:
        self._in_use = True
        self.stats = None
        await self._ask(
            m.Open(
                media=media,
                source=self._settings["calls.media"],
                processing=self._settings["calls.processing"],
                camera=self._settings["calls.camera"],
                microphone=self._settings["calls.microphone"],
                speaker=self._settings["calls.speaker"],
            ),
            OPEN_S,
        )

    async def create_offer(
        self, participant_id: str, epoch: int, ice_servers: Sequence[IceServer]
    ) -> str:
        request = m.CreateOffer(
            peer=m.Peer(participant_id=participant_id, epoch=epoch),
            ice_servers=tuple(ice_servers),
            relay_only=self.relay_only,
        )
        return await self._ask(request, OFFER_S)

    async def set_answer(self, participant_id: str, epoch: int, sdp: str) -> None:
        peer = m.Peer(participant_id=participant_id, epoch=epoch)
        await self._ask(m.SetAnswer(peer=peer, sdp=sdp), ANSWER_S)

    async def add_candidate(self, candidate: IceCandidate) -> None:
        await self._ask(
            m.AddCandidate(
                peer=m.Peer(participant_id=candidate.participant_id, epoch=candidate.epoch),
                candidate=candidate.candidate,
                sdp_mid=candidate.sdp_mid,
                sdp_mline_index=candidate.sdp_mline_index,
            ),
            OTHER_S,
        )

    async def close_peer(self, participant_id: str, epoch: int) -> None:
        peer = m.Peer(participant_id=participant_id, epoch=epoch)
        await self._ask(m.ClosePeer(peer=peer), CLOSE_S)

    async def set_microphone(self, on: bool) -> None:
        await self._ask(m.SetMicrophone(on=on), OTHER_S)

    async def set_camera(self, on: bool) -> None:
        await self._ask(m.SetCamera(on=on), OTHER_S)

    async def chime(self) -> None:
        """Two notes from the open loudspeaker."""
        await self._ask(m.Chime(), OTHER_S)

    async def play(self, source: str) -> None:
        """Play a video (``messages.Play``); ``Playing`` and ``Played`` tell how it goes."""
        await self._ask(m.Play(source=source, speaker=self._settings["calls.speaker"]), OPEN_S)

    async def stop_playing(self) -> None:
        await self._ask(m.StopPlaying(), OPEN_S + OFFER_S)

    async def close(self) -> None:
        """Never raises: a process that is gone has closed everything, a stuck one is ended."""
        if not self._in_use or not self._ready.is_set():
            return
        self._in_use = False  # before it is asked: the next ``open`` may not wait for the answer
        with contextlib.suppress(EnvironmentFault):
            await self._ask(m.Close(), CLOSE_S)


def _gone() -> EnvironmentFault:
    return EnvironmentFault(
        "The media process is gone; a new one is on its way. Call again.", code="media_process"
    )
