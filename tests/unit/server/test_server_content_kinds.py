"""Questions, laws, notices, signage, events and videos of a content folder."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.clock import OFFICE_ZONE
from kiosk.domain.ids import sample_id
from kiosk.domain.notices import NoticeLevel
from kiosk.errors import UserError
from kiosk.protocol.content import (
    AnyDoc,
    ArticleDoc,
    EntryDoc,
    EventDoc,
    FaqDoc,
    LawDoc,
    LegalAidDoc,
    NeedDoc,
    NoticeDoc,
    SignageDoc,
)
from kiosk.protocol.richtext import MAX_CHARS
from kiosk.server.content_folder import files
from kiosk.server.content_folder.folder import read_folder
from kiosk.server.content_folder.laws import law_text
from tests.support import small_content as small

FAQ = {"slug": "pay", "question": "不给工资怎么办？", "answer": "**先投诉。** 再仲裁。",
       "checked": "2026-11-01", "citations": [{"law": "示例法", "article": 1}]}  # fmt: skip
NOTICE = {"slug": "rain", "level": "emergency", "title": "今晚有大暴雨", "text": "请转移。",
          "starts": "2026-11-25 18:00", "ends": "2026-11-26 24:00",
          "organisations": ["elm", "north"]}  # fmt: skip
SIGNAGE = {"slug": "poster", "title": "海报", "poster": "pictures/aid.svg", "seconds": 10}
EVENT = {"slug": "talk", "title": "租房那些事", "starts": "2026-12-04 15:00",
         "ends": "2026-12-04 16:00", "organisation": "elm", "place": "大厅",
         "stream": "https://live.example/law/day.m3u8?key=1"}  # fmt: skip
NEED = {"slug": "pay", "title": "工资被拖欠", "topic": "labour",
        "steps": ["留好证据。", "去投诉。"],
        "steps_en": ["Keep proof.", "Complain."], "bodies": ["labour-inspection"],
        "specialities": ["labour"], "hotline": "12333"}  # fmt: skip
WHY = {"text": "法律列出的事。", "citations": [{"law": "示例法", "article": 1}]}
CHECK: dict[str, Any] = {
    "questions": [{"key": "where", "text": "在哪里？", "options": [
        {"key": "here", "text": "在本区", "sets": ["here"]},
        {"key": "away", "text": "在外地"}]}],
    "matters": [{"key": "rest", "title": "别的", "why": WHY}],
    "grounds": [{"key": "rest", "verdict": "ask", "why": WHY}],
    "places": [{"key": "here", "where": "here", "rule": WHY, "when": {"all": ["here"]}},
               {"key": "rest", "where": "unknown", "rule": WHY}],
    "checked": "2026-11-25",
}  # fmt: skip
LAW = """---
title: 示例法
effective: 2021-01-01
---
## 第一章 总则

第一条　甲。

第二条之一　乙。
（一）丙。
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = small.write_content(tmp_path)
    (root / "faqs").mkdir()
    (root / "laws").mkdir()
    (root / "laws" / "sample.md").write_text(LAW, "utf-8")
    small.write_yaml(root, "../faqs/labour", [FAQ])
    small.write_yaml(root, "../notices", [NOTICE])
    small.write_yaml(root, "../signage", [SIGNAGE])
    small.write_yaml(root, "../events", [EVENT])
    small.write_yaml(root, "../needs", [NEED, {**NEED, "slug": "other", "title": "别的"}])
    (root / "legal-aid").mkdir()
    small.write_yaml(root, "../legal-aid/check", CHECK)
    return root


def read(folder: Path) -> dict[str, AnyDoc]:
    docs = read_folder(folder, lambda data, kind: hashlib.sha256(data).hexdigest())
    return {doc.id: doc for doc in docs}


