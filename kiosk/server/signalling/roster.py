"""Who could take a terminal's call: the duty roster, as the content feed has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set
from datetime import UTC, datetime, timedelta

from kiosk.domain.appointments import Turn
from kiosk.domain.calls import Candidate, Tier
from kiosk.domain.directory import Scope
from kiosk.domain.duty import Holidays, Opening, WeeklyHours, opening
from kiosk.protocol.content import HolidaysDoc, LawyerDoc, OrganisationDoc, ShiftDoc
from kiosk.server.db import Session
from kiosk.server.db.content import all_docs, feed_head

_TIERS = {Scope.COMMUNITY: Tier.COMMUNITY, Scope.STREET: Tier.STREET, Scope.DISTRICT: Tier.DISTRICT}


class Roster:
    """Lawyers, organisations and shifts at one revision of the feed."""

    def __init__(self, session: Session) -> None:
        head = feed_head(session)
        self.feed, self.revision = head.id, head.revision
        self.lawyers = {doc.id: doc for doc in all_docs(session, LawyerDoc)}
        self.organisations = {doc.id: doc for doc in all_docs(session, OrganisationDoc)}
        self._shifts: dict[str, dict[str, list[WeeklyHours]]] = defaultdict(dict)
        self._in_hall: dict[str, dict[str, list[WeeklyHours]]] = defaultdict(dict)
        for shift in all_docs(session, ShiftDoc):
            span = WeeklyHours(shift.hours.weekday, shift.hours.opens, shift.hours.closes)
            self._shifts[shift.organisation].setdefault(shift.lawyer, []).append(span)
            if shift.in_hall:
                self._in_hall[shift.organisation].setdefault(shift.lawyer, []).append(span)
        self._chains: dict[str | None, dict[str, Tier]] = {}
        self._near: dict[tuple[str | None, str], Tier] = {}
        never = datetime.max.replace(tzinfo=UTC)
        self._kept: tuple[datetime, datetime, dict[str, dict[str, Opening]]] = (never, never, {})
        years = all_docs(session, HolidaysDoc)
        self.holidays = Holidays(
            frozenset(day for year in years for day in year.holidays),
            frozenset(day for year in years for day in year.working_days),
        )

    def lawyer(self, lawyer_id: str) -> LawyerDoc | None:
        return self.lawyers.get(lawyer_id)

    def organisation(self, organisation_id: str | None) -> OrganisationDoc | None:
        return self.organisations.get(organisation_id or "")

    def chain(self, organisation_id: str | None) -> dict[str, Tier]:
        """The organisation and those above it, nearest first, with the tier of each."""
        known = self._chains.get(organisation_id)
        if known is not None:
            return known
        chain: dict[str, Tier] = {}
        here = organisation_id
        while here and here not in chain and (organisation := self.organisations.get(here)):
            if organisation.scope in _TIERS:
                chain[here] = _TIERS[organisation.scope]
            here = organisation.parent
        self._chains[organisation_id] = chain
        return chain

    def turns(self, lawyer_id: str) -> list[Turn]:
        """The lawyer's weekly turns of duty, wherever they are."""
        return [
            Turn(place, hours)
            for place, lawyers in self._shifts.items()
            for hours in lawyers.get(lawyer_id, ())
        ]

    def _openings(self, now: datetime) -> dict[str, dict[str, Opening]]:
        """Organisation -> lawyer -> whether the shift is on, kept until the first one changes."""
        begin, end, openings = self._kept
        if not begin <= now < end:
            openings = {
                organisation: {lawyer: opening(spans, now, self.holidays)
                               for lawyer, spans in lawyers.items()}
                for organisation, lawyers in self._shifts.items()
            }  # fmt: skip
            changes = [state.until for lawyers in openings.values()
                       for state in lawyers.values() if state.until]  # fmt: skip
            # Who has no turn within the days that are looked ahead may have one tomorrow.
            self._kept = now, min([*changes, now + timedelta(days=1)]), openings
        return openings

    def rostered(
        self, organisation_id: str | None, now: datetime
    ) -> dict[str, tuple[Tier, datetime | None]]:
        """Lawyers whose shift covers now: lawyer id -> (nearest tier, end of the shift)."""
        openings = self._openings(now)
        found: dict[str, tuple[Tier, datetime | None]] = {}
        for organisation, tier in self.chain(organisation_id).items():
            for lawyer, state in openings.get(organisation, {}).items():
                if state.open:
                    found.setdefault(lawyer, (tier, state.until))
        return found

    def shift_until(self, lawyer_id: str, now: datetime) -> datetime | None:
        """When the lawyer's present turn of duty ends, wherever it is; None: it is not on."""
        ends = [
            state.until
            for lawyers in self._openings(now).values()
            if (state := lawyers.get(lawyer_id)) is not None and state.open and state.until
        ]
        return max(ends, default=None)

    def sitting(
        self, organisation_id: str | None, now: datetime
    ) -> tuple[LawyerDoc, datetime | None] | None:
        """Who sits in this organisation's own hall now, by the roster, and until when.

        Of several, the one who stays longest.
        """
        here = self._in_hall.get(organisation_id or "", {})
        states = ((self.lawyers.get(lawyer), opening(spans, now, self.holidays))
                  for lawyer, spans in here.items())  # fmt: skip
        sitting = [(lawyer, state.until) for lawyer, state in states if lawyer and state.open]
        return max(sitting, key=lambda s: (s[1] or now, s[0].id), default=None)

    def next_shift(self, organisation_id: str | None, now: datetime) -> datetime | None:
        """When somebody's next shift for this place begins, within 14 days."""
        openings = self._openings(now)
        begins = [
            state.until
            for organisation in self.chain(organisation_id)
            for state in openings.get(organisation, {}).values()
            if not state.open and state.until
        ]
        return min(begins, default=None)

    def _served(self, lawyer: LawyerDoc) -> set[str]:
        """Organisations that the lawyer is appointed to, or has turns of duty at."""
        turns = (place for place, lawyers in self._shifts.items() if lawyer.id in lawyers)
        return {*lawyer.communities, *turns}

    def office_of(self, lawyer: LawyerDoc) -> OrganisationDoc | None:
        """The one place of the lawyer's tier that they serve; the firm if there is not just one."""
        offices = {
            place
            for served in self._served(lawyer)
            for place, tier in self.chain(served).items()
            if tier is lawyer.tier
        }
        return self.organisation(offices.pop() if len(offices) == 1 else lawyer.firm)

    def tier_of(self, organisation_id: str | None, lawyer: LawyerDoc) -> Tier:
        """How near a lawyer is to a place, whether it is their turn now or not."""
        key = organisation_id, lawyer.id
        if key not in self._near:
            chain = self.chain(organisation_id)
            tiers = [
                chain[above]
                for served in self._served(lawyer)
                for above in self.chain(served)
                if above in chain
            ]
            nearest = min(tiers, key=lambda tier: tier.rank, default=Tier.DISTRICT)
            self._near[key] = max(nearest, lawyer.tier, key=lambda tier: tier.rank)
        return self._near[key]

    def candidates(
        self,
        organisation_id: str | None,
        now: datetime,
        *,
        on_duty: Mapping[str, datetime | None],
        busy: Set[str],
        everybody: bool,
    ) -> list[Candidate]:
        """Who may be asked; ``on_duty`` are those present with their switch on (free since).

        ``everybody``: the roster is ignored, and each one present is a candidate.
        """
        if everybody:
            tiers = {
                lawyer_id: self.tier_of(organisation_id, lawyer)
                for lawyer_id in on_duty
                if (lawyer := self.lawyers.get(lawyer_id)) is not None
            }
        else:
            rostered = self.rostered(organisation_id, now)
            tiers = {lawyer_id: tier for lawyer_id, (tier, _) in rostered.items()}
        return [
            Candidate(lawyer_id, tier, lawyer_id in on_duty, lawyer_id in busy,
                      on_duty.get(lawyer_id))
            for lawyer_id, tier in tiers.items()
        ]  # fmt: skip


class RosterCache:
    """The newest roster: read again when the feed has moved on."""

    def __init__(self) -> None:
        self._roster: Roster | None = None

    def get(self, session: Session) -> Roster:
        head = feed_head(session)
        if self._roster is None or (self._roster.feed, self._roster.revision) != (
            head.id,
            head.revision,
        ):
            self._roster = Roster(session)
        return self._roster
