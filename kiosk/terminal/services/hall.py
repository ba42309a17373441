"""What is shown in this hall now: notices, the attract loop, the week's events.

Reads only the cache; call it on any thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.clock import Clock
from kiosk.domain.events import LawDayEvent, events_of_week
from kiosk.domain.notices import Notice, notices_on
from kiosk.domain.signage import Signage
from kiosk.protocol.devices import DeviceProfile
from kiosk.terminal.services.ports import ContentReader


@dataclass(frozen=True, slots=True)
class SignageView:
    """A poster or a video whose file is here."""

    signage: Signage
    poster: Path | None
    video: Path | None


class HallService:
    def __init__(
        self, reader: ContentReader, clock: Clock, profile: Callable[[], DeviceProfile | None]
    ) -> None:
        self._reader = reader
        self._clock = clock
        self._profile = profile

    def notices(self) -> list[Notice]:
        """Emergencies first, then the newest."""
        return notices_on(self._reader.notices(), self._clock.now(), self._here())

    def signage(self) -> list[SignageView]:
        """What the attract loop shows now; a blob that is not here yet is left out."""
        now, here = self._clock.now(), self._here()
        views = [
            SignageView(s, self._file(s.poster), self._file(s.video))
            for s in self._reader.signage()
            if s.on(now, here)
        ]
        return [view for view in views if view.poster or view.video]

    def events(self) -> list[LawDayEvent]:
        """This week's, of this community, its street and the district."""
        here = self._here()
        events = [e for e in self._reader.events() if e.organisation in here]
        return events_of_week(events, self._clock.now())

    def video_of(self, event: LawDayEvent) -> Path | None:
        """Its recording, if it is here."""
        return self._file(event.video)

    def _file(self, sha256: str | None) -> Path | None:
        return None if sha256 is None else self._reader.blob_path(sha256)

    def _here(self) -> list[str]:
        """The organisation of this terminal and all above it."""
        profile = self._profile()
        found: list[str] = []
        at = profile.organisation_id if profile else None
        while at is not None and at not in found:
            found.append(at)
            organisation = self._reader.organisation(at)
            at = organisation.parent if organisation else None
        return found
