"""Front matter of imported files: the names of docs/content.md, or Chinese ones; all optional."""

from __future__ import annotations

import re
from typing import Any, NoReturn

from kiosk.domain.articles import ArticleKind, Topic
from kiosk.domain.laws import LawStatus
from kiosk.errors import UserError
from kiosk.server.content_folder.files import parse_yaml
from kiosk.server.importing.report import LeftOut
from kiosk.server.importing.text import one_line
from kiosk.server.importing.words import read_date, topic_of

#: Bytes of front matter: a longer one is something else between two lines of ---.
_MAX = 64 * 1024
_NAMES = {
    "标题": "title", "题目": "title", "英文标题": "title_en", "摘要": "summary",
    "英文摘要": "summary_en", "主题": "topic", "分类": "topic", "日期": "published",
    "发布日期": "published", "date": "published", "来源": "source", "图片": "picture",
    "图片说明": "picture_alt", "核对日期": "checked", "引用": "citations", "示例": "example",
    "发布机关": "issuer", "制定机关": "issuer", "公布日期": "issued", "通过日期": "issued",
    "施行日期": "effective", "生效日期": "effective", "废止日期": "repealed",
    "状态": "status", "时效性": "status", "类型": "form", "type": "form",
}  # fmt: skip
_TEXTS = frozenset({"title", "title_en", "summary", "summary_en", "source", "picture",
                    "picture_alt", "picture_alt_en", "issuer"})  # fmt: skip
_DATES = frozenset({"published", "checked", "issued", "effective", "repealed"})
_STATUS = {
    "现行有效": LawStatus.IN_FORCE, "有效": LawStatus.IN_FORCE, "已被修改": LawStatus.AMENDED,
    "已修改": LawStatus.AMENDED, "历史版本": LawStatus.AMENDED, "尚未生效": LawStatus.NOT_YET,
    "尚未施行": LawStatus.NOT_YET, "已废止": LawStatus.REPEALED, "废止": LawStatus.REPEALED,
    "失效": LawStatus.REPEALED, **{status.value: status for status in LawStatus},
}  # fmt: skip
_FORMS = {
    "law": "law", "法律": "law", "法规": "law", "news": ArticleKind.NEWS, "新闻": ArticleKind.NEWS,
    "guide": ArticleKind.GUIDE, "指南": ArticleKind.GUIDE,
}  # fmt: skip


def split_front(text: str) -> tuple[dict[str, Any], str, int]:
    """(fields, the rest, its first line's number). ``LeftOut``: the YAML cannot be read."""
    found = re.match(r"\s*---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", text, re.DOTALL | re.M)
    if found is None or len(found[1]) > _MAX:
        return {}, text, 1
    try:
        raw = parse_yaml(found[1], "the front matter", text.count("\n", 0, found.start(1)) + 1)
    except UserError as error:
        raise LeftOut(str(error), 1) from None
    if raw is not None and not isinstance(raw, dict):
        raise LeftOut("the front matter must be lines of name: value", 1)
    fields = {}
    for name, value in (raw or {}).items():
        key = _NAMES.get(str(name).strip(), str(name).strip())
        if value is not None and (known := _read(key, value)) is not None:
            fields[key] = known
    return fields, text[found.end() :], text.count("\n", 0, found.end()) + 1


def _read(key: str, value: Any) -> Any:
    """A field's value as a document has it; None: no field of ours."""
    try:
        if key == "example":
            return bool(value)
        if key == "citations":
            return _citations(value)
        if isinstance(value, dict | list):
            return _wrong("must be one value") if key in _TEXTS | _DATES else None
        text = one_line(str(value))
        if key in _TEXTS:
            return text
        if key in _DATES:
            return read_date(text)
        if key == "topic":
            return topic_of(text) or _wrong(f"{text!r} is none of {', '.join(Topic)}")
        if key == "status":
            return _STATUS.get(text) or _wrong(f"{text!r} is none of {', '.join(LawStatus)}")
        if key == "form":
            return _FORMS.get(text.lower())
    except ValueError as error:
        raise LeftOut(f"{key}: {error}", 1) from None
    return None


def _wrong(what: str) -> NoReturn:
    raise ValueError(what)


def _citations(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(
        isinstance(c, dict)
        and isinstance(c.get("law"), str)
        and isinstance(c.get("article"), int)
        and c["article"] > 0
        for c in value
    ):
        raise ValueError("must be a list of {law: full title, article: number}")
    return [{"law": c["law"], "article": c["article"]} for c in value]
