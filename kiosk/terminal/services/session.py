"""The person who stands at the terminal now, and the erasing of all that is theirs."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kiosk.domain.clock import Clock
from kiosk.domain.ids import new_id
from kiosk.terminal.services.events import EventBus, SessionEnded

log = logging.getLogger(__name__)


class TextSize(StrEnum):
    STANDARD = "standard"
    LARGE = "large"


class ThemeChoice(StrEnum):
    NORMAL = "normal"
    CONTRAST = "contrast"


#: Of a session: how the screen looks to the person. The receipt still does, after the end.
LOOK = ("language", "text_size", "theme", "low_reach", "read_aloud", "spoken", "louder")


@dataclass(slots=True)
class ResidentSession:
    """All that is of a person lives here, and nothing of it anywhere else."""

    language: str
    touched_at: datetime
    text_size: TextSize
    theme: ThemeChoice = ThemeChoice.NORMAL
    reading_size: str = "middle"  # of articles: small | middle | large
    read_aloud: bool = False  # each page is read out
    spoken: bool = False  # the screen is not seen: keys and a voice
    louder: int = 0  # steps over the hall's volume
    low_reach: bool = False  # every target in the lower part of the screen
    call_id: str | None = None
    for_other: bool = False  # they ask for somebody at home
    rating_key: str | None = None
    #: Random, and nobody's name: whom the commands of this session are of, at the server.
    person_id: str = field(default_factory=new_id)
    #: Appointment or call-back -> the secret of its slip. The disk has it only in a change
    #: or cancellation that waits, until that is sealed.
    slips: dict[str, str] = field(default_factory=dict)
    #: The same -> digits that may be typed for it, and until when.
    codes: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    #: Appointments that were found by such digits -> what opens them for some minutes.
    grants: dict[str, str] = field(default_factory=dict)
    #: Names the session in the outbox; nothing of it is left there once it is over.
    id: str = field(default_factory=new_id)

    def look_like(self, other: ResidentSession) -> None:
        """Take the other's language, text size, theme and reach."""
        for name in LOOK:
            setattr(self, name, getattr(other, name))


class SessionService:
    """Call it on one thread (the screen's). ``language``, ``text_size``: at rest."""

    def __init__(
        self,
        bus: EventBus,
        clock: Clock,
        language: str = "zh_CN",
        text_size: TextSize = TextSize.LARGE,
    ) -> None:
        self._bus = bus
        self._clock = clock
        self.language = language  # both hold from the next person on
        self.text_size = text_size
        self._erasers: dict[str, Callable[[], bool | None]] = {}
        self._session = self._new()

    @property
    def session(self) -> ResidentSession:
        """The present person's; another object after each end."""
        return self._session

    def is_on(self, session_id: str | None) -> bool:
        """Whether the person of that session is still there. Any thread."""
        return session_id == self._session.id

    def register_eraser(self, name: str, erase: Callable[[], bool | None]) -> None:
        """``erase`` runs at each end, in the order of registration; a name is taken once.

        It returns False where there was nothing to erase.
        """
        if name in self._erasers:
            raise ValueError(f"an eraser is called {name!r} already")
        self._erasers[name] = erase

    def touch(self) -> None:
        """Somebody is there."""
        self._session.touched_at = self._clock.now()

    def idle_s(self) -> float:
        """Seconds since the last touch."""
        return (self._clock.now() - self._session.touched_at).total_seconds()

    def end(self) -> SessionEnded:
        """Erase everything of this person and begin anew; one step that fails stops no other."""
        erased = []
        for name, erase in self._erasers.items():
            try:
                done = erase()
            except Exception:
                log.exception("erasing %s failed", name)
            else:
                if done is not False:
                    erased.append(name)
        self._session = self._new()
        ended = SessionEnded((*erased, "session"))
        self._bus.publish(ended)
        return ended

    def looks_at_rest(self) -> bool:
        """All that ``look_like`` takes is as the next person would find it."""
        rest, now = self._new(), self._session
        return all(getattr(rest, name) == getattr(now, name) for name in LOOK)

    def reset_look(self) -> None:
        """Language, text size and theme as at rest."""
        self._session.look_like(self._new())

    def _new(self) -> ResidentSession:
        now = self._clock.now()
        return ResidentSession(self.language, touched_at=now, text_size=self.text_size)
