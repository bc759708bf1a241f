"""公平竞争审查提示: what in a rule the fair competition review would look at, and why.

It asks and never judges: every point is a question to whoever drafts, with the clause that the
condition rests on and the articles of the instrument that is in force on the day. What nobody has
read in the original is marked 待核.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from huiqi.rules import expr as x
from huiqi.rules.answer import clause_of
from huiqi.rules.compile import Rules
from huiqi.rules.policy import Item
from huiqi.rules.say import label, title_name

Topic = Literal[
    "money",
    "place",
    "outside",
    "named",
    "supplier",
    "local_goods",
    "ownership",
    "entry",
    "size",
    "title",
    "local_title",
    "industry",
]
UNCHECKED: Final = "待核"

# Of each topic: what it is called, and what the reviewer is asked.
ASKED: Final[Mapping[Topic, tuple[str, str]]] = {
    "money": ("财政奖励或者补贴", "给付对象是否限于特定经营者、标准是否有差异，有无依据"),
    "place": ("所在地、注册地、园区", "是否因所在地不同而区别对待经营者，有无依据"),
    "outside": ("外地经营者、迁入迁出", "是否排斥、限制外地经营者，或者阻碍经营者迁出"),
    "named": ("指名的经营者", "是否只有特定经营者能够符合，有无依据"),
    "supplier": ("限定的服务商、产品目录", "是否限定购买或者使用特定经营者的商品、服务"),
    "local_goods": ("本地、国产商品", "是否对外地或者进口商品区别对待"),
    "ownership": ("所有制、组织形式", "是否因所有制或者组织形式不同而区别对待经营者"),
    "entry": ("成立年限", "是否构成不合理的准入条件"),
    "size": ("规模", "是否因规模不同而区别对待经营者，有无依据"),
    "title": ("称号、资质", "取得称号的途径是否对各类经营者一样开放，有无依据"),
    "local_title": ("本地称号", "外地经营者能否取得这一称号，有无依据"),
    "industry": ("行业", "是否限于特定行业，有无依据"),
}

# Facts that a condition reads, and what the review asks of it.
OF_FACTS: Final[Mapping[str, Topic]] = {
    **dict.fromkeys(("district", "park_kind", "park_level"), "place"),
    **dict.fromkeys(("entity_kind", "hk_macao_invested", "non_profit"), "ownership"),
    **dict.fromkeys(("credit_code", "name"), "named"),
    **dict.fromkeys(("registered_on", "niche_years", "platform_years"), "entry"),
    **dict.fromkeys(("provider_admitted", "in_catalogue"), "supplier"),
    "localisation_share": "local_goods",
    **dict.fromkeys(
        ("industry", "strategic_industry", "product_field", "finance_kind"), "industry"
    ),
    **dict.fromkeys(("employees", "insured_headcount", "assets", "revenue"), "size"),
    **dict.fromkeys(("main_revenue", "above_scale_years", "industrial_output"), "size"),
    **dict.fromkeys(("bidder_size", "item_maker_sizes"), "size"),
}
LOCAL_LEVELS: Final = ("city", "district")
# Words of a sentence, of conditions and of what people check, which no formula says.
OF_WORDS: Final[Sequence[tuple[Topic, re.Pattern[str]]]] = (
    ("named", re.compile(r"[\u4e00-\u9fff（）]{2,}(?:有限公司|有限责任公司|股份公司|集团公司)")),
    ("outside", re.compile(r"外地|市外|区外|迁出|迁入|不迁离|不外迁|本市纳税|本区纳税")),
    ("place", re.compile(r"注册(?:地)?在|登记在|在本[市区]|本[市区](?:注册|登记)|入驻")),
    ("local_goods", re.compile(r"本地(?:采购|产品|配套|生产)|本[市区](?:采购|产品)|国产")),
    ("ownership", re.compile(r"国有|民营|外资|港澳")),
)


@dataclass(frozen=True)
class Instrument:
    """审查依据: an instrument of the review, in force from ``first`` to ``last``, both included.

    ``articles`` of each topic; those in ``unread`` nobody here has read.
    """

    title: str
    document_no: str
    first: date
    last: date
    articles: Mapping[Topic, tuple[str, ...]]
    unread: tuple[str, ...] = ()

    def of(self, topic: Topic) -> str:
        """条款: for a topic, as it is cited."""
        told = "、".join(
            f"{one}（{UNCHECKED}）" if one in self.unread else one for one in self.articles[topic]
        )
        return f"{self.title}（{self.document_no}）{told}"


def _articles(entry: str, flow: str, cost: str) -> Mapping[Topic, tuple[str, ...]]:
    """By topic: the articles on market entry, on the free flow of goods, and on costs."""
    return {
        "money": (cost,),
        "place": (flow, cost),
        "outside": (flow,),
        "named": (entry, cost),
        "supplier": (entry,),
        "local_goods": (flow,),
        "ownership": (entry, cost),
        "entry": (entry,),
        "size": (cost,),
        "title": (cost,),
        "local_title": (flow, cost),
        "industry": (cost,),
    }


INSTRUMENTS: Final = (
    Instrument(
        "公平竞争审查制度实施细则",
        "国市监反垄规〔2021〕2号",
        date(2021, 6, 29),
        date(2024, 7, 31),
        _articles("第十三条", "第十四条", "第十五条"),
        unread=("第十三条", "第十四条"),
    ),
    Instrument(
        "公平竞争审查条例",
        "国务院令第783号",
        date(2024, 8, 1),
        date.max,
        _articles("第八条", "第九条", "第十条"),
    ),
)


@dataclass(frozen=True)
class Point:
    """审查要点: one provision of a rule, and what is asked of it.

    ``provision`` is its sentence, ``clause`` what it rests on, ``seen`` which fact, title or word
    of it raises the question, ``standard`` where the review says so. ``is_new``: a draft brings it.
    """

    topic: Topic
    provision: str
    clause: str
    seen: str
    standard: str
    is_new: bool = False

    @property
    def title(self) -> str:
        """名称: of the topic."""
        return ASKED[self.topic][0]

    @property
    def question(self) -> str:
        """请审查: what is asked, neutrally."""
        return f"请审查：{ASKED[self.topic][1]}。"

    def to_dict(self) -> dict[str, object]:
        """转为字典: for JSON."""
        return {
            "topic": self.topic,
            "title": self.title,
            "provision": self.provision,
            "clause": self.clause,
            "seen": self.seen,
            "question": self.question,
            "standard": self.standard,
            "is_new": self.is_new,
        }


@dataclass(frozen=True)
class Note:
    """公平竞争审查提示: all points of one text on the day ``on``, and by which instrument.

    ``instrument`` is empty on a day whose instrument nobody here has read; ``basis`` says so.
    """

    on: date
    instrument: str
    basis: str
    points: tuple[Point, ...]

    def to_dict(self) -> dict[str, object]:
        """转为字典: for JSON."""
        return {
            "on": self.on.isoformat(),
            "instrument": self.instrument or None,
            "basis": self.basis,
            "reminder": REMINDER,
            "points": [point.to_dict() for point in self.points],
        }


REMINDER: Final = "这是按规则列出的提示，不是审查结论；没有列出的也可能需要审查。"


def review_note(rules: Rules, on: date, before: Rules | None = None) -> Note:
    """审查提示: of a text as compiled; ``on`` is the day of the review, mostly of the draft.

    A point that ``before``, the text in force, does not have is new; without it none is.
    """
    instrument = instrument_on(on)
    points = tuple(dict.fromkeys(_points(rules, instrument)))
    if before is not None:
        known = set(_points(before, instrument))
        points = tuple(replace(one, is_new=one not in known) for one in points)
    if instrument is None:
        basis = f"{on} 适用的公平竞争审查依据待核，请向市场监督管理部门核对。"
        return Note(on, "", basis, points)
    named = f"{instrument.title}（{instrument.document_no}）"
    return Note(on, named, f"按 {on} 有效的{named}列出。", points)


def instrument_on(on: date) -> Instrument | None:
    """当日依据: the instrument of the review on a day, or None before the first that we have."""
    return next((one for one in INSTRUMENTS if one.first <= on <= one.last), None)


def _points(rules: Rules, instrument: Instrument | None) -> Iterator[Point]:
    for item, topic, seen in _found(rules):
        yield Point(
            topic,
            item.text or item.id,
            clause_of(rules.policy, item.cite),
            seen,
            instrument.of(topic) if instrument else UNCHECKED,
        )


def _found(rules: Rules) -> Iterator[tuple[Item, Topic, str]]:
    policy = rules.policy.only(rules.edition)
    for condition, tree in rules.conditions:
        yield from ((condition, topic, seen) for topic, seen in _of_item(condition, tree))
    for check in policy.checks:
        yield from ((check, topic, seen) for topic, seen in _of_words(check))
    for part, amount in rules.parts:
        yield part, "money", "金额"
        yield from ((part, topic, seen) for topic, seen in _of_item(part, amount))
    for cap, limit in rules.caps:
        yield from ((cap, topic, seen) for topic, seen in _of_item(cap, limit))


def _of_item(item: Item, tree: x.Expr) -> Iterator[tuple[Topic, str]]:
    """By topic: the facts and titles that raise it; words where no fact says the same."""
    seen: dict[Topic, dict[str, None]] = {}
    for one in _walk(tree):
        for topic, called in _of_leaf(one):
            seen.setdefault(topic, {})[called] = None
    for topic, word in _of_words(item):
        if topic not in seen:
            seen[topic] = {word: None}
    for topic, names in seen.items():
        yield topic, "、".join(names)


def _of_leaf(one: x.Expr) -> Iterator[tuple[Topic, str]]:
    match one:
        case x.Held(title, level) | x.Granted(title, level):
            topic: Topic = "local_title" if level in LOCAL_LEVELS else "title"
            yield topic, title_name(title, level)
        case x.Count(title):
            yield "title", title_name(title)
        case _:
            key = x.own_key(one)
            if key in OF_FACTS:
                yield OF_FACTS[key], label(key)


def _of_words(item: Item) -> Iterator[tuple[Topic, str]]:
    for topic, pattern in OF_WORDS:
        if found := pattern.search(item.text):
            yield topic, found[0]


def _walk(tree: x.Expr) -> Iterator[x.Expr]:
    yield tree
    for part in x.children(tree):
        yield from _walk(part)
