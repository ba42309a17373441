"""What the terminal and its media process say to each other: JSON lines over a local socket.

Requests carry an ``id`` and get exactly one ``Reply``; events come by themselves. A connection is
named by its ``Peer``; several may exist at once. Devices belong to the process, not to a peer.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from kiosk.domain.calls import Media
from kiosk.errors import InternalError
from kiosk.protocol.socket import IceServer

#: The longest line either side takes, in bytes: an SDP with all candidates is under 12 kB.
MAX_LINE = 256 * 1024


Device = Literal["camera", "microphone", "speaker"]


class Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Peer(Line):
    """One connection: the other participant, and which attempt at reaching it this is."""

    participant_id: str
    epoch: int = Field(ge=1)


# --- terminal -> media process -------------------------------------------------------------


class Request(Line):
    id: int = 0


class Open(Request):
    """Open the devices for a call: camera only for video. Missing ones come as ``DeviceMissing``.

    ``source``: real devices, or the stamped picture and the tone. ``processing``: who takes echo
    and noise out of what the microphone hears. Names empty: the default device.
    """

    type: Literal["open"] = "open"
    media: Media
    source: Literal["devices", "test"] = "devices"
    processing: Literal["webrtc", "off"] = "webrtc"
    camera: str = ""
    microphone: str = ""
    speaker: str = ""


class CreateOffer(Request):
    """Make a connection and answer with its complete SDP. ``ice_servers`` may be empty."""

    type: Literal["create_offer"] = "create_offer"
    peer: Peer
    ice_servers: tuple[IceServer, ...] = ()
    relay_only: bool = False


class SetAnswer(Request):
    type: Literal["set_answer"] = "set_answer"
    peer: Peer
    sdp: str


class AddCandidate(Request):
    """``candidate`` is the attribute's text; empty: no more will come."""

    type: Literal["add_candidate"] = "add_candidate"
    peer: Peer
    candidate: str
    sdp_mid: str | None = None
    sdp_mline_index: int | None = None


class ClosePeer(Request):
    type: Literal["close_peer"] = "close_peer"
    peer: Peer


class SetMicrophone(Request):
    """Off: silence is sent to every peer."""

    type: Literal["set_microphone"] = "set_microphone"
    on: bool


class SetCamera(Request):
    """Off: a black picture is sent to every peer."""

    type: Literal["set_camera"] = "set_camera"
    on: bool


class Chime(Request):
    """Two notes from the open loudspeaker; nothing when there is none."""

    type: Literal["chime"] = "chime"


class Close(Request):
    """Close every connection and every device."""

    type: Literal["close"] = "close"


class Play(Request):
    """Play a video: a file's path, or an http(s) address (HLS). Another one, or a call, ends it.

    The reply's ``sdp`` is empty; ``Playing`` tells where its pictures are.
    """

    type: Literal["play"] = "play"
    source: str
    speaker: str = ""


class StopPlaying(Request):
    type: Literal["stop_playing"] = "stop_playing"


# --- media process -> terminal -------------------------------------------------------------


class Reply(Line):
    """``error`` empty: done. ``sdp`` only after ``CreateOffer``."""

    type: Literal["reply"] = "reply"
    id: int
    error: str = ""
    sdp: str = ""


class Ready(Line):
    """Everything is loaded."""

    type: Literal["ready"] = "ready"
    pid: int


class Connected(Line):
    """Media can flow both ways."""

    type: Literal["connected"] = "connected"
    peer: Peer


class Lost(Line):
    """The connection to the peer is gone: ``failed`` or ``closed`` as ICE says it."""

    type: Literal["lost"] = "lost"
    peer: Peer
    reason: Literal["failed", "closed"]


class Stalled(Line):
    """Nothing comes from the peer any more, though nothing says that it is gone."""

    type: Literal["stalled"] = "stalled"
    peer: Peer


class Flowing(Line):
    """Something comes again after ``Stalled``."""

    type: Literal["flowing"] = "flowing"
    peer: Peer


class RemotePictures(Line):
    """The peer's pictures began (the first one is there) or stopped coming."""

    type: Literal["remote_pictures"] = "remote_pictures"
    peer: Peer
    frames: str  # shared memory name, see frames.py
    flowing: bool


