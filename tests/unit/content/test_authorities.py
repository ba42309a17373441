"""What one may do for another: plain, in both languages, each in the law that it cites."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from kiosk.domain.authorities import AuthorityKind
from kiosk.protocol.content import AuthorityDoc
from kiosk.server.content_folder.authorities import read
from kiosk.server.content_folder.files import Folder
from kiosk.settings import SAMPLE_CONTENT

AUTHORITIES = list(read(Folder(SAMPLE_CONTENT, lambda data, kind: "0" * 64)))
#: What the law must say for each kind.
STANDS = {
    AuthorityKind.KINSHIP: "近亲属",
    AuthorityKind.GUARDIANSHIP: "监护人",
    AuthorityKind.MANDATE: "授权委托书|委托书",
    AuthorityKind.IN_PERSON: "不得代理",
}
#: A plain word, and what must stand in an article cited for it.
WORDS = {
    "委托书": "授权委托书", "签了名": "签名", "权限": "权限", "保护令": "人身安全保护令",
    "吓住": "威吓", "报案": "公安机关报案", "被关着": "在押", "请律师": "代为委托辩护人",
    "申请援助": "代为提出法律援助申请", "仲裁": "参加仲裁活动", "亲自": "亲自到", "问法律": "法律",
    "孩子": "未成年子女",
}  # fmt: skip


def words(doc: AuthorityDoc) -> str:
    return doc.text


def test_each_kind_of_authority_occurs() -> None:
    assert {doc.authority for doc in AUTHORITIES} == set(AuthorityKind)
    said = "".join(doc.text + doc.paper for doc in AUTHORITIES)
    assert [word for word in WORDS if word not in said] == []


@pytest.mark.parametrize("doc", AUTHORITIES, ids=words)
def test_it_stands_in_the_articles_it_cites(
    doc: AuthorityDoc, article_text: Callable[[str, int, date], str]
) -> None:
    assert doc.checked
    assert doc.example
    law = "".join(article_text(c.law, c.article, doc.checked) for c in doc.citations)
    assert re.search(STANDS.get(doc.authority, ""), law)
    for word, stands in WORDS.items():
        if word in doc.text + doc.paper:
            assert re.search(stands, law), f"{word} is in no article cited"


@pytest.mark.parametrize("doc", AUTHORITIES, ids=words)
def test_it_is_plain_and_in_both_languages(doc: AuthorityDoc) -> None:
    assert doc.text_en
    assert doc.paper_en
    for text in (doc.text, doc.paper):
        assert re.search(r"[!！０-９*<\[]|\d[\u4e00-\u9fff]|[\u4e00-\u9fff]\d", text) is None
