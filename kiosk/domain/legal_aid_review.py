"""What is wrong with a legal-aid check, before anybody is asked its questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kiosk.domain.legal_aid import (
    MAX_SITUATIONS,
    UNSURE,
    AskedBy,
    Interview,
    LegalAidCheck,
    Part,
    first,
)

#: Answers beside 不清楚.
MIN_OPTIONS, MAX_OPTIONS = 2, 4
#: Characters that fit on a page: Chinese and English.
MAX_QUESTION, MAX_QUESTION_EN = 18, 52
MAX_OPTION, MAX_OPTION_EN = 15, 36
MAX_REASON, MAX_REASON_EN = 48, 130
MAX_PAPER, MAX_PAPER_EN = 20, 52
MAX_TITLE, MAX_TITLE_EN = 14, 36


def problems(check: LegalAidCheck) -> list[str]:
    """What is wrong with a check, for its editor; empty: every way through ends in an outcome, and
    every question, matter, ground and place is on some way."""
    return [*_wrong_words(check), *_wrong_names(check), *_wrong_ways(check)]


def _wrong_words(check: LegalAidCheck) -> Iterator[str]:
    def fit(what: str, text: str, text_en: str, most: int, most_en: int) -> Iterator[str]:
        if not text:
            yield f"{what} has no words"
        if len(text) > most:
            yield f"{what} has more than {most} characters: {text}"
        if len(text_en) > most_en:
            yield f"{what} has more than {most_en} characters in English: {text_en}"

    for q in check.questions:
        name = f"question {q.key}"
        yield from fit(name, q.text, q.text_en, MAX_QUESTION, MAX_QUESTION_EN)
        if not MIN_OPTIONS <= len(q.options) <= MAX_OPTIONS:
            yield f"{name} must have {MIN_OPTIONS} to {MAX_OPTIONS} options"
        for o in q.options:
            yield from fit(f"{name}: {o.key}", o.text, o.text_en, MAX_OPTION, MAX_OPTION_EN)
    for m in check.matters:
        yield from fit(f"matter {m.key}", m.title, m.title_en, MAX_TITLE, MAX_TITLE_EN)
    for r in check.reasons:
        yield from fit("a sentence", r.text, r.text_en, MAX_REASON, MAX_REASON_EN)
        if not r.citations:
            yield f"a sentence cites no article: {r.text}"
    for p in check.all_papers:
        yield from fit("a paper", p.text, p.text_en, MAX_PAPER, MAX_PAPER_EN)
        if p.by is AskedBy.LAW and not p.citations:
            yield f"a paper that the law asks for cites no article: {p.text}"


def _wrong_names(check: LegalAidCheck) -> Iterator[str]:
    keys: dict[str, list[str]] = {
        "question": [q.key for q in check.questions],
        "matter": [m.key for m in check.matters],
        "ground": [g.key for g in check.grounds],
        "place": [p.key for p in check.places],
        **{f"option of question {q.key}": [o.key for o in q.options] for q in check.questions},
    }
    for what, names in keys.items():
        for name in dict.fromkeys(n for n in names if names.count(n) > 1):
            yield f"two of {what} have the key {name}"
        if UNSURE in names:
            yield f"an entry of {what} has no key"
    said = {fact for q in check.questions for o in q.options for fact in (*o.sets, *q.unsure)}
    parts: tuple[Part, ...] = (
        *check.questions, *check.matters, *check.grounds, *check.places
    )  # fmt: skip
    for part in parts:
        for name in sorted(part.when.names - said):
            yield f"{part.key}: no answer sets {name}"


def _wrong_ways(check: LegalAidCheck) -> Iterator[str]:
    asked: set[int] = set()
    parts: dict[str, Sequence[Part]] = {
        "matter": check.matters,
        "ground": check.grounds,
        "place": check.places,
    }
    found: dict[str, set[str | None]] = {what: set() for what in parts}
    try:
        for facts in Interview(check).ends(asked.add):
            for what, some in parts.items():
                part = first(some, facts)
                found[what].add(None if part is None else part.key)
    except OverflowError:
        yield f"there are more than {MAX_SITUATIONS} different situations"
        return
    for n, question in enumerate(check.questions):
        if n not in asked:
            yield f"question {question.key} is never asked"
    for what, some in parts.items():
        if None in found[what]:
            yield f"some answers lead to no {what}: let the last one be without a condition"
        for part in some:
            if part.key not in found[what]:
                yield f"{what} {part.key} is never found"
