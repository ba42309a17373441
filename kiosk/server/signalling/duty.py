"""Who answers for a place now, and what waits: the messages that terminals and consoles show.

Both are made for everybody at once, each few seconds: what the database and the roster say is
asked once for each place, never for each pair of a lawyer and a call.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from kiosk.domain.calls import may_wait, ring_order
from kiosk.protocol.socket import ConsoleState, Duty, InHall
from kiosk.server.db import calls, presence
from kiosk.server.signalling.desk import Switchboard


def waiting_places(board: Switchboard) -> Counter[str | None]:
    """How many calls wait at each organisation."""
    return Counter(call.organisation_id for call in calls.queued_calls(board.session))


def duty_of(board: Switchboard, organisation_id: str | None,
            queue: Counter[str | None]) -> Duty:  # fmt: skip
    """What a terminal of this organisation tells the resident before a call.

    ``queue``: ``waiting_places``.
    """
    return _remote_duty(board, organisation_id, queue).model_copy(
        update={"in_hall": _in_hall(board, organisation_id)}
    )


def _in_hall(board: Switchboard, organisation_id: str | None) -> InHall | None:
    sitting = board.roster.sitting(organisation_id, board.now)
    if sitting is None:
        return None
    lawyer, until = sitting
    return InHall(
        lawyer_id=lawyer.id, lawyer_name=lawyer.name, lawyer_name_en=lawyer.name_en,
        portrait=lawyer.portrait, until=until, example=lawyer.example,
    )  # fmt: skip


def _remote_duty(board: Switchboard, organisation_id: str | None,
                 queue: Counter[str | None]) -> Duty:  # fmt: skip
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
            count for place, count in queue.items()
            if any(c.present and c.lawyer_id in mine for c in board.candidates(place))
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
    asked = calls.lawyers_asked(board.session, [call.id for call in queue])
    waits: dict[str, list[float]] = defaultdict(list)
    for call in queue:
        waited = (board.now - call.requested_at).total_seconds()
        for candidate in board.candidates(call.organisation_id):
            if candidate.lawyer_id not in asked[call.id]:
                waits[candidate.lawyer_id].append(waited)
    return {
        lawyer_id: ConsoleState(
            on_duty=on, waiting=len(waits[lawyer_id]),
            longest_wait_s=int(max(waits[lawyer_id], default=0)),
        )
        for lawyer_id, on in presence.present_lawyers(board.session, board.now).items()
    }  # fmt: skip
