"""Telephone numbers as people type them, made one form; what is no number is refused."""

from __future__ import annotations

import re
import unicodedata

from kiosk.errors import UserError

_MOBILE = re.compile(r"1[3-9]\d{9}")
#: 010 and 02x have eight digits after them; the other area codes have four digits, then 7 or 8.
_LANDLINE = re.compile(r"(010|02\d)([2-9]\d{7})|(0[3-9]\d{2})([2-9]\d{6,7})")
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
