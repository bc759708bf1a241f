"""一件事的形状: the keys of a roadmap's file, their meaning for editors, and what they become."""

from __future__ import annotations

from typing import Any, Final

from huiqi.matters.matter import LEVELS, UNITS, CityHas, Material, Matter, Period, Place, Step, Told
from huiqi.rules.policy_shape import SOURCES
from huiqi.rules.scalars import Choice, Integer, Word
from huiqi.rules.shape import ListOf, MapOf, Record, may, need
from huiqi.rules.shape_parts import CITE_FIELD, FLAG, FORMULA, NAME, PROGRAMME, TEXT

SLUG: Final = Word(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", "小写英文和连字符组成的名称")
LINK: Final = Word(r"https://[A-Za-z0-9.-]+(/[A-Za-z0-9._~/-]*)?", "https 开头的网址")

PERIOD: Final = Record(
    "period",
    {
        "length": need(Integer(), "多少；0 表示当日"),
        "unit": may(Choice(UNITS), "工作日（默认）、日或月"),
        "at_least": may(FLAG, "true：是最短时间，不是最长时间"),
        "cite": CITE_FIELD,
    },
    Period,
)
CITY_HAS: Final = Record(
    "city_has",
    {
        "source": need(TEXT, "哪里已有：登记或数据的名称"),
        "fact": may(NAME, "能看出已有的事实"),
        "cite": CITE_FIELD,
    },
    CityHas,
)
MATERIAL: Final[Record[dict[str, Any]]] = Record(
    "material",
    {
        "text": need(TEXT, "材料名称"),
        "cite": CITE_FIELD,
        "city_has": may(CITY_HAS, "市里已有，免交"),
    },
    dict,
)
TOLD: Final = Record(
    "told",
    {"rule": need(FORMULA, "条件的公式"), "text": need(TEXT, "成立时的一句话")},
    Told,
)
PLACE: Final = Record(
    "place",
    {"name": need(TEXT, "办理系统或窗口的名称"), "url": may(LINK, "网址")},
    Place,
)
STEP: Final = Record(
    "step",
    {
        "id": need(NAME, "编号，同一件事内不重复"),
        "text": need(TEXT, "做什么"),
        "department": need(TEXT, "谁来办"),
        "level": need(Choice(LEVELS), "哪一级：firm 为企业自己"),
        "place": need(PLACE, "在哪里办"),
        "fee": need(TEXT, "收费；不清楚的写「待核」"),
        "cite": CITE_FIELD,
        "needs": may(ListOf(NAME), "所需材料"),
        "after": may(ListOf(NAME), "先办哪些步骤"),
        "promised": may(PERIOD, "承诺时限"),
        "legal": may(PERIOD, "法定时限"),
        "days_open": may(TEXT, "两种时限都不清楚的原因"),
        "note": may(TEXT, "提醒"),
        "programme": may(PROGRAMME, "对应的政策项目"),
        "done": may(TOLD, "由事实看出已经办过"),
        "skip": may(TOLD, "由事实看出不需要办"),
    },
    Step,
)


def _material(name: str, fields: dict[str, Any], line: int) -> Material:
    return Material(**{**fields, "name": name, "line": line})


MATTER: Final = Record(
    "matter",
    {
        "id": need(SLUG, "编号，等于文件名"),
        "rank": need(Integer(), "在目录中的次序，从 1 起"),
        "title": need(TEXT, "名称"),
        "summary": need(TEXT, "一句话介绍，用自己的话"),
        "who": need(TEXT, "谁会用到"),
        "sources": need(SOURCES, "来源文件"),
        "materials": may(MapOf(NAME, MATERIAL, _material), "材料"),
        "steps": need(ListOf(STEP, at_least=1), "步骤，先后由 after 决定"),
    },
    Matter,
)
