"""Small public pages that a resident takes away on their phone: an address, an article.

No cookies, no scripts, nothing from elsewhere. The way to the map is a plain link.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kiosk.protocol.content import ArticleDoc, EntryDoc, PointDoc
from kiosk.protocol.richtext import parse, to_html
from kiosk.server.context import Context
from kiosk.server.db.content import find_doc

router = APIRouter(prefix="/go", include_in_schema=False)

_HERE = Path(__file__).parent / "takeaway_pages"
DAYS = "一二三四五六日"
_PUBLIC = {"Cache-Control": "public, max-age=300"}


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


def page(
    name: str, status: int = 200, headers: Mapping[str, str] = _PUBLIC, **values: object
) -> HTMLResponse:
    """A page of a phone's size from its template."""
    html = _templates().get_template(name).render(**values)
    return HTMLResponse(html, status, dict(headers))


def map_link(point: PointDoc | None, name: str) -> str | None:
    """An address that opens the phone's map app, or the map in the browser."""
    if point is None:
        return None
    datum = "wgs84" if point.datum == "WGS-84" else "gaode"
    return (
        f"https://uri.amap.com/marker?position={point.longitude:.6f},{point.latitude:.6f}"
        f"&name={quote(name, safe='')}&coordinate={datum}&callnative=1"
    )


def _hours(entry: EntryDoc) -> list[str]:
    return [
        f"星期{DAYS[h.weekday - 1]} {h.opens:%H:%M} - {h.closes:%H:%M}"
        for h in sorted(entry.hours, key=lambda h: (h.weekday, h.opens))
    ]


@router.get("/entry/{entry_id}")
def entry_page(entry_id: str, context: Context) -> HTMLResponse:
    with context.database.read() as session:
        entry = find_doc(session, EntryDoc, entry_id)
    if entry is None:
        return page("gone.html", 404)
    digits = "".join(c for c in entry.phone if c.isdigit() or c == "+")
    return page(
        "entry.html", entry=entry, tel=f"tel:{digits}" if digits else None,
        map=map_link(entry.point, entry.name), hours=_hours(entry),
    )  # fmt: skip


@router.get("/article/{article_id}")
def article_page(article_id: str, context: Context) -> HTMLResponse:
    with context.database.read() as session:
        article = find_doc(session, ArticleDoc, article_id)
    if article is None:
        return page("gone.html", 404)
    return page("article.html", article=article, body=Markup(to_html(parse(article.body))))


@router.get("/style.css")
def style() -> FileResponse:
    return FileResponse(_HERE / "style.css", media_type="text/css",
                        headers={"Cache-Control": "public, max-age=3600"})  # fmt: skip
