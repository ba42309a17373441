"""What a phone shows after scanning the screen: answers, articles of laws, and what is stale."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import requests

from kiosk.cli import main
from kiosk.domain.ids import sample_id
from kiosk.domain.legal_aid import Interview
from kiosk.protocol.content import LegalAidDoc
from kiosk.server.content_folder.folder import read_folder
from kiosk.settings import SAMPLE_CONTENT
from tests.integration.server.conftest import StartServer, make_settings
from tests.support.signalling import ServerThread
from tests.support.small_content import article, write_yaml

LAW = """---
title: 中华人民共和国示例法
issuer: 示例市人大
effective: 2021-01-01
{more}---
## 第一章 总则

第一条　为了示例。

### 第一节 范围

第二条　本法适用于示例。
（一）甲；
（二）乙<script>。

第二条之一　另有规定的除外。

## 第二章 附则

第三条　本法自 2021 年 1 月 1 日起施行。
"""
CITES = [{"law": "中华人民共和国示例法", "article": 2}]


def write_law(folder: Path, name: str = "law", **fields: str) -> None:
    (folder / "laws").mkdir(exist_ok=True)
    more = "".join(f"{key}: {value}\n" for key, value in fields.items())
    (folder / "laws" / f"{name}.md").write_text(LAW.format(more=more), "utf-8")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    make_settings(tmp_path)
    folder = tmp_path / "content"
    write_law(folder)
    (folder / "faqs").mkdir()
    faq = {"slug": "pay", "question": "不给工资怎么办？", "question_en": "Not paid?",
           "answer": "**先投诉。** 再仲裁。\n\n- 打 12333\n", "answer_en": "Complain first.",
           "checked": "2026-11-01", "citations": CITES, "example": True}  # fmt: skip
    write_yaml(folder, "../faqs/labour", [faq])
    (folder / "guides" / "wages.md").write_text(article(citations=CITES), "utf-8")
    return folder


def text(server: ServerThread, path: str, status: int = 200) -> str:
    answer = requests.get(f"{server.url}/go/{path}", timeout=5)
    assert answer.status_code == status
    return answer.text


GUIDE = f"article/{sample_id('article', 'guides/wages')}"
FAQ = f"faq/{sample_id('faq', 'labour/pay')}"
LAW_ID = sample_id("law", "law")


def publish(server: ServerThread, folder: Path) -> None:
    assert main(["publish", str(folder), "--data-dir", str(server.settings.data_dir)]) == 0


def test_an_answer(content: Path, start_server: StartServer) -> None:
    page = text(start_server(), FAQ)
    for words in ("不给工资怎么办？", "Not paid?", "<strong>先投诉。</strong>再仲裁。",
                  "<li>打 12333</li>", "Complain first.", "《中华人民共和国示例法》第 2 条",
                  "核对日期 2026-11-01", "示例"):  # fmt: skip
        assert words in page
    assert 'class="badge"' not in page


def test_an_article_of_a_law(content: Path, start_server: StartServer) -> None:
    server = start_server()
    page = text(server, f"law/{LAW_ID}/2")
    for words in ("中华人民共和国示例法", "第一章 总则　第一节 范围", "<h2>第二条</h2>",
                  "<p>（一）甲；</p>", "乙&lt;script&gt;", "2021-01-01 起施行",
                  f'href="/go/law/{LAW_ID}/1"', f'href="/go/law/{LAW_ID}/2-1"'):  # fmt: skip
        assert words in page
    assert "<h2>第二条之一</h2>" in text(server, f"law/{LAW_ID}/2-1")
    for lost in ("9", "0", "2-2", "x", "2-", "１", "999999"):
        assert "这一页不在了" in text(server, f"law/{LAW_ID}/{lost}", 404)
    text(server, "law/none/1", 404)


@pytest.mark.parametrize(
    ("fields", "law_says", "page_says"),
    [
        (
            {"status": "repealed", "repealed": "2026-03-01"},
            "已废止 2026-03-01",
            "已废止 2026-03-01",
        ),
        ({"repealed": "2026-03-01"}, "已废止 2026-03-01", "已废止 2026-03-01"),
        ({"repealed": "2999-03-01"}, None, None),
        ({"status": "amended", "repealed": "2999-01-01"}, None, None),
        ({"status": "amended"}, "内容可能已变", None),  # nobody knows since when
        ({"status": "not-yet"}, None, None),  # its day has come: 2021-01-01
    ],
)
def test_the_badge_and_its_date(
    content: Path, start_server: StartServer, fields: dict[str, str],
    law_says: str | None, page_says: str | None,
) -> None:  # fmt: skip
    write_law(content, **fields)
    server = start_server()
    law, guide, faq = (text(server, path) for path in (f"law/{LAW_ID}/1", GUIDE, FAQ))
    for page, says in ((law, law_says), (guide, page_says), (faq, page_says)):
        assert ('class="badge"' in page) == (says is not None)
        assert says is None or f"<strong>{says}</strong>" in page


def test_a_law_that_changes_makes_what_cites_it_stale(
    content: Path, start_server: StartServer
) -> None:
    server = start_server()
    assert 'class="badge"' not in text(server, FAQ)
    # The old text ended, a new one of the same title holds since.
    write_law(content, "law", status="amended", repealed="2026-11-10")
    text_of_new = LAW.format(more="").replace("effective: 2021-01-01", "effective: 2026-11-10")
    (content / "laws" / "new.md").write_text(text_of_new, "utf-8")
    publish(server, content)
    page = text(server, FAQ)  # checked on 1 November
    assert "<strong>内容可能已变 2026-11-10</strong>" in page
    assert "用之前先问律师" in page
    assert 'class="badge"' not in text(server, GUIDE)  # checked on 24 November
    coming = text_of_new.replace("effective: 2026-11-10", "effective: 2999-01-01")
    (content / "laws" / "new.md").write_text(coming, "utf-8")
    (content / "laws" / "law.md").unlink()
    publish(server, content)
    assert "<strong>2999-01-01 起施行</strong>" in text(server, GUIDE)


def test_what_a_legal_aid_check_came_to_is_a_page_for_everybody(
    content: Path, start_server: StartServer
) -> None:
    shutil.copytree(SAMPLE_CONTENT / "legal-aid", content / "legal-aid")
    server = start_server()
    (doc,) = (d for d in read_folder(content, lambda *_: "0" * 64) if isinstance(d, LegalAidDoc))
    interview = Interview(doc.check())
    outcome = interview.outcome(("work", "wages", "not-yet", "migrant", "none", "here"))
    assert outcome is not None
    shown = text(server, f"legal-aid/{outcome.id}")
    for line in ("法律援助：讨工钱", "很可能可以申请", "由法律援助机构决定", "证明您进城务工的材料",
                 "身份证", "欠条", "办案机关所在地", "示例法律援助中心",
                 "《中华人民共和国法律援助法》第 42 条", "tel:12348"):  # fmt: skip
        assert line in shown
    assert "wages" not in outcome.id
    text(server, "legal-aid/nothing", status=404)