class SelfPictures(Line):
    """Our own picture is in this shared memory; empty: there is none."""

    type: Literal["self_pictures"] = "self_pictures"
    frames: str


class DeviceMissing(Line):
    """A device is not there or refuses; the call goes on without it."""

    type: Literal["device_missing"] = "device_missing"
    device: Device
    message: str


class SoundStats(Line):
    """Seconds of the peer's speech by where they came from, and the delay before it is played."""

    arrived_s: float = 0.0
    recovered_s: float = 0.0  # by the next packet's FEC
    concealed_s: float = 0.0
    delay_s: float = 0.0


class PeerStats(Line):
    """Figures of one connection. Counters are since its start; NaN never occurs."""

    peer: Peer
    connected: bool
    pictures: int  # decoded pictures received
    picture_size: tuple[int, int] = (0, 0)
    stamp_ms: int | None = None  # newest stamp read (test source only), ms of the day
    stamp_age_ms: int | None = None  # how late that picture was when it was decoded
    stamps_read: int = 0
    sound_level: float = -120.0  # dBFS of the last received 100 ms
    sound_hz: float = 0.0  # strongest frequency in it (test source only)
    packets_received: int = 0
    packets_lost: int = 0
    round_trip_s: float | None = None
    first_picture_s: float | None = None  # after the answer was set
    first_sound_s: float | None = None
    sound: SoundStats = SoundStats()


class Stats(Line):
    """Each second while devices are open. ``cpu``: cores used by the media process."""

    type: Literal["stats"] = "stats"
    cpu: float
    rss_mb: float
    peers: tuple[PeerStats, ...] = ()


class Playing(Line):
    """A video plays into this shared memory (``frames.py``)."""

    type: Literal["playing"] = "playing"
    frames: str


class Played(Line):
    """The video is over by itself. ``whole``: to its end; else it could not be played (on)."""

    type: Literal["played"] = "played"
    whole: bool


class Levels(Line):
    """Sound levels in dBFS, five times a second while devices are open."""

    type: Literal["levels"] = "levels"
    microphone: float
    remote: float


# --- made by the engine itself -------------------------------------------------------------


class Died(Line):
    """The media process is gone, with every connection and device; a new one is on its way."""

    type: Literal["died"] = "died"


AnyRequest = Annotated[
    Open
    | CreateOffer
    | SetAnswer
    | AddCandidate
    | ClosePeer
    | SetMicrophone
    | SetCamera
    | Chime
    | Close
    | Play
    | StopPlaying,
    Field(discriminator="type"),
]
MediaEvent = (
    Connected
    | Lost
    | Stalled
    | Flowing
    | RemotePictures
    | SelfPictures
    | DeviceMissing
    | Stats
    | Levels
    | Playing
    | Played
    | Died
)
AnyReport = Annotated[
    Reply | Ready | Connected | Lost | Stalled | Flowing | RemotePictures | SelfPictures
    | DeviceMissing | Stats | Levels | Playing | Played,
    Field(discriminator="type"),
]  # fmt: skip
_REQUEST: TypeAdapter[AnyRequest] = TypeAdapter(AnyRequest)
_REPORT: TypeAdapter[AnyReport] = TypeAdapter(AnyReport)


def to_line(line: Line) -> bytes:
    """One line of UTF-8, with its end."""
    return line.model_dump_json().encode() + b"\n"


def read_request(line: bytes) -> AnyRequest:
    """A request as the media process reads it. ``InternalError``: the two are not one version."""
    try:
        return _REQUEST.validate_json(line)
    except ValidationError as error:
        raise _unreadable(error) from None


def read_report(line: bytes) -> AnyReport:
    """A reply or event as the terminal reads it. ``InternalError``: as above."""
    try:
        return _REPORT.validate_json(line)
    except ValidationError as error:
        raise _unreadable(error) from None


def _unreadable(error: ValidationError) -> InternalError:
    # The error's own text would carry addresses into the log.
    where = {".".join(map(str, e["loc"])) for e in error.errors()}
    return InternalError(f"A line of the media process cannot be read: {', '.join(sorted(where))}.")
