"""Frames of the socket: what is written is read; what is unknown is skipped; rubbish is refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.calls import CallState, Media, Tier
from kiosk.errors import UserError
from kiosk.protocol.socket import (
    CallRequest,
    CallStatus,
    Duty,
    HangUp,
    Welcome,
    decode,
    encode,
)


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


@pytest.mark.parametrize("content", [{}, {"payload": {}, "sealed": "x"}])
def test_a_command_carries_a_payload_or_is_sealed(content: dict[str, object]) -> None:
    with pytest.raises(UserError, match="not a message"):
        decode(json.dumps({"v": 1, "type": "command", "key": "k", "name": "rate_call", **content}))


def test_a_welcome_of_a_first_server_takes_ratings_in_the_clear() -> None:
    profile = {"device_id": "d", "name": "n", "organisation_id": "o", "organisation_name": "o"}
    welcome = decode(json.dumps({
        "v": 1, "type": "welcome", "profile": profile, "server_time": "2026-11-24T08:00:00Z",
        "feed": "f", "revision": 1,
    }))  # fmt: skip
    assert isinstance(welcome, Welcome)
    assert (welcome.commands, welcome.seal) == (("rate_call",), "")
