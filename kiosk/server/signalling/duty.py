"""Who answers for a place now, and what waits: the messages that terminals and consoles show."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.calls import may_wait, ring_order
from kiosk.protocol.socket import ConsoleState, Duty
from kiosk.server.db import calls, presence
from kiosk.server.signalling.desk import Switchboard


def duty_of(board: Switchboard, organisation_id: str | None) -> Duty:
    """What a terminal of this organisation tells the resident before a call."""
    candidates = board.candidates(organisation_id)
    roster = board.roster
    free = ring_order(candidates)
    if free or may_wait(candidates):
        # All are busy: the one who would be asked first if they were free.
        chosen = (free or ring_order([replace(c, busy=False) for c in candidates]))[0]
        lawyer = roster.lawyers[chosen.lawyer_id]
        shift = roster.rostered(organisation_id, board.now).get(chosen.lawyer_id)
        busy = sum(1 for c in candidates if c.present and c.busy)
        mine = {c.lawyer_id for c in candidates if c.present}
        waiting = 0 if free else sum(
            1 for call in calls.queued_calls(board.session)
            if mine & {c.lawyer_id for c in board.candidates(call.organisation_id) if c.present}
        )  # fmt: skip
        return Duty(
            state="available" if free else "busy",
            lawyer_id=lawyer.id, lawyer_name=lawyer.name, lawyer_name_en=lawyer.name_en,
            portrait=lawyer.portrait, tier=chosen.tier,
            until=shift[1] if shift and not board.always_on_duty else None,
            waiting=waiting,
            wait_minutes=0 if free else calls.wait_minutes(
                board.mean_call, waiting, busy),
            example=lawyer.example,
        )  # fmt: skip
    soon = None if board.always_on_duty else roster.next_shift(organisation_id, board.now)
    return Duty(state="nobody", next_shift=soon)


def console_states(board: Switchboard) -> dict[str, ConsoleState]:
    """For each lawyer with a console open: the switch, and the calls that wait for them."""
    queue = calls.queued_calls(board.session)
    asked = {call.id: {p.lawyer_id for p in calls.participants(board.session, call.id)}
             for call in queue}  # fmt: skip
    states: dict[str, ConsoleState] = {}
    for lawyer_id, on in presence.present_lawyers(board.session, board.now).items():
        waits = [
            (board.now - call.requested_at).total_seconds()
            for call in queue
            if lawyer_id not in asked[call.id]
            and any(c.lawyer_id == lawyer_id for c in board.candidates(call.organisation_id))
        ]
        states[lawyer_id] = ConsoleState(
            on_duty=on, waiting=len(waits), longest_wait_s=int(max(waits, default=0))
        )
    return states
