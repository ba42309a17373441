"""CSV and Excel into rows of named cells: which column is which, in Chinese or English."""

from __future__ import annotations

import csv
import re
import unicodedata
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import Any

from kiosk.server.importing.files import SourceFile
from kiosk.server.importing.office import check
from kiosk.server.importing.report import Intake, LeftOut, Place
from kiosk.server.importing.text import clean, decode

_MAX_ROWS = 100_000
_MAX_COLUMNS = 200
#: A header stands within so many lines: sheets begin with a title.
_HEADER_WITHIN = 10

#: column -> the names that it goes by. ``docs/operators/import.md`` has the same table.
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("名称", "机构名称", "单位名称", "姓名", "律师姓名", "律师", "name"),
    "name_en": ("英文名称", "英文名", "英文", "name en", "english name"),
    "category": ("类别", "类型", "机构类别", "机构类型", "category", "type"),
    "organisation": ("所属", "所属单位", "所属机构", "所属街道", "所属社区", "街道", "辖区",
                     "organisation", "organization"),
    "address": ("地址", "办公地址", "详细地址", "address"),
    "address_hint": ("位置说明", "怎么找", "具体位置", "address hint", "hint"),
    "phone": ("电话", "联系电话", "咨询电话", "办公电话", "手机", "手机号", "phone", "telephone",
              "tel"),
    "latitude": ("纬度", "latitude", "lat"),
    "longitude": ("经度", "longitude", "lng", "lon"),
    "coordinates": ("坐标", "经纬度", "coordinates"),
    "datum": ("坐标系", "坐标基准", "datum"),
    "hours": ("办公时间", "服务时间", "工作时间", "开放时间", "营业时间", "值班时间", "hours",
              "opening hours", "duty"),
    "services": ("服务事项", "服务内容", "业务范围", "services"),
    "services_en": ("英文服务事项", "services en"),
    "specialities": ("专长", "擅长领域", "专业领域", "业务专长", "擅长", "specialities",
                     "specialties", "topics"),
    "languages": ("语言", "方言", "服务语言", "languages", "language"),
    "slug": ("代码", "编码", "slug", "id"),
    "gender": ("性别", "gender"),
    "firm": ("执业机构", "律所", "律师事务所", "所在律所", "所属律所", "执业律所", "firm",
             "law firm"),
    "communities": ("服务社区", "社区", "负责社区", "联系社区", "communities", "community"),
    "tier": ("层级", "级别", "tier"),
    "licence": ("执业证号", "执业证", "证号", "licence", "license"),
    "bio": ("简介", "个人简介", "bio"),
    "bio_en": ("英文简介", "bio en"),
    "example": ("示例", "example"),
}  # fmt: skip
_BY_NAME = {name: column for column, names in COLUMNS.items() for name in (*names, column)}
_OF_PEOPLE = frozenset({"firm", "licence", "gender", "communities", "tier"})


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. ``cells``: text by column, without the empty ones."""

    place: Place
    people: bool
    cells: dict[str, str]


def read_rows(file: SourceFile, intake: Intake) -> list[Row]:
    """The rows of all sheets of a file; what cannot be read is reported."""
    try:
        data = file.read()
        if file.name.lower().endswith((".csv", ".tsv")):
            return _rows(file.name, _csv(clean(decode(data))), intake)
        return [row for name, lines in _sheets(data) for row in _sheet(file, name, lines, intake)]
    except LeftOut as refusal:
        intake.blind = True
        intake.leave_out(Place(file.name, refusal.line), refusal.reason)
        return []


def _sheet(file: SourceFile, name: str, lines: list[list[str]], intake: Intake) -> list[Row]:
    place = f"{file.name}, sheet {name}"
    try:
        return _rows(place, enumerate(lines, 1), intake)
    except LeftOut as refusal:
        intake.blind = True
        intake.leave_out(Place(place, refusal.line), refusal.reason)
        return []


Lines = Iterable[tuple[int, list[str]]]


def _rows(name: str, lines: Lines, intake: Intake) -> list[Row]:
    """The rows under the header. A line that cannot be read ends the table, and is reported."""
    source = iter(lines)
    header, number = _header(source)
    columns = [_column(cell) for cell in header]
    for index, column in enumerate(columns):
        if column is None and header[index].strip():
            intake.note(Place(name, number), f"column {header[index].strip()!r} is not read")
        elif column and column in columns[:index]:
            raise LeftOut(f"two columns are the {column}: {header[index].strip()!r} again", number)
    wanted = intake.wanted.kind
    people = wanted == "people" or (wanted != "bodies" and bool(_OF_PEOPLE & set(columns)))
    rows: list[Row] = []
    try:
        for number, line in source:
            cells = {column: text for column, cell in zip(columns, line, strict=False)
                     if column and (text := cell.strip())}  # fmt: skip
            if cells:
                rows.append(Row(Place(name, number), people, cells))
            if len(rows) > _MAX_ROWS:
                raise LeftOut(f"rows over {_MAX_ROWS} are left out", number)
    except LeftOut as refusal:
        intake.blind = True
        intake.leave_out(Place(name, refusal.line), refusal.reason)
    if not rows:
        raise LeftOut("has a header only, and no rows")
    return rows


def _header(source: Iterator[tuple[int, list[str]]]) -> tuple[list[str], int]:
    for number, line in source:
        if number > _HEADER_WITHIN:
            break
        columns = {_column(cell) for cell in line} - {None}
        if "name" in columns and len(columns) > 1:
            return line, number
    raise LeftOut("has no header with a name and other columns that are known here")


def _column(cell: str) -> str | None:
    text = unicodedata.normalize("NFKC", cell).lower()
    text = re.sub(r"\(.*?\)|[*:]", "", text)
    return _BY_NAME.get(" ".join(text.replace("_", " ").split())) or _BY_NAME.get(
        "".join(text.split())
    )


def _csv(text: str) -> Iterator[tuple[int, list[str]]]:
    """(line on which it begins, cells) of each row; the delimiter by the header."""
    head = text[:10_000].split("\n")[:_HEADER_WITHIN]
    delimiter = max(",;\t，；|", key=lambda mark: max(
        sum(_column(cell.strip('"')) is not None for cell in line.split(mark)) for line in head
    ))  # fmt: skip
    reader = csv.reader(StringIO(text), delimiter=delimiter, strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            yield begins, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise LeftOut(f"cannot be read from here on: {error}", begins) from None


def _sheets(data: bytes) -> Iterator[tuple[str, list[list[str]]]]:
    """(name, rows) of each visible sheet that has something in it; values, never formulas."""
    import openpyxl

    archive = check(data, "xl/workbook.xml")
    with archive:
        formulas = any(b"<f" in archive.read(name) for name in archive.namelist()
                       if name.startswith("xl/worksheets/"))  # fmt: skip
    try:
        with warnings.catch_warnings(action="ignore"):  # of parts that it does not know
            values = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
            written = openpyxl.load_workbook(BytesIO(data), read_only=True) if formulas else None
            found = []
            for sheet in values.worksheets:
                if sheet.sheet_state == "visible":
                    rows = _values(sheet)
                    if written is not None:
                        _mark_formulas(rows, _values(written[sheet.title]))
                    found.append((sheet.title, [[_text(cell) for cell in row] for row in rows]))
    except Exception as error:
        raise LeftOut(f"cannot be read as an Excel file ({type(error).__name__})") from None
    found = [(name, rows) for name, rows in found if any(any(row) for row in rows)]
    if not found:
        raise LeftOut("is empty")
    yield from found


def _values(sheet: Any) -> list[list[Any]]:
    sheet.reset_dimensions()  # what a file says of them is often wrong
    rows = sheet.iter_rows(max_row=_MAX_ROWS + _HEADER_WITHIN, max_col=_MAX_COLUMNS,
                           values_only=True)  # fmt: skip
    return [list(row) for row in rows]


class _NoValue:
    """A formula whose value the file does not have."""


def _mark_formulas(rows: list[list[Any]], written: list[list[Any]]) -> None:
    for row, formulas in zip(rows, written, strict=False):
        for index, formula in enumerate(formulas[: len(row)]):
            if row[index] is None and formula is not None:
                row[index] = _NoValue


#: Stands in a cell for a formula without a value; no clean text has it.
NO_VALUE = "\0"


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if cell is _NoValue:
        return NO_VALUE
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return f"{cell:%H:%M}" if isinstance(cell, time) else clean(str(cell)).strip()
