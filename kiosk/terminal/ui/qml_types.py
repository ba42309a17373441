"""PySide's ``QmlUncreatable`` with a type: its stub says that it cannot be called."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from PySide6 import QtQml

_Class = TypeVar("_Class", bound=type)

QmlUncreatable = cast("Callable[[str], Callable[[_Class], _Class]]", QtQml.QmlUncreatable)
