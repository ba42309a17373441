"""Behind the lists of news and guides: topics, pages of a few, what is new."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.articles import Article, ArticleKind, Topic, reading_minutes
from kiosk.domain.clock import office_time
from kiosk.terminal.services.events import (
    ConnectionChanged,
    ContentChanged,
    Event,
    FirstSyncTried,
)
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.images import file_path
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.base import PageViewModel, RowsModel, page_count
from kiosk.terminal.ui.viewmodels.shell import AppViewModel
from kiosk.terminal.ui.words import badge_text, badge_tint, day_text, topic_tint, topic_word

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

#: An item is marked new on its day and the day after.
NEW_FOR = timedelta(days=2)
_ALL = "all"
_MORE = "more"


@QmlElement
@QmlUncreatable("a base")
class ArticleListViewModel(PageViewModel):
    """Chips: 全部, some topics, and 更多 for the next ones when there are more than fit."""

    listChanged = Signal()
    kind = ArticleKind.NEWS

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        roles = ("articleId", "heading", "topic", "tint", "badge", "badgeTint", "fresh", "line",
                 "picture", "pictureAlt")  # fmt: skip
        self._items = RowsModel(roles, self)
        self._chips = RowsModel(("key", "word", "chosen"), self)
        self._topic: Topic | None = None
        self._chip_group = 0
        self._page = 0
        self._pages = 1
        self._aside = ""
        self._page_size = 4
        self._chip_slots = 5

    def enter(self, argument: str) -> None:
        """``argument``: a topic to begin with, or nothing."""
        self._topic = Topic(argument) if argument else None
        self._chip_group = self._page = 0
        self._refresh()

    def resume(self, argument: str) -> None:
        self._refresh()

    def handle(self, event: Event) -> None:
        if isinstance(event, ContentChanged):
            self._refresh()
        elif isinstance(event, ConnectionChanged | FirstSyncTried):
            self.listChanged.emit()

    def retranslate(self) -> None:
        self._refresh()

    def reset(self) -> None:
        self.enter("")

    def _articles(self) -> list[Article]:
        return self.context.content.articles(self.kind, self._topic)

    def _refresh(self) -> None:
        articles = self._articles()
        if self._topic is not None and not articles:
            self._topic, self._page = None, 0
            articles = self._articles()
        self._pages = page_count(len(articles), self._page_size)
        self._page = min(self._page, self._pages - 1)
        first = self._page * self._page_size
        self._items.set([self._row(a) for a in articles[first : first + self._page_size]])
        self._chips.set(self._chip_rows())
        self._aside = self._aside_words()
        self.listChanged.emit()

    def _row(self, article: Article) -> dict[str, Any]:
        english = self.app.english
        today = office_time(self.context.clock.now()).date()
        badge = self.context.laws.badge(article)
        return {
            "articleId": article.id,
            "heading": (english and article.title_en) or article.title,
            "topic": topic_word(article.topic),
            "tint": topic_tint(article.topic),
            # What is stale takes the place of what is new, and of when.
            "badge": badge_text(badge),
            "badgeTint": badge_tint(badge),
            "fresh": badge is None and today - article.published < NEW_FOR,
            "line": "" if badge else self._note(article),
            "picture": file_path(self.context.content.picture(article.picture)),
            "pictureAlt": (english and article.picture_alt_en) or article.picture_alt,
        }

    def _note(self, article: Article) -> str:
        minutes = tr("约 {n} 分钟读完").format(n=reading_minutes(article.body))
        return f"{day_text(article.published)} · {minutes}"

    # --- topics ------------------------------------------------------------------------------

    def _groups(self) -> list[list[Topic]]:
        """Topics in the groups in which the chips show them."""
        topics = self.context.content.topics(self.kind)
        room = self._chip_slots - 1  # 全部
        if len(topics) <= room:
            return [topics]
        size = room - 1  # 更多
        return [topics[i : i + size] for i in range(0, len(topics), size)]

    def _chip_rows(self) -> list[dict[str, Any]]:
        groups = self._groups()
        shown = groups[self._chip_group % len(groups)]
        rows = [{"key": _ALL, "word": tr("全部"), "chosen": self._topic is None}]
        rows += [{"key": t.value, "word": topic_word(t), "chosen": t is self._topic} for t in shown]
        if len(groups) > 1:
            rows.append({"key": _MORE, "word": tr("更多"), "chosen": False})
        return rows

    @Slot(str)
    def choose(self, key: str) -> None:
        """A chip was tapped."""
        if key == _MORE:
            self._chip_group = (self._chip_group + 1) % len(self._groups())
        else:
            self._topic = None if key == _ALL else Topic(key)
            self._page = 0
        self._refresh()

    # --- pages -------------------------------------------------------------------------------

    @Slot(int, int)
    def setRoom(self, items: int, chips: int) -> None:
        """How many items and chips the page has room for."""
        if (items, chips) == (self._page_size, self._chip_slots):
            return
        first = self._page * self._page_size
        self._page_size, self._chip_slots = items, chips
        self._page, self._chip_group = first // items, 0
        self._refresh()

    @Slot()
    def next(self) -> None:
        self._page += 1
        self._refresh()

    @Slot()
    def previous(self) -> None:
        self._page = max(0, self._page - 1)
        self._refresh()

    @Slot(str)
    def openArticle(self, article_id: str) -> None:
        self.app.open("article", article_id)

    def _get_status(self) -> int:
        return self.list_status(len(self._items.rows))

    def _get_page(self) -> int:
        return self._page + 1

    def _get_pages(self) -> int:
        return self._pages

    def _aside_words(self) -> str:
        today = self.context.content.published_today(self.kind)
        if today and self.kind is ArticleKind.NEWS:
            return tr("今天更新 {n} 条").format(n=today)
        return tr("共 {n} 篇").format(n=len(self.context.content.articles(self.kind)))

    def _get_items(self) -> QObject:
        return self._items

    def _get_chips(self) -> QObject:
        return self._chips

    def _get_aside(self) -> str:
        return self._aside

    status = Property(int, _get_status, notify=listChanged)
    page = Property(int, _get_page, notify=listChanged)
    pages = Property(int, _get_pages, notify=listChanged)
    aside = Property(str, _get_aside, notify=listChanged)
    items = Property(QObject, _get_items, constant=True)
    chips = Property(QObject, _get_chips, constant=True)


@QmlElement
@QmlUncreatable("app.py makes the one there is")
class NewsViewModel(ArticleListViewModel):
    kind = ArticleKind.NEWS


@QmlElement
@QmlUncreatable("app.py makes the one there is")
class GuidesViewModel(ArticleListViewModel):
    kind = ArticleKind.GUIDE

    def _note(self, article: Article) -> str:
        return tr("约 {n} 分钟读完").format(n=reading_minutes(article.body))

    def _row(self, article: Article) -> dict[str, Any]:
        return {**super()._row(article), "fresh": False}
