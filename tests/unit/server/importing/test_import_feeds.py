"""RSS and Atom, from files and from a server on loopback."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kiosk.domain.articles import Topic
from kiosk.protocol.content import ArticleDoc
from kiosk.server.importing import feeds
from tests.support.importing import left_out, of, read

RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>示例区司法局</title>
<item><title>讨薪 &amp;amp; 维权</title><guid>urn:1</guid><category>劳动</category>
<pubDate>Fri, 20 Nov 2026 23:30:00 GMT</pubDate><description>摘要</description>
<content:encoded>&lt;p&gt;正文&lt;strong&gt;要紧&lt;/strong&gt;&lt;/p&gt;&lt;script&gt;x&lt;/script&gt;
&lt;img src="a"&gt;</content:encoded></item>
<item><title>没有日期</title><guid>urn:2</guid><description>甲</description></item>
<item><title>没有正文</title><guid>urn:3</guid>
<pubDate>Fri, 20 Nov 2026 01:00:00 GMT</pubDate></item>
</channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>源</title><id>x</id>
<entry><id>urn:a</id><title>甲</title><updated>2026-11-20T01:00:00+08:00</updated>
<content type="text">一段
又一段</content></entry></feed>"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312"])
def test_rss(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "feed.xml").write_bytes(RSS.format(encoding=encoding).encode(encoding))
    intake = read(tmp_path, topic=None)
    (article,) = of(intake, ArticleDoc)
    assert (article.title, article.topic, article.published) == (
        "讨薪 & 维权", Topic.LABOUR, date(2026, 11, 21)
    )  # fmt: skip
    assert (article.body, article.source) == ("正文**要紧**", "示例区司法局")
    assert left_out(intake) == [
        ("feed.xml, entry 2", None, "has no date"),
        ("feed.xml, entry 3", None, "has no text"),
    ]
    assert "1 picture" in intake.notes[0].reason


def test_atom(tmp_path: Path) -> None:
    (tmp_path / "feed.atom").write_text(ATOM, "utf-8")
    (article,) = of(read(tmp_path), ArticleDoc)
    assert (article.body, str(article.published)) == ("一段\n\n又一段", "2026-11-20")


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss version="2.0"></rss>'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<html><body>404</body></html>", "no RSS or Atom"),
        ("no xml at all", "no RSS or Atom"),
        (ENTITIES, "declares XML entities"),
        ("", "is empty"),
    ],
)
def test_no_feed(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "feed.xml").write_text(text, "utf-8")
    intake = read(tmp_path)
    assert words in left_out(intake)[0][2]
    assert intake.blind


def test_a_feed_that_breaks_off_gives_what_it_has(tmp_path: Path) -> None:
    text = RSS.format(encoding="utf-8")
    (tmp_path / "feed.xml").write_text(text[: text.index("没有日期")], "utf-8")
    intake = read(tmp_path)
    assert len(intake.docs) == 1
    assert any("damaged" in remark.reason for remark in intake.notes)


@contextmanager
def serving(status: int, body: bytes, location: str = "") -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/news.xml"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_an_address() -> None:
    with serving(200, RSS.format(encoding="utf-8").encode()) as address:
        assert len(read(address).docs) == 1


@pytest.mark.parametrize(
    ("status", "body", "location", "words"),
    [
        (404, b"", "", "answers 404"),
        (302, b"", "file:///etc/passwd", "answers 302"),
        (200, b" " * 2000, "", "no RSS or Atom"),
        (200, b"x" * 200_000, "", "is over"),
    ],
)
def test_addresses_that_have_no_feed(
    status: int, body: bytes, location: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "MAX_FILE", 100_000)
    with serving(status, body, location) as address:
        intake = read(address)
    assert words in left_out(intake)[0][2]
    assert intake.blind


def test_nobody_answers() -> None:
    with serving(200, b"") as address:
        pass
    assert "does not answer" in left_out(read(address))[0][2]
