"""Orders a few dozen candidates by what they say about each concept of the question."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.laws import LawStatus
from kiosk.domain.search import SearchKind
from kiosk.terminal.search.query import Concept

#: Which of two answers about as good comes first.
_PRIOR = {
    SearchKind.GUIDE: 1.7, SearchKind.FAQ: 1.6, SearchKind.LAW: 1.0, SearchKind.NEWS: 0.95,
    SearchKind.ENTRY: 0.9, SearchKind.EVENT: 0.9, SearchKind.NOTICE: 0.9, SearchKind.LAWYER: 0.8,
    SearchKind.ORGANISATION: 0.6,
}  # fmt: skip
#: A statute that is not, or not yet, the law in this wording; a guide that rests on such a one.
_STATUS = {LawStatus.AMENDED: 0.9, LawStatus.NOT_YET: 0.8, LawStatus.REPEALED: 0.1}
_STALE = 0.7
#: A law that changes another says what is new, not what holds.
_AMENDING = 0.6
_CHANGES = "的决定"
#: A statute that guides rest on is what residents come with.
_CITED = (0.85, 1.0, 1.15)
#: What a word is worth by where it stands.
_TITLE, _HEAD, _BODY = 3.0, 1.8, 1.0
_LAW_TITLE, _CHAPTER = 0.25, 0.5
#: Each further time in the body, up to ``_TIMES``; among the first characters of an article.
_AGAIN, _TIMES = 0.15, 4
_OPENING, _OPENING_LENGTH = 0.35, 40
#: An article that has to say this much more than others says less about each thing.
_LONG = 400


@dataclass(slots=True)
class Candidate:
    """A row of ``items``; texts as they are in the document."""

    id: int
    kind: SearchKind
    doc: str
    title: str
    head: str
    body: str
    title_en: str
    body_en: str
    place: str
    number: int | None
    suffix: int
    status: LawStatus | None
    since: str | None
    cited: int = 0  # 1: guides rest on its law, 2: on this very article
    score: float = 0.0


def rank(candidates: list[Candidate], concepts: list[Concept]) -> list[Candidate]:
    """The best first; those that say nothing of the matter are left out."""
    total = sum(concept.weight for concept in concepts) or 1.0
    for candidate in candidates:
        worth = _worth_of_article if candidate.kind is SearchKind.LAW else _worth_of_page
        texts = _texts(candidate)
        score = covered = 0.0
        for concept in concepts:
            value = worth(texts, concept.words)
            if value:
                score += value
                covered += concept.weight
        candidate.score = score * (0.4 + 0.6 * covered / total) * _factor(candidate)
    found = [candidate for candidate in candidates if candidate.score > 0]
    found.sort(key=lambda c: (c.status is LawStatus.REPEALED, -c.score, c.id))
    return found


def _factor(candidate: Candidate) -> float:
    factor = _PRIOR[candidate.kind]
    if candidate.status is not None:
        factor *= _STATUS.get(candidate.status, 1.0)
    elif candidate.since:
        factor *= _STALE
    if candidate.kind is SearchKind.LAW:
        factor *= _CITED[candidate.cited]
        factor *= (
            _AMENDING if candidate.title.endswith(_CHANGES) or "修正案" in candidate.title else 1.0
        )
        factor *= 1.0 if len(candidate.body) < _LONG else 0.85
    return factor


def _texts(candidate: Candidate) -> tuple[str, str, str]:
    if not candidate.title_en and not candidate.body_en:
        return candidate.title, candidate.head, candidate.body
    return (
        f"{candidate.title} {candidate.title_en.lower()}",
        candidate.head,
        f"{candidate.body} {candidate.body_en.lower()}",
    )


def _worth_of_page(texts: tuple[str, str, str], words: dict[str, float]) -> float:
    title, head, body = texts
    best = second = 0.0
    for word, weight in words.items():
        if word in title:
            value = _TITLE
        elif word in head:
            value = _HEAD
        elif word in body:
            value = _BODY + _AGAIN * min(body.count(word) - 1, _TIMES)
        else:
            continue
        value *= weight
        if value > best:
            best, second = value, best
        elif value > second:
            second = value
    return best + 0.3 * second


def _worth_of_article(texts: tuple[str, str, str], words: dict[str, float]) -> float:
    title, chapter, body = texts
    best = second = context = 0.0
    for word, weight in words.items():
        if (at := body.find(word)) >= 0:
            value = _BODY + _AGAIN * min(body.count(word) - 1, _TIMES)
            if at < _OPENING_LENGTH:
                value += _OPENING
            value *= weight * (1.0 + 0.05 * len(word))
            if value > best:
                best, second = value, best
            elif value > second:
                second = value
        if word in chapter:
            context = max(context, _CHAPTER * weight)
        elif word in title:
            context = max(context, _LAW_TITLE * weight)
    return best + 0.3 * second + context
