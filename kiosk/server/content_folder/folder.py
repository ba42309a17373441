"""A whole content folder into documents of the feed.

Ids are made of slugs, so that the same folder is the same content everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.errors import UserError
from kiosk.protocol.content import AnyDoc
from kiosk.server.content_folder import (
    articles,
    authorities,
    directory,
    events,
    faqs,
    holidays,
    laws,
    lawyers,
    legal_aid,
    needs,
    notices,
    signage,
)
from kiosk.server.content_folder.files import Folder

#: In this order: the directory names the organisations that the others show up in.
_NOUNS = (directory, lawyers, holidays, articles, faqs, laws, notices, signage, events, needs,
          legal_aid, authorities)  # fmt: skip


def read_folder(folder: Path, store: Callable[[bytes, str], str]) -> list[AnyDoc]:
    """Every document of the folder. ``store`` keeps a file (bytes, media type): its SHA-256.

    ``UserError``: a mistake in it, with the file, the entry and the field.
    """
    if not folder.is_dir():
        raise UserError(f"There is no content folder {folder}. Set server.content_dir to one.")
    reading = Folder(folder, store)
    docs: list[AnyDoc] = [doc for noun in _NOUNS for doc in noun.read(reading)]
    if not docs:
        raise UserError(
            f"There is no content in {folder}. Is it the right folder, and is it mounted?"
        )
    legal_aid.check_citations(docs)
    seen: set[tuple[str, str]] = set()
    for doc in docs:
        if (doc.kind, doc.id) in seen:
            raise UserError(f"Two things of kind {doc.kind} have the same slug: {doc!r:.120}")
        seen.add((doc.kind, doc.id))
    return docs
