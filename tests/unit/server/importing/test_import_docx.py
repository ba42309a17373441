"""Word files, made by python-docx, and zips that are none or mean harm."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import docx
import pytest
from PIL import Image

from kiosk.protocol.content import ArticleDoc, LawDoc
from tests.support.importing import LAW, left_out, of, read


def test_an_article(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.created = datetime(2026, 11, 19, 17, tzinfo=UTC)
    document.add_heading("没有合同怎么办", 0)
    document.add_heading("先留证据", 2)
    paragraph = document.add_paragraph("　　把")
    paragraph.add_run("工资条").bold = True
    paragraph.add_run("留好。\n再打电话")
    for text in ("合同", "考勤"):
        document.add_paragraph(text, style="List Bullet")
    for text in ("申请", "开庭"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("● 手打的点")
    document.add_table(2, 2)
    picture = BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    picture.seek(0)
    document.add_picture(picture)
    document.save(str(tmp_path / "a.docx"))
    intake = read(tmp_path)
    (article,) = of(intake, ArticleDoc)
    assert (article.title, str(article.published)) == ("没有合同怎么办", "2026-11-20")
    assert article.body == (
        "## 先留证据\n\n把**工资条**留好。\n\n再打电话\n\n- 合同\n- 考勤\n\n1. 申请\n2. 开庭\n\n"
        "- 手打的点"
    )
    assert intake.notes[0].reason == "left out of the text: 1 table, 1 picture"


def test_a_law(tmp_path: Path) -> None:
    document = docx.Document()
    for line in LAW.split("\n"):
        document.add_paragraph(line.replace("#", "").replace("*", "").strip())
    document.save(str(tmp_path / "law.docx"))
    (law,) = of(read(tmp_path), LawDoc)
    assert (law.title, len(law.articles), len(law.chapters)) == ("中华人民共和国示例法", 4, 2)


def docx_with(path: Path, part: str, data: bytes) -> Path:
    """A Word file with one part put in place of what python-docx wrote."""
    plain = BytesIO()
    document = docx.Document()
    document.add_paragraph("正文")
    document.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), part}:
            new.writestr(name, data if name == part else old.read(name))
    return path


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    b"<w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
)


@pytest.mark.parametrize(
    ("part", "data", "words"),
    [
        ("word/document.xml", BOMB, "declares XML entities"),
        ("word/document.xml", BOMB.decode().encode("utf-16"), "declares XML entities"),
        ("word/document.xml", b"<broken", "cannot be read as a Word file"),
        ("word/media/a.bin", bytes(201 * 2**20), "unpacks to over 200 MB"),
        ("word/extra.xml", bytes(25 * 2**20), "unpacks to over 24 MB of text"),
    ],
)
def test_files_that_mean_harm(tmp_path: Path, part: str, data: bytes, words: str) -> None:
    docx_with(tmp_path / "bad.docx", part, data)
    (tmp_path / "good.md").write_text("# 好的\n\n正文", "utf-8")
    intake = read(tmp_path)
    assert words in left_out(intake)[0][2]
    assert len(intake.docs) == 1


def test_no_word_file(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"\xd0\xcf\x11\xe0 an old .doc, or one with a password")
    with zipfile.ZipFile(tmp_path / "b.docx", "w") as archive:
        archive.writestr("x", "y")
    docx.Document().save(str(tmp_path / "c.docx"))
    reasons = [reason for _, _, reason in left_out(read(tmp_path))]
    assert reasons == [
        "cannot be opened: it is damaged, or has a password",
        "is no file of Word or Excel, whatever its name says",
        "has no text",
    ]
