"""The call in progress, as the terminal knows it. Touched on the loop only."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from kiosk.domain.articles import Topic
from kiosk.domain.calls import Media
from kiosk.protocol.socket import CallStatus, IceCandidate, MediaState, Offer
from kiosk.terminal.services.events import CallMediaChanged

Step = Callable[[], Awaitable[None]]

#: Candidates that may come before their answer.
EARLY_CANDIDATES = 64


@dataclass(slots=True, eq=False)
class LiveCall:
    """``status`` is replaced, never changed."""

    status: CallStatus
    topic: Topic | None
    slip: str
    for_other: bool = False
    steps: asyncio.Queue[Step] = field(default_factory=lambda: asyncio.Queue(maxsize=128))
    tasks: list[asyncio.Task[None]] = field(default_factory=list)
    known: bool = False  # the server has answered the request
    resumed: bool = False  # the line was lost and is back; the server has not spoken yet
    heard_at: float = 0.0
    deadline: float | None = None
    # The connection. Times are of the monotonic clock.
    participant_id: str | None = None  # whom the present connection is to
    epoch: int = 0  # of the present connection; 0: none
    older: list[int] = field(default_factory=list)  # epochs that stay until the present one is up
    way: int = 0  # number of the TURN address that is tried first
    way_works: bool = False  # the present connection was up
    offer: Offer | None = None
    answered: bool = False
    connected: bool = False
    was_connected: bool = False  # to this participant
    first_answer_at: float | None = None  # of this participant
    trouble_since: float | None = None  # no connection has come up yet, and a step failed
    apart_since: float | None = None  # nothing comes from the lawyer any more
    rebuild_at: float | None = None  # make the next connection then, when there is a line
    early: deque[IceCandidate] = field(default_factory=lambda: deque(maxlen=EARLY_CANDIDATES))
    # The devices, and what flows.
    devices_open: bool = False
    microphone_on: bool = True
    camera_on: bool = True
    quiet: bool = False
    remote_frames: str | None = None
    remote_flowing: bool = False
    remote_camera_on: bool = True
    self_frames: str | None = None
    missing: frozenset[str] = frozenset()
    media_told: CallMediaChanged | None = None
    media_sent: MediaState | None = None  # what the lawyer knows; None: not certain

    def media_now(self) -> CallMediaChanged:
        """What flows."""
        return CallMediaChanged(
            call_id=self.status.call_id,
            connected=self.connected,
            microphone_on=self.microphone_on and "microphone" not in self.missing,
            camera_on=self.camera_on
            and self.status.media is Media.VIDEO
            and "camera" not in self.missing,
            remote_video=self.remote_flowing and self.remote_camera_on,
            remote_frames=self.remote_frames,
            self_frames=self.self_frames if self.camera_on else None,
            missing=self.missing,
            reconnecting=self.was_connected and not self.connected,
            quiet=self.quiet,
        )

    def media_state(self) -> MediaState:
        """What is switched off or missing here, as the lawyer should know it."""
        return MediaState(
            call_id=self.status.call_id,
            microphone_on=self.microphone_on,
            camera_on=self.camera_on,
            missing=tuple(sorted(self.missing & {"microphone", "camera"})),
            quiet=self.quiet,
        )
