"""Places and lawyers for the pages, seen from where the terminal stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.articles import Topic
from kiosk.domain.authorities import Authority
from kiosk.domain.clock import Clock
from kiosk.domain.directory import Category, Entry, Lawyer, Organisation, Scope
from kiosk.domain.duty import Opening, opening
from kiosk.domain.geo import Point, bearing_deg, distance_m, walking_minutes
from kiosk.domain.needs import Need
from kiosk.protocol.devices import DeviceProfile
from kiosk.terminal.services.ports import ContentReader
from kiosk.terminal.services.takeaway import page_address


@dataclass(frozen=True, slots=True)
class EntryView:
    """A place as a page shows it; distances are None when either point is unknown."""

    entry: Entry
    distance_m: float | None  # straight line
    walk_minutes: int | None
    bearing_deg: float | None  # clockwise from north
    opening: Opening
    takeaway: str  # text of the QR that a phone scans
    picture: Path | None


@dataclass(frozen=True, slots=True)
class LawyerView:
    lawyer: Lawyer
    firm_name: str  # empty when the firm is not in the cache
    portrait: Path | None
    firm_name_en: str = ""
    communities: tuple[tuple[str, str], ...] = ()  # (name, English name) of those in the cache


class DirectoryService:
    """Reads only the cache; call it on any thread. ``profile``: where the terminal stands."""

    def __init__(
        self, reader: ContentReader, clock: Clock, profile: Callable[[], DeviceProfile | None]
    ) -> None:
        self._reader = reader
        self._clock = clock
        self._profile = profile

    def categories(self) -> list[tuple[Category, int]]:
        """Categories that occur, in their fixed order, with the number of places in each."""
        counts = Counter(e.category for e in self._reader.entries())
        return [(category, counts[category]) for category in Category if counts[category]]

    def needs(self) -> Sequence[Need]:
        """What people come with, in the order of the office."""
        return self._reader.needs()

    def need(self, need_id: str) -> Need | None:
        return self._reader.need(need_id)

    def authorities(self) -> Sequence[Authority]:
        """What one may do for another, in the order of the office."""
        return self._reader.authorities()

    def bodies(self, need: Need) -> list[EntryView]:
        """The right bodies, the first one first: of each kind the nearest."""
        known = {c.value for c in Category}
        kinds = [self.entries(Category(b)) for b in need.bodies if b in known]
        return [views[0] for views in kinds if views]

    def streets(self) -> list[tuple[Organisation, int]]:
        """Streets that have places, this terminal's first, with how many; last the district, with
        those that are everybody's."""
        counts: Counter[str] = Counter()
        areas: dict[str, Organisation] = {}
        for entry in self._reader.entries():
            if (area := self._area(entry.organisation)) is not None:
                areas[area.id] = area
                counts[area.id] += 1
        profile = self._profile()
        here = self._area(profile.organisation_id) if profile else None

        def place(area: Organisation) -> tuple[bool, bool, str]:
            return area.kind is Scope.DISTRICT, here is None or area.id != here.id, area.name

        return [(area, counts[area.id]) for area in sorted(areas.values(), key=place)]

    def street(self, street_id: str) -> tuple[Organisation | None, list[EntryView]]:
        """A street, or the district, and its places, the nearest first."""
        mine = []
        for view in self.entries():
            area = self._area(view.entry.organisation)
            if area is not None and area.id == street_id:
                mine.append(view)
        return self._reader.organisation(street_id), mine

    def _area(self, organisation_id: str) -> Organisation | None:
        """The street that an organisation lies in, else its district."""
        at: str | None = organisation_id
        seen: set[str] = set()
        while at is not None and at not in seen:
            seen.add(at)
            found = self._reader.organisation(at)
            if found is None or found.kind in (Scope.STREET, Scope.DISTRICT):
                return found
            at = found.parent
        return None

    def entries(self, category: Category | None = None) -> list[EntryView]:
        """Nearest first; places without a known distance come last, by name."""
        views = [self._view(e) for e in self._reader.entries(category)]
        far = float("inf")
        return sorted(views, key=lambda v: far if v.distance_m is None else v.distance_m)

    def entry(self, entry_id: str) -> EntryView | None:
        entry = self._reader.entry(entry_id)
        return None if entry is None else self._view(entry)

    def lawyers(self, specialities: Collection[str] = (), language: str = "") -> list[LawyerView]:
        """Those who know one of these topics and speak this language; without them all."""
        return [
            self._lawyer_view(w)
            for w in self._reader.lawyers()
            if (not specialities or set(specialities) & set(w.specialities))
            and (not language or language in w.languages)
        ]

    def specialities(self) -> list[Topic]:
        """What lawyers know, the most frequent first."""
        known = {t.value for t in Topic}
        counts = Counter(s for w in self._reader.lawyers() for s in w.specialities if s in known)
        order = [t.value for t in Topic]
        return [Topic(s) for s in sorted(counts, key=lambda s: (-counts[s], order.index(s)))]

    def languages(self) -> list[str]:
        """Languages that some lawyers speak and others do not, the most frequent first."""
        lawyers = self._reader.lawyers()
        counts = Counter(language for w in lawyers for language in set(w.languages))
        return [name for name, n in counts.most_common() if n < len(lawyers)]

    def lawyer(self, lawyer_id: str) -> LawyerView | None:
        lawyer = self._reader.lawyer(lawyer_id)
        return None if lawyer is None else self._lawyer_view(lawyer)

    def organisation(self, organisation_id: str) -> Organisation | None:
        """Where a turn of duty is."""
        return self._reader.organisation(organisation_id) if organisation_id else None

    def _view(self, entry: Entry) -> EntryView:
        profile = self._profile()
        here = _place_of(profile)
        metres = bearing = None
        if here is not None and entry.point is not None and here.datum == entry.point.datum:
            metres = distance_m(here, entry.point)
            bearing = bearing_deg(here, entry.point)
        return EntryView(
            entry=entry,
            distance_m=metres,
            walk_minutes=None if metres is None else walking_minutes(metres),
            bearing_deg=bearing,
            opening=opening(entry.hours, self._clock.now(), self._reader.holidays()),
            takeaway=takeaway(entry, profile.public_url if profile else ""),
            picture=self._reader.blob_path(entry.picture) if entry.picture else None,
        )

    def _lawyer_view(self, lawyer: Lawyer) -> LawyerView:
        firm = self._reader.organisation(lawyer.firm)
        communities = [self._reader.organisation(c) for c in lawyer.communities]
        return LawyerView(
            lawyer=lawyer,
            firm_name=firm.name if firm else "",
            firm_name_en=firm.name_en if firm else "",
            portrait=self._reader.blob_path(lawyer.portrait) if lawyer.portrait else None,
            communities=tuple((c.name, c.name_en) for c in communities if c is not None),
        )


def _place_of(profile: DeviceProfile | None) -> Point | None:
    if profile is None or profile.latitude is None or profile.longitude is None:
        return None
    return Point(profile.latitude, profile.longitude, profile.datum)


def takeaway(entry: Entry, public_url: str) -> str:
    """What the QR of a place says: its page at the server, or the facts as plain text."""
    if public_url:
        return page_address(public_url, "entry", entry.id)
    lines = [entry.name]
    if entry.address:
        lines.append(f"地址：{entry.address}")
    if entry.address_hint:
        lines.append(entry.address_hint)
    if entry.phone:
        lines.append(f"电话：{entry.phone}")
    if entry.point is not None:
        # Not a geo: address, which means WGS 84; half a kilometre off is worse than no map.
        point = entry.point
        lines.append(f"位置：{point.latitude:.6f},{point.longitude:.6f}（{point.datum}）")
    return "\n".join(lines)
