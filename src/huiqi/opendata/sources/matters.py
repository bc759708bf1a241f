"""办事的数据: the steps of life events, and what firms do again and again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from huiqi.matters.duties import obligations
from huiqi.matters.matter import Matter, Period, Step
from huiqi.matters.obligation import Duties, Duty
from huiqi.matters.reading import matters
from huiqi.opendata.dataset import Column, Dataset, Row


def _steps() -> Iterator[Row]:
    for matter in matters().values():
        for step in matter.steps:
            yield _step(matter, step)


def _step(matter: Matter, step: Step) -> Row:
    source = matter.sources[step.cite.source]
    return {
        "matter": matter.id,
        "matter_title": matter.title,
        "step": step.id,
        "text": step.text,
        "department": step.department,
        "level": step.level,
        "place": step.place.name,
        "url": step.place.url or None,
        "fee": step.fee,
        "after": list(step.after),
        "materials": [one.text for one in matter.materials_of(step)],
        "promised": _period(matter, step.promised),
        "legal": _period(matter, step.legal),
        "days_open": step.days_open or None,
        "programme": step.programme or None,
        "note": step.note or None,
        "document": source.title,
        "document_no": source.document_no or None,
        "clause": step.cite.clause or None,
        "unverified": matter.doubts(step.cite),
    }


def _period(matter: Matter, period: Period | None) -> dict[str, Any] | None:
    if period is None:
        return None
    return {
        "length": period.length,
        "unit": period.unit,
        "at_least": period.at_least,
        "unverified": matter.doubts(period.cite),
    }


def _obligations() -> Iterator[Row]:
    for group in obligations():
        for duty in group.duties:
            yield _duty(group, duty)


def _duty(group: Duties, duty: Duty) -> Row:
    source = group.sources[duty.cite.source]
    return {
        "obligation": f"{group.id}.{duty.id}",
        "text": duty.text,
        "department": duty.department,
        "place": duty.place.name,
        "url": duty.place.url or None,
        "who": duty.who.text if duty.who else None,
        "rule": str(duty.who.rule) if duty.who else None,
        "due": _due(duty),
        "due_open": duty.due_open or None,
        "shifted": duty.shift is not None,
        "from": _iso(duty.from_),
        "to": _iso(duty.to),
        "consequence": duty.consequence or None,
        "note": duty.note or None,
        "document": source.title,
        "document_no": source.document_no or None,
        "clause": duty.cite.clause or None,
        "unverified": group.doubts(duty),
    }


def _due(duty: Duty) -> dict[str, Any] | None:
    due = duty.due
    if due is None:
        return None
    told = {"every": due.every, "month": due.month, "day": due.day}
    told |= {"opens_month": due.opens_month, "opens_day": due.opens_day}
    return {name: value for name, value in told.items() if value}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


BASIS: Final = (
    Column("document", "依据文件"),
    Column("document_no", "依据文号", about="空：未见"),
    Column("clause", "依据条款"),
    Column("unverified", "待核", "flag", "没见过原文，或者没核过条款"),
)
MATTERS: Final = Dataset(
    "matters",
    "办事步骤",
    "企业开办、迁址、认定、上市等事的每一步：谁办、带什么、多久、先后。",
    (
        Column("matter", "事项编号"),
        Column("matter_title", "事项"),
        Column("step", "步骤编号"),
        Column("text", "步骤"),
        Column("department", "谁来办"),
        Column("level", "层级代码", about="firm 企业自己、bank 银行、district 区、city 市等"),
        Column("place", "办理入口"),
        Column("url", "网址"),
        Column("fee", "费用"),
        Column("after", "先办的步骤", "json"),
        Column("materials", "材料", "json"),
        Column(
            "promised",
            "承诺时限",
            "json",
            "length 长度、unit 单位、at_least 是否下限、unverified 待核",
        ),
        Column("legal", "法定时限", "json", "写法同上"),
        Column("days_open", "时限不明的原因"),
        Column("programme", "对应项目", about="政策项目的编号"),
        Column("note", "说明"),
        *BASIS,
    ),
    ("matter", "step"),
    _steps,
)
OBLIGATIONS: Final = Dataset(
    "obligations",
    "按时办的事",
    "企业要按时办的事：年报、税、统计、资质更新，对谁、什么时候、逾期怎样。",
    (
        Column("obligation", "义务编号"),
        Column("text", "要办的事"),
        Column("department", "谁来收"),
        Column("place", "办理入口"),
        Column("url", "网址"),
        Column("who", "对谁", about="空：所有企业"),
        Column("rule", "对谁（公式）", about="用事实词典的键写成"),
        Column("due", "期限", "json", "every 周期、day 日；month 月；opens_ 开始的月日"),
        Column("due_open", "期限不明的原因"),
        Column("shifted", "遇休息日顺延", "flag"),
        Column("from", "起", "date"),
        Column("to", "止", "date", "当天仍有效"),
        Column("consequence", "逾期后果"),
        Column("note", "说明"),
        *BASIS,
    ),
    ("obligation",),
    _obligations,
)
