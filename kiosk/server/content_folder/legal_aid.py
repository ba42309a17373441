"""content/legal-aid/*.yaml: the legal-aid check. Each file is one; the terminal shows the first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from kiosk.domain.ids import sample_id
from kiosk.domain.legal_aid import Ground, Matter, Paper, Place, Question, Reason
from kiosk.domain.legal_aid_review import problems
from kiosk.errors import UserError
from kiosk.protocol.content import AnyDoc, LawDoc, LegalAidDoc
from kiosk.server.content_folder.files import Folder, read_yaml
from kiosk.server.content_folder.values import Named


class _Check(Named):
    questions: tuple[Question, ...]
    matters: tuple[Matter, ...]
    grounds: tuple[Ground, ...]
    places: tuple[Place, ...]
    papers: tuple[Paper, ...] = ()
    notes: tuple[Reason, ...] = ()
    forwards: tuple[str, ...] = ()
    checked: date | None = None
    stale_since: date | None = None
    example: bool = False


def read(folder: Folder) -> Iterator[LegalAidDoc]:
    for path in folder.files("legal-aid", r".*\.yaml"):
        row = read_yaml(path, _Check)
        fields = {name: getattr(row, name) for name in _Check.model_fields if name != "id"}
        doc = LegalAidDoc(id=row.id or sample_id("legal-aid", path.stem), **fields)
        for problem in problems(doc.check()):
            raise UserError(f"{path}: {problem}.")
        yield doc


def check_citations(docs: Iterable[AnyDoc]) -> None:
    """``UserError``: a check cites an article that a law of the same folder does not have."""
    docs = list(docs)
    articles: dict[str, set[int]] = {}
    for doc in docs:
        if isinstance(doc, LawDoc):
            articles.setdefault(doc.title, set()).update(a.number for a in doc.articles)
    for doc in docs:
        for cited in doc.check().citations if isinstance(doc, LegalAidDoc) else ():
            if cited.article not in articles.get(cited.law, {cited.article}):
                raise UserError(
                    f"The legal-aid check cites article {cited.article} of {cited.law}, which has "
                    "none of that number. Correct the citation, or the law's file."
                )
