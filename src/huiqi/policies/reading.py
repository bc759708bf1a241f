"""读文件: what the library knows of documents, gathered over the programmes that cite them.

Nothing is guessed: kind and level are read off titles and issuers, days are taken only where a
file states them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from huiqi.library import Library
from huiqi.policies.enums import DocumentKind, Level
from huiqi.rules.policy import Cite, Policy, Source

# The word that ends a title says what the document is; where several stand in it, the last does.
KIND_WORDS: Final = (
    ("条例", DocumentKind.REGULATION),
    ("办法", DocumentKind.MEASURES),
    ("规定", DocumentKind.MEASURES),
    ("标准", DocumentKind.MEASURES),
    ("细则", DocumentKind.DETAILED_RULES),
    ("操作规程", DocumentKind.OPERATING_RULES),
    ("措施", DocumentKind.POLICY_MEASURES),
    ("意见", DocumentKind.OPINION),
    ("方案", DocumentKind.PLAN),
    ("指南", DocumentKind.GUIDE),
    ("指引", DocumentKind.GUIDE),
    ("通知", DocumentKind.NOTICE),
    ("通告", DocumentKind.NOTICE),
    ("答复", DocumentKind.REPLY),
    ("问答", DocumentKind.REPLY),
)
NATIONAL: Final = ("国务院", "部", "总局", "银行", "委员会", "统计局", "办公厅")
A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Sentence:
    """条文: what one item of a programme rests on, by the number of the clause."""

    number: str
    item: str
    text: str


@dataclass(frozen=True)
class Cited:
    """引用: a source as one programme's file writes it, with the items that rest on it."""

    programme: str
    source: Source
    sentences: tuple[Sentence, ...]

    @property
    def key(self) -> tuple[str, str]:
        """位置: the programme and the source's name in its file."""
        return self.programme, self.source.name


@dataclass
class Gathered:
    """归并的文件: one document with all who cite it; days are what any of them states."""

    title: str
    document_no: str
    issued_on: date | None
    cited: list[Cited] = field(default_factory=list)

    @property
    def issuer(self) -> str:
        """发文机关: as the first that names one does."""
        return next((one.source.issuer for one in self.cited if one.source.issuer), "")

    @property
    def in_force_on(self) -> date | None:
        """施行日期."""
        return next((one.source.in_force for one in self.cited if one.source.in_force), None)

    @property
    def until_on(self) -> date | None:
        """失效日期: the day after the last one."""
        last = next((one.source.last for one in self.cited if one.source.last), None)
        return last + A_DAY if last else None


def gather(library: Library) -> list[Gathered]:
    """归并: sources with the same title, number and day are one document, in a stable order."""
    found: dict[tuple[str, str, date | None], Gathered] = {}
    for name in sorted(library.policies):
        policy = library.policies[name]
        by_source = _sentences_by_source(policy)
        for source in policy.sources.values():
            key = (source.title, source.document_no, source.date)
            document = found.setdefault(key, Gathered(*key))
            document.cited.append(Cited(name, source, tuple(by_source.get(source.name, ()))))
    return list(found.values())


def kind_of(title: str) -> DocumentKind:
    """文种: of a title; what stands in brackets at its end is no part of it."""
    bare = title.split("（", maxsplit=1)[0]
    placed = [(bare.rfind(word), kind) for word, kind in KIND_WORDS if word in bare]
    if not placed or bare.endswith(("做法", "转述", "条款")):
        return DocumentKind.OTHER
    return max(placed)[1]


def level_of(issuer: str) -> Level:
    """层级: of whoever issued a document; 不详 where nobody is named."""
    if "区" in issuer.removeprefix("深圳市"):
        return Level.DISTRICT
    if issuer.startswith("深圳市"):
        return Level.CITY
    if issuer.startswith("广东省"):
        return Level.PROVINCE
    if any(word in issuer for word in NATIONAL):
        return Level.NATIONAL
    return Level.UNKNOWN


def _sentences_by_source(policy: Policy) -> dict[str, list[Sentence]]:
    found: dict[str, list[Sentence]] = {}
    for cite, item, text in _items(policy):
        if text:
            found.setdefault(cite.source, []).append(Sentence(cite.clause, item, text))
    return found


def _items(policy: Policy) -> Iterator[tuple[Cite, str, str]]:
    amount = policy.amount
    lists: Iterable[tuple[str, Iterable[object]]] = (
        ("when", policy.when),
        ("checks", policy.checks),
        ("parts", amount.parts if amount else ()),
        ("caps", amount.caps if amount else ()),
        ("minus", amount.minus if amount else ()),
        ("outputs", policy.outputs),
    )
    for kind, items in lists:
        for place, one in enumerate(items):
            cite, text = one.cite, one.text  # type: ignore[attr-defined]
            yield cite, f"{kind}.{place}.{one.id}", text  # type: ignore[attr-defined]
    for parameter in policy.parameters.values():
        yield parameter.cite, f"parameters.{parameter.name}", parameter.text
    for value in policy.values.values():
        if value.cite:
            yield value.cite, f"values.{value.name}", value.text
    for place, one in enumerate(policy.responsible):
        yield one.cite, f"responsible.{place}", f"主管部门：{one.department}"