def test_every_kind_becomes_documents(folder: Path) -> None:
    docs = read(folder)
    faq = docs[sample_id("faq", "labour/pay")]
    assert isinstance(faq, FaqDoc)
    assert (faq.topic, faq.citations[0].law, faq.checked) == ("labour", "示例法", date(2026, 11, 1))
    law = docs[sample_id("law", "sample")]
    assert isinstance(law, LawDoc)
    assert [(a.number, a.suffix, a.text) for a in law.articles] == [
        (1, 0, "甲。"), (2, 1, "乙。\n（一）丙。")]  # fmt: skip
    assert [(c.title, c.first) for c in law.chapters] == [("第一章 总则", 0)]
    notice = docs[sample_id("notice", "rain")]
    assert isinstance(notice, NoticeDoc)
    assert notice.level is NoticeLevel.EMERGENCY
    assert notice.starts == datetime(2026, 11, 25, 18, tzinfo=OFFICE_ZONE)
    assert notice.organisations == (small.organisation("elm"), small.organisation("north"))
    signage = docs[sample_id("signage", "poster")]
    assert isinstance(signage, SignageDoc)
    assert signage.poster == hashlib.sha256(small.SVG.encode()).hexdigest()
    event = docs[sample_id("event", "talk")]
    assert isinstance(event, EventDoc)
    assert event.organisation == small.organisation("elm")
    needs = [docs[sample_id("need", slug)] for slug in ("pay", "other")]
    assert [(n.order, n.bodies, n.hotline) for n in needs if isinstance(n, NeedDoc)] == [
        (0, ("labour-inspection",), "12333"), (1, ("labour-inspection",), "12333")]  # fmt: skip


def test_a_law_is_written_as_it_is_read(folder: Path) -> None:
    law = read(folder)[sample_id("law", "sample")]
    assert isinstance(law, LawDoc)
    (folder / "laws" / "sample.md").write_text(
        f"---\ntitle: 示例法\neffective: 2021-01-01\n---\n{law_text(law)}"
    )
    assert read(folder)[law.id] == law


def test_entries_have_specialities_and_languages(folder: Path) -> None:
    row = {**small.BODIES[0], "specialities": ["labour"], "languages": ["普通话"]}
    small.write_yaml(folder, "bodies", [row])
    entry = read(folder)[sample_id("entry", "aid")]
    assert isinstance(entry, EntryDoc)
    assert (entry.specialities, entry.languages) == (("labour",), ("普通话",))


def test_videos_have_a_limit_of_their_own(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clip = folder / "videos" / "wages.mp4"
    clip.parent.mkdir()
    clip.write_bytes(b"0" * (files.MAX_PICTURE + 1))
    (folder / "guides" / "wages.md").write_text(small.article(video="videos/wages.mp4"), "utf-8")
    guide = read(folder)[sample_id("article", "guides/wages")]
    assert isinstance(guide, ArticleDoc)
    assert guide.video == hashlib.sha256(clip.read_bytes()).hexdigest()
    monkeypatch.setattr(files, "MAX_VIDEO", 100)
    with pytest.raises(UserError, match=r"wages\.md: video: videos/wages\.mp4 is over 100 bytes"):
        read(folder)


def changed(name: str, row: dict[str, Any], **fields: Any) -> tuple[str, list[dict[str, Any]]]:
    return name, [{**row, **fields}]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (changed("faqs/labour", FAQ, answer=""), ["labour.yaml", "(pay)", "answer"]),
        (changed("faqs/labour", FAQ, answer="字" * 2001), ["(pay)", "answer", "2000"]),
        (changed("faqs/gossip", FAQ), ["gossip.yaml", "must be a topic", "labour"]),
        (changed("faqs/labour", FAQ, citations=[{"law": "法"}]), ["citations.0.article"]),
        (changed("notices", NOTICE, level="loud"), ["notices.yaml", "(rain)", "level"]),
        (changed("notices", NOTICE, title="字" * 19), ["(rain)", "title", "18"]),
        (changed("notices", NOTICE, starts="2026-11-25"), ["starts", "2026-12-04 15:00"]),
        (changed("notices", NOTICE, starts="2026-02-30 10:00"), ["(rain)", "starts"]),
        (changed("notices", NOTICE, ends="2026-11-25 17:00"), ["(rain)", "ends", "later"]),
        (changed("notices", NOTICE, organisations=["atlantis"]), ["organisations", "'atlantis'"]),
        (changed("signage", SIGNAGE, poster=None), ["signage.yaml", "(poster)", "or a video"]),
        (changed("signage", SIGNAGE, seconds=1), ["(poster)", "seconds"]),
        (changed("signage", SIGNAGE, poster="pictures/no.svg"), ["poster", "no file"]),
        (changed("signage", SIGNAGE, video="pictures/aid.svg"), ["video", "MP4 or WebM"]),
        (changed("events", EVENT, organisation="nowhere"), ["events.yaml", "(talk)", "'nowhere'"]),
        (changed("events", EVENT, stream="javascript:alert(1)//x.m3u8"), ["stream", "HLS"]),
        (changed("events", EVENT, stream="https://live.example/watch"), ["stream", ".m3u8"]),
        (changed("events", EVENT, ends="2026-12-04 15:00"), ["(talk)", "later"]),
        (changed("needs", NEED, bodies=["ombudsman"]), ["needs.yaml", "(pay)", "bodies.0"]),
        (changed("needs", NEED, bodies=["court"] * 4), ["(pay)", "bodies", "3"]),
        (changed("needs", NEED, steps=["字" * 31]), ["(pay)", "steps.0", "30"]),
        (changed("needs", NEED, steps_en=["One."]), ["(pay)", "steps_en", "as many"]),
        (changed("needs", NEED, hotline="one"), ["(pay)", "hotline"]),
        (("directory/holidays-2027", [{"year": 2027}]), ["holidays-2027.yaml"]),
    ],
)  # fmt: skip
def test_mistakes_are_named(
    folder: Path, table: tuple[str, list[dict[str, Any]]], words: list[str]
) -> None:
    small.write_yaml(folder, f"../{table[0]}", table[1])
    with pytest.raises(UserError) as error:
        read(folder)
    for word in words:
        assert word in str(error.value), str(error.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (LAW.replace("title: 示例法\n", ""), ["sample.md", "title"]),
        (LAW.replace("2021-01-01", "2021-13-01"), ["sample.md", "effective"]),
        (LAW.replace("第二条之一", "第一条"), ["line 5 of the text", "第一条 comes twice"]),
        (
            LAW.replace("第一条　甲。\n", "甲。\n\n第一条　甲。\n"),
            ["heading and its first article"],
        ),
        (LAW.split("## ")[0] + "没有条文。\n", ["sample.md", "no articles"]),
    ],
)
def test_mistakes_in_a_law_are_named(folder: Path, text: str, words: list[str]) -> None:
    (folder / "laws" / "sample.md").write_text(text, "utf-8")
    with pytest.raises(UserError) as error:
        read(folder)
    for word in words:
        assert word in str(error.value), str(error.value)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"holidays": ["2026-10-01"]}, ["holidays-2027.yaml", "2026-10-01 is not in 2027"]),
        (
            {"holidays": ["2027-10-01"], "working_days": ["2027-10-01"]},
            ["2027-10-01", "a holiday and a"],
        ),
    ],
)
def test_holidays_are_of_their_year(folder: Path, fields: dict[str, Any], words: list[str]) -> None:
    small.write_yaml(folder, "holidays-2027", {"year": 2027, **fields})
    with pytest.raises(UserError) as error:
        read(folder)
    for word in words:
        assert word in str(error.value), str(error.value)


