"""Short notices on the screen."""

from __future__ import annotations

from enum import StrEnum


class NoticeLevel(StrEnum):
    ORDINARY = "ordinary"
    EMERGENCY = "emergency"
