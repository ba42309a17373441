"""The one socket between a client and the server: multiplexed by ``type``, versioned by ``v``.

Terminals connect to ``/api/v1/socket`` with their device token, lawyers' consoles to
``/api/v1/console/socket`` with their session cookie, a hall's staff page to
``/api/v1/staff/socket`` with its own. Each frame is one JSON object with ``v``,
``type`` and the fields of the message. A receiver ignores frames of another ``v`` and types that it
does not know. A value that a newer peer has added to an enumeration is read as none, or as the
nearest one that is known: the rest of the message still counts.

The terminal meets every other participant of a call by a connection of its own: it always makes
the offer, the other side answers. A connection is named by (call_id, participant_id, epoch), where
``participant_id`` is the participant that is not the terminal. A rebuilt connection has the next
epoch; messages of an older epoch are ignored.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic_core import from_json

from kiosk.domain.articles import Topic
from kiosk.domain.calls import CallState, EndReason, Media, Tier
from kiosk.errors import UserError
from kiosk.protocol.devices import DeviceProfile

PROTOCOL_VERSION = 1
SOCKET_PATH = "/api/v1/socket"
CONSOLE_SOCKET_PATH = "/api/v1/console/socket"
STAFF_SOCKET_PATH = "/api/v1/staff/socket"
#: The largest frame either side takes, in bytes. An SDP with all codecs is under 12 kB.
MAX_FRAME = 64 * 1024
#: Characters of one line of advice.
MAX_ADVICE = 200
#: Close codes of the server after which a client must not come back by itself.
CLOSE_SIGNED_OUT = 4401  # the session or the device is not known (any more)
CLOSE_TAKEN_OVER = 4409  # the same browser, or the same terminal, has opened a newer socket


HelpState = Literal["asking", "ringing", "coming", "over"]
_HELP_STATES = ("asking", "ringing", "coming", "over")


def _known(kind: type[StrEnum]) -> BeforeValidator:
    values = frozenset(kind)
    return BeforeValidator(lambda v: None if isinstance(v, str) and v not in values else v)


_EndReason = Annotated[EndReason | None, _known(EndReason)]
_Tier = Annotated[Tier | None, _known(Tier)]
_Topic = Annotated[Topic | None, _known(Topic)]


#: The largest integer of a client: what a column of the database takes.
MAX_INTEGER = 2**31 - 1
Epoch = Annotated[int, Field(ge=1, le=MAX_INTEGER)]
#: Made by the asker; the answer has it too.
RequestId = Annotated[str, Field(min_length=8, max_length=64)]


class Message(BaseModel):
    # What a resident said must not get into a log by way of an error.
    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


class IceServer(Message):
    urls: tuple[str, ...]
    username: str = ""
    credential: str = ""


# --- both ways -----------------------------------------------------------------------------


class Heartbeat(Message):
    """Sent by each side each second; renews the sender's lease."""

    type: Literal["heartbeat"] = "heartbeat"


class Offer(Message):
    """Terminal -> server -> participant."""

    type: Literal["call.offer"] = "call.offer"
    call_id: str
    participant_id: str
    epoch: Epoch
    sdp: str


class Answer(Message):
    """Participant -> server -> terminal."""

    type: Literal["call.answer"] = "call.answer"
    call_id: str
    participant_id: str
    epoch: Epoch
    sdp: str


class IceCandidate(Message):
    """Either way; ``candidate`` is the attribute's text, empty at the end of candidates."""

    type: Literal["call.candidate"] = "call.candidate"
    call_id: str
    participant_id: str
    epoch: Epoch
    candidate: str
    sdp_mid: str | None = None
    sdp_mline_index: int | None = None


class HangUp(Message):
    """Either participant ends the call; in QUEUED or RINGING, the resident's cancels it."""

    type: Literal["call.hangup"] = "call.hangup"
    call_id: str
    reason: _EndReason = None  # only MEDIA_FAILED is taken from a client; else by role


class Reconnect(Message):
    """Participant -> server -> terminal: nothing comes through (or the page was loaded anew).

    The terminal makes an offer of the next epoch, unless it is at it already.
    """

    type: Literal["call.reconnect"] = "call.reconnect"
    call_id: str
    participant_id: str


