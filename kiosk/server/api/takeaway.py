"""Small public pages that a resident takes away on their phone: a place, an article, an answer,
an article of a law, what a legal-aid check came to.

No cookies, no scripts, nothing from elsewhere. The way to the map is a plain link.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kiosk.domain.articles import Citation, stale_badge
from kiosk.domain.clock import office_time
from kiosk.domain.directory import Category
from kiosk.domain.laws import Badge, article_label, law_badge
from kiosk.domain.legal_aid import AskedBy, Interview, Verdict, cited
from kiosk.protocol.content import ArticleDoc, EntryDoc, FaqDoc, LawDoc, LegalAidDoc, PointDoc
from kiosk.protocol.richtext import parse, to_html
from kiosk.server.context import Context, ServerContext
from kiosk.server.db import Session
from kiosk.server.db.content import all_docs, find_doc
from kiosk.server.db.laws import law_texts

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
        badge = _stale(session, article, article.checked or article.published, context)
    return page("article.html", article=article, badge=badge, body=_body(article.body))


@router.get("/faq/{faq_id}")
def faq_page(faq_id: str, context: Context) -> HTMLResponse:
    with context.database.read() as session:
        faq = find_doc(session, FaqDoc, faq_id)
        if faq is None:
            return page("gone.html", 404)
        badge = _stale(session, faq, faq.checked, context)
    return page("faq.html", faq=faq, badge=badge, body=_body(faq.answer))


@router.get("/law/{law_id}/{article}")
def law_page(law_id: str, article: str, context: Context) -> HTMLResponse:
    """``article``: 120, or 120-1 for 第一百二十条之一."""
    asked = re.fullmatch(r"(\d{1,5})(?:-(\d{1,3}))?", article, re.ASCII)
    with context.database.read() as session:
        doc = find_doc(session, LawDoc, law_id)
    law = doc.law() if doc else None
    index = law.index_of(int(asked[1]), int(asked[2] or 0)) if law and asked else None
    if law is None or index is None:
        return page("gone.html", 404)
    previous, following = law.around(index)
    return page(
        "law.html", law=law, article=law.articles[index], path=law.path_to(index),
        previous=previous, following=following, badge=law_badge(law, _today(context)),
        label=article_label,
    )  # fmt: skip


def _today(context: ServerContext) -> date:
    return office_time(context.clock.now()).date()


def _stale(session: Session, doc: ArticleDoc | FaqDoc | LegalAidDoc, held_on: date | None,
           context: ServerContext) -> Badge | None:  # fmt: skip
    cited = doc.check().citations if isinstance(doc, LegalAidDoc) else doc.citations
    texts = law_texts(session, {c.law for c in cited})
    citations = [Citation(c.law, c.article) for c in cited]
    return stale_badge(held_on, doc.stale_since, citations, texts.__getitem__, _today(context))


def _body(markdown: str) -> Markup:
    return Markup(to_html(parse(markdown)))


@router.get("/legal-aid/{outcome_id}")
def legal_aid_page(outcome_id: str, context: Context) -> HTMLResponse:
    """What an outcome says to everybody: of the answers nothing is known here."""
    with context.database.read() as session:
        docs = all_docs(session, LegalAidDoc)
        found = ((doc, Interview(doc.check()).outcomes().get(outcome_id)) for doc in docs)
        doc, outcome = next((pair for pair in found if pair[1] is not None), (None, None))
        if doc is None or outcome is None:
            return page("gone.html", 404)
        badge = _stale(session, doc, doc.checked, context)
        centres = [
            entry for entry in all_docs(session, EntryDoc)
            if entry.category is Category.LEGAL_AID_CENTRE
        ]  # fmt: skip
    rules = list(dict.fromkeys(place.rule for place in doc.places))
    by_law, by_custom = outcome.papers(AskedBy.LAW), outcome.papers(AskedBy.LOCAL)
    return page(
        "legal_aid.html", check=doc, outcome=outcome, badge=badge, centres=centres,
        rules=rules, by_law=by_law, by_custom=by_custom,
        likely=outcome.ground.verdict is Verdict.LIKELY,
        citations=cited((*outcome.reasons, *rules, *by_law, *doc.notes)),
    )  # fmt: skip


@router.get("/style.css")
def style() -> FileResponse:
    return FileResponse(_HERE / "style.css", media_type="text/css",
                        headers={"Cache-Control": "public, max-age=3600"})  # fmt: skip
