"""Laws of the feed, by title."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.laws import LawHead
from kiosk.protocol.content import LawHeadDoc
from kiosk.server.db.models import ContentItem


def law_texts(session: Session, titles: Collection[str]) -> dict[str, list[LawHead]]:
    """The texts that the feed has of these laws, by title."""
    found: dict[str, list[LawHead]] = {title: [] for title in titles}
    if found:
        docs = session.scalars(
            select(ContentItem.doc).where(
                ContentItem.kind == "law",
                ContentItem.deleted.is_(False),
                ContentItem.doc["title"].as_string().in_(found),
            )
        )
        for doc in docs:
            head = LawHeadDoc.model_validate(doc).head()
            found[head.title].append(head)
    return found
