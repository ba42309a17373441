"""What a resident thinks of a lawyer."""

from __future__ import annotations

from kiosk.domain.clock import Clock
from kiosk.protocol.commands import EvaluateLawyer
from kiosk.terminal.services.events import EventBus, LawyerEvaluated
from kiosk.terminal.services.ports import Outbox
from kiosk.terminal.services.session import SessionService


class EvaluationService:
    def __init__(
        self, outbox: Outbox, sessions: SessionService, clock: Clock, bus: EventBus
    ) -> None:
        self._outbox = outbox
        self._sessions = sessions
        self._clock = clock
        self._bus = bus

    def evaluate(self, lawyer_id: str, score: int, key: str, *, remark: str = "") -> None:
        """Keep it for the server: 3 helped, 2 so-so, 1 did not help.

        ``key`` is made when the page opens; the same one twice is one evaluation, and the server
        takes one for each person and lawyer. On the disk when this returns; ``EnvironmentFault``
        when it cannot be kept.
        """
        session = self._sessions.session
        evaluation = EvaluateLawyer(
            person_id=session.person_id, lawyer_id=lawyer_id, score=score, remark=remark,
            evaluated_at=self._clock.now(),
        )  # fmt: skip
        self._outbox.add(key, "evaluate_lawyer", evaluation.model_dump(mode="json"),
                         session=session.id)  # fmt: skip
        self._bus.publish(LawyerEvaluated(lawyer_id))
