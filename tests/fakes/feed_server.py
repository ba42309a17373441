"""A server of the signed feed over real HTTP, that misbehaves on request: it tampers, rolls back,
freezes, mixes, cuts and stalls."""

from __future__ import annotations

import gzip
import ssl
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import zstandard

from kiosk.protocol import dictionary
from kiosk.protocol.content import BLOB_FIELDS
from kiosk.protocol.feed import (
    BATCHES_PATH,
    BLOB_PATH,
    GENESIS,
    HEAD_PATH,
    KEYS_PATH,
    SNAPSHOTS_PATH,
    BatchBody,
    Change,
    to_json,
)
from tests.support.feed import Signer, private_key, public_hex, sha256

#: When it signs, until a test lets time pass.
START = datetime(2026, 11, 24, tzinfo=UTC)


class FakeFeedServer:
    """``put`` and ``delete`` publish; what is published is signed when it is first asked for, in
    batches of ``batch_limit`` changes that never change again."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.signer = Signer(int(START.timestamp()))
        self.root = public_hex(self.signer.root)
        self.blobs: dict[str, bytes] = {}
        self.promised: dict[str, bytes] = {}  # digest -> what is sent in its place
        self.requests: list[tuple[str, str]] = []  # (path, Authorization)
        self.ranges: list[str] = []  # Range headers that came
        self.sent = 0  # bytes of bodies
        self.status = 200  # of every answer
        self.body: bytes | None = None  # instead of every answer
        self.instead: dict[str, bytes] = {}  # path -> envelope that is served in its place
        self.packed: dict[str, tuple[str, bytes]] = {}  # path -> (Content-Encoding, body)
        self.statuses: dict[str, int] = {}  # path -> status
        self.cut = False  # end each blob's body half way
        self.no_ranges = False  # a range gets the whole
        self.refuse_ranges = False  # a range gets 416
        self.stall = threading.Event()  # set: blobs come no further than half
        self.fail_after: int | None = None  # requests that are still served
        self.batch_limit = 1000
        self.snapshot: tuple[int, int] | None = None  # (revision, parts)
        self.rows: dict[tuple[str, str], Change] = {}
        self.pieces: dict[str, bytes] = {f"{KEYS_PATH}/1": self.signer.keys()}
        self.revision = self.signed = 0
        self.digest = GENESIS
        self._pending: list[Change] = []
        self._closing = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer._answer(self)

            def log_message(self, format: str, *args: Any) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign] # they hang up
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        self.url = f"http{'s' if tls else ''}://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    # --- publishing ----------------------------------------------------------------------------

    def put(self, doc: Mapping[str, Any]) -> None:
        self._change(doc["kind"], doc["id"], dict(doc))

    def delete(self, kind: str, document_id: str) -> None:
        self._change(kind, document_id, None)

    def add_blob(self, content: bytes) -> str:
        self.blobs[sha256(content)] = content
        return sha256(content)

    def _change(self, kind: str, document_id: str, doc: dict[str, Any] | None) -> None:
        self.revision += 1
        change = Change(revision=self.revision, kind=kind, id=document_id, doc=doc)
        self.rows[kind, document_id] = change
        self._pending.append(change)

    def sign(self, **fields: Any) -> None:
        """Make batches of what is not signed yet. ``fields``: of their headers."""
        while self._pending:
            page, self._pending = (
                self._pending[: self.batch_limit], self._pending[self.batch_limit :]
            )  # fmt: skip
            upto = page[-1].revision
            path = f"{BATCHES_PATH}/{self.signed}"
            self.pieces[path], self.digest = self.signer.batch(
                self.signed, upto, self.digest, self.body_of(page), **fields
            )
            self.signed = upto

    def body_of(self, changes: list[Change]) -> bytes:
        named = {(c.doc or {}).get(name) for c in changes for name in BLOB_FIELDS} - {None}
        sizes = {n: len(self.blobs[n]) for n in named if n in self.blobs}
        return to_json(BatchBody(changes=changes, blobs=sizes))

    def make_snapshot(self, parts: int = 1) -> None:
        self.sign()
        rows = sorted((c for c in self.rows.values() if c.doc), key=lambda c: c.revision)
        for part in range(parts):
            self.pieces[f"{SNAPSHOTS_PATH}/{self.revision}/{part}"] = self.signer.part(
                part, self.revision, self.digest, self.body_of(rows[part::parts])
            )
        self.snapshot = (self.revision, parts)

    def forget_batches(self, before: int) -> None:
        """Answer 410 to who asks for batches after an earlier revision."""
        for path in list(self.pieces):
            if path.startswith(BATCHES_PATH) and int(path.rpartition("/")[2]) < before:
                del self.pieces[path]

    def rotate(self, *, new_root: bool = False, by: str | None = None, **fields: Any) -> None:
        """A next key set with a new feed key, signed by the root of before, or one of a seed."""
        old = self.signer.root
        self.signer.version += 1
        self.signer.key = private_key(f"feed {self.signer.version}")
        if new_root:
            self.signer.root = private_key(f"root {self.signer.version}")
        signed = self.signer.keys(private_key(by) if by else old, **fields)
        self.pieces[f"{KEYS_PATH}/{self.signer.version}"] = signed

    def sign_anew(self) -> None:
        """Every batch by the key of now, as after a rotation."""
        self.forget_batches(2**31)
        self._pending = sorted(self.rows.values(), key=lambda change: change.revision)
        self.signed, self.digest = 0, GENESIS
        self.sign()

    def new_feed(self, feed: str) -> None:
        """Another database: its own feed, named by a newer key set."""
        self.signer.feed = feed
        self.rotate()
        self.rows, self._pending, self.snapshot = {}, [], None
        self.revision = self.signed = 0
        self.digest = GENESIS
        self.forget_batches(2**31)

    def head(self, **fields: Any) -> bytes:
        self.sign()
        if self.snapshot is not None:
            fields = {"snapshot": dict(zip(("revision", "parts"), self.snapshot, strict=True)),
                      **fields}  # fmt: skip
        return self.signer.head(self.revision, self.digest, **fields)

    def genuine(self, path: str) -> bytes:
        """The envelope at a path."""
        self.sign()
        return self.head() if path == HEAD_PATH else self.pieces[path]

    def paths(self) -> list[str]:
        return [path for path, _ in self.requests]

    # --- serving -------------------------------------------------------------------------------

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        path = urlsplit(handler.path).path  # a proxy is asked for whole addresses
        self.requests.append((handler.path, handler.headers.get("Authorization", "")))
        if self.fail_after is not None:
            if self.fail_after == 0:
                handler.close_connection = True
                handler.connection.close()
                return
            self.fail_after -= 1
        if self.body is not None or self.status != 200:
            self._send(handler, self.status, self.body or b"")
        elif path in self.statuses:
            self._send(handler, self.statuses[path], b"")
        elif path in self.packed:
            encoding, raw = self.packed[path]
            self._send(handler, 200, raw, {"Content-Encoding": encoding})
        elif path in self.instead:
            self._send(handler, 200, self.instead[path])
        elif path.startswith(BLOB_PATH + "/"):
            self._blob(handler, path.rpartition("/")[2])
        elif path == HEAD_PATH:
            self._send(handler, 200, self.head())
        else:
            self.sign()
            self._piece(handler, path)

    def _piece(self, handler: BaseHTTPRequestHandler, path: str) -> None:
        piece = self.pieces.get(path)
        if piece is None:
            self._send(handler, 410 if path.startswith(BATCHES_PATH) else 404, b"")
            return
        accepted, small = handler.headers.get("Accept-Encoding", ""), len(piece) < 128 * 1024
        if handler.headers.get("Available-Dictionary") == dictionary.available() and small:
            self._send(
                handler, 200, dictionary.compress(piece), {"Content-Encoding": dictionary.ENCODING}
            )
        elif "zstd" in accepted:
            packed = zstandard.ZstdCompressor(level=10).compress(piece)
            self._send(handler, 200, packed, {"Content-Encoding": "zstd"})
        elif "gzip" in accepted:
            self._send(handler, 200, gzip.compress(piece), {"Content-Encoding": "gzip"})
        else:
            self._send(handler, 200, piece)

    def _blob(self, handler: BaseHTTPRequestHandler, digest: str) -> None:
        content = self.promised.get(digest, self.blobs.get(digest))
        if content is None:
            self._send(handler, 404, b"")
            return
        headers = {"ETag": f'"{digest}"'}
        wanted = handler.headers.get("Range")
        if wanted is not None:
            self.ranges.append(wanted)
        if wanted is None or self.no_ranges:
            self._send(handler, 200, content, headers, cut=self.cut)
            return
        start = int(wanted.removeprefix("bytes=").removesuffix("-"))
        if self.refuse_ranges or start >= len(content):
            self._send(handler, 416, b"")
            return
        headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        self._send(handler, 206, content[start:], headers, cut=self.cut)

    def _send(
        self, handler: BaseHTTPRequestHandler, status: int, body: bytes,
        headers: Mapping[str, str] | None = None, *, cut: bool = False,
    ) -> None:  # fmt: skip
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        if status in (301, 302):
            handler.send_header("Location", self.url + "/login")
        handler.end_headers()
        half = len(body) // 2
        try:
            if self.stall.is_set() and headers and "ETag" in headers:
                handler.wfile.write(body[:half])
                while self.stall.is_set() and not self._closing.wait(0.01):
                    pass
                body, half = body[half:], len(body)
            if cut:
                handler.wfile.write(body[:half])
                handler.close_connection = True
            else:
                handler.wfile.write(body)
            self.sent += len(body)
        except OSError:
            handler.close_connection = True
