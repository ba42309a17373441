"""What the terminal and its media process say to each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.calls import Media
from kiosk.errors import InternalError
from kiosk.protocol.socket import IceServer
from kiosk.terminal.calls import messages as m

PEERS = st.builds(m.Peer, participant_id=st.text(max_size=40), epoch=st.integers(1, 10**6))
REQUESTS = st.one_of(
    st.builds(m.Open, id=st.integers(0), media=st.sampled_from(Media), camera=st.text()),
    st.builds(
        m.CreateOffer,
        peer=PEERS,
        ice_servers=st.lists(st.builds(IceServer, urls=st.tuples(st.text()))).map(tuple),
    ),
    st.builds(m.SetAnswer, peer=PEERS, sdp=st.text()),
    st.builds(m.AddCandidate, peer=PEERS, candidate=st.text()),
    st.builds(m.ClosePeer, peer=PEERS),
    st.builds(m.SetMicrophone, on=st.booleans()),
    st.builds(m.Close),
)
REPORTS = st.one_of(
    st.builds(m.Reply, id=st.integers(0), error=st.text(), sdp=st.text()),
    st.builds(m.Connected, peer=PEERS),
    st.builds(m.RemotePictures, peer=PEERS, frames=st.text(), flowing=st.booleans()),
    st.builds(m.DeviceMissing, device=st.just("camera"), message=st.text()),
)


@given(REQUESTS)
def test_a_request_is_one_line_and_reads_the_same(request: m.AnyRequest) -> None:
    line = m.to_line(request)
    assert line.count(b"\n") == 1
    assert m.read_request(line) == request


@given(REPORTS)
def test_a_report_is_one_line_and_reads_the_same(report: m.AnyReport) -> None:
    line = m.to_line(report)
    assert line.count(b"\n") == 1
    assert m.read_report(line) == report


@pytest.mark.parametrize(
    "line",
    [b"", b"{}", b"not json", b'{"type":"open","media":"smoke"}',
     b'{"type":"close_peer","peer":{"participant_id":"a","epoch":0}}'],
)  # fmt: skip
def test_what_cannot_be_read_is_our_bug(line: bytes) -> None:
    for read in (m.read_request, m.read_report):
        with pytest.raises(InternalError):
            read(line)


def test_the_complaint_carries_no_content() -> None:
    line = b'{"type":"set_answer","peer":{"participant_id":"a","epoch":1},"sdp":["10.1.2.3"]}'
    with pytest.raises(InternalError) as caught:
        m.read_request(line)
    assert "sdp" in str(caught.value)
    assert "10.1.2.3" not in str(caught.value)
