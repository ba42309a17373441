"""A server with a feed, and folders of terminals in the states that a sync can find them in."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

from tests.faults import checks, works
from tests.faults.processes import Nursery
from tests.faults.served import Served
from tests.support.small_content import SVG, article, write_content
from tests.support.waiting import wait_until


def write_news(content: Path, numbers: range, words: str, *, pictures: int = 0) -> None:
    """News items; the first ``pictures`` of them each with a picture of its own, of 150 kB."""
    for number in numbers:
        fields: dict[str, Any] = {}
        if number - numbers.start < pictures:
            name = f"pictures/{words}-{number}.svg"
            noise = "".join(hashlib.sha512(f"{name}{n}".encode()).hexdigest() for n in range(1200))
            (content / name).write_text(SVG.replace("</svg>", f"<!--{noise}--></svg>"), "utf-8")
            fields["picture"] = name
        text = article(f"{words} {number}", topic="courts", **fields)
        (content / "news" / f"news-{number}.md").write_text(text, "utf-8")


class Stage:
    """Server and terminals under one folder. ``states``: names of prepared terminals."""

    def __init__(self, folder: Path, nursery: Nursery) -> None:
        self.folder = folder
        self._nursery = nursery
        self.content = write_content(folder / "content")
        self.terminal = folder / "terminal" / "data"
        (self.terminal / "terminal").mkdir(parents=True)
        self._kept = folder / "kept"
        write_news(self.content, range(60), "first", pictures=1)
        self.server = Served(folder / "server", self.content, nursery)
        assert self.server.start()

    def prepare(self) -> None:
        """``new``: enrolled only; ``behind``: changes, new pictures and tombstones wait for it;
        ``moved``: full of another server's feed, and enrolled here."""
        self.enrol(self.server)
        self.keep("new")
        self.sync()
        self.keep("behind")
        write_news(self.content, range(250), "second", pictures=2)
        for path in (self.content / "guides").glob("*.md"):
            path.unlink()
        self.publish()
        self._wait_for_snapshot()
        write_news(self.content, range(250, 255), "third")
        self.publish()
        there = write_content(self.folder / "there")
        other = Served(self.folder / "other", there, self._nursery)
        assert other.start()
        self.clear()
        self.enrol(other)
        self.sync()
        other.stop()
        self.enrol(self.server, "--again")
        self.keep("moved")

    def _wait_for_snapshot(self) -> None:
        """Until the server has made the one that is due: a run must have the same steps always."""
        self.server.stop()
        assert self.server.start()  # it looks at once
        query = "SELECT max(revision) = (SELECT revision FROM feed_head) FROM feed_snapshot_part"
        wait_until(lambda: checks.rows(self.server.database, query) == [(1,)], "the snapshot", 10)

    @property
    def room(self) -> Path:
        """The terminal's own files."""
        return self.terminal / "terminal"

    def command(self, name: str, *words: str) -> tuple[str, ...]:
        return (name, "--data-dir", str(self.terminal), *words)

    def enrol(self, server: Served, *words: str) -> None:
        words = ("--server", server.url, "--code", server.code(), *words)
        self._nursery.run(works.kiosk, *self.command("enrol", *words)).check()

    def publish(self) -> None:
        self.server.run("publish").check()

    def sync(self) -> None:
        self._nursery.run(works.kiosk, *self.command("sync")).check()

    # --- the terminal's folder -----------------------------------------------------------------

    def clear(self) -> None:
        shutil.rmtree(self.terminal)
        (self.terminal / "terminal").mkdir(parents=True)

    def keep(self, state: str) -> None:
        shutil.copytree(self.terminal, self._kept / state)

    def put(self, state: str) -> None:
        """The terminal as it was kept."""
        shutil.rmtree(self.terminal)
        shutil.copytree(self._kept / state, self.terminal)

    def kept(self, state: str) -> Path:
        return self._kept / state / "terminal"
