"""Every setting once: name, type, default, help.

Layers, later ones win: default < profile < file < pushed by the server < environment < flag.
(The hall's profile, a file of ``config/profiles``, lies on the defaults, under everything else.)
Each value remembers the layer that it came from (``kiosk settings`` prints it).
"""

from __future__ import annotations

import json
import logging
import math
import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.errors import UserError

log = logging.getLogger(__name__)


#: The sample content, beside the package in a checkout.
SAMPLE_CONTENT = Path(__file__).resolve().parents[1] / "content"


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table.

    ``pushable``: the server may set it on terminals. ``minimum``: the least sensible value; only a
    flag, which is for one run, may go below it.
    """

    name: str
    type: type
    default: Any
    help: str
    choices: tuple[str, ...] = ()
    pushable: bool = False
    minimum: float | None = None

    @property
    def env(self) -> str:
        """``server.port`` is ``KIOSK_SERVER_PORT`` in the environment."""
        return "KIOSK_" + self.name.upper().replace(".", "_")


TABLE: tuple[Setting, ...] = (
    Setting("data_dir", str, "data", "Folder for all databases, keys and blobs."),
    Setting("log.level", str, "INFO", "How much to log.", ("DEBUG", "INFO", "WARNING", "ERROR")),
    Setting("server.host", str, "127.0.0.1", "Address that the central server listens on."),
    Setting("server.port", int, 8443, "Port that the central server listens on; 0: any free one."),
    Setting("server.database", str, "", "SQLAlchemy URL; empty: SQLite in the data folder."),
    Setting("server.certificate", str, "", "PEM certificate chain; set: the server speaks HTTPS."),
    Setting("server.private_key", str, "", "PEM key of the certificate."),
    Setting(
        "server.content_dir",
        str,
        "",
        "Folder of content to publish at each start; empty: the sample, into a new database only.",
    ),
    Setting("server.public_url", str, "", "Address that phones reach the server at (QR codes)."),
    Setting(
        "server.trusted_proxies",
        str,
        "",
        "Addresses, by comma, whose X-Forwarded-For and -Proto are believed; empty: none.",
    ),
    Setting("server.ice_servers", str, "", "JSON list of ICE servers for calls; empty: none."),
    Setting("server.turn_urls", str, "", "Addresses of coturn, by comma; empty: none."),
    Setting("server.turn_secret", str, "", "coturn's static-auth-secret."),
    Setting(
        "server.always_on_duty", bool, False, "Ignore the roster: whoever is present is on duty."
    ),
    Setting(
        "server.ring_s",
        float,
        30.0,
        "Seconds that a lawyer is rung before the next one is asked.",
        minimum=5,
    ),
    Setting(
        "server.feed_head_hours",
        float,
        24.0,
        "Hours that terminals take the content feed for fresh without hearing of it.",
        minimum=1,
    ),
    Setting(
        "server.command_keys_days",
        float,
        400.0,
        "Days after which the keys of carried-out commands are forgotten, once a terminal has been "
        "online since: longer than it keeps one.",
        minimum=60,
    ),
    Setting("server.pushed", str, "", "JSON object of settings for all terminals; empty: none."),
    Setting("terminal.server", str, "http://127.0.0.1:8443", "Address of the central server."),
    Setting("terminal.ca_file", str, "", "PEM file of a private certificate authority."),
    Setting(
        "terminal.proxy", str, "", "HTTP proxy for everything; empty: as the environment says."
    ),
    Setting(
        "terminal.sync_interval_s", float, 60.0, "Seconds between polls of the feed.", (), True, 5
    ),
    Setting(
        "terminal.blob_budget_mb", int, 2048, "MB of pictures and videos to keep.", (), True, 64
    ),
    Setting("terminal.free_space_mb", int, 512, "MB of the disk to leave free.", (), True, 0),
    Setting("terminal.printer", str, "none", "Slips on paper: none, cups:QUEUE, escpos:DEVICE."),
    Setting("terminal.fullscreen", bool, True, "Fill the screen; off: a window."),
    Setting("terminal.orientation", str, "auto", "Layout.", ("auto", "portrait", "landscape")),
    Setting("terminal.language", str, "zh_CN", "Language at rest.", ("zh_CN", "en"), True),
    Setting(
        "terminal.profile",
        str,
        "",
        "Hall profile, or a .toml file of one; empty: for where the server says that it stands.",
        (),
        True,
    ),
    Setting("terminal.text_size", str, "large", "Text at rest.", ("large", "standard"), True),
    Setting(
        "terminal.attract_s",
        float,
        60.0,
        "Seconds at rest before posters are shown; 0: never.",
        (),
        True,
        0,
    ),
    Setting("terminal.volume", int, 70, "Loudness in the hall at rest, per cent.", (), True, 0),
    Setting("terminal.voice", str, "", "Chinese voice: a piper .onnx file; empty: espeak-ng."),
    Setting(
        "terminal.voice_english", str, "", "English voice: a piper .onnx file; empty: espeak-ng."
    ),
    Setting("terminal.idle_s", float, 90.0, "Idle seconds before the terminal asks.", (), True, 15),
    Setting(
        "terminal.idle_warning_s", float, 30.0, "Seconds to answer before it erases.", (), True, 20
    ),
    Setting(
        "calls.media",
        str,
        "devices",
        "Camera and microphone, or a test picture and tone.",
        ("devices", "test"),
    ),
    Setting("calls.camera", str, "", "Camera device (/dev/video0); empty: the first one."),
    Setting("calls.microphone", str, "", "PortAudio input name; empty: the default one."),
    Setting("calls.speaker", str, "", "PortAudio output name; empty: the default one."),
    Setting(
        "calls.processing",
        str,
        "webrtc",
        "Echo and noise: our own canceller; off where the sound system has one (PipeWire).",
        ("webrtc", "off"),
    ),
    Setting("calls.interfaces", str, "", "Network interfaces for calls, by comma; empty: all."),
    Setting("calls.relay_only", bool, False, "Calls by TURN only: no address goes out.", (), True),
)
_BY_NAME = {s.name: s for s in TABLE}

#: Named sets of values for a purpose.
PROFILES: dict[str, dict[str, Any]] = {
    "default": {},
    "demo": {
        "server.always_on_duty": True,
        "server.content_dir": str(SAMPLE_CONTENT),
        "terminal.fullscreen": False,
    },
}


@dataclass(frozen=True, slots=True)
class Value:
    value: Any
    origin: (
        str  # default | profile NAME | hall profile | file PATH | pushed | environment NAME | flag
    )


def _convert(setting: Setting, raw: Any, origin: str) -> Any:
    try:
        if setting.type is bool and isinstance(raw, str):
            value: Any = {
                "1": True,
                "true": True,
                "yes": True,
                "on": True,
                "0": False,
                "false": False,
                "no": False,
                "off": False,
            }[raw.lower()]
        elif setting.type is bool and not isinstance(raw, bool):
            raise ValueError
        else:
            value = setting.type(raw)
        if isinstance(value, float) and not math.isfinite(value):
            raise ValueError
    except (KeyError, ValueError, TypeError, OverflowError):
        raise UserError(
            f"{setting.name} is {raw!r} ({origin}), but must be {setting.type.__name__}."
        ) from None
    if setting.choices and value not in setting.choices:
        raise UserError(
            f"{setting.name} is {value!r} ({origin}). Choose one of: {', '.join(setting.choices)}."
        )
    if setting.minimum is not None and origin != "flag" and value < setting.minimum:
        raise UserError(
            f"{setting.name} is {value:g} ({origin}), but must be at least {setting.minimum:g}."
        )
    return value


def _flatten(tree: Mapping[str, Any], prefix: str = "") -> Iterable[tuple[str, Any]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


class Settings:
    """Resolved settings. Reading an unknown name is our bug (``KeyError``)."""

    def __init__(self, values: dict[str, Value]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> Any:
        return self._values[name].value

    def origin(self, name: str) -> str:
        return self._values[name].origin

    def rows(self) -> list[tuple[Setting, Value]]:
        """The whole table with values, for ``kiosk settings``."""
        return [(s, self._values[s.name]) for s in TABLE]

    @property
    def data_dir(self) -> Path:
        return Path(self["data_dir"]).expanduser().resolve()

    def with_hall(self, tree: Mapping[str, Any]) -> Settings:
        """A copy in which a hall profile's values stand where there were only defaults.

        ``UserError`` for a wrong name or value.
        """
        values = dict(self._values)
        for name, raw in _flatten(tree):
            if name not in _BY_NAME:
                raise UserError(f"There is no setting {name!r} (hall profile).")
            value = Value(_convert(_BY_NAME[name], raw, "hall profile"), "hall profile")
            if values[name].origin == "default":
                values[name] = value
        return Settings(values)

    def with_pushed(self, pushed: Mapping[str, Any]) -> Settings:
        """A copy with the server's values; names that are unknown or not pushable are ignored.

        A value that does not fit is logged and left out: it must not keep a terminal from starting.
        """
        values = dict(self._values)
        for name, raw in pushed.items():
            setting = _BY_NAME.get(name)
            if setting is None or not setting.pushable:
                continue
            if values[name].origin.startswith(("environment", "flag")):
                continue
            try:
                values[name] = Value(_convert(setting, raw, "pushed"), "pushed")
            except UserError as error:
                log.warning("ignored a pushed setting: %s", error)
        return Settings(values)


def to_push(settings: Settings) -> dict[str, Any]:
    """``server.pushed`` as values for terminals. ``UserError`` when one of them does not fit."""
    raw = settings["server.pushed"]
    try:
        tree = json.loads(raw or "{}")
    except json.JSONDecodeError:
        tree = None
    if not isinstance(tree, dict):
        raise UserError(
            f'server.pushed must be a JSON object such as {{"terminal.idle_s": 120}}, not {raw!r}.'
        )
    pushable = {s.name: s for s in TABLE if s.pushable}
    for name in tree:
        if name not in pushable:
            raise UserError(
                f"{name!r} cannot be pushed (server.pushed). Choose from: {', '.join(pushable)}."
            )
    return {name: _convert(pushable[name], value, "server.pushed") for name, value in tree.items()}


def load_settings(
    *,
    profile: str = "default",
    file: Path | None = None,
    environ: Mapping[str, str] | None = None,
    flags: Mapping[str, Any] | None = None,
) -> Settings:
    """Resolve all layers but the pushed one. Raises ``UserError`` for a wrong name or value."""
    values = {s.name: Value(s.default, "default") for s in TABLE}

    def put(name: str, raw: Any, origin: str) -> None:
        if name not in _BY_NAME:
            raise UserError(f"There is no setting {name!r} ({origin}). See `kiosk settings`.")
        values[name] = Value(_convert(_BY_NAME[name], raw, origin), origin)

    if profile not in PROFILES:
        raise UserError(f"There is no profile {profile!r}. Choose one of: {', '.join(PROFILES)}.")
    for name, raw in PROFILES[profile].items():
        put(name, raw, f"profile {profile}")
    if file is not None:
        try:
            tree = tomllib.loads(file.read_text("utf-8"))
        except OSError as error:
            raise UserError(f"Cannot read the settings file {file}: {error.strerror}.") from None
        except UnicodeDecodeError:
            raise UserError(
                f"The settings file {file} is not UTF-8. Save it in that encoding."
            ) from None
        except tomllib.TOMLDecodeError as error:
            raise UserError(f"The settings file {file} is not TOML: {error}.") from None
        for name, raw in _flatten(tree):
            put(name, raw, f"file {file}")
    env = os.environ if environ is None else environ
    for setting in TABLE:
        if setting.env in env:
            put(setting.name, env[setting.env], f"environment {setting.env}")
    for name, raw in (flags or {}).items():
        put(name, raw, "flag")
    return Settings(values)