class MediaState(Message):
    """What a participant sends: passed on to the others of the call, not stored.

    A switched-off picture still comes as black pictures, a muted microphone as silence: only this
    says that it is meant.
    """

    type: Literal["call.media"] = "call.media"
    call_id: str
    participant_id: str | None = None  # whose it is; None: the terminal's
    microphone_on: bool = True
    camera_on: bool = True
    missing: tuple[str, ...] = ()  # devices that do not work: microphone, camera
    quiet: bool = False  # the resident speaks low: others are near


# --- terminal -> server --------------------------------------------------------------------


class AdviceLine(Message):
    """One line that the lawyer writes for the resident, on the screen and on the slip.

    Console -> server -> terminal, and again to whoever was away. Sent again with the same
    ``line_id`` it takes the place of what it said; empty, it is taken off.
    """

    type: Literal["call.advice"] = "call.advice"
    call_id: str
    line_id: str = Field(min_length=8, max_length=40)
    text: str = Field(max_length=MAX_ADVICE)


class Hello(Message):
    type: Literal["hello"] = "hello"
    software: str
    feed: str | None = None
    revision: int = Field(default=0, ge=0, le=MAX_INTEGER)
    key_set: int = Field(default=0, ge=0, le=MAX_INTEGER)  # the newest of the feed that it has seen


class CallRequest(Message):
    """Start a call. ``call_id`` is made by the terminal and is the idempotency key."""

    type: Literal["call.request"] = "call.request"
    call_id: str
    media: Media
    topic: _Topic = None
    slip: str = ""  # SHA-256 of the secret of the slip that advice is read by; empty: none
    for_other: bool = False  # asked for somebody else, as the resident said


class SlotsRequest(Message):
    """Which slots of this lawyer are taken? Answered by ``slots.taken``."""

    type: Literal["slots.request"] = "slots.request"
    request_id: RequestId
    lawyer_id: str


class SlipCodeRequest(Message):
    """A number to type instead of the slip's QR. Answered by ``slip.code`` or ``refused``."""

    type: Literal["slip.code.request"] = "slip.code.request"
    request_id: RequestId
    secret: str = Field(max_length=100)


class SlipFind(Message):
    """Somebody has typed the number of a slip. Answered by ``slip.found`` or ``refused``."""

    type: Literal["slip.find"] = "slip.find"
    request_id: RequestId
    code: str = Field(max_length=20)


class Command(Message):
    """One entry of the outbox, delivered until answered; ``key`` makes it happen once.

    ``payload`` is one of ``protocol.commands``, or ``sealed`` is the same for the server's eyes
    only. A server is sent no name that its ``Welcome`` does not list, and nothing sealed when it
    told no seal key: such commands wait for a server that can take them.
    """

    type: Literal["command"] = "command"
    key: str
    name: str = Field(pattern=r"^[a-z_]{1,40}$")
    payload: dict[str, Any] | None = None
    sealed: str | None = None
    #: Hash of the secret of its slip, so that the slip's page can say it when nothing can be read.
    slip: str | None = Field(default=None, max_length=64)

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.payload is None) == (self.sealed is None):
            raise ValueError("either payload or sealed")
        return self


class HelpRequest(Message):
    """Somebody here needs the hall's staff. ``help_id`` is made by the terminal; sent again after
    a reconnect, it stays one call."""

    type: Literal["help.request"] = "help.request"
    help_id: str


class HelpCancel(Message):
    """Nobody has to come any more."""

    type: Literal["help.cancel"] = "help.cancel"
    help_id: str


# --- server -> terminal --------------------------------------------------------------------


class HelpStatus(Message):
    """``asking``: no phone of the staff has rung yet; ``ringing``: one rings; ``coming``: somebody
    is on the way; ``over``: done, or given up."""

    type: Literal["help.state"] = "help.state"
    help_id: str
    state: Annotated[HelpState, BeforeValidator(lambda v: v if v in _HELP_STATES else "ringing")]


def _duty_state(value: object) -> object:
    """A state of a newer server: somebody is there, but not for you at once."""
    known = not isinstance(value, str) or value in ("available", "busy", "nobody")
    return value if known else "busy"


class InHall(BaseModel):
    """The lawyer whose turn it is to sit in this hall now; whether a console is open is another
    matter."""

    lawyer_id: str
    lawyer_name: str
    lawyer_name_en: str = ""
    portrait: str | None = None  # SHA-256
    until: datetime | None = None
    example: bool = False


