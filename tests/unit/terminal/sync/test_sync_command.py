"""``kiosk sync`` names what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.domain.clock import SystemClock
from kiosk.protocol.devices import DeviceProfile
from kiosk.protocol.feed import HEAD_PATH
from kiosk.terminal.channel.identity import DeviceIdentity
from tests.fakes.feed_server import FakeFeedServer
from tests.support.feed import article


def test_a_refused_feed_is_named_and_the_cache_stays(
    server: FakeFeedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    identity = DeviceIdentity(tmp_path / "terminal", SystemClock())
    identity.public_key()
    profile = DeviceProfile(
        device_id="d", name="n", organisation_id="o", organisation_name="o", feed_root=server.root
    )
    identity.save(server.url, profile)
    server.signer.now = int(SystemClock().now().timestamp())
    server.pieces[f"{HEAD_PATH.replace('head', 'keys')}/1"] = server.signer.keys()
    server.put(article("1"))
    words = ["sync", "--set", f"data_dir={tmp_path}", "--json"]
    assert main(words) == 0
    assert json.loads(capsys.readouterr().out)["revision"] == 1

    head = server.head()
    server.instead[HEAD_PATH] = head[:-1] + b" "
    assert main(words) == 1
    told = capsys.readouterr()
    assert json.loads(told.out) == {"refused": "feed_tampered", "revision": 1}
    assert told.err.startswith("kiosk: feed_tampered: ")
    assert main(words[:-1]) == 1
    told = capsys.readouterr()
    assert (told.out, told.err.startswith("kiosk: feed_tampered: ")) == ("", True)
