"""What is exported is the same content when it is published again."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.articles import ArticleKind, Topic
from kiosk.domain.calls import Tier
from kiosk.domain.clock import OFFICE_ZONE
from kiosk.domain.directory import Category, Scope
from kiosk.domain.laws import LawStatus
from kiosk.domain.notices import NoticeLevel
from kiosk.errors import UserError
from kiosk.protocol.content import (
    AnyDoc,
    ArticleDoc,
    ChapterDoc,
    CitationDoc,
    EntryDoc,
    EventDoc,
    FaqDoc,
    HolidaysDoc,
    HoursDoc,
    LawArticleDoc,
    LawDoc,
    LawyerDoc,
    NoticeDoc,
    OrganisationDoc,
    PointDoc,
    ShiftDoc,
)
from kiosk.server.content_export import MARKER, Export, FindBlob
from kiosk.server.content_folder.folder import read_folder
from kiosk.settings import SAMPLE_CONTENT


class Blobs:
    """Blobs as files of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._types: dict[str, str] = {}

    def store(self, data: bytes, media_type: str) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        self._folder.mkdir(exist_ok=True)
        (self._folder / sha256).write_bytes(data)
        self._types[sha256] = media_type
        return sha256

    def find(self, sha256: str) -> tuple[Path, str] | None:
        media_type = self._types.get(sha256)
        return None if media_type is None else (self._folder / sha256, media_type)


def export(docs: list[AnyDoc], folder: Path, find: FindBlob = lambda sha256: None) -> Export:
    done = Export(folder, find)
    done.add(docs)
    done.write()
    return done


def by_key(docs: list[AnyDoc]) -> dict[tuple[str, str], AnyDoc]:
    return {(doc.kind, doc.id): doc for doc in docs}


def test_the_sample_comes_back(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "blobs")
    docs = read_folder(SAMPLE_CONTENT, blobs.store)
    export(docs, tmp_path / "out", blobs.find)
    again = read_folder(tmp_path / "out", blobs.store)
    assert by_key(again) == by_key(docs)


# Text as content has it: without characters that cannot be seen, and not framed by spaces.
LETTERS = st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"])
TEXT = st.text(st.one_of(st.sampled_from("甲乙：#-'\"|>&*!%@`{}[]\\,?~0123 "), LETTERS),
               max_size=20).map(str.strip)  # fmt: skip