class Duty(Message):
    """Who answers for this terminal now, and how long the wait is."""

    type: Literal["duty"] = "duty"
    state: Annotated[Literal["available", "busy", "nobody"], BeforeValidator(_duty_state)]
    lawyer_id: str | None = None
    lawyer_name: str = ""
    lawyer_name_en: str = ""
    portrait: str | None = None  # SHA-256
    tier: _Tier = None
    until: datetime | None = None  # end of the shift
    next_shift: datetime | None = None  # when nobody is on duty
    waiting: int = 0
    wait_minutes: int = 0
    example: bool = False
    in_hall: InHall | None = None


class Welcome(Message):
    """The server's first message on a terminal's socket."""

    type: Literal["welcome"] = "welcome"
    profile: DeviceProfile
    server_time: datetime
    feed: str
    revision: int
    ice_servers: tuple[IceServer, ...] = ()
    settings: dict[str, Any] = Field(default_factory=dict)  # the "pushed" layer
    commands: tuple[str, ...] = ("rate_call",)  # what the outbox may send; a first server's
    seal: str = ""  # JWK (X25519, public) to seal commands for; empty: it opens none


class FeedChanged(Message):
    type: Literal["feed.changed"] = "feed.changed"
    revision: int


class CommandDone(Message):
    type: Literal["command.done"] = "command.done"
    key: str


class CommandRefused(Message):
    """Never delivered again; ``message`` is for the operator's log, ``code`` for the screen.

    But for ``unknown_command``: it stays in the outbox, for a newer server.
    """

    type: Literal["command.refused"] = "command.refused"
    key: str
    code: str
    message: str


class SlotsTaken(Message):
    """Begins of the lawyer's half hours that somebody has."""

    type: Literal["slots.taken"] = "slots.taken"
    request_id: str
    lawyer_id: str
    taken: tuple[datetime, ...] = ()


class SlipCode(Message):
    type: Literal["slip.code"] = "slip.code"
    request_id: str
    code: str  # digits
    until: datetime


class SlipFound(Message):
    """How the matter of a slip stands. ``grant`` stands for the slip's secret for some minutes:
    with it the appointment may be changed and cancelled."""

    type: Literal["slip.found"] = "slip.found"
    request_id: str
    kind: Literal["appointment", "call_back"]
    id: str
    state: str  # of an AppointmentState; a call-back's: open | done
    grant: str = ""
    lawyer_id: str = ""
    starts_at: datetime | None = None


class Refused(Message):
    """A request that is no command was not granted; nothing is to be tried again by itself."""

    type: Literal["refused"] = "refused"
    request_id: str
    code: str
    message: str


# --- server -> terminal and console --------------------------------------------------------


def _known_tiers(value: object) -> object:
    if not isinstance(value, list):
        return value
    known = frozenset(Tier)
    return [tier for tier in value if not isinstance(tier, str) or tier in known]


