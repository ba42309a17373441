"""What the pages of appointments say: days, slips, and why a wish could not be met."""

from __future__ import annotations

from datetime import date, datetime

from kiosk.domain.appointments import AT_A_TIME
from kiosk.domain.clock import office_time
from kiosk.terminal.services.directory import LawyerView
from kiosk.terminal.services.slips import Slip, SlipStep
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.words import day_text, example_mark, person_name, weekday


def near_day(day: date, today: date) -> str:
    """今天, 明天, 本周五, 下周五, and 周五 from then on."""
    days = (day - today).days
    if days in (0, 1):
        return tr("今天") if days == 0 else tr("明天")
    weeks = (day.toordinal() - 1) // 7 - (today.toordinal() - 1) // 7  # Monday begins a week
    if weeks == 0:
        return tr("本{day}").format(day=weekday(day))
    if weeks == 1:
        return tr("下{day}").format(day=weekday(day))
    return weekday(day)


def slot_text(starts_at: datetime) -> str:
    """11 月 27 日 周五 14:30"""
    begin = office_time(starts_at)
    return f"{day_text(begin.date())} {weekday(begin.date())} {begin:%H:%M}"


def lawyer_words(view: LawyerView | None, english: bool) -> str:
    """陈静律师（示例）"""
    if view is None:
        return tr("律师")
    name = person_name(view.lawyer.name, view.lawyer.name_en, english)
    return tr("{name}律师{mark}").format(name=name, mark=example_mark(view.lawyer.example))


def until_words(until: datetime) -> str:
    """11 月 21 日 15:20 前有效。"""
    moment = office_time(until)
    return tr("{day} {time} 前有效。").format(day=day_text(moment.date()), time=f"{moment:%H:%M}")


def appointment_slip(
    context: Context, appointment_id: str, lawyer_id: str, starts_at: datetime, english: bool
) -> Slip:
    """Who, when, where, and what to bring."""
    place = context.directory.organisation(context.appointments.place(lawyer_id, starts_at))
    view = context.directory.lawyer(lawyer_id)
    qr = context.appointments.slip(appointment_id)
    where = person_name(place.name, place.name_en, english) if place else tr("请先问工作人员")
    return Slip(
        title=tr("预约凭条"),
        day=day_text(office_time(context.clock.now()).date()),
        steps=(
            SlipStep(slot_text(starts_at), lawyer_words(view, english)),
            SlipStep(where, place.address if place else ""),
            SlipStep(tr("带上身份证和有关材料"), tr("合同、借条都行，早到 10 分钟")),
        ),
        qr=qr,
        **_code(context, appointment_id, qr),
    )


def call_back_slip(context: Context, call_back_id: str, tail: str) -> Slip:
    qr = context.call_backs.slip(call_back_id)
    return Slip(
        title=tr("回电凭条"),
        day=day_text(office_time(context.clock.now()).date()),
        steps=(
            SlipStep(tr("会有人打给您"), tr("尾号 {digits} 的电话").format(digits=tail)),
            SlipStep(tr("急的话，先打 12348")),
        ),
        qr=qr,
        **_code(context, call_back_id, qr),
    )


def _code(context: Context, subject: str, qr: str) -> dict[str, str]:
    lines = [tr("手机扫一扫带走。")] if qr else []
    known = context.session.session.codes.get(subject)
    if known is None:
        return {"note": "\n".join(lines)}
    digits, until = known
    return {"code": digits, "note": "\n".join([until_words(until), *lines])}


def refusal_words(code: str | None) -> str:
    """Why a wish was refused, without the full stop."""
    return {
        "slot_taken": tr("这个时间刚被别人先约了"),
        "slot_past": tr("送到的时候，这个时间已经过了"),
        "slot_far": tr("这个时间太远，还不能约"),
        "no_slot": tr("律师这个时间不值班了"),
        "no_lawyer": tr("这位律师不在这里值班了"),
        "too_many": tr("一次最多约 {count} 个，先取消一个再约").format(count=AT_A_TIME),
        "no_appointment": tr("取件号过了时间，请再输一次"),
    }.get(code or "", tr("这个时间没约上"))
