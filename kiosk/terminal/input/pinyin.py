"""Qt's pinyin engine, without the user dictionary that it would keep of what people type.

The engine opens that dictionary when it is made, and lets it go for good at the first field whose
input method hints say ``Qt.ImhSensitiveData``: all of ours do. It learns nothing and writes nothing
after that. Its one empty file comes into a folder that is gone when this returns.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QUrl
from PySide6.QtQml import QQmlComponent, QQmlEngine

from kiosk.errors import EnvironmentFault

_QML = b"import QtQuick.VirtualKeyboard.Plugins.Pinyin\nPinyinInputMethod {}"
_CONFIG = "XDG_CONFIG_HOME"


def use_virtual_keyboard(environ: os._Environ[str] = os.environ) -> None:
    """Before the application is made: text goes to the field through Qt Virtual Keyboard.

    Its own panel stays away; the keys are ours.
    """
    environ["QT_IM_MODULE"] = environ["QT_IM_MODULES"] = "qtvirtualkeyboard"
    environ["QT_VIRTUALKEYBOARD_DESKTOP_DISABLE"] = "1"


def make_pinyin(engine: QQmlEngine) -> tuple[QQmlComponent, QObject]:
    """A ``PinyinInputMethod``, after the component that owns it.

    It reads its dictionary of 1 MB: some 20 ms, the first time.

    Raises EnvironmentFault where Qt Virtual Keyboard is not installed.
    """
    component = QQmlComponent(engine)
    component.setData(QByteArray(_QML), QUrl())
    with _config_elsewhere():
        method = component.create()
    if method is None:
        raise EnvironmentFault(
            f"The pinyin keyboard cannot be used: {component.errorString().strip()}",
            code="pinyin_missing",
        )
    return component, method


@contextmanager
def _config_elsewhere() -> Iterator[None]:
    before = os.environ.get(_CONFIG)
    with tempfile.TemporaryDirectory(prefix="kiosk-pinyin-") as folder:
        place = Path(folder) / "qtvirtualkeyboard" / "pinyin"
        place.mkdir(parents=True)
        (place / "usr_dict.dat").touch()  # it warns where there is none
        os.environ[_CONFIG] = folder
        try:
            yield
        finally:
            if before is None:
                del os.environ[_CONFIG]
            else:
                os.environ[_CONFIG] = before
