"""Stops of the tour: the legal-aid check, from its first question to its slip; for another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from kiosk.terminal.ui.viewmodels.legal_aid import LegalAidViewModel

if TYPE_CHECKING:
    from kiosk.terminal.tour import Stage

#: A migrant worker's wages; somebody in custody who may be sentenced to life; a quarrel elsewhere.
WAGES = ("work", "wages", "not-yet", "migrant", "none", "here")
DETAINED = ("criminal", "suspect", "grave", "not-yet", "here")
ELSEWHERE = ("other", "more", "rest", "not-yet", "court", "away")


def _check(stage: Stage, *answers: str, page: str = "") -> None:
    """The check with these answers, then one of its pages."""
    stage.screen.app.open("legal-aid")
    for answer in answers:
        stage.clock.advance(timedelta(seconds=1))
        model = stage.screen.app.model
        assert isinstance(model, LegalAidViewModel)
        model.choose(answer)
    if page:
        stage.screen.app.open(page)


PAPERS, SLIP = "legal-aid-papers", "legal-aid-slip"
AID_STOPS: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("18-aid-question", lambda s: _check(s)),
    ("18-aid-question-four", lambda s: _check(s, "criminal", "suspect")),
    ("18-aid-likely", lambda s: _check(s, *WAGES)),
    ("18-aid-likely-also", lambda s: _check(s, *DETAINED)),
    ("18-aid-ask", lambda s: _check(s, *ELSEWHERE)),
    ("18-aid-papers", lambda s: _check(s, *WAGES, page=PAPERS)),
    ("18-aid-papers-court", lambda s: _check(s, *DETAINED, page=PAPERS)),
    ("18-aid-papers-elsewhere", lambda s: _check(s, *ELSEWHERE, page=PAPERS)),
    ("18-aid-slip", lambda s: _check(s, *DETAINED, page=SLIP)),
    ("19-for-other", lambda s: s.screen.app.open("for-someone-else")),
    ("18-aid-slip-elsewhere", lambda s: _check(s, *ELSEWHERE, page=SLIP)),
)
