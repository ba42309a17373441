"""From what was taken to the feed: an origin in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kiosk.protocol.content import AnyDoc, OrganisationDoc
from kiosk.server.db.engine import Database
from kiosk.server.importing.people import Known
from kiosk.server.importing.report import Intake
from kiosk.server.publishing import Pictures, Published, origin_docs, publish_origin
from kiosk.settings import Settings


@dataclass(slots=True)
class Outcome:
    """What became of an origin. ``published`` is None when nothing was, ``why`` then says so."""

    intake: Intake
    kept: int = 0  # documents of before that stay although the sources do not have them
    published: Published | None = None
    why: str = ""

    @property
    def complete(self) -> bool:
        return not self.intake.left_out and not self.why

    def as_json(self) -> dict[str, Any]:
        done = self.published
        return {
            "origin": self.intake.wanted.origin,
            "taken": self.intake.counts(),
            "left_out": [remark.as_json() for remark in self.intake.left_out],
            "notes": [remark.as_json() for remark in self.intake.notes],
            "skipped": [remark.as_json() for remark in self.intake.skipped],
            "kept": self.kept,
            "published": done is not None,
            "why_not": self.why or None,
            "revision": done.revision if done else None,
            "changed": done.changed if done else 0,
            "withdrawn": done.withdrawn if done else 0,
        }


def known_organisations(database: Database, without: str | None) -> Known:
    """Those in the feed that rows may name; ``without``: an origin that is about to be replaced."""
    known = Known()
    with database.read() as session:
        for origin, doc in origin_docs(session, kinds=("organisation",)):
            if origin != without and isinstance(doc, OrganisationDoc):
                known.add(doc)
    return known


def publish_intake(
    settings: Settings, database: Database, intake: Intake, pictures: Pictures, *,
    keep: bool, allow_empty: bool, dry_run: bool,
) -> Outcome:  # fmt: skip
    """Publish what was taken, and withdraw what the origin had before and the sources no longer
    have. What could not be read this time is not withdrawn; an empty source withdraws nothing
    unless ``allow_empty``.
    """
    outcome = Outcome(intake)
    origin = intake.wanted.origin
    if not intake.docs and (intake.left_out or not allow_empty):
        outcome.why = (
            "nothing could be taken, so nothing is published or withdrawn"
            if intake.left_out
            else "there is nothing in the source; --allow-empty withdraws all that it gave before"
        )
        return outcome
    with database.read() as session:  # of the other documents there may be 60 MB
        stay = [
            doc
            for _, doc in origin_docs(session, origin)
            if (doc.kind, doc.id) not in intake.docs and (keep or _stays(doc, intake))
        ]
    outcome.kept = len(stay)
    if not dry_run:
        docs = [*intake.docs.values(), *stay]
        outcome.published = publish_origin(settings, database, docs, pictures, origin=origin)
    return outcome


def _stays(doc: AnyDoc, intake: Intake) -> bool:
    owner = ("lawyer", getattr(doc, "lawyer", ""))  # of a shift
    return intake.blind or (doc.kind, doc.id) in intake.spared or owner in intake.spared
