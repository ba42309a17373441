"""The switchboard: every change of a call, each inside one transaction.

A method raises ``UserError`` (nothing has changed then) or changes rows and leaves in
``deliveries`` what is to be told to whom once the transaction is committed.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID

from kiosk.domain.calls import (
    CallState,
    Candidate,
    EndReason,
    Media,
    Role,
    Tier,
    check_transition,
    may_wait,
    ring_order,
)
from kiosk.domain.clock import Clock
from kiosk.domain.ids import new_id
from kiosk.errors import ConflictError, NotFoundError, UserError
from kiosk.protocol.socket import CallRequest, CallStatus, Message, Ring
from kiosk.server.bus import Close, device_address, lawyer_address
from kiosk.server.db import Session, calls, presence
from kiosk.server.db.keys import KeyRing
from kiosk.server.db.models import Call, CallParticipant, Device
from kiosk.server.signalling.ice import NO_ICE, IceServers
from kiosk.server.signalling.roster import Roster
from kiosk.server.signalling.timing import Timing

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Delivery:
    """``message`` for the sockets at ``address``."""

    address: str
    message: Message | Close


class Switchboard:
    """The calls as one transaction sees and changes them."""

    def __init__(self, session: Session, clock: Clock, keys: KeyRing, roster: Roster,
                 timing: Timing, *, always_on_duty: bool,
                 ice: IceServers = NO_ICE) -> None:  # fmt: skip
        self.session = session
        self.now: datetime = clock.now()
        self.keys = keys
        self.roster = roster
        self.timing = timing
        self.always_on_duty = always_on_duty
        self.ice = ice
        self.deliveries: list[Delivery] = []
        self._candidates: dict[str | None, list[Candidate]] = {}
        #: The queue as it was left, when it was looked at: what each waiting terminal should know.
        self.queue: list[tuple[str, CallStatus]] | None = None

    # --- steps that fail alone -------------------------------------------------------------

    @contextmanager
    def step(self) -> Iterator[None]:
        """What fails inside has changed nothing and tells nothing; the rest can go on."""
        told = len(self.deliveries)
        try:
            with self.session.begin_nested():
                yield
        except BaseException:
            del self.deliveries[told:]
            self.look_again()
            raise

    @contextmanager
    def _apart(self, call: Call) -> Iterator[None]:
        """A step of one call among many: our bug in it must not stop the others."""
        call_id = call.id
        try:
            with self.step():
                yield
        except Exception:
            log.exception("call %s cannot be moved on", call_id)

    # --- telling ---------------------------------------------------------------------------

    def tell(self, address: str, message: Message | Close) -> None:
        self.deliveries.append(Delivery(address, message))

    def status(self, call: Call, *, position: int = 0, wait: int = 0) -> CallStatus:
        """The call as the terminal and its lawyer see it now."""
        people = calls.asked(self.session, call.id)
        shown = next(
            (p for p in reversed(people) if p.state in ("ringing", "joined", "left")), None
        )
        lawyer = self.roster.lawyer(shown.lawyer) if shown else None
        connection = calls.newest_connection(self.session, shown.id) if shown else None
        return CallStatus(
            call_id=call.id,
            state=CallState(call.state),
            media=Media(call.media),
            participant_id=shown.id if shown else None,
            epoch=connection.epoch if connection else 0,
            lawyer_id=shown.lawyer_id if shown else None,
            lawyer_name=lawyer.name if lawyer else "",
            lawyer_name_en=lawyer.name_en if lawyer else "",
            portrait=lawyer.portrait if lawyer else None,
            tier=Tier(shown.tier) if shown and shown.tier else None,
            asked=calls.asked_in_vain(people),
            position=position,
            wait_minutes=wait,
            answered_at=call.answered_at,
            end_reason=EndReason(call.end_reason) if call.end_reason else None,
            terminal_away=call.away_since is not None,
            lawyer_away=shown is not None and shown.away_since is not None,
            example=lawyer.example if lawyer else False,
            # None while QUEUED: such a status is told again only when it is another one.
            ice_servers=self.ice.for_call(self.now)
            if call.state in (CallState.RINGING, CallState.ACTIVE) else (),
        )  # fmt: skip

    def ring(self, call: Call, participant: CallParticipant) -> Ring:
        device = self.session.get_one(Device, call.device_id)
        organisation = self.roster.organisation(call.organisation_id)
        return Ring.model_validate(
            {
                "call_id": call.id,
                "participant_id": participant.id,
                "media": call.media,
                "topic": calls.topic_of(self.session, self.keys, call),
                "terminal_name": device.name,
                "organisation_name": organisation.name if organisation else "",
                "requested_at": call.requested_at,
                "ring_until": participant.ring_until,
                "for_other": call.for_other,
                "ice_servers": self.ice.for_call(self.now),
            }
        )

    # --- who could answer ------------------------------------------------------------------

    @cached_property
    def _on_duty(self) -> dict[str, datetime | None]:
        return presence.on_duty(self.session, self.now)

    @cached_property
    def _busy(self) -> set[str]:
        return calls.busy_lawyers(self.session)

    @cached_property
    def mean_call(self) -> timedelta:
        return calls.mean_call(self.session)

    def look_again(self) -> None:
        """Somebody came, went, moved their switch, or was taken up by a call."""
        self.__dict__.pop("_on_duty", None)
        self.__dict__.pop("_busy", None)
        self._candidates.clear()

    def candidates(self, organisation_id: str | None) -> list[Candidate]:
        """Who could answer a terminal of this organisation; not to be changed."""
        if organisation_id not in self._candidates:
            self._candidates[organisation_id] = self._candidates_of(organisation_id)
        return self._candidates[organisation_id]

    def _candidates_of(self, organisation_id: str | None) -> list[Candidate]:
        return self.roster.candidates(
            organisation_id,
            self.now,
            on_duty=self._on_duty,
            busy=self._busy,
            everybody=self.always_on_duty,
        )

    # --- from the terminal -----------------------------------------------------------------

    def request(self, device: Device, message: CallRequest) -> None:
        """Start a call, or say again how it stands. An older open call of the terminal ends."""
        try:
            call_id = str(UUID(message.call_id))
        except ValueError:
            raise UserError("The call's id must be a UUID.", code="bad_call_id") from None
        known = calls.find_call(self.session, call_id)
        if known is not None:
            if known.device_id != device.id:
                raise ConflictError("This call id is taken: make a new one.", code="call_id_taken")
            self.serve_queue()
            self.tell(device_address(device.id), self.status_for(known))
            return
        for older in calls.open_calls(self.session):
            if older.device_id == device.id:  # the terminal was restarted and forgot it
                self.end(older, EndReason.TERMINAL_LOST)
        resident = new_id()
        self.keys.add(self.session, resident, device.organisation_id)
        call = Call(
            id=call_id, device_id=device.id, organisation_id=device.organisation_id,
            media=message.media.value, state=CallState.QUEUED.value, resident_id=resident,
            requested_at=self.now, slip_hash=message.slip or None, for_other=message.for_other,
            topic=self.keys.seal(self.session, resident, message.topic.value)
            if message.topic else None,
        )  # fmt: skip
        self.session.add(call)
        self.session.flush()
        self.session.add(
            CallParticipant(call_id=call.id, organisation_id=call.organisation_id, position=0,
                            role=Role.RESIDENT.value, state="joined", joined_at=self.now)
        )  # fmt: skip
        self.session.flush()
        log.info("call %s requested by terminal %s", call.id, device.id)
        self.serve_queue()
        if call.state == CallState.QUEUED:
            self.tell(device_address(device.id), self.status_for(call))

    def device_hangs_up(self, device_id: str, call_id: str, reason: EndReason | None) -> None:
        call = self._call_of_device(device_id, call_id)
        if call.state == CallState.ENDED:
            self.tell(device_address(device_id), self.status(call))
            return
        if reason is EndReason.MEDIA_FAILED:
            self.end(call, reason)
        elif call.state == CallState.ACTIVE:
            self.end(call, EndReason.RESIDENT_HUNG_UP)
        else:
            self.end(call, EndReason.RESIDENT_CANCELLED)
        self.serve_queue()

    # --- from the lawyer -------------------------------------------------------------------

    def accept(self, lawyer_id: str, session_id: str, call_id: str) -> None:
        """The lawyer answers; again by the same browser: nothing new."""
        call, participant = self._participation(lawyer_id, call_id)
        if participant.state == "joined" and participant.session_id == session_id:
            self.tell(lawyer_address(lawyer_id), self.status(call))
            return
        if participant.state != "ringing":
            raise ConflictError("This call does not ring here any more.", code="call_state")
        self._move(call, CallState.ACTIVE)
        call.answered_at = participant.joined_at = self.now
        participant.state, participant.session_id = "joined", session_id
        self.session.flush()
        log.info("call %s answered", call.id)
        self._tell_all(call, [participant])

    def decline(self, lawyer_id: str, call_id: str) -> None:
        call, participant = self._participation(lawyer_id, call_id)
        if participant.state != "ringing":
            raise ConflictError("This call does not ring here any more.", code="call_state")
        self._in_vain(call, participant, "declined")
        self.serve_queue()

    def lawyer_hangs_up(self, lawyer_id: str, call_id: str, reason: EndReason | None) -> None:
        call, participant = self._participation(lawyer_id, call_id)
        if participant.state == "ringing":
            self._in_vain(call, participant, "declined")
        elif participant.state == "joined":
            failed = reason is EndReason.MEDIA_FAILED
            self.end(call, EndReason.MEDIA_FAILED if failed else EndReason.LAWYER_HUNG_UP)
        else:
            self.tell(lawyer_address(lawyer_id), self._over_for(call, participant))
        self.serve_queue()

    def set_duty(self, lawyer_id: str, on: bool) -> None:
        """Turn the switch. Off while it rings: the call goes on to the next one."""
        account = calls.account_of(self.session, lawyer_id)
        if account is None:
            raise NotFoundError("This login is gone. Ask the office.", code="no_account")
        if account.on_duty != on:
            account.on_duty, account.free_since = on, self.now
            self.session.flush()
        self.look_again()
        participant = calls.lawyers_participation(self.session, lawyer_id)
        if not on and participant is not None and participant.state == "ringing":
            call = self.session.get_one(Call, participant.call_id)
            self._in_vain(call, participant, "declined")
        self.serve_queue()

    # --- by itself -------------------------------------------------------------------------

    def serve_queue(self) -> None:
        """Give each waiting call, first come first, the best lawyer; end what waits for nobody."""
        waiting = calls.queued_calls(self.session)
        left: list[tuple[Call, set[str]]] = []
        for call in waiting:
            people = calls.asked(self.session, call.id)
            asked = frozenset(p.lawyer for p in people)
            candidates = self.candidates(call.organisation_id)
            free = ring_order(candidates, asked)
            if free:
                with self._apart(call):
                    self._ring(call, free[0])
            elif may_wait(candidates, asked):
                left.append(
                    (call, {c.lawyer_id for c in candidates
                            if c.present and c.busy and c.lawyer_id not in asked})
                )  # fmt: skip
            else:
                with self._apart(call):
                    self.end(call, _why_nobody(people))
        self.queue = []
        for place, (call, lawyers) in enumerate(left):
            ahead = sum(1 for _, others in left[:place] if lawyers & others)
            wait = calls.wait_minutes(self.mean_call, ahead, len(lawyers))
            self.queue.append((call.device_id, self.status(call, position=ahead, wait=wait)))

    def status_for(self, call: Call) -> CallStatus:
        """The call's status with its place in the queue, after ``serve_queue``."""
        for _, status in self.queue or ():
            if status.call_id == call.id:
                return status
        return self.status(call)

    def sweep(self) -> None:
        """End or move on what has lost a lease or rung long enough."""
        opened = calls.open_calls(self.session)
        if not opened:
            return
        devices = self._devices_of(opened)
        people = calls.current_lawyers(self.session)
        lawyers = presence.present_lawyers(self.session, self.now)
        browsers = presence.present_sessions(self.session, self.now)
        for call in opened:
            with self._apart(call):
                self._sweep_call(call, people.get(call.id), devices, lawyers, browsers)
        self.serve_queue()

    def _sweep_call(self, call: Call, participant: CallParticipant | None, devices: Set[str],
                    lawyers: Collection[str], browsers: Set[str]) -> None:  # fmt: skip
        if participant is not None and participant.state == "joined":
            self._hold(call, participant, call.device_id in devices,
                       participant.session_id in browsers)  # fmt: skip
        elif call.device_id not in devices:
            self.end(call, EndReason.TERMINAL_LOST)
        elif participant is None:
            return
        elif participant.lawyer_id not in lawyers:
            self._in_vain(call, participant, "lost")
        elif participant.ring_until is None or participant.ring_until <= self.now:
            self._in_vain(call, participant, "no_answer")
        elif participant.ring_until > self.now + self.timing.ring:  # the clock has gone back
            participant.ring_until = self.now + self.timing.ring

    def _hold(self, call: Call, participant: CallParticipant, terminal: bool,
              lawyer: bool) -> None:  # fmt: skip
        """An answered call outlives a line that is down for a while; each side is told."""
        before = (call.away_since is None, participant.away_since is None)
        call.away_since = None if terminal else call.away_since or self.now
        participant.away_since = None if lawyer else participant.away_since or self.now
        if call.away_since and self.now - call.away_since >= self.timing.hold_terminal:
            self.end(call, EndReason.TERMINAL_LOST)
        elif participant.away_since and (
            self.now - participant.away_since >= self.timing.hold_lawyer
        ):
            self.end(call, EndReason.LAWYER_LOST)
        elif before != (terminal, lawyer):
            self.session.flush()
            self._tell_all(call, [participant])

    def recover(self, server_id: str, *, alone: bool) -> None:
        """At the start of a server: sockets of dead ones are gone; calls that nobody held on to
        end. ``alone``: no other server can be running."""
        presence.renew_server(self.session, server_id, self.now + self.timing.lease)
        presence.orphan(self.session, server_id, self.now, self.timing.grace, alone=alone)
        held_until = presence.graces_of_devices(self.session)
        presence.drop_expired(self.session, self.now, self.timing.grace)
        opened = calls.open_calls(self.session)
        devices = self._devices_of(opened)
        for call in opened:
            if call.device_id not in devices:
                # It was over when the server's lease was, however much later this start is.
                lost = min(held_until.get(call.device_id, call.away_since or self.now), self.now)
                if call.state == CallState.ACTIVE and self.now - lost < self.timing.hold_terminal:
                    call.away_since = lost
                    continue
                with self._apart(call):
                    self.end(call, EndReason.SERVER_LOST,
                             at=max(lost, call.answered_at or call.requested_at))  # fmt: skip

    def _devices_of(self, opened: list[Call]) -> set[str]:
        """Terminals of these calls that are connected."""
        return presence.devices_among(self.session, self.now, [c.device_id for c in opened])

    def end(self, call: Call, reason: EndReason, *, at: datetime | None = None) -> None:
        """End the call for everybody and empty its connections; ``at``: when, if not now."""
        self._move(call, CallState.ENDED)
        call.ended_at, call.end_reason = at or self.now, reason.value
        people = calls.present_participants(self.session, call.id)
        for participant in people:
            participant.state = "left" if participant.state == "joined" else "cancelled"
            participant.left_at = call.ended_at
            if participant.state == "left" and participant.lawyer_id is not None:
                self._free(participant.lawyer_id)
        self._close_connections(call.id)
        self.session.flush()
        self.look_again()
        log.info("call %s ended: %s", call.id, reason.value)
        self._tell_all(call, people)

    # --- steps -----------------------------------------------------------------------------

    def _ring(self, call: Call, candidate: Candidate) -> None:
        self._move(call, CallState.RINGING)
        position = calls.participants(self.session, call.id)[-1].position + 1
        participant = CallParticipant(
            id=new_id(), call_id=call.id, organisation_id=call.organisation_id, position=position,
            role=Role.LAWYER.value, lawyer_id=candidate.lawyer_id, tier=candidate.tier.value,
            state="ringing", ring_until=self.now + self.timing.ring,
        )  # fmt: skip
        self.session.add(participant)
        self.session.flush()
        self.look_again()
        log.info("call %s rings, place %d, tier %s", call.id, position, candidate.tier.value)
        self.tell(device_address(call.device_id), self.status(call))
        self.tell(lawyer_address(candidate.lawyer_id), self.ring(call, participant))

    def _in_vain(self, call: Call, participant: CallParticipant, state: str) -> None:
        """The one who was rung does not take it; ``serve_queue`` asks the next."""
        participant.state, participant.left_at = state, self.now
        self._move(call, CallState.QUEUED)
        self._free(participant.lawyer)
        self._close_connections(call.id)
        self.session.flush()
        log.info("call %s: %s at place %d", call.id, state, participant.position)
        self.tell(lawyer_address(participant.lawyer), self._over_for(call, participant))

    def _free(self, lawyer_id: str) -> None:
        """The lawyer goes to the back of the line."""
        account = calls.account_of(self.session, lawyer_id)
        if account is not None:
            account.free_since = self.now
            self.session.flush()
        self.look_again()

    def _close_connections(self, call_id: str) -> None:
        for connection in calls.connections(self.session, call_id):
            connection.state, connection.offer, connection.answer = "closed", "", ""
            connection.candidates = []

    def _move(self, call: Call, state: CallState) -> None:
        check_transition(CallState(call.state), state)
        call.state = state.value

    def _tell_all(self, call: Call, people: Iterable[CallParticipant]) -> None:
        """The terminal, and the lawyers among these."""
        status = self.status(call)
        self.tell(device_address(call.device_id), status)
        for participant in people:
            if participant.lawyer_id is not None:
                told = status if status.participant_id else self._over_for(call, participant)
                self.tell(lawyer_address(participant.lawyer_id), told)

    def _over_for(self, call: Call, participant: CallParticipant) -> CallStatus:
        """The call as one sees it who has no part in it any more: ended, for the reason known."""
        reasons = {"declined": EndReason.DECLINED, "no_answer": EndReason.NO_ANSWER,
                   "lost": EndReason.LAWYER_LOST}  # fmt: skip
        ended = EndReason(call.end_reason) if call.end_reason else None
        return CallStatus(
            call_id=call.id, state=CallState.ENDED, media=Media(call.media),
            participant_id=participant.id, lawyer_id=participant.lawyer_id,
            end_reason=reasons.get(participant.state, ended),
        )  # fmt: skip

    def _call_of_device(self, device_id: str, call_id: str) -> Call:
        call = calls.find_call(self.session, call_id)
        if call is None or call.device_id != device_id:
            raise NotFoundError("There is no such call of this terminal.", code="no_call")
        return call

    def _participation(self, lawyer_id: str, call_id: str) -> tuple[Call, CallParticipant]:
        call = calls.find_call(self.session, call_id)
        mine = [p for p in calls.asked(self.session, call_id) if p.lawyer_id == lawyer_id]
        if call is None or not mine:
            raise NotFoundError("There is no such call for you.", code="no_call")
        return call, mine[-1]


def _why_nobody(people: Iterable[CallParticipant]) -> EndReason:
    """Why a call ends that nobody can take, by what became of the last one asked."""
    last = next(reversed(list(people)), None)
    if last is None:
        return EndReason.NOBODY_ON_DUTY
    return EndReason.DECLINED if last.state == "declined" else EndReason.NO_ANSWER