def test_a_body_that_nobody_reads_to_its_end(folder: Path) -> None:
    text = small.article() + "字" * MAX_CHARS
    (folder / "guides" / "wages.md").write_text(text, "utf-8")
    with pytest.raises(UserError, match=r"wages\.md: the body is over 100000 characters"):
        read(folder)


# --- the legal-aid check ----------------------------------------------------------------------


def test_a_legal_aid_check_is_one_document(folder: Path) -> None:
    check = read(folder)[sample_id("legal-aid", "check")]
    assert isinstance(check, LegalAidDoc)
    assert [option.key for option in check.questions[0].options] == ["here", "away"]
    assert check.check().citations[0].law == "示例法"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"matters": [{**CHECK["matters"][0], "when": {"all": ["here"]}}]},
         r"check\.yaml: some answers lead to no matter"),
        ({"matters": [CHECK["matters"][0], {**CHECK["matters"][0], "key": "late"}]},
         r"check\.yaml: matter late is never found"),
        ({"grounds": [{**CHECK["grounds"][0], "verdict": "no"}]},
         r"check\.yaml: grounds\.0\.verdict"),
        ({"places": [{**CHECK["places"][1], "wehn": {"all": ["here"]}}]},
         r"check\.yaml: places\.0\.wehn: Unexpected"),
        ({"questions": [{**CHECK["questions"][0], "options": [
            {**CHECK["questions"][0]["options"][0], "txt": ""}]}]},
         r"check\.yaml: questions\.0\.options\.0\.txt: Unexpected"),
        ({"notes": [{"text": "别的。", "citations": [{"law": "示例法", "article": 9}]}]},
         r"cites article 9 of 示例法"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_legal_aid_check_is_named(
    folder: Path, changes: dict[str, Any], said: str
) -> None:
    small.write_yaml(folder, "../legal-aid/check", {**CHECK, **changes})
    with pytest.raises(UserError, match=said):
        read(folder)
