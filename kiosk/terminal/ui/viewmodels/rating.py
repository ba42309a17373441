"""Behind RatingPage: did it help? One choice, one step, kept until the server has it."""

from __future__ import annotations

import logging

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.ids import new_id
from kiosk.errors import KioskError
from kiosk.terminal.ui.viewmodels.base import PageViewModel

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

_log = logging.getLogger(__name__)
