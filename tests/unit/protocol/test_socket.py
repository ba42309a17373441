"""Frames of the socket: what is written is read; what is unknown is skipped; rubbish is refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.calls import CallState, Media, Tier
from kiosk.errors import UserError
from kiosk.protocol.socket import CallRequest, CallStatus, Duty, HangUp, decode, encode


def test_a_message_survives_the_wire_and_names_its_version() -> None:
    request = CallRequest(call_id="c1", media=Media.VIDEO)
    frame = encode(request)
    assert json.loads(frame)["v"] == 1
    assert decode(frame) == request


def test_a_type_of_a_newer_version_is_skipped() -> None:
    assert decode('{"v":2,"type":"call.hologram","call_id":"c1"}') is None


@pytest.mark.parametrize("kind", ["heartbeat", "welcome", "hello"])
def test_a_frame_of_another_major_version_is_skipped(kind: str) -> None:
    assert decode(f'{{"v":2,"type":"{kind}"}}') is None
    assert decode(f'{{"type":"{kind}","v":2}}') is None


def test_values_of_a_newer_server_cost_only_themselves() -> None:
    status = decode(
        '{"v":1,"type":"call.state","call_id":"c1","state":"ended","media":"video",'
        '"end_reason":"meteor","tier":"galaxy","asked":["community","galaxy"]}'
    )
    assert status == CallStatus(
        call_id="c1", state=CallState.ENDED, media=Media.VIDEO, asked=(Tier.COMMUNITY,)
    )
    duty = decode('{"v":1,"type":"duty","state":"lunch","tier":"galaxy","waiting":2}')
    assert duty == Duty(state="busy", waiting=2)
    hangup = decode('{"v":1,"type":"call.hangup","call_id":"c1","reason":"meteor"}')
    assert hangup == HangUp(call_id="c1")


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ("", CallState.QUEUED),
        (',"participant_id":"p"', CallState.RINGING),
        (',"participant_id":"p","answered_at":"2026-11-24T08:00:00Z"', CallState.ACTIVE),
    ],
)
def test_a_state_of_a_newer_server_is_read_as_the_nearest(more: str, state: CallState) -> None:
    status = decode(
        f'{{"v":1,"type":"call.state","call_id":"c1","state":"held","media":"video"{more}}}'
    )
    assert isinstance(status, CallStatus)
    assert status.state is state


def test_unknown_fields_are_ignored() -> None:
    assert decode('{"v":1,"type":"call.hangup","call_id":"c1","mood":"fine"}') == HangUp(
        call_id="c1"
    )


@given(st.text() | st.binary())
def test_rubbish_is_the_senders_mistake_and_nothing_worse(frame: str | bytes) -> None:
    try:
        message = decode(frame)
    except UserError as error:
        assert error.code == "bad_message"
    else:
        assert message is None or message.type


@pytest.mark.parametrize("frame", ["[]", "{}", '{"type":"call.hangup"}', "null"])
def test_half_messages_are_refused(frame: str) -> None:
    with pytest.raises(UserError):
        decode(frame)
