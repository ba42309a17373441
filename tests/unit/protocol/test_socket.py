"""Frames of the socket: what is written is read; what is unknown is skipped; rubbish is refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.calls import Media
from kiosk.errors import UserError
from kiosk.protocol.socket import CallRequest, HangUp, decode, encode


def test_a_message_survives_the_wire_and_names_its_version() -> None:
    request = CallRequest(call_id="c1", media=Media.VIDEO)
    frame = encode(request)
    assert json.loads(frame)["v"] == 1
    assert decode(frame) == request


def test_a_type_of_a_newer_version_is_skipped() -> None:
    assert decode('{"v":2,"type":"call.hologram","call_id":"c1"}') is None


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
