"""What a terminal's outbox carries: the payload of each command, by name.

A command is delivered until it is answered, and happens once by its key. Ids of residents are
random, one for each session; no command carries a name. Once a person's session is over, their
commands travel sealed (``protocol/sealing.py``).
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

#: A UUID in its canonical text form.
Id = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
#: SHA-256 of a slip's secret: the server never sees the secret before somebody shows the slip.
SlipHash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Score = Annotated[int, Field(ge=1, le=3)]  # 3 helped, 2 so-so, 1 did not help
#: Canonical (``domain.phones``); empty: none was left.
Phone = Annotated[str, Field(max_length=20)]
#: A ``Topic``, or the resident's own words.
Matter = Annotated[str, Field(max_length=200)]

#: The slip's secret, or what stands for it a while where its number was typed (``SlipFound``):
#: whoever has the slip may change what it is of, at any terminal, and nobody else.
Grant = Annotated[str, Field(max_length=100)]

SLIP_PATH = "/slip"
#: Refusal of a name that this server does not know: the terminal keeps the command for a newer one.
UNKNOWN_COMMAND = "unknown_command"
#: Refusal of a sealed command that no key of the server opens.
CANNOT_OPEN = "cannot_open"
#: Refusal of what can be opened, but not read.
BAD_PAYLOAD = "bad_payload"


class Payload(BaseModel):
    # What a resident said must not get into a log by way of an error.
    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


class RateCall(Payload):
    call_id: str
    score: Score
    rated_at: AwareDatetime


class BookAppointment(Payload):
    """The half hour of a lawyer that begins at ``starts_at``."""

    appointment_id: Id
    person_id: Id
    lawyer_id: Id
    starts_at: AwareDatetime
    topic: Matter = ""
    phone: Phone = ""
    slip: SlipHash
    requested_at: AwareDatetime


class ChangeAppointment(Payload):
    """Another slot; the old one is given up only when the new one is had."""

    appointment_id: Id
    lawyer_id: Id
    starts_at: AwareDatetime
    grant: Grant


class CancelAppointment(Payload):
    appointment_id: Id
    grant: Grant


class RequestCallBack(Payload):
    """Somebody is to ring this number."""

    call_back_id: Id
    person_id: Id
    phone: Phone
    topic: Matter = ""
    slip: SlipHash
    requested_at: AwareDatetime


class EvaluateLawyer(Payload):
    """One for each person and lawyer; the first counts."""

    person_id: Id
    lawyer_id: Id
    score: Score
    remark: str = Field(default="", max_length=500)
    evaluated_at: AwareDatetime


class ErasureReceipt(Payload):
    """A session was over: the steps of erasing that reported done. Nothing of the person."""

    ended_at: AwareDatetime
    steps: tuple[Annotated[str, Field(max_length=40)], ...] = Field(max_length=40)


PAYLOADS: Mapping[str, type[Payload]] = MappingProxyType({
    "rate_call": RateCall,
    "book_appointment": BookAppointment,
    "change_appointment": ChangeAppointment,
    "cancel_appointment": CancelAppointment,
    "request_call_back": RequestCallBack,
    "evaluate_lawyer": EvaluateLawyer,
    "erasure_receipt": ErasureReceipt,
})  # fmt: skip


def slip_of(payload: Payload) -> str | None:
    """The hash of the secret of the slip that shows how the command went; None: it has none."""
    match payload:
        case BookAppointment() | RequestCallBack():
            return payload.slip
        case ChangeAppointment() | CancelAppointment():
            return slip_hash(payload.grant)
        case _:
            return None


def new_slip_secret() -> str:
    """192 random bits, in 32 characters that need no quoting in an address."""
    return secrets.token_urlsafe(24)


def slip_hash(secret: str) -> str:
    return hashlib.sha256(b"kiosk slip\0" + secret.encode()).hexdigest()
