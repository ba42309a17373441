"""What differs from hall to hall: default look, wording, what comes first. Each is a file.

A file of ``config/profiles`` names the ``place`` that it is for, as the server says it of a
terminal; ``terminal.profile`` chooses one by name, or a file elsewhere.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kiosk.errors import UserError
from kiosk.protocol.devices import DeviceProfile
from kiosk.settings import Settings

#: Beside the package, in a checkout and in a bundle.
FOLDER = Path(__file__).resolve().parents[2] / "config" / "profiles"
#: For a terminal that stands where no file is for.
ORDINARY = "community"

TileName = Literal[
    "appointment", "legal-aid", "guides", "directory", "news", "events", "slip", "mediation"
]


class HallWords(BaseModel):
    """Finished words of one language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    greeting: str = Field(min_length=1)
    helper: str = Field(min_length=1)  # whom to look for
    way: str = Field(min_length=1)  # the way there, when nobody has come
    at_once: str = ""  # who is nearer than 110; empty: nobody


class HallProfile(BaseModel):
    """One file. ``tiles``: of the home page, in their order; ``hotlines``: those that come first.

    ``settings``: values that beat the defaults and nothing else.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    place: str
    tiles: tuple[TileName, ...] = Field(min_length=3, max_length=7)
    hotlines: tuple[str, ...] = ()
    mediation: bool = False
    settings: dict[str, Any] = Field(default_factory=dict)
    zh: HallWords
    en: HallWords

    def words(self, english: bool) -> HallWords:
        return self.en if english else self.zh


@lru_cache(maxsize=8)
def read_profile(file: Path) -> HallProfile:
    """``UserError`` when it cannot be read, with the place in the file."""
    try:
        return HallProfile.model_validate(tomllib.loads(file.read_text("utf-8")))
    except OSError as error:
        raise UserError(f"Cannot read the hall profile {file}: {error.strerror}.") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UserError(f"The hall profile {file} is not TOML in UTF-8: {error}.") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UserError(f"The hall profile {file}: {where}: {first['msg']}.") from None


def hall_profile(settings: Settings, device: DeviceProfile | None) -> HallProfile:
    """As ``terminal.profile`` says; else the file for where the server says that it stands.

    ``UserError``: there is no such profile, or its file is wrong.
    """
    wanted = str(settings["terminal.profile"])
    if wanted.endswith(".toml"):
        return read_profile(Path(wanted))
    files = {file.stem: file for file in sorted(FOLDER.glob("*.toml"))}
    if wanted:
        if wanted not in files:
            raise UserError(
                f"There is no hall profile {wanted!r} (terminal.profile). Choose one of: "
                f"{', '.join(files)}, or name a .toml file."
            )
        return read_profile(files[wanted])
    place = device.place if device is not None else ORDINARY
    found = (read_profile(file) for file in files.values())
    return next((p for p in found if p.place == place), None) or read_profile(files[ORDINARY])
