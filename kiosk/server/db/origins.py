"""Whose content is in the feed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from kiosk.server.db.models import ContentItem


@dataclass(frozen=True, slots=True)
class Origin:
    """``kinds``: documents that are in the feed now, by kind; ``changed`` counts withdrawals."""

    name: str
    kinds: dict[str, int]
    changed: datetime


def origins(session: Session) -> list[Origin]:
    """All that have ever had something in the feed, by name."""
    rows = session.execute(
        select(
            ContentItem.origin, ContentItem.kind,
            func.sum(case((ContentItem.deleted, 0), else_=1)), func.max(ContentItem.updated_at),
        ).group_by(ContentItem.origin, ContentItem.kind).order_by(ContentItem.kind)
    )  # fmt: skip
    kinds: dict[str, dict[str, int]] = {}
    changed: dict[str, datetime] = {}
    for name, kind, count, moment in rows:
        kinds.setdefault(name, {})
        if count:
            kinds[name][kind] = count
        changed[name] = max(moment, changed.get(name, moment))
    return [Origin(name, kinds[name], changed[name]) for name in sorted(kinds)]
