"""Behind the lists of what is to be read: news, guides, questions, laws, and what goes together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from PySide6.QtQml import QmlElement

from kiosk.domain.articles import Article, ArticleKind, Topic, reading_minutes
from kiosk.domain.clock import office_time
from kiosk.domain.faqs import Faq
from kiosk.domain.laws import LawHead
from kiosk.terminal.services.laws import LawArticleView
from kiosk.terminal.services.related import Related, related_to
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.images import file_path
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.law import article_argument, find_article
from kiosk.terminal.ui.viewmodels.topic_list import TopicListViewModel
from kiosk.terminal.ui.words import (
    article_name,
    badge_text,
    badge_tint,
    day_text,
    full_day_text,
    law_name,
    topic_tint,
    topic_word,
)

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

#: An item is marked new on its day and the day after.
NEW_FOR = timedelta(days=2)


class _ReadingListViewModel(TopicListViewModel):
    """How an article, a question and a law look in a list."""

    def _article_row(self, article: Article) -> dict[str, Any]:
        english = self.app.english
        badge = self.context.laws.badge(article)
        return {
            "goal": "article",
            "itemId": article.id,
            "heading": (english and article.title_en) or article.title,
            "topic": topic_word(article.topic),
            "tint": topic_tint(article.topic),
            # What is stale takes the place of when.
            "badge": badge_text(badge),
            "badgeTint": badge_tint(badge),
            "line": "" if badge else self._note(article),
            "picture": file_path(self.context.content.picture(article.picture)),
            "pictureAlt": (english and article.picture_alt_en) or article.picture_alt,
        }

    def _note(self, article: Article) -> str:
        return tr("约 {n} 分钟读完").format(n=reading_minutes(article.body))

    def _faq_row(self, faq: Faq) -> dict[str, Any]:
        badge = self.context.laws.badge(faq)
        return {
            "goal": "faq",
            "itemId": faq.id,
            "heading": (self.app.english and faq.question_en) or faq.question,
            "topic": topic_word(faq.topic),
            "tint": topic_tint(faq.topic),
            "badge": badge_text(badge),
            "badgeTint": badge_tint(badge),
        }


class ArticleListViewModel(_ReadingListViewModel):
    kind = ArticleKind.NEWS

    def _things(self) -> Sequence[Article]:
        return self.context.content.articles(self.kind, self._topic)

    def _topics(self) -> Sequence[Topic]:
        return self.context.content.topics(self.kind)

    def _row(self, thing: Article) -> dict[str, Any]:
        return self._article_row(thing)


@QmlElement
@QmlUncreatable("app.py makes the one there is")
class NewsViewModel(ArticleListViewModel):
    kind = ArticleKind.NEWS

    def _note(self, article: Article) -> str:
        return f"{day_text(article.published)} · {super()._note(article)}"

    def _row(self, thing: Article) -> dict[str, Any]:
        row = super()._row(thing)
        today = office_time(self.context.clock.now()).date()
        return {**row, "fresh": not row["badge"] and today - thing.published < NEW_FOR}

    def _aside_words(self) -> str:
        today = self.context.content.published_today(self.kind)
        if today:
            return tr("今天更新 {n} 条").format(n=today)
        return tr("共 {n} 篇").format(n=len(self.context.content.articles(self.kind)))


@QmlElement
@QmlUncreatable("app.py makes the one there is")
class GuidesViewModel(ArticleListViewModel):
    kind = ArticleKind.GUIDE


@QmlElement
@QmlUncreatable("app.py makes the one there is")
class FaqsViewModel(_ReadingListViewModel):
    def _things(self) -> Sequence[Faq]:
        return self.context.content.faqs(self._topic)

    def _topics(self) -> Sequence[Topic]:
        return [topic for topic, _ in self.context.content.faq_topics()]

    def _row(self, thing: Faq) -> dict[str, Any]:
        return self._faq_row(thing)


@QmlElement
@QmlUncreatable("app.py makes the one there is")
class LawsViewModel(_ReadingListViewModel):
    """Laws that guides and questions rest on first; a law has the topics of what cites it."""

    def _cited(self) -> dict[str, Counter[Topic]]:
        """Title of a law -> how often each topic cites it."""
        content = self.context.content
        cited: dict[str, Counter[Topic]] = {}
        written: list[Article | Faq] = [*content.articles(ArticleKind.GUIDE), *content.faqs()]
        for thing in written:
            for law in {c.law for c in thing.citations}:
                cited.setdefault(law, Counter())[thing.topic] += 1
        return cited

    def _things(self) -> Sequence[LawHead]:
        cited, topic = self._cited(), self._topic

        def weight(law: LawHead) -> int:
            counts = cited.get(law.title, Counter())
            return counts.total() if topic is None else counts[topic]

        laws = self.context.laws.laws()
        shown = laws if topic is None else [law for law in laws if weight(law)]
        held = {law.id: self.context.laws.badge(law) is None for law in shown}
        return sorted(shown, key=lambda law: (not held[law.id], -weight(law), law.title))

    def _topics(self) -> Sequence[Topic]:
        cited = self._cited()
        counts: Counter[Topic] = Counter()
        for law in self.context.laws.laws():
            counts += cited.get(law.title, Counter())
        return [topic for topic, _ in counts.most_common()]

    def _row(self, thing: LawHead) -> dict[str, Any]:
        badge = self.context.laws.badge(thing)
        since = thing.effective
        return {
            "goal": "law",
            "itemId": thing.id,
            "heading": thing.title,
            "topic": tr("{day}起施行").format(day=full_day_text(since))
            if since
            else tr("法律条文"),
            "tint": "pine",
            "badge": badge_text(badge),
            "badgeTint": badge_tint(badge),
            "line": thing.issuer,
        }


@QmlElement
@QmlUncreatable("app.py makes the one there is")
class RelatedViewModel(_ReadingListViewModel):
    """What goes with ``article:<id>``, ``faq:<id>`` or ``law:<law>#<article>``."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self._argument = ""

    def enter(self, argument: str) -> None:
        self._argument = argument
        super().enter("")

    def resume(self, argument: str) -> None:
        self._argument = argument
        super().resume(argument)

    def reset(self) -> None:
        self._argument = ""
        super().reset()

    def _thing(self) -> Related | None:
        kind, _, name = self._argument.partition(":")
        content = self.context.content
        match kind:
            case "article":
                return content.article(name)
            case "faq":
                return content.faq(name)
            case "law":
                return find_article(self.context.laws, name)
        return None

    def _things(self) -> Sequence[Related]:
        thing = self._thing()
        return related_to(thing, self.context.content, self.context.laws) if thing else ()

    def _topics(self) -> Sequence[Topic]:
        return ()

    def _row(self, thing: Related) -> dict[str, Any]:
        if isinstance(thing, Article):
            return {**self._article_row(thing), "picture": "", "topic": tr("法律指南"), "line": ""}
        if isinstance(thing, Faq):
            return {**self._faq_row(thing), "topic": tr("常见问题")}
        return self._law_article_row(thing)

    def _law_article_row(self, view: LawArticleView) -> dict[str, Any]:
        article = view.article
        name = article_name(article.number, article.suffix)
        return {
            "goal": "law",
            "itemId": article_argument(view.law.id, article.number, article.suffix),
            "heading": f"{law_name(view.law.title)} {name}",
            "topic": tr("法律条文"),
            "tint": "pine",
            "badge": badge_text(view.badge),
            "badgeTint": badge_tint(view.badge),
            "line": view.path[-1].title if view.path else "",
        }
