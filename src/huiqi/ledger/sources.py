"""来源: from an entry back to what it rests on: the case, its frozen facts, clause and evidence.

An app whose cases move money says how one of them is shown, under the kind that its entries
bear (``app.Model``). What nobody has registered, and what a source does not tell, is said
plainly to be missing: an auditor must not take silence for «in order».
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from huiqi.kernel.access import Actor
from huiqi.kernel.words import worded
from huiqi.ledger.enums import Deed, Verdict
from huiqi.ledger.models import Decision, Entry, Transfer, YearEnd


@dataclass(frozen=True)
class Fact:
    """冻结的事实: as it stood when it was decided upon, and who provided it."""

    label: str
    value: str
    source: str = ""


@dataclass(frozen=True)
class Evidence:
    """证据: a document by its name and its SHA-256."""

    name: str
    digest: str


@dataclass(frozen=True)
class Source:
    """来源: what an entry rests on; what is empty is not there, and the page says so.

    ``decision`` is the number of the case and who decided when; ``clause`` 文号 and clause.
    """

    title: str
    url: str = ""
    decision: str = ""
    clause: str = ""
    facts: tuple[Fact, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    def missing(self) -> Iterator[str]:
        """缺少什么: a sentence for each thing that is not there."""
        if not self.decision:
            yield _("没有决定：系统里没有这笔钱的审批记录")
        if not self.facts:
            yield _("没有冻结的事实：看不到当时按什么数据决定")
        if not self.clause:
            yield _("没有条款：没有写明文号和条款")
        if not self.evidence:
            yield _("没有证据的哈希：系统里没有保存材料")


# The number of a case, and who asks -> what it is; None when there is no such case.
Resolver = Callable[[int, Actor], Source | None]
_RESOLVERS: Final[dict[str, Resolver]] = {}


def register(kind: str, resolver: Resolver) -> None:
    """登记: how a case of a kind (``app.Model``) is shown; ValueError for a kind that is taken."""
    if _RESOLVERS.get(kind, resolver) is not resolver:
        raise ValueError(f"来源种类「{kind}」已经登记过")
    _RESOLVERS[kind] = resolver


def source_of(entry: Entry, actor: Actor) -> Source:
    """来源: of an entry; one that says what is not known where nothing better is to be had."""
    if not entry.origin_kind:
        return _without_a_case(entry)
    resolver = _RESOLVERS.get(entry.origin_kind)
    found = resolver(entry.origin_id or 0, actor) if resolver else None
    if found:
        return found
    told = {"kind": entry.origin_kind, "number": entry.origin_id}
    if resolver:
        return Source(worded("凭证写明来自 %(kind)s 第 %(number)s 号，但没有这一件", **told))
    return Source(worded("来自 %(kind)s 第 %(number)s 号；系统里还没有这种事项的页面", **told))


def _without_a_case(entry: Entry) -> Source:
    if entry.deed == Deed.OPENING:
        return Source(worded("期初数，按来源登记：%(source)s", source=entry.source))
    return Source(_("这张凭证没有写明来自哪个事项，只有业务凭据"))


def of_transfer(pk: int, _actor: Actor) -> Source | None:
    """预算单: who proposed it, who signed it, by which document."""
    papers = Transfer.objects.select_related("made_by", "decision__decided_by")
    paper = papers.filter(pk=pk).first()
    if paper is None:
        return None
    title = f"{paper.number} {paper.deed.label}：{paper.reason}"
    url = reverse("ledger:paper", args=[pk])
    return Source(title, url, _signed(paper), paper.document)


def of_year_end(pk: int, _actor: Actor) -> Source | None:
    """年终结转单: who drew it up, and who signed it."""
    papers = YearEnd.objects.select_related("made_by", "decision__decided_by")
    paper = papers.filter(pk=pk).first()
    if paper is None:
        return None
    title = worded("%(number)s %(year)s 年终结转", number=paper.number, year=paper.year)
    url = f"{reverse('ledger:year-end')}?year={paper.year}"
    return Source(title, url, _signed(paper))


def _signed(paper: Transfer | YearEnd) -> str:
    found: Decision | None = getattr(paper, "decision", None)
    if found is None or found.verdict != Verdict.SIGNED:
        return ""
    return worded(
        "%(number)s：%(maker)s 制单，%(checker)s 签字",
        number=paper.number,
        maker=paper.made_by.name,
        checker=found.decided_by.name,
    )
