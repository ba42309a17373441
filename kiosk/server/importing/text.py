"""Bytes of unknown origin into clean text."""

from __future__ import annotations

import codecs
import re

from kiosk.server.importing.report import LeftOut

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Of the non-ASCII characters of a text in GBK, so many are common ones.
_COMMON = 0.8
#: A text in GBK read as UTF-8 is errors nearly everywhere; damaged UTF-8 is good but for a few.
_DAMAGED = 0.4


def decode(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or GB18030 (GBK). ``LeftOut`` names the line that is neither.

    GB18030 takes nearly any bytes: what it gives must look like Chinese, and damaged UTF-8 must
    not pass for it.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    if b"\0" in data[:4096]:
        raise LeftOut("is no text (or UTF-16 without its mark): save it as UTF-8")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_damaged_utf8(data):
            raise _undecodable(data, error, "UTF-8") from None
    text = _strict(data, "gb18030")
    strange = [mark for mark in text if mark > "\x7f"]
    common = sum(1 for mark in strange if _is_common(mark))
    if common < _COMMON * len(strange):
        raise LeftOut("is in no encoding that is known here: save it as UTF-8")
    return text


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(data, error, encoding.upper()) from None


def _undecodable(data: bytes, error: UnicodeDecodeError, encoding: str) -> LeftOut:
    newline = "\n".encode(encoding)
    bad = data[error.start : error.start + 4].hex(" ")
    return LeftOut(
        f"has bytes ({bad}) that are not {encoding}: save it as UTF-8",
        data.count(newline, 0, error.start) + 1,
    )


def _is_damaged_utf8(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    bad = text.count("�")
    good = sum(1 for mark in text if mark > "\x7f") - bad
    return bad <= _DAMAGED * good


def _is_common(mark: str) -> bool:
    """Of GB 2312's first level (3,755 characters by use), or its punctuation and letters."""
    try:
        raw = mark.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return 0xA1 <= raw[0] <= 0xA9 or 0xB0 <= raw[0] <= 0xD7


_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
#: Control characters, marks that have no width, and orders about the direction of writing.
_JUNK = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
_SPACES = re.compile(r"[\xa0\u2000-\u200a\u202f\u205f\u3000]")


def clean(text: str) -> str:
    """LF line ends, plain spaces, and nothing that cannot be seen."""
    text = _ENDS.sub("\n", text)
    return _SPACES.sub(" ", _JUNK.sub("", text))


def one_line(text: str) -> str:
    """For titles and cells: all white space as single spaces."""
    return " ".join(clean(text).split())
