"""RSS and Atom, from a file or an address: each entry a news item."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from datetime import UTC, datetime
from html import unescape
from http.client import HTTPException
from typing import Any

from kiosk.domain.clock import office_time
from kiosk.server.importing.articles import spare, take_article
from kiosk.server.importing.files import MAX_FILE, SourceFile
from kiosk.server.importing.report import Intake, LeftOut, Place
from kiosk.server.importing.subset import Body, Span, from_html
from kiosk.server.importing.text import clean, one_line

#: Seconds for a word from the other side, and for all of the feed.
_SILENCE_S = 20.0
_ALL_S = 60.0


def fetch(address: str) -> bytes:
    """What is at an http(s) address. ``LeftOut``: nothing in time, or too much."""
    request = urllib.request.Request(address, headers={"User-Agent": "kiosk content import"})
    until = time.monotonic() + _ALL_S
    data = bytearray()
    try:
        with urllib.request.urlopen(request, timeout=_SILENCE_S) as answer:
            while chunk := answer.read(64 * 1024):
                data += chunk
                if len(data) > MAX_FILE:
                    raise LeftOut(f"is over {MAX_FILE // 2**20} MB")
                if time.monotonic() > until:
                    raise TimeoutError("it goes on for too long")
    except urllib.error.HTTPError as error:
        error.close()
        raise LeftOut(f"answers {error.code}: look at the address, or try later") from None
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise LeftOut(f"does not answer ({reason}): look at the address and the line") from None
    return bytes(data)


def take_file(file: SourceFile, intake: Intake) -> None:
    try:
        take_feed(file.read(), file.name, intake)
    except LeftOut as refusal:
        intake.blind = True
        intake.leave_out(Place(file.name, refusal.line), refusal.reason)


def take_feed(data: bytes, name: str, intake: Intake) -> None:
    """``LeftOut``: the whole of it is no feed."""
    import feedparser

    if b"<!ENTITY" in data or "<!ENTITY".encode("utf-16-le") in data:
        raise LeftOut("declares XML entities, as no feed does")
    try:
        feed = feedparser.parse(data, response_headers={"content-type": "application/xml"},
                                resolve_relative_uris=False)  # fmt: skip
    except RecursionError:
        raise LeftOut("is nested too deeply") from None
    if not feed.version:
        raise LeftOut("is no RSS or Atom feed")
    if feed.bozo and not feed.entries:
        raise LeftOut(f"cannot be read: {feed.bozo_exception}", _line(feed.bozo_exception))
    if feed.bozo and _line(feed.bozo_exception):
        intake.note(Place(name, _line(feed.bozo_exception)),
                    f"is damaged, entries may be missing: {feed.bozo_exception}")  # fmt: skip
    source = one_line(unescape(str(feed.feed.get("title", ""))))
    for number, entry in enumerate(feed.entries, 1):
        key = str(entry.get("id") or entry.get("link") or entry.get("title") or number)
        try:
            _take(entry, key, Place(f"{name}, entry {number}"), source, intake)
        except LeftOut as refusal:
            spare(intake, key)
            intake.leave_out(Place(f"{name}, entry {number}"), refusal.reason)


def _line(error: object) -> int | None:
    tell = getattr(error, "getLineNumber", None)
    return tell() if tell else None


def _take(entry: Any, key: str, place: Place, source: str, intake: Intake) -> None:
    title = one_line(unescape(str(entry.get("title", ""))))
    stamp = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        day = office_time(datetime(*stamp[:6]).replace(tzinfo=UTC)).date() if stamp else None
    except ValueError:
        day = None
    if day is None:
        raise LeftOut("has no date")
    content = (entry.get("content") or [entry.get("summary_detail")])[0]
    if not content or not content.value.strip():
        raise LeftOut("has no text")
    if content.type == "text/plain":
        body = Body()
        for line in clean(content.value).split("\n"):
            body.paragraph([Span(line)])
    else:
        try:
            body = from_html(clean(content.value), title)
        except ValueError as error:
            raise LeftOut(str(error)) from None
    tags = " ".join(str(tag.get("term", "")) for tag in entry.get("tags", ()))
    take_article(intake, key, place, body, {"source": source}, title, day, tags)
