"""Unpacking of what came compressed. Nothing is ever unpacked past a limit."""

from __future__ import annotations

import zlib

from kiosk.protocol.feed import FeedTampered

#: The largest window of a zstd frame, in bytes: what unpacking may take beside its result.
_MAX_WINDOW = 128 * 1024 * 1024


def asked_for() -> dict[str, str]:
    """The headers of a request: what may come, the best first."""
    from kiosk.protocol import dictionary

    return {
        "Accept-Encoding": f"{dictionary.ENCODING}, zstd, gzip",
        "Available-Dictionary": dictionary.available(),
    }


def unpack(encoding: str, raw: bytes, limit: int) -> bytes:
    """The body behind a ``Content-Encoding``. ``FeedTampered``: longer than ``limit``, or none."""
    try:
        match encoding.strip().lower():
            case "" | "identity":
                unpacked = raw
            case "gzip" | "x-gzip":
                unpacked = _gunzip(raw, limit)
            case "zstd":
                unpacked = _unzstd(raw, limit)
            case "dcz":
                from kiosk.protocol import dictionary

                unpacked = dictionary.decompress(raw, limit)
            case _:
                raise ValueError(encoding)
    except ValueError:
        raise FeedTampered(
            f"What came as {encoding or 'plain'} of the feed cannot be unpacked. Something on the "
            "line, or the server itself, has changed it: check the line, then the server."
        ) from None
    if len(unpacked) > limit:
        raise FeedTampered(
            f"A piece of the feed is larger than {limit} bytes. Something on the line, or the "
            "server itself, is broken: check the line, then the server."
        )
    return unpacked


def _gunzip(raw: bytes, limit: int) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacker.decompress(raw, limit + 1)
    except zlib.error as error:
        raise ValueError(str(error)) from None
    if len(unpacked) <= limit and not unpacker.eof:
        raise ValueError("cut short")
    return unpacked


def _unzstd(raw: bytes, limit: int) -> bytes:
    import zstandard

    unpacker = zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW)
    try:
        with unpacker.stream_reader(raw) as reader:
            return reader.read(limit + 1)
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from None
