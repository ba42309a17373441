"""Telephone numbers as people type them, made one form; what is no number is refused."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from kiosk.errors import UserError

_MOBILE = re.compile(r"1[3-9]\d{9}")
#: 010 and 02x have eight digits after them; the other area codes have four digits, then 7 or 8.
_LANDLINE = re.compile(r"(010|02\d)([2-9]\d{7})|(0[3-9]\d{2})([2-9]\d{6,7})")
#: What either of them may begin with.
_BEGINNING = re.compile(
    r"|1|1[3-9]\d{0,9}|0|01|010([2-9]\d{0,7})?|02\d?|02\d[2-9]\d{0,7}"
    r"|0[3-9]\d{0,2}|0[3-9]\d{2}[2-9]\d{0,7}"
)
_PUNCTUATION = str.maketrans("", "", " \t-().·")


def normal_phone(text: str) -> str:
    """``13812345678``, or ``0551-62345678`` with its area code.

    Takes full-width digits, spaces, dashes, brackets and +86. ``UserError`` (``bad_phone``): no
    number that can be rung from outside.
    """
    digits = unicodedata.normalize("NFKC", text).translate(_PUNCTUATION)
    for prefix in ("+86", "0086", "86"):
        if digits.startswith(prefix) and len(digits) - len(prefix) >= 10:
            digits = digits.removeprefix(prefix)
            # Abroad, the area code loses its first 0.
            if not _MOBILE.fullmatch(digits) and not digits.startswith("0"):
                digits = "0" + digits
            break
    if digits.isascii():
        if _MOBILE.fullmatch(digits):
            return digits
        if landline := _LANDLINE.fullmatch(digits):
            return "-".join(part for part in landline.groups() if part)
    raise UserError(
        "This is no telephone number that can be rung. Give 11 digits of a mobile number, or a "
        "landline number with its area code.",
        code="bad_phone",
    )


class PhoneFault(StrEnum):
    """Why digits that are being typed can become no number."""

    NO_AREA = "no_area"  # a landline begins with its area code
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class TypedPhone:
    """Digits as far as they have been typed. ``missing``: how many are wanted still, at least;
    ``room``: how many more there may be; ``groups``: how they are read."""

    missing: int
    room: int
    groups: tuple[int, ...]
    fault: PhoneFault | None = None

    @property
    def complete(self) -> bool:
        return self.missing == 0 and self.fault is None


def typed_phone(digits: str) -> TypedPhone:
    """What is typed on a number pad, digit by digit."""
    if digits[:1] not in ("", "0", "1"):
        return TypedPhone(0, 0, (4, 4, 4), PhoneFault.NO_AREA)
    short_area = digits[:2] in ("01", "02")
    least, most = (11, 11) if short_area or digits[:1] != "0" else (11, 12)
    groups = (4, 4, 4) if most == 12 else (3, 4, 4)
    missing, room = max(0, least - len(digits)), max(0, most - len(digits))
    if _BEGINNING.fullmatch(digits) is None:
        return TypedPhone(missing, 0, groups, PhoneFault.WRONG)
    return TypedPhone(missing, room, groups)
