"""Which devices are not there at all, before a call asks for them. Opens none of them."""

from __future__ import annotations

from pathlib import Path

from kiosk.settings import Settings


def unplugged(settings: Settings, dev: Path = Path("/dev")) -> frozenset[str]:
    """``camera``, ``microphone``: those that no call could use now.

    A named microphone may come by the network: that one counts as there.
    """
    if settings["calls.media"] == "test":
        return frozenset()
    missing = set()
    camera = str(settings["calls.camera"])
    if not (Path(camera).exists() if camera else any(dev.glob("video*"))):
        missing.add("camera")
    # ALSA: a file for each way in, its name ends with c.
    if not settings["calls.microphone"] and not any((dev / "snd").glob("pcm*c")):
        missing.add("microphone")
    return frozenset(missing)
