"""The legal-aid check: a short interview, and what it comes to. Its words and rules are content.

The questions are asked in their order, each when what was said before calls for it. An answer adds
facts. Of the matters, the grounds and the places the first one whose condition holds is found; none
of them is ever a plain no.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar
from uuid import UUID, uuid5

from kiosk.domain.articles import Citation

#: The answer 不清楚, which every question has.
UNSURE = ""
#: More different situations than this, and a check is too large to be looked through.
MAX_SITUATIONS = 100_000

_OUTCOME = UUID("0d0f5a8e-6a57-5c0b-9f0e-5b4b1d8a2c77")


class Verdict(StrEnum):
    LIKELY = "likely"  # 很可能可以申请
    ASK = "ask"  # 值得去问一问


class Where(StrEnum):
    """Whose legal-aid body is the right one: this district's, another's, or nobody knows yet."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"


class AskedBy(StrEnum):
    """Who wants to see a paper: the law itself, or a local centre as a rule."""

    LAW = "law"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds when all of ``all``, at least one of ``any`` (if it names some) and none of ``none``
    are among the facts."""

    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()

    def holds(self, facts: frozenset[str]) -> bool:
        return (
            facts.issuperset(self.all)
            and (not self.any or not facts.isdisjoint(self.any))
            and facts.isdisjoint(self.none)
        )

    @property
    def names(self) -> frozenset[str]:
        return frozenset((*self.all, *self.any, *self.none))


@dataclass(frozen=True, slots=True)
class Option:
    key: str
    text: str
    text_en: str = ""
    sets: tuple[str, ...] = ()  # facts


@dataclass(frozen=True, slots=True)
class Question:
    """``unsure``: facts that 不清楚 adds."""

    key: str
    text: str
    options: tuple[Option, ...]
    text_en: str = ""
    when: Condition = field(default_factory=Condition)
    unsure: tuple[str, ...] = ()

    def facts_of(self, answer: str) -> tuple[str, ...]:
        """An answer that it does not have counts as ``UNSURE``."""
        return next((o.sets for o in self.options if o.key == answer), self.unsure)


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence, and the articles it stands in."""

    text: str
    text_en: str = ""
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    text: str
    text_en: str = ""
    by: AskedBy = AskedBy.LOCAL
    citations: tuple[Citation, ...] = ()


def cited(said: Iterable[Reason | Paper]) -> tuple[Citation, ...]:
    """What all of that stands in, each article once."""
    return tuple(dict.fromkeys(c for thing in said for c in thing.citations))


@dataclass(frozen=True, slots=True)
class Matter:
    """What it is about. ``also``: what somebody in it should know at once."""

    key: str
    title: str
    why: Reason
    title_en: str = ""
    when: Condition = field(default_factory=Condition)
    also: Reason | None = None
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """Why it is likely, or worth asking."""

    key: str
    verdict: Verdict
    why: Reason
    when: Condition = field(default_factory=Condition)
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Whose legal-aid body is the right one, by which rule."""

    key: str
    where: Where
    rule: Reason
    when: Condition = field(default_factory=Condition)


@dataclass(frozen=True, slots=True)
class LegalAidCheck:
    """``papers``: asked for whatever the matter. ``notes``: what holds for everybody.

    ``forwards``: services of the directory by which an office takes or passes on an application.
    """

    id: str
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

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Every sentence that states law."""
        return (
            *(m.why for m in self.matters),
            *(m.also for m in self.matters if m.also is not None),
            *(g.why for g in self.grounds),
            *(p.rule for p in self.places),
            *self.notes,
        )

    @property
    def all_papers(self) -> tuple[Paper, ...]:
        parts: tuple[Matter | Ground, ...] = (*self.matters, *self.grounds)
        return (*self.papers, *(paper for part in parts for paper in part.papers))

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Each once."""
        return cited((*self.reasons, *self.all_papers))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the check comes to, but for the place. Its id tells nothing of the answers."""

    matter: Matter
    ground: Ground
    common: tuple[Paper, ...] = ()

    @property
    def id(self) -> str:
        return uuid5(_OUTCOME, f"{self.matter.key}/{self.ground.key}").hex[:12]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        also = self.matter.also
        return (self.ground.why, self.matter.why, *((also,) if also is not None else ()))

    def papers(self, by: AskedBy) -> tuple[Paper, ...]:
        papers = (*self.ground.papers, *self.common, *self.matter.papers)
        return tuple(paper for paper in papers if paper.by is by)


class Part(Protocol):
    @property
    def key(self) -> str: ...

    @property
    def when(self) -> Condition: ...


