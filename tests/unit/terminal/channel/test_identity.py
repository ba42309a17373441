from __future__ import annotations

import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from joserfc import jwt
from joserfc.jwk import OKPKey

from kiosk.cli import main
from kiosk.domain.clock import FixedClock
from kiosk.errors import EnvironmentFault, UserError
from kiosk.protocol.devices import TOKEN_ALGORITHM, DeviceProfile
from kiosk.settings import load_settings
from kiosk.terminal.channel.identity import DeviceIdentity, server_of

PROFILE = DeviceProfile(
    device_id="device-1", name="示例终端", organisation_id="c", organisation_name="示例社区"
)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 24, 8, 0, tzinfo=UTC))


def enrolled(folder: Path, clock: FixedClock) -> DeviceIdentity:
    identity = DeviceIdentity(folder, clock)
    identity.public_key()
    identity.save("https://kiosk.example:8443", PROFILE)
    return identity


def test_a_new_machine_is_nobody(tmp_path: Path, clock: FixedClock) -> None:
    identity = DeviceIdentity(tmp_path, clock)
    assert not identity.enrolled
    assert identity.profile is None
    with pytest.raises(UserError, match="kiosk enrol"):
        identity.token()
    assert list(tmp_path.iterdir()) == []


def test_the_key_is_made_once_and_only_its_owner_reads_it(
    tmp_path: Path, clock: FixedClock
) -> None:
    folder = tmp_path / "terminal"
    public = DeviceIdentity(folder, clock).public_key()
    assert DeviceIdentity(folder, clock).public_key() == public
    assert public["crv"] == "Ed25519"
    assert "d" not in public
    path = folder / "device.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [p.name for p in folder.iterdir()] == ["device.key"]


def test_tokens_name_the_device_and_are_short(tmp_path: Path, clock: FixedClock) -> None:
    identity = enrolled(tmp_path, clock)
    public = OKPKey.import_key(identity.public_key())
    first = jwt.decode(identity.token(), public, algorithms=[TOKEN_ALGORITHM]).claims
    second = jwt.decode(identity.token(), public, algorithms=[TOKEN_ALGORITHM]).claims
    assert (first["iss"], first["aud"]) == ("device-1", "kiosk")
    assert first["iat"] == int(clock.now().timestamp())
    assert first["exp"] - first["iat"] == 60
    assert first["jti"] != second["jti"]
    clock.advance(timedelta(minutes=5))
    later = jwt.decode(identity.token(), public, algorithms=[TOKEN_ALGORITHM]).claims
    assert later["iat"] == first["iat"] + 300


def test_the_profile_survives_and_is_renewed(tmp_path: Path, clock: FixedClock) -> None:
    identity = enrolled(tmp_path, clock)
    assert not identity.renew(PROFILE, {})
    moved = PROFILE.model_copy(update={"name": "新终端"})
    assert identity.renew(moved, {"terminal.idle_s": 60})
    assert not identity.renew(moved, {"terminal.idle_s": 60})
    again = DeviceIdentity(tmp_path, clock)
    assert again.enrolled
    assert again.profile == moved
    assert again.pushed == {"terminal.idle_s": 60}
    assert again.server == "https://kiosk.example:8443"


def test_the_server_is_the_one_enrolled_at_unless_set(tmp_path: Path, clock: FixedClock) -> None:
    defaults = load_settings(environ={})
    chosen = load_settings(environ={}, flags={"terminal.server": "https://other:1"})
    assert server_of(defaults, DeviceIdentity(tmp_path, clock)) == "http://127.0.0.1:8443"
    identity = enrolled(tmp_path, clock)
    assert server_of(defaults, identity) == "https://kiosk.example:8443"
    assert server_of(chosen, identity) == "https://other:1"


@pytest.mark.parametrize("name", ["device.key", "device.json"])
def test_damaged_files_say_what_to_do(tmp_path: Path, clock: FixedClock, name: str) -> None:
    enrolled(tmp_path, clock)
    (tmp_path / name).write_bytes(b"\0\0garbage")
    with pytest.raises(EnvironmentFault, match="enrol this terminal again"):
        DeviceIdentity(tmp_path, clock).token()


def test_a_write_cut_short_leaves_the_old_profile(tmp_path: Path, clock: FixedClock) -> None:
    enrolled(tmp_path, clock)
    (tmp_path / "device.json.part").write_bytes(b'{"server": "htt')
    again = DeviceIdentity(tmp_path, clock)
    assert again.profile == PROFILE
    assert again.renew(PROFILE.model_copy(update={"name": "新"}), {})


def test_to_enrol_again_goes_to_the_server_that_it_was_enrolled_at(
    tmp_path: Path, clock: FixedClock, capsys: pytest.CaptureFixture[str]
) -> None:
    identity = enrolled(tmp_path / "terminal", clock)
    identity.save("http://127.0.0.1:9", PROFILE)
    words = ["enrol", "--again", "--code", "ABCDEFGH", "--set", f"data_dir={tmp_path}"]
    assert main(words) == 1
    assert "http://127.0.0.1:9 does not answer" in capsys.readouterr().err


def test_the_root_of_the_feed_is_pinned_by_the_first_who_names_it(
    tmp_path: Path, clock: FixedClock
) -> None:
    identity = enrolled(tmp_path, clock)  # at a server that did not sign its feed yet
    assert identity.feed_root == ""
    first, other = "a" * 64, "b" * 64
    assert identity.renew(PROFILE.model_copy(update={"feed_root": first}), {})
    identity.renew(PROFILE.model_copy(update={"feed_root": other}), {})
    assert DeviceIdentity(tmp_path, clock).feed_root == first
    identity.save("https://kiosk.example", PROFILE.model_copy(update={"feed_root": other}))
    assert DeviceIdentity(tmp_path, clock).feed_root == other


def test_a_clock_that_is_off_is_corrected_by_the_servers(
    tmp_path: Path, clock: FixedClock, allow_log: Callable[[str], None]
) -> None:
    allow_log("^This terminal's clock is ")
    flat_battery = FixedClock(datetime(1970, 1, 1, 0, 3, tzinfo=UTC))
    identity = enrolled(tmp_path, flat_battery)
    date = format_datetime(clock.now(), usegmt=True)
    assert identity.correct(date)
    assert not identity.correct(date)  # once is enough: it is refused for another reason
    key = OKPKey.import_key(identity.public_key())
    issued = jwt.decode(identity.token(), key, algorithms=[TOKEN_ALGORITHM]).claims["iat"]
    assert issued == int(clock.now().timestamp())
    for nonsense in ("", "yesterday", "Tue, 24 Nov 2026 08:00:00"):
        assert not identity.correct(nonsense)
