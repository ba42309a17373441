"""Which TURN address is first, and what an offer has found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.protocol.socket import IceServer
from kiosk.terminal.services.ways import asks_turn, candidate_kinds, in_turn

SERVERS = (
    IceServer(urls=("turn:a", "stun:s", "turns:a"), username="u", credential="c"),
    IceServer(urls=("turn:b?transport=tcp",), username="v"),
)


def test_each_turn_address_is_first_in_its_turn() -> None:
    first = [in_turn(SERVERS, way)[0] for way in range(4)]
    assert [s.urls for s in first] == [
        ("turn:a",),
        ("turns:a",),
        ("turn:b?transport=tcp",),
        ("turn:a",),
    ]
    assert [s.username for s in first] == ["u", "u", "v", "u"]
    assert asks_turn(SERVERS)


_URLS = st.lists(st.sampled_from(["turn:a", "turns:b", "stun:c"])).map(tuple)


@given(st.lists(st.builds(IceServer, urls=_URLS)), st.integers(0, 50))
def test_nothing_is_lost(servers: list[IceServer], way: int) -> None:
    found = in_turn(servers, way)
    assert sorted(u for s in found for u in s.urls) == sorted(u for s in servers for u in s.urls)
    assert asks_turn(found) == asks_turn(servers)


def test_kinds_of_candidates_are_counted() -> None:
    sdp = "v=0\r\n" + "".join(
        f"a=candidate:1 1 udp 9 10.0.0.{n} 9 typ {kind} generation 0\r\n"
        for n, kind in enumerate(("host", "host", "relay"))
    )
    assert candidate_kinds(sdp + sdp) == {"host": 2, "relay": 1}
