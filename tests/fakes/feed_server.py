"""A server of the content feed that misbehaves on request: forged blobs, other feeds, silence."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from kiosk.protocol.sync import BLOB_PATH, FEED_PATH
from tests.support.feed import FEED, sha256


class FakeFeedServer:
    """Documents by (kind, id) at the revision of their last change, as the real feed keeps them."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.feed = FEED
        self.revision = 0
        self.rows: dict[tuple[str, str], tuple[int, dict[str, Any] | None]] = {}
        self.blobs: dict[str, bytes] = {}
        self.promised: dict[str, bytes] = {}  # digest -> what is sent in its place
        self.requests: list[tuple[str, str]] = []  # (path, Authorization)
        self.status = 200  # of every answer
        self.body: bytes | None = None  # instead of every answer
        self.cut = False  # end each blob's body half way
        self.fail_after: int | None = None  # requests that are still served
        self.batch_limit = 1000
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer._answer(self)

            def log_message(self, format: str, *args: Any) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        self.url = f"http{'s' if tls else ''}://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def put(self, doc: Mapping[str, Any]) -> None:
        self.revision += 1
        self.rows[doc["kind"], doc["id"]] = (self.revision, dict(doc))

    def delete(self, kind: str, document_id: str) -> None:
        self.revision += 1
        self.rows[kind, document_id] = (self.revision, None)

    def add_blob(self, content: bytes) -> str:
        self.blobs[sha256(content)] = content
        return sha256(content)

    def paths(self) -> list[str]:
        return [path for path, _ in self.requests]

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.requests.append((handler.path, handler.headers.get("Authorization", "")))
        url = urlsplit(handler.path)
        if self.fail_after is not None:
            if self.fail_after == 0:
                handler.close_connection = True
                handler.connection.close()
                return
            self.fail_after -= 1
        if self.body is not None or self.status != 200:
            self._send(handler, self.status, self.body or b"")
        elif url.path == FEED_PATH:
            query = parse_qs(url.query)
            limit = min(int(query["limit"][0]), self.batch_limit)
            self._send(handler, 200, self._batch(int(query["after"][0]), limit))
        elif url.path.startswith(BLOB_PATH + "/"):
            digest = url.path.rpartition("/")[2]
            content = self.promised.get(digest, self.blobs.get(digest))
            self._send(handler, 404 if content is None else 200, content or b"", cut=self.cut)
        else:
            self._send(handler, 404, b"")

    def _batch(self, after: int, limit: int) -> bytes:
        newer = sorted((r, k, i, d) for (k, i), (r, d) in self.rows.items() if r > after)
        page = newer[:limit]
        upto = page[-1][0] if len(newer) > limit else max(self.revision, after)
        named = {
            digest
            for _, _, _, doc in page
            for digest in ((doc or {}).get("picture"), (doc or {}).get("portrait"))
            if digest
        }
        return json.dumps(
            {
                "feed": self.feed,
                "after": after,
                "upto": min(upto, self.revision) if self.revision >= after else after,
                "head": self.revision,
                "changes": [{"revision": r, "kind": k, "id": i, "doc": d} for r, k, i, d in page],
                "blobs": {d: len(self.blobs.get(d, self.promised.get(d, b""))) for d in named},
            }
        ).encode()

    def _send(
        self, handler: BaseHTTPRequestHandler, status: int, body: bytes, *, cut: bool = False
    ) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body)))
        if status in (301, 302):
            handler.send_header("Location", self.url + "/login")
        handler.end_headers()
        if cut:
            handler.wfile.write(body[: len(body) // 2])
            handler.close_connection = True
        else:
            handler.wfile.write(body)
