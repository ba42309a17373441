"""Behind an article and the answer to a question."""

from __future__ import annotations

from typing import cast

from PySide6.QtQml import QmlElement

from kiosk.domain.articles import Article
from kiosk.domain.faqs import Faq
from kiosk.domain.laws import Badge
from kiosk.protocol.richtext import Block, note, parse
from kiosk.terminal.services.takeaway import Kind
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.images import file_path
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.reader import ReaderViewModel, citation_notes
from kiosk.terminal.ui.words import day_text, full_day_text, topic_tint, topic_word

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1


class _WrittenViewModel(ReaderViewModel):
    """What an article and an answer share."""

    @property
    def _written(self) -> Article | Faq:
        return cast("Article | Faq", self._thing)

    def _the_badge(self) -> Badge | None:
        return self.context.laws.badge(self._written)

    def _the_topic(self) -> tuple[str, str]:
        return topic_word(self._written.topic), topic_tint(self._written.topic)

    def _the_id(self) -> str:
        return self._written.id

    def _checked_note(self) -> list[Block]:
        day = self._written.checked
        return [note(tr("核对日期：{day}").format(day=full_day_text(day)))] if day else []


@QmlElement
@QmlUncreatable("app.py makes the one there is")
class ArticleViewModel(_WrittenViewModel):
    kind: Kind = "article"

    def _find(self, argument: str) -> Article | None:
        return self.context.content.article(argument)

    @property
    def _article(self) -> Article:
        return cast("Article", self._thing)

    def _the_blocks(self) -> list[Block]:
        """The body, then who says it, what law it rests on, and when that was checked."""
        article = self._article
        blocks = parse(article.body)
        if article.source:
            blocks.append(note(tr("来源：{source}").format(source=article.source)))
        blocks += citation_notes(article.citations, article.held_on, self.context.laws)
        return [*blocks, *self._checked_note()]

    def _the_title(self) -> str:
        return (self.app.english and self._article.title_en) or self._article.title

    def _the_aside(self) -> str:
        return day_text(self._article.published)

    def _the_source(self) -> str:
        return self._article.source

    def _the_picture(self) -> tuple[str, str]:
        article = self._article
        alt = (self.app.english and article.picture_alt_en) or article.picture_alt
        return file_path(self.context.content.picture(article.picture)), alt


@QmlElement
@QmlUncreatable("app.py makes the one there is")
class FaqViewModel(_WrittenViewModel):
    kind: Kind = "faq"

    def _find(self, argument: str) -> Faq | None:
        return self.context.content.faq(argument)

    @property
    def _faq(self) -> Faq:
        return cast("Faq", self._thing)

    def _english_answer(self) -> bool:
        return bool(self.app.english and self._faq.answer_en)

    def _the_blocks(self) -> list[Block]:
        """The answer, then what law it rests on, and when that was checked."""
        faq = self._faq
        blocks = parse(faq.answer_en if self._english_answer() else faq.answer)
        blocks += citation_notes(faq.citations, faq.checked, self.context.laws)
        return [*blocks, *self._checked_note()]

    def _the_title(self) -> str:
        return (self.app.english and self._faq.question_en) or self._faq.question

    def _the_note(self) -> str:
        return "" if self._english_answer() else super()._the_note()
