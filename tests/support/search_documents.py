"""A few documents to search: a guide, news, a question, a law with its former version, a lawyer."""

from __future__ import annotations

from datetime import date

from kiosk.domain.articles import ArticleKind, Topic
from kiosk.domain.calls import Tier
from kiosk.domain.laws import LawStatus
from kiosk.protocol.content import (
    AnyDoc,
    ArticleDoc,
    ChapterDoc,
    FaqDoc,
    LawArticleDoc,
    LawDoc,
    LawyerDoc,
)
from kiosk.protocol.feed import Change
from kiosk.terminal.storage.content import ContentStore
from tests.support.feed import apply, batch

WAGES = ArticleDoc(
    id="wages", form=ArticleKind.GUIDE, title="干活没拿到钱，可以这样要回来",
    title_en="Not paid for your work?", summary="先留证据，再申请仲裁", topic=Topic.LABOUR,
    published=date(2026, 1, 1), body="## 先做什么\n\n**先留好证据。** 工资欠条也算。",
)  # fmt: skip
NEWS = ArticleDoc(
    id="news", form=ArticleKind.NEWS, title="社区讲工资", topic=Topic.LABOUR,
    published=date(2026, 2, 1), body="周五讲拖欠工资怎么要。",
)  # fmt: skip
FAQ = FaqDoc(id="faq", question="押金不退怎么办？", answer="先看合同。", topic=Topic.HOUSING)
LAW = LawDoc(
    id="law", title="中华人民共和国示例法", effective=date(2020, 1, 1),
    chapters=(ChapterDoc(title="第一章 劳动报酬", level=2, first=0),),
    articles=(
        LawArticleDoc(number=1, text="用人单位应当及时足额支付劳动报酬。"),
        LawArticleDoc(number=2, text="本条说的是别的事情。"),
        LawArticleDoc(number=2, suffix=1, text="出租人应当返还押金。"),
    ),
)  # fmt: skip
OLD_LAW = LAW.model_copy(
    update={"id": "old", "status": LawStatus.REPEALED, "repealed": date(2019, 12, 31)}
)
LAWYER = LawyerDoc(id="shan", name="单雨芳", firm="firm", tier=Tier.COMMUNITY, bio="在社区值班。")


def fill(store: ContentStore, *docs: AnyDoc) -> None:
    """Put these into a cache, after what it holds."""
    _feed, after = store.cursor()
    changes = [
        Change(revision=i, kind=doc.kind, id=doc.id, doc=doc.model_dump(mode="json"))
        for i, doc in enumerate(docs, after + 1)
    ]
    apply(store, batch(changes, after=after))
