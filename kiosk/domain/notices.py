"""Short notices on the screen, and where and when such things are shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum


class NoticeLevel(StrEnum):
    ORDINARY = "ordinary"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown from ``starts`` on, before ``ends``, in the halls of ``organisations``.

    None, none: without a beginning, an end; everywhere.
    """

    id: str
    title: str
    title_en: str
    starts: datetime | None
    ends: datetime | None
    organisations: tuple[str, ...]
    example: bool

    def on(self, moment: datetime, here: Collection[str]) -> bool:
        """``here``: the organisation of this hall and all above it."""
        if self.organisations and not set(self.organisations) & set(here):
            return False
        begun = self.starts is None or self.starts <= moment
        return begun and (self.ends is None or moment < self.ends)


@dataclass(frozen=True, slots=True)
class Notice(Shown):
    level: NoticeLevel
    text: str
    text_en: str


_EARLIEST = datetime.min.replace(tzinfo=UTC)


def notices_on(notices: Iterable[Notice], moment: datetime, here: Collection[str]) -> list[Notice]:
    """Those that are shown, emergencies first, then the newest."""
    shown = sorted((n for n in notices if n.on(moment, here)), key=lambda n: (n.title, n.id))
    shown.sort(key=lambda n: n.starts or _EARLIEST, reverse=True)
    return sorted(shown, key=lambda n: n.level is not NoticeLevel.EMERGENCY)
