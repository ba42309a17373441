"""News, guides and questions for the pages. Reads only the cache; call it on any thread."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from kiosk.domain.articles import Article, ArticleKind, Topic
from kiosk.domain.clock import Clock, office_time
from kiosk.domain.faqs import Faq
from kiosk.terminal.services.ports import ContentReader


def _mixed(articles: list[Article]) -> list[Article]:
    """The given order, changed only where two neighbours would be of one topic."""
    left, mixed = list(articles), list[Article]()
    counts = Counter(a.topic for a in left)
    while left:
        last = mixed[-1].topic if mixed else None
        topic, most = counts.most_common(1)[0]
        # Half of what is left is of one topic: now, or there will not be enough between them.
        urgent = topic if 2 * most > len(left) and topic is not last else None
        fit = (a for a in left if (a.topic is urgent if urgent else a.topic is not last))
        taken = next(fit, left[0])
        left.remove(taken)
        counts[taken.topic] -= 1
        mixed.append(taken)
    return mixed


class ContentService:
    def __init__(self, reader: ContentReader, clock: Clock) -> None:
        self._reader = reader
        self._clock = clock

    @property
    def readable(self) -> bool:
        """False: that there is nothing to show is because the cache cannot be read."""
        return self._reader.readable

    def articles(self, kind: ArticleKind, topic: Topic | None = None) -> list[Article]:
        """Newest first; ``topic`` None: all of them. Not shown before the day that it is dated.

        All guides come mixed: neighbours differ in topic, as far as that can be.

        Where all that there is would be of the future, it is the clock that is wrong (an empty
        battery: 1970), and everything is shown.
        """
        today = office_time(self._clock.now()).date()
        everything = all(
            a.published > today for each in ArticleKind for a in self._reader.articles(each)
        )
        shown = [
            a
            for a in self._reader.articles(kind)
            if (a.published <= today or everything) and (topic is None or a.topic is topic)
        ]
        return _mixed(shown) if kind is ArticleKind.GUIDE and topic is None else shown

    def topics(self, kind: ArticleKind) -> list[Topic]:
        """Topics that occur, the most frequent first."""
        counts = Counter(a.topic for a in self.articles(kind))
        order = list(Topic)
        return sorted(counts, key=lambda t: (-counts[t], order.index(t)))

    def article(self, article_id: str) -> Article | None:
        return self._reader.article(article_id)

    def related(self, article_id: str, limit: int = 3) -> list[Article]:
        """Others on the same topic: guides before news, newest first."""
        article = self._reader.article(article_id)
        if article is None:
            return []
        both = [*self.articles(ArticleKind.GUIDE), *self.articles(ArticleKind.NEWS)]
        return [a for a in both if a.topic is article.topic and a.id != article_id][:limit]

    def faqs(self, topic: Topic | None = None) -> list[Faq]:
        """Questions in their order; ``topic`` None: all of them."""
        return [q for q in self._reader.faqs() if topic is None or q.topic is topic]

    def faq_topics(self) -> list[tuple[Topic, int]]:
        """Topics that have questions, in their fixed order, with how many."""
        counts = Counter(q.topic for q in self._reader.faqs())
        return [(topic, counts[topic]) for topic in Topic if counts[topic]]

    def faq(self, faq_id: str) -> Faq | None:
        return self._reader.faq(faq_id)

    def published_today(self, kind: ArticleKind) -> int:
        """How many carry today's date on the office's calendar."""
        today = office_time(self._clock.now()).date()
        return sum(1 for a in self._reader.articles(kind) if a.published == today)

    def picture(self, sha256: str | None) -> Path | None:
        """The file of a picture; None when there is none, or it is not here yet."""
        return None if sha256 is None else self._reader.blob_path(sha256)