PartT = TypeVar("PartT", bound=Part)


def first(parts: Iterable[PartT], facts: frozenset[str]) -> PartT | None:
    """The part that the facts come to."""
    return next((part for part in parts if part.when.holds(facts)), None)


class Interview:
    """Goes through a check. ``answers``: keys of options, or ``UNSURE``, from the first question
    on."""

    def __init__(self, check: LegalAidCheck) -> None:
        self.check = check
        self._left: dict[tuple[int, frozenset[str]], tuple[int, float]] = {}
        # What the questions from each one on ask about: nothing else matters for what is left.
        self._asked_later: list[frozenset[str]] = [frozenset()]
        for question in reversed(check.questions):
            self._asked_later.insert(0, self._asked_later[0] | question.when.names)

    def _next(self, index: int, facts: frozenset[str]) -> int | None:
        """Place of the first question from ``index`` on that is called for."""
        questions = self.check.questions
        return next(
            (n for n in range(index, len(questions)) if questions[n].when.holds(facts)), None
        )

    def _walk(self, answers: Sequence[str]) -> tuple[int | None, frozenset[str]]:
        """Place of the question after these answers (None: that was all), and the facts."""
        facts: frozenset[str] = frozenset()
        at = self._next(0, facts)
        for answer in answers:
            if at is None:
                break
            facts |= frozenset(self.check.questions[at].facts_of(answer))
            at = self._next(at + 1, facts)
        return at, facts

    def question(self, answers: Sequence[str]) -> Question | None:
        """The next one; None: the answers are complete."""
        at, _ = self._walk(answers)
        return None if at is None else self.check.questions[at]

    def left(self, answers: Sequence[str]) -> int:
        """About how many questions come after the next one; 0 only when none can."""
        at, facts = self._walk(answers)
        if at is None:
            return 0
        most, mean = self._after(at, facts)
        return 0 if most == 0 else max(1, round(mean))

    def _after(self, at: int, facts: frozenset[str]) -> tuple[int, float]:
        """Questions after the one at ``at``: the most, and the mean over its answers."""
        facts &= self._asked_later[at + 1]
        if (at, facts) in self._left:
            return self._left[at, facts]
        question = self.check.questions[at]
        most, total = 0, 0.0
        ways = [question.unsure, *(option.sets for option in question.options)]
        for sets in ways:
            then = facts | frozenset(sets)
            following = self._next(at + 1, then)
            if following is not None:
                further, mean = self._after(following, then)
                most, total = max(most, further + 1), total + mean + 1
        self._left[at, facts] = most, total / len(ways)
        return self._left[at, facts]

    def outcome(self, answers: Sequence[str]) -> Outcome | None:
        """None: there are questions left."""
        at, facts = self._walk(answers)
        return None if at is not None else self._outcome(facts)

    def _outcome(self, facts: frozenset[str]) -> Outcome | None:
        matter, ground = first(self.check.matters, facts), first(self.check.grounds, facts)
        if matter is None or ground is None:
            return None
        return Outcome(matter, ground, self.check.papers)

    def place(self, answers: Sequence[str]) -> Place | None:
        """None: there are questions left."""
        at, facts = self._walk(answers)
        return None if at is not None else first(self.check.places, facts)

    def outcomes(self) -> dict[str, Outcome]:
        """Every outcome that some answers lead to, by its id."""
        found = (self._outcome(facts) for facts in self.ends(lambda _: None))
        return {outcome.id: outcome for outcome in found if outcome is not None}

    def ends(self, asked: Callable[[int], None]) -> Iterator[frozenset[str]]:
        """The facts of every way through, without those that no part asks about. ``asked`` hears
        of each question on a way. ``OverflowError``: more than ``MAX_SITUATIONS``."""
        check = self.check
        parts: tuple[Part, ...] = (*check.matters, *check.grounds, *check.places)
        wanted = frozenset(name for part in parts for name in part.when.names)
        todo: list[tuple[int, frozenset[str]]] = [(0, frozenset())]
        seen = set(todo)
        while todo:
            index, facts = todo.pop()
            at = self._next(index, facts)
            if at is None:
                yield facts & wanted
                continue
            asked(at)
            question = self.check.questions[at]
            for sets in (question.unsure, *(option.sets for option in question.options)):
                then = (facts | frozenset(sets)) & (wanted | self._asked_later[at + 1])
                if (at + 1, then) not in seen:
                    seen.add((at + 1, then))
                    todo.append((at + 1, then))
            if len(seen) > MAX_SITUATIONS:
                raise OverflowError
