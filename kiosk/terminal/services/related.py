"""What belongs together because content cites it: guides, questions, articles of laws."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.domain.articles import Article, ArticleKind, Citation
from kiosk.domain.faqs import Faq
from kiosk.domain.laws import LawStatus
from kiosk.terminal.services.content import ContentService
from kiosk.terminal.services.laws import LawArticleView, LawService

#: Two pages of a list: more is no help.
MOST = 8

Related = Article | Faq | LawArticleView


@dataclass(frozen=True, slots=True)
class _Read:
    """What content is compared by."""

    id: str
    citations: frozenset[Citation]


def law_articles(citations: Iterable[Citation], laws: LawService) -> list[LawArticleView]:
    """The cited articles that the cache has, of the text of each law that holds."""
    found = []
    for citation in dict.fromkeys(citations):
        texts = laws.texts_of(citation.law)
        now = [t for t in texts if laws.status(t) is LawStatus.IN_FORCE]
        for text in (now or texts)[:1]:
            view = laws.article(text.id, citation.article)
            if view is not None:
                found.append(view)
    return found


def related_to(thing: Related, content: ContentService, laws: LawService) -> list[Related]:
    """To a guide or an answer: guides and questions that cite the same articles, then those
    articles, then others on its topic. To an article of a law: what cites it."""
    guides = content.articles(ArticleKind.GUIDE)
    written: list[Article | Faq] = [*guides, *content.faqs()]
    if isinstance(thing, LawArticleView):
        cited = frozenset({Citation(thing.law.title, thing.article.number)})
        citing: list[Related] = [x for x in written if cited & set(x.citations)]
        return citing[:MOST] if not thing.article.suffix else []
    read = _Read(thing.id, frozenset(thing.citations))
    others = [x for x in written if x.id != read.id]
    shared = {x.id: len(read.citations & set(x.citations)) for x in others}
    near = sorted((x for x in others if shared[x.id]), key=lambda x: -shared[x.id])
    articles = law_articles(thing.citations, laws)
    also = [x for x in others if x not in near and x.topic is thing.topic]
    # Of each something: the words of the law are what the page rests on.
    return [*near[:3], *articles[:3], *near[3:], *also, *articles[3:]][:MOST]