class CallStatus(Message):
    """The call as it is now. Sent on each change, and again after a reconnect."""

    type: Literal["call.state"] = "call.state"
    call_id: str
    state: CallState
    media: Media
    participant_id: str | None = None  # the lawyer's, from RINGING on
    epoch: int = 0  # newest epoch known to the server; 0: no offer yet
    lawyer_id: str | None = None
    lawyer_name: str = ""
    lawyer_name_en: str = ""
    portrait: str | None = None
    tier: _Tier = None
    asked: Annotated[tuple[Tier, ...], BeforeValidator(_known_tiers)] = ()  # asked in vain
    position: int = 0  # callers ahead while QUEUED
    wait_minutes: int = 0
    answered_at: datetime | None = None
    end_reason: _EndReason = None
    terminal_away: bool = False  # answered, but held: that side's line is down
    lawyer_away: bool = False
    example: bool = False
    # For this call, from RINGING on; none: those of the welcome (an older server).
    ice_servers: tuple[IceServer, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _nearest_state(cls, data: Any) -> Any:
        """A state of a newer server: as far as the call has come by its other fields."""
        if not isinstance(data, dict) or not isinstance(state := data.get("state"), str):
            return data
        if state in frozenset(CallState):
            return data
        nearest = CallState.QUEUED
        if data.get("answered_at") is not None:
            nearest = CallState.ACTIVE
        elif data.get("participant_id") is not None:
            nearest = CallState.RINGING
        return {**data, "state": nearest}


class ServerError(Message):
    """A message of the client could not be carried out."""

    type: Literal["error"] = "error"
    code: str
    message: str
    call_id: str | None = None


# --- console -> server ---------------------------------------------------------------------


class SetDuty(Message):
    type: Literal["duty.set"] = "duty.set"
    on: bool


class Accept(Message):
    """The lawyer answers; the SDP answer comes by itself, as ``call.answer``."""

    type: Literal["call.accept"] = "call.accept"
    call_id: str


class Decline(Message):
    type: Literal["call.decline"] = "call.decline"
    call_id: str


# --- server -> console ---------------------------------------------------------------------


class ConsoleWelcome(Message):
    type: Literal["console.welcome"] = "console.welcome"
    lawyer_id: str
    name: str
    name_en: str = ""
    portrait: str | None = None
    organisation_name: str
    on_duty: bool
    shift_until: datetime | None = None
    server_time: datetime
    ice_servers: tuple[IceServer, ...] = ()
    example: bool = False


class Ring(Message):
    """A call for this lawyer: ring, until a ``call.state`` says otherwise."""

    type: Literal["call.ring"] = "call.ring"
    call_id: str
    participant_id: str
    media: Media
    topic: _Topic = None
    terminal_name: str
    organisation_name: str
    requested_at: datetime
    ring_until: datetime
    for_other: bool = False
    ice_servers: tuple[IceServer, ...] = ()  # for this call; none: those of the welcome


class ConsoleState(Message):
    """Presence and queue as the console shows them."""

    type: Literal["console.state"] = "console.state"
    on_duty: bool
    waiting: int = 0
    longest_wait_s: int = 0


# --- the hall's staff page -----------------------------------------------------------------


class StaffWelcome(Message):
    """The server's first message on a staff page's socket; the open ``HelpCall``s follow."""

    type: Literal["staff.welcome"] = "staff.welcome"
    organisation_name: str
    server_time: datetime


class HelpCall(Message):
    """A call for help in this hall, as it is now; ``over`` takes it off the page."""

    type: Literal["help.call"] = "help.call"
    help_id: str
    state: HelpState
    terminal_name: str
    address: str
    asked_at: datetime


class HelpRang(Message):
    """Page -> server: this phone has rung."""

    type: Literal["help.rang"] = "help.rang"
    help_id: str


class HelpComing(Message):
    """Page -> server: somebody goes there."""

    type: Literal["help.coming"] = "help.coming"
    help_id: str


class HelpDone(Message):
    """Page -> server: it is dealt with."""

    type: Literal["help.done"] = "help.done"
    help_id: str


AnyMessage = Annotated[
    Heartbeat | Offer | Answer | IceCandidate | HangUp | Reconnect | MediaState | AdviceLine | Hello
    | CallRequest | Command | SlotsRequest | SlipCodeRequest | SlipFind | SlotsTaken | SlipCode
    | SlipFound | Refused | Duty | Welcome | FeedChanged | CommandDone | CommandRefused
    | CallStatus | ServerError | SetDuty | Accept | Decline | ConsoleWelcome | Ring | ConsoleState
    | HelpRequest | HelpCancel | HelpStatus | StaffWelcome | HelpCall | HelpRang | HelpComing
    | HelpDone,
    Field(discriminator="type"),
]  # fmt: skip
_MESSAGE: TypeAdapter[AnyMessage] = TypeAdapter(AnyMessage)


def encode(message: Message) -> str:
    """One frame of text."""
    return f'{{"v":{PROTOCOL_VERSION},{message.model_dump_json()[1:]}'


def decode(frame: str | bytes) -> AnyMessage | None:
    """The message in a frame; None for a type or a ``v`` that this version does not know.

    Raises ``UserError`` for a frame that is no message at all.
    """
    try:
        if _is_of_another_version(frame):
            return None
        return _MESSAGE.validate_json(frame)
    except ValidationError as error:
        if any(e["type"] == "union_tag_invalid" for e in error.errors()):
            return None
        raise UserError(
            f"The frame is not a message of this protocol: {error.error_count()} faults.",
            code="bad_message",
        ) from None


def _is_of_another_version(frame: str | bytes) -> bool:
    try:
        tree = from_json(frame)
    except ValueError:
        return False
    version = tree.get("v") if isinstance(tree, dict) else None
    return isinstance(version, int) and version != PROTOCOL_VERSION
