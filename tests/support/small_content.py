"""A district of one page: two streets, three communities, one firm, four lawyers, two articles."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from kiosk.domain.duty import Holidays
from kiosk.domain.ids import sample_id

ORGANISATIONS: list[dict[str, Any]] = [
    {"slug": "district", "kind": "district", "parent": None, "name": "示例区", "phone": "0551-1"},
    {"slug": "north", "kind": "street", "parent": "district", "name": "北街道"},
    {"slug": "south", "kind": "street", "parent": "district", "name": "南街道"},
    {
        "slug": "elm", "kind": "community", "parent": "north", "name": "榆树社区",
        "name_en": "Elm Community", "address": "榆树路 1 号", "phone": "0551-2",
        "latitude": 31.82, "longitude": 117.29,
    },
    {"slug": "oak", "kind": "community", "parent": "north", "name": "橡树社区"},
    {"slug": "fir", "kind": "community", "parent": "south", "name": "杉树社区"},
    {
        "slug": "firm", "kind": "firm", "parent": "district", "name": "示例律师事务所",
        "phone": "0551-3", "hours": [{"days": [1, 2], "opens": "09:00", "closes": "17:30"}],
        "example": True,
    },
]  # fmt: skip
BODIES: list[dict[str, Any]] = [
    {
        "slug": "aid", "category": "legal-aid-centre", "organisation": "district",
        "name": "示例法律援助中心", "name_en": "Example Legal Aid Centre", "address": "中心路 2 号",
        "address_hint": "门口有一棵槐树", "phone": "0551-6000000", "latitude": 31.83,
        "longitude": 117.28, "hours": [{"days": [1, 5], "opens": "09:00", "closes": "17:30"}],
        "services": ["法律援助申请"], "picture": "pictures/aid.svg", "example": True,
    },
]  # fmt: skip
LAWYERS: list[dict[str, Any]] = [
    {"slug": "li", "name": "李榆", "name_en": "Li Yu", "firm": "firm", "communities": ["elm"],
     "tier": "community", "specialities": ["labour"], "portrait": "pictures/aid.svg"},
    {"slug": "wang", "name": "王橡", "firm": "firm", "communities": ["oak"], "tier": "community"},
    {"slug": "sun", "name": "孙街", "firm": "firm", "communities": ["elm", "oak"],
     "tier": "street"},
    {"slug": "qian", "name": "钱区", "firm": "firm", "communities": [], "tier": "district"},
]  # fmt: skip
#: Everybody works on weekdays; li only on Friday afternoons.
SHIFTS: list[dict[str, Any]] = [
    {"lawyer": "li", "organisation": "elm", "weekday": 5, "starts": "14:00", "ends": "17:30"},
    *({"lawyer": who, "organisation": where, "weekday": day, "starts": "09:00", "ends": "17:30"}
      for day in range(1, 6)
      for who, where in (("wang", "oak"), ("sun", "north"), ("qian", "district"))),
]  # fmt: skip
HOLIDAYS = {
    "year": 2026,
    "source": "示例",
    "holidays": ["2026-10-01", "2026-10-02"],
    "working_days": ["2026-10-10"],
}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8"/></svg>'


def article(title: str = "干活没拿到钱", **fields: Any) -> str:
    head = {
        "title": title, "title_en": "Not paid?", "summary": "一句话", "topic": "labour",
        "published": "2026-11-20", "picture": "pictures/aid.svg", "checked": "2026-11-24",
        "citations": [{"law": "中华人民共和国劳动合同法", "article": 30}], "example": True,
        **fields,
    }  # fmt: skip
    return (
        f"---\n{yaml.safe_dump(head, allow_unicode=True)}---\n"
        "**先留证据。** 工资条要留好。\n\n## 怎么办\n\n- 打 12333\n- 申请仲裁\n"
    )


def write_content(folder: Path) -> Path:
    """The whole folder."""
    for name in ("directory", "news", "guides", "pictures"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "pictures" / "aid.svg").write_text(SVG, "utf-8")
    for name, rows in (
        ("organisations", ORGANISATIONS), ("bodies", BODIES), ("lawyers", LAWYERS),
        ("shifts", SHIFTS), ("holidays-2026", HOLIDAYS),
    ):  # fmt: skip
        write_yaml(folder, name, rows)
    # Or a server with the machine's clock warns that they are missing.
    for year in Holidays(years=frozenset({2026})).missing(date.today()):
        write_yaml(folder, f"holidays-{year}", {"year": year})
    (folder / "guides" / "wages.md").write_text(article(), "utf-8")
    (folder / "news" / "open-day.md").write_text(article("开放日", topic="courts"), "utf-8")
    return folder


def write_yaml(folder: Path, name: str, rows: Any) -> None:
    text = yaml.safe_dump(rows, allow_unicode=True)
    (folder / "directory" / f"{name}.yaml").write_text(text, "utf-8")


def organisation(slug: str) -> str:
    return sample_id("organisation", slug)


def lawyer(slug: str) -> str:
    return sample_id("lawyer", slug)
