"""Words and numbers as a resident reads them, in the language that is on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from kiosk.domain.articles import Citation, Topic
from kiosk.domain.calls import Tier
from kiosk.domain.laws import Badge, BadgeKind, LawStatus
from kiosk.domain.search import SearchKind, SearchResult
from kiosk.terminal.services.duty import DutyService
from kiosk.terminal.ui.i18n import tr


def weekday(day: date) -> str:
    """周五 | Fri"""
    return [tr("周一"), tr("周二"), tr("周三"), tr("周四"), tr("周五"), tr("周六"), tr("周日")][
        day.weekday()
    ]


def clock_text(moment: datetime) -> str:
    """周五 15:20 (``moment`` in office time)"""
    return f"{weekday(moment.date())} {moment:%H:%M}"


def month(number: int) -> str:
    """11 月 | Nov"""
    return [
        tr("1 月"), tr("2 月"), tr("3 月"), tr("4 月"), tr("5 月"), tr("6 月"),
        tr("7 月"), tr("8 月"), tr("9 月"), tr("10 月"), tr("11 月"), tr("12 月"),
    ][number - 1]  # fmt: skip


def day_text(day: date) -> str:
    """10 月 24 日 | 24 Oct"""
    return tr("{month} {day} 日").format(month=month(day.month), day=day.day)


def full_day_text(day: date) -> str:
    """2025 年 10 月 24 日 | 24 Oct 2025"""
    return tr("{year} 年 {month} {day} 日").format(
        year=day.year, month=month(day.month), day=day.day
    )


def when_text(moment: datetime, now: datetime) -> str:
    """今天 15:00, 明天 9:00, 周五 13:30, 10 月 24 日 9:00 (both in office time)"""
    days = (moment.date() - now.date()).days
    if days == 0:
        day = tr("今天")
    elif days == 1:
        day = tr("明天")
    elif 1 < days < 7 and moment.date() - now.date() < timedelta(days=7):
        day = weekday(moment.date())
    else:
        day = day_text(moment.date())
    return f"{day} {moment.hour}:{moment:%M}"


def badge_text(badge: Badge | None) -> str:
    """已废止 2026-03-01, 内容可能已变 2026-03-01, 2027-01-01 起施行; empty: there is no badge."""
    if badge is None:
        return ""
    day = badge.since.isoformat() if badge.since else ""
    known, unknown = {
        BadgeKind.REPEALED: (tr("已废止 {day}"), tr("已废止")),
        BadgeKind.CHANGED: (tr("内容可能已变 {day}"), tr("内容可能已变")),
        BadgeKind.NOT_YET: (tr("{day} 起施行"), tr("尚未施行")),
    }[badge.kind]
    return known.format(day=day) if day else unknown


def badge_tint(badge: Badge | None) -> str:
    return "plum" if badge is not None and badge.kind is BadgeKind.REPEALED else "lamp"


_STATE = "中华人民共和国"


def law_name(title: str) -> str:
    """As people say it: 劳动合同法 of 中华人民共和国劳动合同法."""
    return title.removeprefix(_STATE) or title


def article_name(number: int, suffix: int = 0) -> str:
    """第 120 条, 第 120 条之 1 | Article 120"""
    if suffix:
        return tr("第 {number} 条之 {suffix}").format(number=number, suffix=suffix)
    return tr("第 {number} 条").format(number=number)


def citation_text(citations: Iterable[Citation]) -> str:
    """法律援助法第 31、32 条 | 法律援助法 Articles 31, 32; several laws one after the other."""
    by_law: dict[str, list[str]] = {}
    for cited in citations:
        by_law.setdefault(law_name(cited.law), []).append(str(cited.article))
    laws = [
        tr("{law}第 {articles} 条").format(law=law, articles=tr("、").join(articles))
        for law, articles in by_law.items()
    ]
    return tr("；").join(laws)


def topic_word(topic: Topic) -> str:
    return {
        Topic.LABOUR: tr("劳动"),
        Topic.FAMILY: tr("婚姻家庭"),
        Topic.HOUSING: tr("房屋"),
        Topic.ELDER: tr("养老"),
        Topic.FRAUD: tr("防骗"),
        Topic.TRAFFIC: tr("交通"),
        Topic.CONSUMER: tr("消费"),
        Topic.INJURY: tr("工伤"),
        Topic.DEBT: tr("欠债"),
        Topic.INHERITANCE: tr("继承"),
        Topic.NEIGHBOURS: tr("邻里"),
        Topic.SAFETY: tr("人身安全"),
        Topic.AID: tr("法律援助"),
        Topic.EVENTS: tr("活动"),
        Topic.COURTS: tr("打官司"),
    }[topic]


_TINTS = {
    Topic.LABOUR: "clay",
    Topic.FAMILY: "plum",
    Topic.HOUSING: "pine",
    Topic.ELDER: "olive",
    Topic.FRAUD: "plum",
    Topic.TRAFFIC: "clay",
    Topic.CONSUMER: "olive",
    Topic.INJURY: "clay",
    Topic.DEBT: "olive",
    Topic.INHERITANCE: "plum",
    Topic.NEIGHBOURS: "pine",
    Topic.SAFETY: "plum",
    Topic.AID: "lamp",
    Topic.EVENTS: "clay",
    Topic.COURTS: "pine",
}


def topic_tint(topic: Topic) -> str:
    """Name of the tint of a subject (Theme.tintFill)."""
    return _TINTS[topic]


_SYMBOLS = {
    Topic.LABOUR: "helmet",
    Topic.FAMILY: "heart",
    Topic.HOUSING: "home",
    Topic.ELDER: "people",
    Topic.FRAUD: "alarm",
    Topic.TRAFFIC: "walk",
    Topic.CONSUMER: "bag",
    Topic.INJURY: "selftest",
    Topic.DEBT: "note",
    Topic.INHERITANCE: "stamp",
    Topic.NEIGHBOURS: "talk",
    Topic.SAFETY: "lock",
    Topic.AID: "umbrella",
    Topic.EVENTS: "lantern",
    Topic.COURTS: "court",
}


def topic_symbol(topic: Topic) -> str:
    """Name of the icon of a subject."""
    return _SYMBOLS[topic]


def tier_word(tier: Tier | None) -> str:
    """Which of the three tiers a lawyer answers for."""
    if tier is Tier.STREET:
        return tr("街道律师")
    if tier is Tier.DISTRICT:
        return tr("区中心律师")
    return tr("社区律师")


def example_mark(example: bool) -> str:
    """（示例） beside everything that is made up."""
    return tr("（示例）") if example else ""


def person_name(name: str, name_en: str, english: bool) -> str:
    """English keeps the Chinese name, with the English one after it."""
    return f"{name} {name_en}".strip() if english and name_en else name


def duty_state(duty: DutyService) -> str:
    """available | busy | nobody | connecting | offline (what was known may be wrong)."""
    if duty.current is not None:
        return duty.current.state
    return "connecting" if duty.connecting else "offline"


def duty_tag(duty: DutyService) -> str:
    return {
        "available": tr("现在有人在"),
        "busy": tr("正接待前一位"),
        "nobody": tr("现在没人值班"),
        "connecting": tr("正在连接"),
        "offline": tr("没连上网"),
    }[duty_state(duty)]


def kind_look(kind: SearchKind) -> tuple[str, str, str]:
    """What a result is: its word, symbol and tint."""
    return {
        SearchKind.GUIDE: (tr("指南"), "guide", "olive"),
        SearchKind.FAQ: (tr("常见问题"), "help", "pine"),
        SearchKind.LAW: (tr("法律条文"), "court", "olive"),
        SearchKind.ENTRY: (tr("机构"), "place", "clay"),
        SearchKind.LAWYER: (tr("律师"), "people", "pine"),
        SearchKind.ORGANISATION: (tr("街道"), "building", "clay"),
        SearchKind.EVENT: (tr("活动"), "lantern", "clay"),
        SearchKind.NOTICE: (tr("通知"), "note", "plum"),
        SearchKind.NEWS: (tr("资讯"), "news", "olive"),
    }[kind]


def found_badge(result: SearchResult) -> tuple[str, str]:
    """Badge and tint of what does not hold any more or yet; empty where it does."""
    kinds = {
        LawStatus.REPEALED: BadgeKind.REPEALED,
        LawStatus.AMENDED: BadgeKind.CHANGED,
        LawStatus.NOT_YET: BadgeKind.NOT_YET,
        None: BadgeKind.CHANGED if result.since else None,
    }
    kind = kinds.get(result.status)
    badge = Badge(kind, result.since) if kind else None
    return badge_text(badge), badge_tint(badge)
