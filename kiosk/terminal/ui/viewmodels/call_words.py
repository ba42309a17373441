"""What the call pages say: topics, tiers, and one clear page for each way a call can end."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.articles import Topic
from kiosk.domain.calls import EndReason, Media, Tier
from kiosk.terminal.ui.i18n import tr


def topic_words() -> list[tuple[Topic | None, str]]:
    """The few topics that people come with most, then None: hard to say."""
    return [
        (Topic.LABOUR, tr("工钱和工作")),
        (Topic.FAMILY, tr("婚姻家庭")),
        (Topic.HOUSING, tr("租房买房")),
        (Topic.DEBT, tr("欠钱借钱")),
        (Topic.INHERITANCE, tr("遗产遗嘱")),
        (Topic.TRAFFIC, tr("撞车受伤")),
        (Topic.NEIGHBOURS, tr("邻居物业")),
        (None, tr("说不清，直接问")),
    ]


def tier_office(tier: Tier) -> str:
    """The tier of the duty office, by the name on its door."""
    return {
        Tier.COMMUNITY: tr("社区律师"),
        Tier.STREET: tr("街道司法所"),
        Tier.DISTRICT: tr("区公共法律服务中心"),
    }[tier]


def span_words(span: float) -> str:
    """A short span, in seconds, in words: ``18 秒``, ``2 分 5 秒``."""
    seconds = max(0, int(span))
    if seconds < 60:
        return tr("{s} 秒").format(s=seconds)
    return tr("{m} 分 {s} 秒").format(m=seconds // 60, s=seconds % 60)


def duration_words(span: float) -> str:
    """A running call's length, from seconds: ``06:42``, and ``1:06:42`` from an hour on."""
    seconds = max(0, int(span))
    hours, rest = divmod(seconds, 3600)
    minutes = f"{rest // 60:02d}:{rest % 60:02d}"
    return f"{hours}:{minutes}" if hours else minutes


@dataclass(frozen=True, slots=True)
class Ending:
    """The page after a call. Actions: ``action_words``; the first is the step.

    ``fault``: something broke (shown with the cinnabar bar), as opposed to somebody's choice.
    """

    title: str
    text: str
    actions: tuple[str, ...]
    fault: bool = False


def ending(
    reason: EndReason | None,
    *,
    media: Media,
    answered: bool,
    online: bool,
    next_shift: str = "",
) -> Ending:
    """Words and next steps for the end of a call.

    ``online``: the device socket is up, so that calling again can work.
    """
    if reason in (EndReason.RESIDENT_HUNG_UP, EndReason.LAWYER_HUNG_UP) and answered:
        return Ending(
            tr("通话结束了"),
            tr("还有事，可以再打一次。"),
            ("rate", "again", "directory", "home"),
        )
    if reason in (EndReason.RESIDENT_CANCELLED, EndReason.RESIDENT_HUNG_UP):
        return Ending(
            tr("好的，不等了"),
            tr("律师那边不响了。\n想打的时候，随时再打。"),
            ("home", "again", "hotline", "directory"),
        )
    if reason is EndReason.DECLINED:
        return Ending(
            tr("律师现在走不开"),
            tr("不是您的问题。\n过一会儿再打，或留号码等电话。"),
            ("again", "call-back", "hotline", "home"),
        )
    if reason in (EndReason.NO_ANSWER, EndReason.LAWYER_HUNG_UP):
        return Ending(
            tr("还没有人接"),
            tr("律师可能离开了一会儿。\n再打一次，或留号码等电话。"),
            ("again", "call-back", "hotline", "home"),
        )
    if reason is EndReason.NOBODY_ON_DUTY:
        text = tr("可以约时间，或留号码等电话。\n急的话，打 12348。")
        return Ending(
            tr("现在没有律师值班"),
            f"{next_shift}\n{text}" if next_shift else text,
            ("appointment", "call-back", "hotline", "home"),
        )
    return _broken(reason, media, answered, online)


def left_ending() -> Ending:
    """Words for a conversation that was going on when the power went."""
    return Ending(
        tr("刚才的通话还在"),
        tr("刚才停电了，律师还在等您。\n要是您刚才在和律师说话，可以接着谈。"),
        ("go-on", "leave"),
    )


def _broken(reason: EndReason | None, media: Media, answered: bool, online: bool) -> Ending:
    title = tr("电话断了，不是您的问题") if answered else tr("电话没接通，不是您的问题")
    rate = ("rate",) if answered else ()
    if not online:
        return Ending(
            title,
            tr("网络断了，正在自动接回来。\n急的话，打 12348 法律热线。也可以先留号码。"),
            ("hotline", "call-back", "home", *rate),
            fault=True,
        )
    if reason is EndReason.LAWYER_LOST:
        text = tr("律师那边断线了。我们再打一次。")
    elif reason is EndReason.SERVER_LOST:
        text = tr("网络刚才断了，现在好了。我们再打一次。")
    elif media is Media.VIDEO:
        text = tr("我们再打一次。\n画面不行，也可以只用声音。")
        return Ending(title, text, ("again", "voice", "hotline", "home", *rate), fault=True)
    else:
        text = tr("我们再打一次。")
    return Ending(title, text, ("again", "hotline", "directory", "home", *rate), fault=True)


def action_words(action: str, media: Media) -> tuple[str, str]:
    """(label, icon) of an ending's action."""
    return {
        "go-on": (tr("接着谈"), "video" if media is Media.VIDEO else "phone"),
        "leave": (tr("不是我，结束它"), "home"),
        "again": (tr("再打一次"), "video" if media is Media.VIDEO else "phone"),
        "voice": (tr("只用声音打"), "phone"),
        "hotline": (tr("看 12348 怎么打"), "phone"),
        "directory": (tr("找服务机构"), "place"),
        "call-back": (tr("留号码，请人打给我"), "phone"),
        "appointment": (tr("约个时间"), "clock"),
        "home": (tr("回首页"), "home"),
        "rate": (tr("评一评"), "good"),
    }[action]
