"""The dictionary that both programs carry: what a small batch has in common with every other one.

Compression Dictionary Transport (RFC 9842): a client names the dictionary by its SHA-256 in
``Available-Dictionary``, and gets ``Content-Encoding: dcz``: a fixed mark, that SHA-256 again, then
a zstd frame. ``python -m tests.support.train_dictionary`` makes the file anew; that is a new
dictionary for both programs, and old ones go on with plain zstd.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

import zstandard

FILE = Path(__file__).with_name("feed.dict")
ENCODING = "dcz"
_MARK = bytes.fromhex("5e2a4d1820000000")
_HEADER = len(_MARK) + hashlib.sha256().digest_size
_LEVEL = 22


@cache
def _dictionary() -> tuple[zstandard.ZstdCompressionDict, bytes]:
    """(dictionary, its SHA-256)."""
    raw = FILE.read_bytes()
    return zstandard.ZstdCompressionDict(raw), hashlib.sha256(raw).digest()


@cache
def available() -> str:
    """The value of ``Available-Dictionary``."""
    return f":{base64.b64encode(_dictionary()[1]).decode()}:"


def compress(raw: bytes) -> bytes:
    dictionary, name = _dictionary()
    compressor = zstandard.ZstdCompressor(
        level=_LEVEL, dict_data=dictionary, write_checksum=False, write_dict_id=False
    )
    return _MARK + name + compressor.compress(raw)


def decompress(packed: bytes, limit: int) -> bytes:
    """At most ``limit`` + 1 bytes. ``ValueError``: not packed with this dictionary, or damaged."""
    dictionary, name = _dictionary()
    if packed[:_HEADER] != _MARK + name:
        raise ValueError("packed with another dictionary")
    unpacker = zstandard.ZstdDecompressor(dict_data=dictionary)
    try:
        with unpacker.stream_reader(packed[_HEADER:]) as reader:
            return reader.read(limit + 1)
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from None
