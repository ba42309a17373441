"""The legal-aid check for the pages, and whose legal-aid body is the right one.

Reads only the cache; call it on the screen's thread. It keeps no answers.
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.domain.directory import Category, Organisation, Scope
from kiosk.domain.legal_aid import Interview, LegalAidCheck, Outcome, Place, Where
from kiosk.protocol.devices import DeviceProfile
from kiosk.terminal.services.directory import DirectoryService, EntryView
from kiosk.terminal.services.ports import ContentReader
from kiosk.terminal.services.takeaway import page_address


class LegalAidService:
    """``profile``: where the terminal stands."""

    def __init__(
        self,
        reader: ContentReader,
        directory: DirectoryService,
        profile: Callable[[], DeviceProfile | None],
    ) -> None:
        self._reader = reader
        self._directory = directory
        self._profile = profile
        self._interview: Interview | None = None

    def interview(self) -> Interview | None:
        """Of the check in the cache; another one only when the check is. None: there is none."""
        check = next(iter(self._reader.legal_aid_checks()), None)
        if check is None:
            self._interview = None
        elif self._interview is None or self._interview.check != check:
            self._interview = Interview(check)
        return self._interview

    def centre(self, place: Place) -> EntryView | None:
        """The legal-aid body to go to: the district's own, when it is the right one or nobody knows
        yet which is (each of them answers questions). A work station only takes applications in."""
        if place.where is Where.ELSEWHERE:
            return None
        here = self._above(self._own(), Scope.DISTRICT)
        for view in self._directory.entries(Category.LEGAL_AID_CENTRE):
            owner = self._reader.organisation(view.entry.organisation)
            if owner is not None and owner.kind is Scope.DISTRICT and here in (None, owner.id):
                return view
        return None

    def forwarder(self, check: LegalAidCheck, place: Place) -> EntryView | None:
        """The nearest office of this street that says it takes applications in, or passes them on,
        to this district's body; None: there is none, or another body is the right one."""
        street = self._above(self._own(), Scope.STREET)
        if place.where is not Where.HERE or street is None:
            return None
        for view in self._directory.entries():
            offers = not set(check.forwards).isdisjoint(view.entry.services)
            if offers and self._above(view.entry.organisation, Scope.STREET) == street:
                return view
        return None

    def address(self, outcome: Outcome) -> str:
        """What the QR of an outcome says: its page at the server; empty when phones reach none."""
        profile = self._profile()
        return page_address(profile.public_url if profile else "", "legal-aid", outcome.id)

    def _own(self) -> str | None:
        profile = self._profile()
        return profile.organisation_id if profile else None

    def _above(self, organisation_id: str | None, scope: Scope) -> str | None:
        """Id of the organisation of that scope that one lies in, or is."""
        seen: set[str] = set()
        while organisation_id is not None and organisation_id not in seen:
            seen.add(organisation_id)
            found: Organisation | None = self._reader.organisation(organisation_id)
            if found is None or found.kind is scope:
                return found.id if found else None
            organisation_id = found.parent
        return None
