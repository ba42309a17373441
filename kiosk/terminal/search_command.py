"""``kiosk search``: search this terminal's cache, as a resident would."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict

from kiosk.domain.clock import SystemClock, office_time
from kiosk.domain.laws import article_label
from kiosk.domain.search import SearchKind, SearchResult
from kiosk.errors import UserError
from kiosk.settings_command import settings_from
from kiosk.terminal.search.index import SearchIndex
from kiosk.terminal.storage.content import ContentStore

FILE = "search.db"
#: An update in the background gives way to everything else.
_NICE = 19
_PAUSE_S = 0.02


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("question", nargs="?", help="what to search for")
    parser.add_argument("--json", action="store_true", help="print JSON, for scripts")
    parser.add_argument("--limit", type=int, default=10, help="how many results (default 10)")
    parser.add_argument(
        "--kind", action="append", choices=[k.value for k in SearchKind], default=None,
        help="only results of this kind; may be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--update", action="store_true",
        help="bring the index up to date in the background, and search nothing",
    )  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    """0: something was found, or the index is up to date; 1: nothing was found."""
    directory = settings_from(arguments).data_dir / "terminal"
    if not (directory / "content.db").exists():
        raise UserError(f"There is no cache in {directory}. Run `kiosk sync` first.")
    if arguments.question is None and not arguments.update:
        raise UserError('Say what to search for: kiosk search "…"')
    if arguments.update:
        os.nice(_NICE)
    clock = SystemClock()
    index = SearchIndex(directory / FILE)
    store = ContentStore(directory, clock)
    try:
        if index.state() != store.cursor():
            # pypinyin and what else a writer needs: not for a search alone.
            from kiosk.terminal.search.writer import update

            update(directory / FILE, store, pause_s=_PAUSE_S if arguments.update else 0.0)
        if arguments.update:
            return 0
        kinds = arguments.kind and [SearchKind(kind) for kind in arguments.kind]
        today = office_time(clock.now()).date()
        found = index.search(arguments.question, arguments.limit, kinds, today=today)
    finally:
        index.close()
        store.close()
    if arguments.json:
        print(json.dumps([_as_json(r) for r in found], ensure_ascii=False))
    else:
        for result in found:
            print(_as_text(result))
        if not found:
            print("Nothing was found.", file=sys.stderr)
    return 0 if found else 1


def _as_json(result: SearchResult) -> dict[str, object]:
    since = result.since.isoformat() if result.since else None
    return asdict(result) | {"since": since}


def _as_text(result: SearchResult) -> str:
    label = f" {article_label(result.number, result.suffix)}" if result.number else ""
    badge = f" [{result.status}]" if result.status and result.status != "in-force" else ""
    return f"{result.kind}: {result.title}{label}{badge}\n    {result.snippet}"
