"""``python -m tests.support.qmllint``: qmllint over all QML, with the types of our Python classes.

PySide's own dump of Python types reads source text and stops at what it does not know; here the
classes are asked themselves.
"""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
import tempfile
from pathlib import Path

import PySide6
from PySide6.QtCore import QMetaMethod, QMetaObject, QObject
from PySide6.QtQuick import QQuickPaintedItem

from kiosk.terminal.ui import viewmodels
from kiosk.terminal.ui.resources import QML

MODULE = "Kiosk.ViewModels"


def classes() -> list[type[QObject]]:
    """Every Python class that QML knows, bases first."""
    found: dict[str, type[QObject]] = {}
    modules = [f"{viewmodels.__name__}.{m.name}" for m in pkgutil.iter_modules(viewmodels.__path__)]
    for name in [*modules, "kiosk.terminal.ui.video", "kiosk.terminal.ui.ink"]:
        module = importlib.import_module(name)
        if not hasattr(module, "QML_IMPORT_NAME"):
            continue
        for thing in vars(module).values():
            if isinstance(thing, type) and issubclass(thing, QObject):
                for base in reversed(thing.__mro__):
                    if base.__module__.startswith("kiosk.") and issubclass(base, QObject):
                        found[base.__name__] = base
    return list(found.values())


def _type(name: str) -> str:
    return {"PyObject": "QVariant"}.get(name, name)


def component(cls: type[QObject]) -> str:
    """One ``Component`` of a .qmltypes file."""
    meta: QMetaObject = cls.staticMetaObject
    base = meta.superClass()
    lines = [
        "Component {",
        f'name: "{cls.__name__}"',
        f'prototype: "{base.className()}"',
        'accessSemantics: "reference"',
        f'exports: ["{MODULE}/{cls.__name__} 1.0"]',
        "exportMetaObjectRevisions: [256]",
    ]
    if not issubclass(cls, QQuickPaintedItem):
        lines.append("isCreatable: false")
    for i in range(meta.enumeratorOffset(), meta.enumeratorCount()):
        enum = meta.enumerator(i)
        values = ", ".join(f'"{enum.key(k)}"' for k in range(enum.keyCount()))
        lines.append(f'Enum {{ name: "{enum.name()}"; values: [{values}] }}')
    for i in range(meta.propertyOffset(), meta.propertyCount()):
        prop = meta.property(i)
        kind = prop.typeName()
        pointer = "; isPointer: true" if kind.endswith("*") else ""
        notify = (
            f'; notify: "{bytes(prop.notifySignal().name().data()).decode()}"'
            if prop.hasNotifySignal() else "; isPropertyConstant: true"
        )  # fmt: skip
        read_only = "" if prop.isWritable() else "; isReadonly: true"
        lines.append(
            f'Property {{ name: "{prop.name()}"; type: "{_type(kind.rstrip("*"))}"'
            f'{pointer}; read: "{prop.name()}"{notify}{read_only} }}'
        )
    for i in range(meta.methodOffset(), meta.methodCount()):
        method = meta.method(i)
        kind = "Signal" if method.methodType() is QMetaMethod.MethodType.Signal else "Method"
        parameters = " ".join(
            f'Parameter {{ name: "a{n}"; type: "{_type(bytes(t.data()).decode())}" }}'
            for n, t in enumerate(method.parameterTypes())
        )
        name = bytes(method.name().data()).decode()
        lines.append(f'{kind} {{ name: "{name}"; {parameters} }}')
    return "\n".join([*lines, "}"])


def write_types(folder: Path) -> None:
    module = folder / "Kiosk" / "ViewModels"
    module.mkdir(parents=True)
    components = "\n".join(component(cls) for cls in classes())
    (module / "python.qmltypes").write_text(
        f"import QtQuick.tooling 1.2\nModule {{\n{components}\n}}\n", "utf-8"
    )
    (module / "qmldir").write_text(
        f"module {MODULE}\ntypeinfo python.qmltypes\ndepends QtQuick\n", "utf-8"
    )


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_types(folder)
        tool = Path(PySide6.__file__).parent / "qmllint"
        files = sorted(str(f) for f in QML.rglob("*.qml"))
        command = [str(tool), "-I", str(folder), "-I", str(QML), "-W", "0", *files]
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
