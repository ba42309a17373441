"""Routing order and the states of a call."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.calls import (
    CallState,
    Candidate,
    Tier,
    check_transition,
    may_wait,
    ring_order,
)
from kiosk.errors import ConflictError

T0 = datetime(2026, 11, 27, 6, 0, tzinfo=UTC)
candidates = st.lists(
    st.builds(
        Candidate,
        lawyer_id=st.uuids().map(str),
        tier=st.sampled_from(Tier),
        present=st.booleans(),
        busy=st.booleans(),
        free_since=st.none() | st.integers(0, 900).map(lambda s: T0 + timedelta(seconds=s)),
    ),
    max_size=8,
    unique_by=lambda c: c.lawyer_id,
)


@given(candidates, st.data())
def test_only_free_and_present_lawyers_are_rung_nearest_tier_first(
    people: list[Candidate], data: st.DataObject
) -> None:
    asked = frozenset(data.draw(st.sets(st.sampled_from([c.lawyer_id for c in people] or ["-"]))))
    order = ring_order(people, asked)
    assert all(c.present and not c.busy and c.lawyer_id not in asked for c in order)
    tiers = [list(Tier).index(c.tier) for c in order]
    assert tiers == sorted(tiers)
    assert len(order) == sum(c.present and not c.busy and c.lawyer_id not in asked for c in people)
    assert order == ring_order(list(reversed(people)), asked)


def test_within_a_tier_the_one_who_has_waited_longest_is_rung() -> None:
    late = Candidate("a", Tier.STREET, True, False, T0 + timedelta(minutes=5))
    early = Candidate("b", Tier.STREET, True, False, T0)
    assert [c.lawyer_id for c in ring_order([late, early])] == ["b", "a"]


def test_waiting_makes_sense_only_for_somebody_present_and_busy() -> None:
    busy = Candidate("a", Tier.COMMUNITY, True, True)
    gone = Candidate("b", Tier.COMMUNITY, False, True)
    assert may_wait([busy])
    assert not may_wait([gone])
    assert not may_wait([busy], frozenset("a"))


@pytest.mark.parametrize("state", list(CallState))
def test_an_ended_call_stays_ended(state: CallState) -> None:
    with pytest.raises(ConflictError):
        check_transition(CallState.ENDED, state)


def test_an_answered_call_cannot_ring_again() -> None:
    with pytest.raises(ConflictError):
        check_transition(CallState.ACTIVE, CallState.RINGING)
