"""Sources by what they are: folders, files, addresses, the statutes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from kiosk.errors import UserError
from kiosk.server.db.content import FOLDER
from kiosk.server.importing import docx, feeds, markdown, statutes
from kiosk.server.importing.files import find_files
from kiosk.server.importing.people import Known, take_rows
from kiosk.server.importing.report import Intake, LeftOut, Place, printable
from kiosk.server.importing.tables import Row, read_rows

#: (what is read now, how many are read, of how many)
Progress = Callable[[str, int, int], None]

#: What to import: a folder, a file, an http(s) address, or ``STATUTES``.
STATUTES = "--statutes"
_MAX_ORIGIN = 64
#: ``kiosk content export --origin all``.
ALL = "all"


def is_address(source: str) -> bool:
    return source.startswith(("http://", "https://"))


def origin_of(source: str) -> str:
    """The name of a source's origin, where nobody gives one."""
    if source == STATUTES:
        return statutes.ORIGIN
    if is_address(source):
        parts = urlsplit(source)
        name = (parts.netloc.rpartition("@")[2] + parts.path).rstrip("/")
    else:
        path = Path(source).resolve()
        name = printable(path.name if path.is_dir() else path.stem)
    return name[-_MAX_ORIGIN:]


def read_source(source: str, intake: Intake, known: Known, progress: Progress) -> None:
    """Read one source into ``intake``.

    ``UserError``: there is no such source.
    """
    if source == STATUTES:
        for done, total in statutes.take_statutes(intake):
            progress("statutes", done, total)
    elif is_address(source):
        progress(source, 0, 1)
        try:
            feeds.take_feed(feeds.fetch(source), source, intake)
        except LeftOut as refusal:
            intake.blind = True
            intake.leave_out(Place(source, refusal.line), refusal.reason)
    else:
        _read_files(Path(source), intake, known, progress)


def _read_files(source: Path, intake: Intake, known: Known, progress: Progress) -> None:
    files = list(find_files(source, intake))
    rows: list[Row] = []
    for done, file in enumerate(files):
        progress(file.name, done, len(files))
        match file.kind:
            case "text":
                markdown.take_file(file, intake)
            case "docx":
                docx.take_file(file, intake)
            case "feed":
                feeds.take_file(file, intake)
            case _:
                rows += read_rows(file, intake)
    take_rows(rows, known, intake)
    progress("", len(files), len(files))


def grouped(sources: Sequence[str], origin: str | None) -> list[tuple[str, list[str]]]:
    """(origin, its sources). ``UserError``: a name that cannot be, or is that of two sources."""
    if origin is not None:
        return [(_checked(origin), list(sources))]
    groups: dict[str, list[str]] = {}
    for source in sources:
        name = _checked(origin_of(source))
        if name in groups:
            raise UserError(
                f"{groups[name][0]} and {source} would both be the origin {name!r}. Import them "
                "one by one with an --origin each, or both with one --origin."
            )
        groups[name] = [source]
    return list(groups.items())


def _checked(origin: str) -> str:
    if not (0 < len(origin.strip()) <= _MAX_ORIGIN and origin.isprintable()):
        raise UserError(f"--origin wants a name of 1 to {_MAX_ORIGIN} characters.")
    if origin in (FOLDER, ALL):
        raise UserError(f"The origin {origin!r} has a meaning of its own. Give another --origin.")
    return origin
