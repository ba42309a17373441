"""CSV and Excel files of bodies and people."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import date, time
from pathlib import Path

import openpyxl
import pytest

from kiosk.domain.articles import Topic
from kiosk.domain.calls import Tier
from kiosk.domain.directory import Category, Scope
from kiosk.protocol.content import EntryDoc, HoursDoc, LawyerDoc, OrganisationDoc, ShiftDoc
from kiosk.server.importing.words import find_date, read_date, read_hours, topic_of
from tests.support.importing import left_out, of, read

BODIES = [
    "名称,类别,所属,地址,电话,办公时间,经纬度,服务事项,语言",
    "示例区,区,,,,,,,",
    "榆树社区,社区,北街道,,,,,,",  # its street comes after it
    "北街道,街道,示例区,,,,,,",
    '北街道司法所,,北街道,"北路 1 号,二楼",0551-1,周一至周五 9:00-17:30,"117.28,31.83",'
    "法律咨询、人民调解,普通话；合肥话",
    "示例律师事务所,律师事务所,示例区,,0551-2,,,,",
]
PEOPLE: list[list[object]] = [
    ["示例区律师名册"],
    ["姓名", "执业机构", "服务社区", "专长", "值班时间", "电话", "层级", "性别"],
    ["李榆", "示例律师事务所", "榆树社区", "劳动争议、婚姻家庭,知识产权", "周五 14:00-17:30",
     13800000000, None, "女"],
    ["王橡", "没有这个所", None, None, None, None, None, None],
    ["孙街", "示例律师事务所", "榆树社区", None, None, None, "街道", None],
]  # fmt: skip


def save(path: Path, rows: Sequence[Sequence[object]], title: str = "律师") -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    book.save(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_directory(tmp_path: Path, encoding: str, mark: str) -> None:
    lines = BODIES if mark == "," else [
        line.replace('"117.28,31.83"', "117.28、31.83").replace('"北路 1 号,二楼"', "北路 1 号")
        .replace(",", mark) for line in BODIES
    ]  # fmt: skip
    (tmp_path / "bodies.csv").write_bytes("\r\n".join(lines).encode(encoding))
    save(tmp_path / "people.xlsx", PEOPLE)
    intake = read(tmp_path)
    organisations = {doc.name: doc for doc in of(intake, OrganisationDoc)}
    assert {name: doc.scope for name, doc in organisations.items()} == {
        "示例区": Scope.DISTRICT, "北街道": Scope.STREET, "榆树社区": Scope.COMMUNITY,
        "示例律师事务所": Scope.FIRM,
    }  # fmt: skip
    assert organisations["榆树社区"].parent == organisations["北街道"].id
    office, firm = sorted(of(intake, EntryDoc), key=lambda doc: doc.category)
    assert (office.category, firm.category) == (Category.JUDICIAL_OFFICE, Category.LAW_FIRM)
    assert office.organisation == organisations["北街道"].id
    assert firm.organisation == organisations["示例律师事务所"].id
    assert office.point is not None
    assert (office.point.latitude, office.point.longitude, office.point.datum) == (
        31.83, 117.28, "GCJ-02"
    )  # fmt: skip
    assert office.hours[4] == HoursDoc(weekday=5, opens=time(9), closes=time(17, 30))
    assert (office.services, office.languages) == (("法律咨询", "人民调解"), ("普通话", "合肥话"))
    li, sun = of(intake, LawyerDoc)
    assert (li.phone, li.specialities, li.communities) == (
        "13800000000", ("labour", "family"), (organisations["榆树社区"].id,)
    )  # fmt: skip
    assert (li.tier, sun.tier) == (Tier.COMMUNITY, Tier.STREET)
    (shift,) = of(intake, ShiftDoc)
    assert (shift.lawyer, shift.hours.weekday) == (li.id, 5)
    assert left_out(intake) == [
        ("people.xlsx, sheet 律师", 4,
         "there is no firm '没有这个所': import it before, or in the same go"),
    ]  # fmt: skip
    assert "知识产权" in intake.notes[0].reason


HEAD = "名称,类别,所属,办公时间,纬度,经度,坐标系\n示例区,district,,,,,\n"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (",公证处,,,,,", "has no name"),
        ("甲,饭馆,,,,,", "category: '饭馆' is none of legal-aid-centre"),
        ("甲,公证处,没有,,,,", "no organisation '没有'"),
        ("甲,公证处,,9:00-17:00,,,", "has no days"),
        ("甲,公证处,,周一 17:00-9:00,,,", "closes before it opens"),
        ("甲,公证处,,看心情,,,", "'看心情' is not understood"),
        ("甲,公证处,,,117.28,31.83,", "are they swapped?"),
        ("甲,公证处,,,31.83,,", "numbers of degrees, both"),
        ("甲,公证处,,,北纬,东经,", "numbers of degrees"),
        ("甲,公证处,,,nan,117,", "not in China"),
        ("甲,公证处,,,31.83,117.28,BD-09", "neither GCJ-02 nor WGS-84"),
        ("好的公证处,,,,,,", "is the same as bodies.csv:3"),
    ],
)
def test_rows_that_cannot_be_taken(tmp_path: Path, line: str, words: str) -> None:
    (tmp_path / "bodies.csv").write_text(f"{HEAD}好的公证处,,,,,,\n\n{line}\n", "utf-8")
    intake = read(tmp_path)
    ((name, at, reason),) = left_out(intake)
    assert (name, at) == ("bodies.csv", 5)
    assert words in reason
    assert [doc.name for doc in of(intake, EntryDoc)] == ["好的公证处"]


def test_rows_over_several_lines_keep_their_numbers(tmp_path: Path) -> None:
    text = '名称,类别,地址\n示例区,区,\n甲公证处,,"一楼\n二楼"\n乙,无,\n丙公证处,,"没有结束\n丁,,\n'
    (tmp_path / "bodies.csv").write_text(text, "utf-8")
    intake = read(tmp_path)
    assert [line for _, line, _ in left_out(intake)] == [6, 5]
    assert [doc.address for doc in of(intake, EntryDoc)] == ["一楼\n二楼"]
    assert intake.blind  # nobody knows what the rest would have been


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("名称,类别\n", "a header only"),
        ("甲,乙\n丙,丁\n", "has no header"),
        ("名称,类别,机构类型\n甲,公证处,x\n", "two columns are the category"),
        ("\n" * 20 + "名称,类别\n甲,公证处\n", "has no header"),
    ],
)
def test_tables_that_cannot_be_taken(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "bodies.csv").write_text(text, "utf-8")
    intake = read(tmp_path)
    assert words in left_out(intake)[0][2]
    assert intake.blind
    assert not intake.docs


def test_formulas_give_their_values_only(tmp_path: Path) -> None:
    rows = [["名称", "类别", "电话"], ["示例区", "区", None], ["甲公证处", None, "=1+1"],
            ["乙公证处", None, "'=cmd"]]  # fmt: skip
    save(tmp_path / "bodies.xlsx", rows)
    intake = read(tmp_path)
    assert [doc.phone for doc in of(intake, EntryDoc)] == ["'=cmd"]
    assert "a formula without its value" in left_out(intake)[0][2]


def test_hidden_and_empty_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("空")
    hidden = book.create_sheet("藏")
    hidden.append(["名称", "类别"])
    hidden.append(["示例区", "区"])
    hidden.sheet_state = "hidden"
    assert book.active is not None
    for row in (["name", "Category"], ["示例区", "District"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    intake = read(tmp_path)
    assert (len(intake.docs), left_out(intake)) == (1, [])


def test_no_excel_file(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK nothing")
    save(tmp_path / "b.xlsx", [["名称", "类别"], ["示例区", "区"]])
    with zipfile.ZipFile(tmp_path / "b.xlsx", "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", bytes(30 * 2**20))
    assert [reason for _, _, reason in left_out(read(tmp_path))] == [
        "cannot be opened: it is damaged, or has a password",
        "unpacks to over 24 MB of text",
    ]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("周一至周五 9:00-17:30", {(day, "09:00", "17:30") for day in range(1, 6)}),
        ("周一、三，五 8：30～12：00", {(d, "08:30", "12:00") for d in (1, 3, 5)}),
        ("周六上午9点-11点半，下午2:00-5:00", {(6, "09:00", "11:30"), (6, "14:00", "17:00")}),
        ("星期六至星期一 9时30分到10时", {(d, "09:30", "10:00") for d in (6, 7, 1)}),
        ("Mon-Wed 9:00am-5:00pm; Sun 10:00-12:00",
         {(7, "10:00", "12:00"), *((d, "09:00", "17:00") for d in (1, 2, 3))}),
        ("工作日9:00-17:00（法定节假日除外）；周末10:00-16:00",
         {*((d, "09:00", "17:00") for d in range(1, 6)), *((d, "10:00", "16:00") for d in (6, 7))}),
        ("24小时", {(day, "00:00", "23:59") for day in range(1, 8)}),
        ("每天 18:00-24:00", {(day, "18:00", "23:59") for day in range(1, 8)}),
        ("", set()),
    ],
)  # fmt: skip
def test_hours(text: str, spans: set[tuple[int, str, str]]) -> None:
    found = {(h.weekday, f"{h.opens:%H:%M}", f"{h.closes:%H:%M}") for h in read_hours(text)}
    assert found == spans


@pytest.mark.parametrize(
    "text",
    ["2026-11-20", "2026/11/20 09:30", "2026.11.20", "2026年11月20日", "20261120",
     "二〇二六年十一月二十日", "２０２６年１１月２０日", "发布于 2026-11-20T01:00:00+08:00"],
)  # fmt: skip
def test_dates(text: str) -> None:
    assert read_date(text) == date(2026, 11, 20)


def test_no_dates() -> None:
    assert find_date("2026-13-01 或 120261120") is None
    with pytest.raises(ValueError, match="明天 is no date"):
        read_date("明天")


def test_topics() -> None:
    assert topic_of(" Labour ") is Topic.LABOUR
    assert topic_of("工伤认定") is Topic.INJURY
    assert topic_of("goodwill") is None
