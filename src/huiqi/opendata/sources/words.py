"""词汇的数据: the facts that rules speak of, their codes, and the working days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from huiqi.kernel.clock import CALENDAR
from huiqi.opendata.dataset import Column, Dataset, Row
from huiqi.rules.describe import described_fact
from huiqi.rules.dictionary import FACTS

A_DAY: Final = timedelta(days=1)
WORKING_WEEK: Final = 5


def _facts() -> Iterator[Row]:
    for fact in FACTS.values():
        told = described_fact(fact)
        yield {
            "key": fact.key,
            "label": fact.label,
            "type": fact.kind,
            "unit": fact.unit or None,
            "group": fact.group,
            "sources": list(fact.sources),
            "least": told["least"],
            "most": told["most"],
            "note": fact.note or None,
        }


def _codes() -> Iterator[Row]:
    for fact in FACTS.values():
        for code, label in fact.vocabulary.items():
            yield {"fact": fact.key, "code": code, "label": label}


def _workdays() -> Iterator[Row]:
    day, last = CALENDAR.first_known(), CALENDAR.known_until()
    while day <= last:
        works = CALENDAR.is_workday(day)
        yield {
            "date": day.isoformat(),
            "weekday": day.isoweekday(),
            "workday": works,
            "moved": works != (day.isoweekday() <= WORKING_WEEK),
        }
        day += A_DAY


VOCABULARY: Final = Dataset(
    "vocabulary",
    "事实词典",
    "规则里用到的每项事实：叫什么、什么单位、取值范围、谁提供。",
    (
        Column("key", "键"),
        Column("label", "名称"),
        Column("type", "类型代码", about="money 金额、rate 比例、flag 是否等"),
        Column("unit", "单位"),
        Column("group", "分组"),
        Column("sources", "来源", "json", "先者为准"),
        Column("least", "下限", "json", "含；空：没有"),
        Column("most", "上限", "json", "含；空：没有"),
        Column("note", "说明"),
    ),
    ("key",),
    _facts,
)
CODES: Final = Dataset(
    "codes",
    "代码表",
    "选项类事实的代码和名称，如行政区划、行业、称号。",
    (
        Column("fact", "事实的键"),
        Column("code", "代码"),
        Column("label", "名称"),
    ),
    ("fact", "code"),
    _codes,
)
WORKDAYS: Final = Dataset(
    "workdays",
    "工作日历",
    "每天是否工作日，含调休；只到国务院办公厅已公布的年份。",
    (
        Column("date", "日期", "date"),
        Column("weekday", "星期", "integer", "1 是星期一，7 是星期日"),
        Column("workday", "工作日", "flag"),
        Column("moved", "放假或调休", "flag", "与平常的星期不同"),
    ),
    ("date",),
    _workdays,
)
