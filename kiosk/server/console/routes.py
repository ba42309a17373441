"""The lawyers' console, the hall's staff page, and their static files.

The pages hold no data: everything arrives by the API and the socket, with the session's cookie.
Static files stand under a folder named by the hash of them all, so that browsers may keep them
for ever and a new release is never mixed with an old one.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

_HERE = Path(__file__).parent
_STATIC = _HERE / "static"
_ICONS = Path(__file__).resolve().parents[3] / "assets" / "icons"
#: Icons of the console; each becomes a symbol in the page, used by ``<use href="#icon-NAME">``.
_ICON_NAMES = (
    "cameraoff", "check", "clock", "cloudoff", "globe", "hangup", "lock", "mic", "micoff", "next",
    "phone", "queue", "read", "signout", "video",
)  # fmt: skip
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}

router = APIRouter(include_in_schema=False)


@cache
def _static_files() -> dict[str, Path]:
    files = {path.name: path for path in sorted(_STATIC.iterdir()) if path.suffix in _TYPES}
    return {**files, "emblem.svg": _ICONS / "emblem.svg"}


@cache
def static_version() -> str:
    """The name of the static folder: a hash over every file in it."""
    digest = hashlib.sha256()
    for name, path in _static_files().items():
        digest.update(name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


@cache
def _sprite() -> Markup:
    """All icons as symbols of one hidden SVG."""
    symbols = []
    for name in _ICON_NAMES:
        inner = re.sub(r"^<svg[^>]*>|</svg>\s*$", "", (_ICONS / f"{name}.svg").read_text("utf-8"))
        symbols.append(
            f'<symbol id="icon-{name}" viewBox="0 0 48 48" fill="none" stroke="currentColor" '
            f'stroke-linecap="round" stroke-linejoin="round">{inner}</symbol>'
        )
    return Markup(f'<svg class="sprite" aria-hidden="true">{"".join(symbols)}</svg>')


@cache
def _page(name: str) -> str:
    templates = Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined
    )
    base = f"/console/static/{static_version()}"
    return templates.get_template(name).render(static=base, sprite=_sprite())


@router.get("/")
def home() -> RedirectResponse:
    return RedirectResponse("/console")


@router.get("/console/login")
def login_page() -> HTMLResponse:
    return HTMLResponse(_page("login.html"))


@router.get("/console")
def console_page() -> HTMLResponse:
    """The console itself; it goes to the login page by itself when the API answers 401."""
    return HTMLResponse(_page("console.html"))


@router.get("/staff")
def staff_page() -> HTMLResponse:
    """The hall's staff page; what follows ``#`` in its address is the key to it."""
    return HTMLResponse(_page("staff.html"))


@router.get("/console/static/{version}/{name}")
def static_file(version: str, name: str) -> Response:
    """One static file; 404 for a name or a version that is not the present one."""
    path = _static_files().get(name)
    if version != static_version() or path is None:
        return Response(status_code=404)
    return FileResponse(
        path,
        media_type=_TYPES[path.suffix],
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )
