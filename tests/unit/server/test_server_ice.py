"""Credentials for coturn: what they are made of, and settings that cannot be meant."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.errors import UserError
from kiosk.protocol.socket import IceServer
from kiosk.server.signalling.ice import ice_servers
from kiosk.settings import load_settings

NOW = datetime(2026, 3, 6, 14, 0, tzinfo=UTC)
URLS = "turn:t.example:3478?transport=udp, turns:t.example:5349?transport=tcp"


def test_credentials_are_those_of_coturns_rest_api() -> None:
    static = '[{"urls": ["stun:s.example"]}]'
    flags = {"server.turn_urls": URLS, "server.turn_secret": "s", "server.ice_servers": static}
    servers = ice_servers(load_settings(environ={}, flags=flags))
    minted, last = servers.for_call(NOW)
    assert minted.urls == tuple(URLS.split(", "))
    assert last == IceServer(urls=("stun:s.example",))
    until, _, name = minted.username.partition(":")
    assert datetime.fromtimestamp(int(until), UTC) == NOW + timedelta(hours=6)
    digest = hmac.new(b"s", minted.username.encode(), hashlib.sha1).digest()
    assert minted.credential == base64.b64encode(digest).decode()
    assert name != servers.for_call(NOW)[0].username.partition(":")[2]  # nobody's name


def test_without_turn_there_is_what_was_set() -> None:
    assert ice_servers(load_settings(environ={})).for_call(NOW) == ()


@pytest.mark.parametrize(
    ("urls", "secret"),
    [
        (URLS, ""),
        ("", "s"),
        ("t.example:3478", "s"),
        ("turn:t.example?transport=tls", "s"),
        ("turns:t.example:5349?transport=udp", "s"),
    ],
)
def test_settings_that_cannot_be_meant_are_named(urls: str, secret: str) -> None:
    flags = {"server.turn_urls": urls, "server.turn_secret": secret}
    with pytest.raises(UserError, match=r"server\.turn_"):
        ice_servers(load_settings(environ={}, flags=flags))
