"""Rows of chips: 全部, some topics, and 更多 for the next ones when there are more than fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kiosk.domain.articles import Topic
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.words import topic_word

#: Keys of the chips that are no topic.
ALL, MORE = "all", "more"
ROLES = ("key", "word", "chosen")


class TopicChips:
    """``group``: how often 更多 was tapped."""

    def __init__(self) -> None:
        self.group = 0

    def rows(
        self, topics: Sequence[Topic], chosen: Topic | None, slots: int
    ) -> list[dict[str, Any]]:
        """At most ``slots`` chips; none where there is no topic."""
        if not topics:
            return []
        groups = self._groups(list(topics), slots - 1)
        rows = [{"key": ALL, "word": tr("全部"), "chosen": chosen is None}]
        for topic in groups[self.group % len(groups)]:
            rows.append({"key": topic.value, "word": topic_word(topic), "chosen": topic is chosen})
        if len(groups) > 1:
            rows.append({"key": MORE, "word": tr("更多"), "chosen": False})
        return rows

    @staticmethod
    def _groups(topics: list[Topic], room: int) -> list[list[Topic]]:
        if len(topics) <= room:
            return [topics]
        size = room - 1  # 更多
        return [topics[i : i + size] for i in range(0, len(topics), size)]
