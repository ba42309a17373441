"""Reading a content folder: what becomes of it, and what is said about mistakes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.articles import ArticleKind
from kiosk.domain.directory import Category
from kiosk.domain.ids import sample_id
from kiosk.errors import UserError
from kiosk.protocol.content import (
    AnyDoc,
    ArticleDoc,
    EntryDoc,
    HolidaysDoc,
    LawyerDoc,
    OrganisationDoc,
    ShiftDoc,
)
from kiosk.server.content_folder.folder import read_folder
from kiosk.settings import SAMPLE_CONTENT
from tests.support import small_content as small


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small.write_content(tmp_path)


def read(folder: Path) -> list[AnyDoc]:
    return read_folder(folder, lambda data, kind: hashlib.sha256(data).hexdigest())


def test_everything_becomes_documents(folder: Path) -> None:
    docs = {doc.id: doc for doc in read(folder)}
    guide = docs[sample_id("article", "guides/wages")]
    assert isinstance(guide, ArticleDoc)
    assert (guide.form, guide.title) == (ArticleKind.GUIDE, "干活没拿到钱")
    assert guide.body.startswith("**先留证据。**")
    assert guide.citations[0].article == 30
    elm = docs[small.organisation("elm")]
    assert isinstance(elm, OrganisationDoc)
    assert elm.parent == small.organisation("north")
    firm = docs[sample_id("entry", "firm/firm")]
    assert isinstance(firm, EntryDoc)
    assert (firm.category, firm.organisation) == (Category.LAW_FIRM, small.organisation("firm"))
    assert [h.weekday for h in firm.hours] == [1, 2]
    li = docs[small.lawyer("li")]
    assert isinstance(li, LawyerDoc)
    assert li.portrait == hashlib.sha256(small.SVG.encode()).hexdigest()
    shifts = [d for d in docs.values() if isinstance(d, ShiftDoc)]
    assert len(shifts) == len(small.SHIFTS)
    year = next(d for d in docs.values() if isinstance(d, HolidaysDoc) and d.year == 2026)
    assert [str(d) for d in year.working_days] == ["2026-10-10"]
    assert read(folder) == list(docs.values())  # the same folder is the same content


def hours(folder: Path, opens: str, closes: str) -> tuple[time, time]:
    """Opening hours of a body, written into the file just so."""
    path = folder / "directory" / "bodies.yaml"
    words = re.sub("opens: .*", f"opens: {opens}", path.read_text("utf-8"))
    path.write_text(re.sub("closes: .*", f"closes: {closes}", words), "utf-8")
    entry = next(d for d in read(folder) if d.id == sample_id("entry", "aid"))
    assert isinstance(entry, EntryDoc)
    return entry.hours[0].opens, entry.hours[0].closes


@pytest.mark.parametrize(
    ("opens", "closes", "meant"),
    [
        ("9:30", "17:00", (time(9, 30), time(17))),  # YAML 1.1 would read 570 and 1020
        ("'00:00'", "'24:00'", (time(0), time(23, 59))),
        ("0:00", "24:00", (time(0), time(23, 59))),
    ],
)
def test_times_mean_what_they_say(
    folder: Path, opens: str, closes: str, meant: tuple[time, time]
) -> None:
    assert hours(folder, opens, closes) == meant


@pytest.mark.parametrize(
    ("opens", "closes", "word"),
    [("9", "17:00", "opens"), ("900", "17:00", "opens"), ("9:00", "25:00", "closes"),
     ("9:00", "24:01", "closes"), ("24:00", "24:00", "later than opens"),
     ("22:00", "06:00", "later than opens"), ("9:60", "17:00", "opens"),
     ("'09:00Z'", "17:00", "opens")],
)  # fmt: skip
def test_times_that_are_none_are_refused(folder: Path, opens: str, closes: str, word: str) -> None:
    with pytest.raises(UserError, match=word):
        hours(folder, opens, closes)


def test_a_telephone_number_is_no_octal_one(folder: Path) -> None:
    path = folder / "directory" / "bodies.yaml"
    path.write_text(path.read_text("utf-8").replace("0551-6000000", "05516000000"), "utf-8")
    entry = next(d for d in read(folder) if d.id == sample_id("entry", "aid"))
    assert isinstance(entry, EntryDoc)
    assert entry.phone == "05516000000"


def test_files_of_windows_are_read(folder: Path) -> None:
    before = read(folder)
    for path in (*folder.glob("directory/*.yaml"), *folder.glob("guides/*.md")):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read(folder) == before


def test_the_police_is_open_round_the_clock() -> None:
    stations = [d for d in read(SAMPLE_CONTENT)
                if isinstance(d, EntryDoc) and d.category is Category.POLICE]  # fmt: skip
    assert len(stations) == 3
    for station in stations:
        assert {(h.opens, h.closes) for h in station.hours} == {(time(0), time(23, 59))}


def rows(name: str, change: Callable[[list[Any]], None]) -> Callable[[Path], None]:
    import copy

    def apply(folder: Path) -> None:
        table = copy.deepcopy(getattr(small, name.upper()))
        change(table)
        small.write_yaml(folder, name, table)

    return apply


def file(name: str, text: str) -> Callable[[Path], None]:
    return lambda folder: void((folder / name).write_text(text, "utf-8"))


def gbk(name: str) -> Callable[[Path], None]:
    def apply(folder: Path) -> None:
        path = folder / name
        path.write_bytes(path.read_text("utf-8").encode("gbk"))

    return apply


def folder_for(name: str) -> Callable[[Path], None]:
    """A folder where a file should be."""

    def apply(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name).mkdir()

    return apply


def void(_: object) -> None: ...


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (rows("bodies", lambda t: t[0].update(category="pub")),
         ["bodies.yaml", "entry 1", "(aid)", "category"]),
        (rows("bodies", lambda t: t[0].update(organisation="nowhere")),
         ["bodies.yaml", "organisation", "'nowhere'"]),
        (rows("bodies", lambda t: t[0].update(colour="red")), ["bodies.yaml", "colour"]),
        (rows("bodies", lambda t: t[0].pop("name")), ["bodies.yaml", "name", "required"]),
        (rows("bodies", lambda t: t[0].update(picture="../../etc/passwd")),
         ["bodies.yaml", "picture", "passwd is outside of the content folder", "pictures/name"]),
        (rows("bodies", lambda t: t[0].update(picture="pictures/nowhere.png")),
         ["bodies.yaml", "picture", "no file pictures/nowhere.png", "Put it there"]),
        (rows("bodies", lambda t: t[0].update(picture="directory/bodies.yaml")),
         ["picture", "must be SVG"]),
        (rows("bodies", lambda t: t.append(dict(t[0]))), ["same slug"]),
        (rows("organisations", lambda t: t[1].update(parent="atlantis")),
         ["organisations.yaml", "(north)", "parent"]),
        (rows("lawyers", lambda t: t[0].update(firm="elm")), ["(li)", "firm", "no firm"]),
        (rows("lawyers", lambda t: t[0].update(tier="galaxy")), ["(li)", "tier"]),
        (rows("shifts", lambda t: t[0].update(lawyer="who")), ["shifts.yaml", "lawyer", "'who'"]),
        (rows("shifts", lambda t: t[0].update(ends="13:00")), ["shifts.yaml", "ends", "later"]),
        (rows("shifts", lambda t: t[0].update(weekday=8)), ["shifts.yaml", "weekday"]),
        (file("guides/wages.md", small.article(published="2026-02-30")),
         ["wages.md", "published", "date"]),
        (file("directory/lawyers.yaml", "- !!timestamp 2026-02-30"), ["lawyers.yaml", "not YAML"]),
        (file("directory/lawyers.yaml", "[" * 50_000), ["lawyers.yaml", "not YAML", "deeply"]),
        (gbk("guides/wages.md"), ["wages.md", "not UTF-8", "Save it"]),
        (gbk("directory/lawyers.yaml"), ["lawyers.yaml", "not UTF-8", "Save it"]),
        (folder_for("guides/wages.md"), ["wages.md", "cannot be read"]),
        (folder_for("directory/lawyers.yaml"), ["lawyers.yaml", "cannot be read"]),
        (file("directory/lawyers.yaml", "a: ["), ["lawyers.yaml, line 1: not YAML"]),
        (file("directory/lawyers.yaml", "- slug: a\n  name: b: c\n"),
         ["lawyers.yaml, line 2: not YAML", "between quotes"]),
        (file("directory/lawyers.yaml", "- a: 1\n- b: 'open\n\n"),
         ["lawyers.yaml, line 2: not YAML", "closed"]),
        (file("directory/lawyers.yaml", "- a: *b"), ["line 1: not YAML", "begins with a mark"]),
        (file("directory/lawyers.yaml", "- a: 1\n- b: \x07"), ["line 2", "control character"]),
        (file("guides/wages.md", "---\ntitle: a\ntopic: b: c\n---\nx"), ["wages.md, line 3: not"]),
        (file("directory/lawyers.yaml", "a: 1"), ["lawyers.yaml", "list"]),
        (file("guides/wages.md", "no front matter"), ["wages.md", "front matter"]),
        (file("guides/wages.md", small.article(topic="gossip")), ["wages.md", "topic"]),
        (file("guides/wages.md", small.article(title="")), ["wages.md", "title"]),
        (file("guides/wages.md", small.article(citations=[{"law": "法", "article": "三"}])),
         ["wages.md", "citations.0.article"]),
        (file("guides/wages.md", small.article().split("**")[0]), ["wages.md", "body is empty"]),
    ],
)  # fmt: skip
def test_mistakes_are_named(folder: Path, spoil: Callable[[Path], None], words: list[str]) -> None:
    spoil(folder)
    with pytest.raises(UserError) as error:
        read(folder)
    for word in words:
        assert word in str(error.value), str(error.value)


def test_a_part_that_cannot_be_read_is_not_taken_for_an_empty_one(folder: Path) -> None:
    (folder / "guides" / "wages.md").unlink()
    (folder / "guides").rmdir()
    (folder / "guides").write_text("")
    with pytest.raises(UserError, match=r"guides cannot be read"):
        read(folder)


def test_an_empty_folder_withdraws_nothing(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no content"):
        read(tmp_path)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"server\.content_dir"):
        read(tmp_path / "nowhere")


def test_the_sample_content_can_be_read() -> None:
    docs = read(SAMPLE_CONTENT)
    kinds = {kind: [d for d in docs if isinstance(d, kind)] for kind in
             (ArticleDoc, EntryDoc, LawyerDoc, OrganisationDoc, ShiftDoc)}  # fmt: skip
    assert len(kinds[LawyerDoc]) >= 30
    assert len(kinds[ArticleDoc]) >= 32
    assert len(kinds[ShiftDoc]) >= 12
