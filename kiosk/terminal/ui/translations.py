"""``python -m kiosk.terminal.ui.translations``: find new strings, compile the English catalogue.

``--check`` changes nothing and fails when a string is missing or untranslated.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree as Xml

import PySide6

from kiosk.errors import EnvironmentFault
from kiosk.terminal.ui.i18n import CONTEXT
from kiosk.terminal.ui.resources import QML, TRANSLATIONS

TS = TRANSLATIONS / "kiosk_en.ts"
QM = TRANSLATIONS / "kiosk_en.qm"

#: (context, source) -> translation; empty: not translated yet.
Catalogue = dict[tuple[str, str], str]


def _tool(name: str) -> list[str]:
    here = Path(PySide6.__file__).parent
    for candidate in (here / name, here / "Qt" / "libexec" / name):
        if candidate.exists():
            return [str(candidate)]
    raise EnvironmentFault(f"Qt's {name} is missing. Install PySide6-Essentials again.")


def read_catalogue(path: Path) -> Catalogue:
    """The messages of a .ts file; empty when there is none."""
    if not path.exists():
        return {}
    found: Catalogue = {}
    for context in Xml.parse(path).getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            found[name, message.findtext("source") or ""] = message.findtext("translation") or ""
    return found


def python_strings(folder: Path) -> set[str]:
    """The literals in ``tr("…")`` under a folder."""
    found: set[str] = set()
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "tr"
                and node.args
                and isinstance(node.args[0], ast.Constant)
                and isinstance(node.args[0].value, str)
            ):
                found.add(node.args[0].value)
    return found


def find_strings() -> set[tuple[str, str]]:
    """Every (context, source) in the interface."""
    with tempfile.TemporaryDirectory() as folder:
        ts = Path(folder) / "found.ts"
        files = [str(f) for f in sorted(QML.rglob("*.qml"))]
        done = subprocess.run(
            [*_tool("lupdate"), *files, "-ts", str(ts), "-silent"], capture_output=True, text=True
        )
        if done.returncode != 0:
            raise EnvironmentFault(f"lupdate failed: {done.stderr.strip()}")
        found = set(read_catalogue(ts))
    return found | {(CONTEXT, source) for source in python_strings(QML.parent)}


def merged(old: Catalogue, strings: set[tuple[str, str]]) -> Catalogue:
    """What is there now, with the translations that we have (also from another context)."""
    by_source = {source: text for (_, source), text in old.items() if text}
    return {
        (context, source): old.get((context, source)) or by_source.get(source, "")
        for context, source in sorted(strings)
    }


def write_catalogue(path: Path, catalogue: Catalogue) -> None:
    root = Xml.Element("TS", version="2.1", language="en", sourcelanguage="zh_CN")
    contexts: dict[str, Xml.Element] = {}
    for (name, source), text in catalogue.items():
        if name not in contexts:
            contexts[name] = Xml.SubElement(root, "context")
            Xml.SubElement(contexts[name], "name").text = name
        message = Xml.SubElement(contexts[name], "message")
        Xml.SubElement(message, "source").text = source
        translation = Xml.SubElement(message, "translation")
        translation.text = text
        if not text:
            translation.set("type", "unfinished")
    Xml.indent(root, "  ")
    body = Xml.tostring(root, encoding="unicode")
    path.write_text(
        f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', "utf-8", newline="\n"
    )


def untranslated() -> list[tuple[str, str]]:
    """Strings of the interface that English does not have."""
    catalogue = read_catalogue(TS)
    return sorted(key for key in find_strings() if not catalogue.get(key))


def compile_catalogue() -> Path:
    """Make the .qm of the committed .ts; returns its path."""
    done = subprocess.run(
        [*_tool("lrelease"), str(TS), "-qm", str(QM), "-silent"], capture_output=True, text=True
    )
    if done.returncode != 0:
        raise EnvironmentFault(f"lrelease failed: {done.stderr.strip()}")
    return QM


def ensure_compiled() -> None:
    """Compile when the catalogue is missing or older than its source."""
    if not QM.exists() or (TS.exists() and QM.stat().st_mtime < TS.stat().st_mtime):
        compile_catalogue()


def main() -> int:
    if "--check" in sys.argv[1:]:
        missing = untranslated()
        for context, source in missing:
            print(f"not translated: {context}: {source}")
        return 1 if missing else 0
    write_catalogue(TS, merged(read_catalogue(TS), find_strings()))
    compile_catalogue()
    for context, source in untranslated():
        print(f"not translated: {context}: {source}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