NAME = TEXT.filter(bool)
LINES = st.lists(NAME, min_size=1, max_size=3).map("\n\n".join)
DAY = st.dates(date(1990, 1, 1), date(2060, 1, 1))
MOMENT = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=OFFICE_ZONE)
)
#: Lines of a statute, some of which look like headings, marks or other articles.
ARTICLE = st.lists(
    NAME | st.sampled_from(["第二条　甲", "第三章 乙", "目录", "- 丙", "**丁**", "# 戊", "\\\\己"]),
    min_size=1, max_size=4,
).map("\n".join)  # fmt: skip
ID = st.uuids().map(str)
TOPICS = st.lists(st.sampled_from(Topic), max_size=3, unique=True).map(
    lambda found: tuple(topic.value for topic in found)
)
WORDS = st.lists(TEXT, max_size=3).map(tuple)
POINT = st.none() | st.builds(
    PointDoc, latitude=st.floats(-90, 90), longitude=st.floats(-180, 180),
    datum=st.sampled_from(["GCJ-02", "WGS-84"]),
)  # fmt: skip
HOURS = st.builds(
    lambda day, opens, length: HoursDoc(weekday=day, opens=time(opens // 60, opens % 60),
                                        closes=time((opens + length) // 60, (opens + length) % 60)),
    st.integers(1, 7), st.integers(0, 900), st.integers(1, 539),
)  # fmt: skip


@st.composite
def documents(draw: st.DrawFn) -> list[AnyDoc]:
    """A few of each kind that name one another as those of a feed do."""
    docs: list[AnyDoc] = []
    district = OrganisationDoc(id=draw(ID), scope=Scope.DISTRICT, name=draw(NAME))
    firm = OrganisationDoc(
        id=draw(ID),
        scope=Scope.FIRM,
        name=draw(NAME),
        parent=district.id,
        phone=draw(TEXT),
        point=draw(POINT),
        example=draw(st.booleans()),
    )
    docs += [district, firm]
    docs.append(EntryDoc(
        id=draw(ID), category=draw(st.sampled_from(Category)), organisation=firm.id,
        name=draw(NAME), address=draw(TEXT), phone=draw(TEXT), point=draw(POINT),
        hours=tuple(draw(st.lists(HOURS, max_size=4))), services=draw(WORDS),
        specialities=draw(TOPICS), languages=draw(WORDS),
    ))  # fmt: skip
    lawyer = LawyerDoc(
        id=draw(ID), name=draw(NAME), firm=firm.id, communities=(district.id,),
        tier=draw(st.sampled_from(Tier)), specialities=draw(TOPICS), bio=draw(TEXT),
    )  # fmt: skip
    shift = ShiftDoc(id=draw(ID), lawyer=lawyer.id, organisation=district.id, hours=draw(HOURS))
    year = draw(st.integers(2020, 2040))
    holidays = HolidaysDoc(id=draw(ID), year=year, holidays=(date(year, 5, 1),))
    docs += [lawyer, shift, holidays]
    for form in ArticleKind:
        docs.append(ArticleDoc(
            id=draw(ID), form=form, title=draw(NAME), summary=draw(TEXT),
            topic=draw(st.sampled_from(Topic)), published=draw(DAY), source=draw(TEXT),
            body=draw(LINES), checked=draw(st.none() | DAY), stale_since=draw(st.none() | DAY),
            citations=tuple(draw(st.lists(st.builds(CitationDoc, law=NAME,
                                                    article=st.integers(1, 2000)), max_size=2))),
        ))  # fmt: skip
    topic = draw(st.sampled_from(Topic))
    docs.append(FaqDoc(id=draw(ID), question=draw(NAME), answer=draw(LINES), topic=topic,
                       checked=draw(st.none() | DAY)))  # fmt: skip
    starts = draw(MOMENT)
    shown: dict[str, Any] = {"starts": starts, "ends": starts + timedelta(minutes=30)}
    docs.append(NoticeDoc(id=draw(ID), title=draw(NAME)[:18].strip() or "x",
                          level=draw(st.sampled_from(NoticeLevel)),
                          organisations=(district.id,), **shown))  # fmt: skip
    docs.append(EventDoc(id=draw(ID), title=draw(NAME), organisation=district.id,
                         place=draw(TEXT), **shown))  # fmt: skip
    numbers = draw(st.lists(st.tuples(st.integers(1, 1300), st.integers(0, 3)),
                            min_size=1, max_size=4, unique=True))  # fmt: skip
    articles = tuple(LawArticleDoc(number=number, suffix=suffix, text=draw(ARTICLE))
                     for number, suffix in sorted(numbers))  # fmt: skip
    chapters = (ChapterDoc(title="第一章 总则", level=1, first=0),
                ChapterDoc(title="第一节 一般规定", level=2, first=len(articles) - 1))  # fmt: skip
    docs.append(LawDoc(
        id=draw(ID), title=draw(NAME), status=draw(st.sampled_from(LawStatus)),
        issuer=draw(TEXT), issued=draw(st.none() | DAY), effective=draw(st.none() | DAY),
        repealed=draw(st.none() | DAY), source=draw(TEXT), chapters=chapters, articles=articles,
    ))  # fmt: skip
    return docs


@settings(max_examples=60, deadline=None)
@given(docs=documents())
def test_any_documents_come_back(
    docs: list[AnyDoc], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("export")
    export(docs, folder)
    again = read_folder(folder, lambda data, media_type: "")
    assert by_key(again) == by_key(docs)


def article(name: str) -> ArticleDoc:
    return ArticleDoc(id="6b9a2a0e-2c55-5a5e-8c6a-0f3d5c1f1133", form=ArticleKind.NEWS, title=name,
                      topic=Topic.AID, published=date(2026, 11, 20), body="文")  # fmt: skip


def test_an_earlier_export_is_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    export([article("甲")], folder)
    (folder / "notes.txt").write_text("mine")
    export([article("乙")], folder)
    names = sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())
    assert names == [
        MARKER, "news/乙-b8f974a692.md", "notes.txt"
    ]  # fmt: skip


def test_another_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_text("mine")
    for target in (tmp_path, tmp_path / "photo.jpg"):
        with pytest.raises(UserError, match="no export"):
            export([article("甲")], target)
    assert [p.name for p in tmp_path.iterdir()] == ["photo.jpg"]


def test_a_marker_that_points_elsewhere_takes_nothing_away(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (tmp_path / "mine").write_text("mine")
    (folder / MARKER).write_text(f'{{"files": ["../mine", "{tmp_path}/mine"]}}')
    export([article("甲")], folder)
    assert (tmp_path / "mine").exists()


def test_a_picture_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    done = export([article("甲").model_copy(update={"picture": "0" * 64})], tmp_path / "out")
    assert done.missing == ["0" * 64]
