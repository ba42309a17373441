"""Folders of Markdown and plain text: laws, guides, news, and what is none of them."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from kiosk.domain.articles import ArticleKind, Topic
from kiosk.domain.laws import LawStatus
from kiosk.errors import UserError
from kiosk.protocol.content import ArticleDoc, LawDoc
from tests.support.importing import LAW, left_out, of, read


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_law(tmp_path: Path, encoding: str, ends: str) -> None:
    write(tmp_path, "law.md", LAW.replace("\n", ends).encode(encoding))
    intake = read(tmp_path)
    (law,) = of(intake, LawDoc)
    assert (law.title, law.status) == ("中华人民共和国示例法", LawStatus.IN_FORCE)
    assert (law.issued, law.effective) == (date(2020, 5, 28), date(2021, 1, 1))
    assert law.issuer == "全国人民代表大会"
    assert [(c.title, c.level, c.first) for c in law.chapters] == [
        ("第一章 总则", 1, 0), ("第二章 附则", 1, 3)
    ]  # fmt: skip
    assert [(a.number, a.suffix, a.text) for a in law.articles] == [
        (1, 0, "为了保护居民，制定本法。\n第二条规定的情形，也适用前款。"),
        (2, 0, "本法所称居民，是指住在本地的人：\n（一）成年人；"),
        (2, 1, "未成年人由监护人代理。"),
        (3, 0, "本法自2021年1月1日起施行。"),
    ]
    assert not intake.left_out


def test_a_table_of_contents_comes_before_the_chapters(tmp_path: Path) -> None:
    contents = "目　录\n\n第一章　总　则……1\n第二章　附则……9\n\n"
    head, _, rest = LAW.partition("## ")
    write(tmp_path, "law.txt", head + contents + "## " + rest)
    (law,) = of(read(tmp_path), LawDoc)
    assert [(c.title, c.first) for c in law.chapters] == [("第一章 总则", 0), ("第二章 附则", 3)]


def test_parts_chapters_and_sections(tmp_path: Path) -> None:
    text = "第一编 总则\n第一章 甲\n第一节\n乙\n第一条 丙\n第二编 丁\n第二条 戊\n第三条 己\n"
    write(tmp_path, "law.txt", text)
    (law,) = of(read(tmp_path), LawDoc)
    assert law.title == "law"  # it has no heading of its own
    assert [(c.title, c.level, c.first) for c in law.chapters] == [
        ("第一编 总则", 1, 0), ("第一章 甲", 2, 0), ("第一节 乙", 3, 0), ("第二编 丁", 1, 1)
    ]  # fmt: skip


def test_front_matter_comes_first(tmp_path: Path) -> None:
    head = "---\n标题: 示例条例\n状态: 已废止\n废止日期: 2024年5月1日\n来源: 示例\n别的: [1]\n---\n"
    write(tmp_path, "law.md", head + LAW)
    (law,) = of(read(tmp_path), LawDoc)
    assert (law.title, law.status, law.repealed) == (
        "示例条例", LawStatus.REPEALED, date(2024, 5, 1)
    )  # fmt: skip


def test_a_law_that_is_not_in_force_yet(tmp_path: Path) -> None:
    write(tmp_path, "law.md", LAW.replace("2021年1月1日", "2027年1月1日"))
    assert of(read(tmp_path), LawDoc)[0].status is LawStatus.NOT_YET


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (LAW + "\n第三条　又一次。\n", 21, "第三条 comes twice (first in line 19)"),
        (LAW + "甲" * 100_001, 19, "over 100000 characters"),
        ("", None, "is empty"),
        (" \n\n", None, "is empty"),
        ("---\ntitle: x\n---\n\n", None, "nothing after its front matter"),
        ("---\ntitle: [x\n---\n甲", 1, "not YAML"),
        ("---\n- x\n---\n甲", 1, "name: value"),
        ("---\npublished: 明天\n---\n甲", 1, "明天 is no date"),
        ("---\ntopic: cooking\n---\n甲", 1, "'cooking' is none of labour"),
        ("---\ncitations: 民法典\n---\n甲", 1, "must be a list"),
        ("---\npicture: ../../etc/a.png\n---\n甲", 1, "no file ../../etc/a.png"),
        ("---\npicture: /etc/passwd\n---\n甲", 1, "must be SVG"),
        (f"---\npicture: {'a' * 300}.png\n---\n甲", 1, "cannot be read"),
        ("# " + "长" * 121 + "\n\n甲", None, "title of 121 characters"),
        ("甲" * 100_001, None, "over 100000"),
        ("![只有图片](a.png)", None, "has no text"),
        ("好的文字".encode() + b"\xff", 1, "not UTF-8"),
    ],
)
def test_what_cannot_be_taken(
    tmp_path: Path, text: str | bytes, line: int | None, words: str
) -> None:
    write(tmp_path, "bad.md", text)
    write(tmp_path, "good.md", "# 好的\n\n正文")
    intake = read(tmp_path)
    ((name, at, reason),) = left_out(intake)
    assert (name, at) == ("bad.md", line)
    assert words in reason
    assert [doc.title for doc in of(intake, ArticleDoc)] == ["好的"]
    assert ("law", intake.id_of("law", "bad.md")) in intake.spared


def test_a_law_of_five_megabytes(tmp_path: Path) -> None:
    articles = "".join(f"第{number}条　{'字' * 400}\n\n" for number in range(1, 4200))
    write(tmp_path, "long.md", "# 示例法\n\n" + articles)
    write(tmp_path, "news.md", "# 长新闻\n\n" + f"{'字' * 400}\n\n" * 4200)
    intake = read(tmp_path)
    (law,) = of(intake, LawDoc)
    assert len(law.articles) == 4199
    assert left_out(intake)[0][0] == "news.md"


def test_news_and_guides(tmp_path: Path) -> None:
    write(tmp_path, "news/2026-11-20_开放日.md", "法院开放日，欢迎您来。")
    write(tmp_path, "guides/a.md",
          "---\nchecked: 2026-11-24\npublished: 2026/11/1\ntopic: 家庭\n"
          "citations: [{law: 中华人民共和国民法典, article: 1042}]\n"
          "---\n# 离婚\n\n- 先\n")  # fmt: skip
    news, guide = sorted(of(read(tmp_path), ArticleDoc), key=lambda doc: doc.form, reverse=True)
    assert (news.form, news.title, news.published) == (
        ArticleKind.NEWS, "开放日", date(2026, 11, 20)
    )  # fmt: skip
    assert (guide.form, guide.title, guide.topic) == (ArticleKind.GUIDE, "离婚", Topic.FAMILY)
    assert (guide.body, guide.citations[0].article) == ("- 先", 1042)


def test_without_a_topic(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "# 工资怎么要\n\n正文")
    write(tmp_path, "b.md", "# 甲\n\n正文")
    intake = read(tmp_path, topic=None)
    assert [doc.topic for doc in of(intake, ArticleDoc)] == [Topic.LABOUR]
    assert "--topic" in left_out(intake)[0][2]


def test_a_kind_that_is_wanted(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "第一条 只有一条")
    assert len(of(read(tmp_path, "law"), LawDoc)) == 1
    assert of(read(tmp_path, "guide"), ArticleDoc)[0].form is ArticleKind.GUIDE
    write(tmp_path, "b.md", "没有条文")
    assert "no articles" in left_out(read(tmp_path, "law"))[0][2]


def test_pictures_of_the_front_matter(tmp_path: Path) -> None:
    write(tmp_path, "pictures/a.svg", "<svg/>")
    write(tmp_path, "news/a.md", "---\npicture: pictures/a.svg\n---\n# 甲\n\n乙")
    write(tmp_path, "news/b.md", "---\npicture: ../pictures/a.svg\n---\n# 丙\n\n丁")
    pictures = {doc.picture for doc in of(read(tmp_path), ArticleDoc)}
    assert len(pictures) == 1
    assert None not in pictures


def test_what_is_no_file_of_the_folder(tmp_path: Path) -> None:
    outside = write(tmp_path, "outside.md", "# 外面\n\n秘密")
    folder = tmp_path / "in"
    write(folder, "good.md", "# 好的\n\n正文")
    (folder / "link.md").symlink_to(outside)
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.md")
    write(folder, "old.doc", "x")
    write(folder, "photo.bin", "x")
    write(folder, ".hidden.md", "x")
    intake = read(folder)
    assert [doc.title for doc in of(intake, ArticleDoc)] == ["好的"]
    assert {name: reason for name, _, reason in left_out(intake)} == {
        "link.md": "is a link: import what it points to",
        "loop": "is a link: import what it points to",
        "old.doc": "is of a kind that is not imported: save it as .docx",
        "pipe.md": "is no file",
    }
    assert {remark.place.file for remark in intake.skipped} == {"photo.bin", ".hidden.md"}


def test_names_in_the_encoding_of_old_windows(tmp_path: Path) -> None:
    os.makedirs(os.fsencode(tmp_path) + b"/x")
    path = os.fsencode(tmp_path) + b"/x/" + "开放日.md".encode("gbk")
    with open(path, "wb") as file:
        file.write("法院开放日".encode())
    intake = read(tmp_path / "x")
    assert of(intake, ArticleDoc)[0].title == "开放日"
    os.rename(path, os.fsencode(tmp_path) + "/x/开放日.md".encode())
    assert read(tmp_path / "x").docs.keys() == intake.docs.keys()


def test_twice_the_same_is_the_same(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "# 同名\n\n甲")
    write(tmp_path, "b/a.md", "# 同名\n\n甲")
    first = read(tmp_path)
    assert len(first.docs) == 2  # of one name, in two files
    assert read(tmp_path).docs == first.docs


def test_no_such_source(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="nothing at"):
        read(tmp_path / "none")
    with pytest.raises(UserError, match=r"save its text as \.docx"):
        read(write(tmp_path, "a.pdf", "x"))
