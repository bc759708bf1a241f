"""申报的数据: what a firm applied with, and who wrote and judged it, for copies and erasures.

Nothing of it is deleted: what public money was granted on, or refused, is kept as the law wants.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from huiqi.parties.models import Person, Subject
from huiqi.programmes.models import (
    AnswerChange,
    Application,
    AutoCase,
    Decision,
    Document,
    EvidenceFile,
    InvoiceLine,
    PanelSeat,
    PerformanceReport,
    Recognition,
    Recovery,
    Score,
    Snapshot,
)
from huiqi.rights.holdings import ARCHIVE_LAW, Holding, Line, Section, kept, register

Columns = list[tuple[str, str]]
OF: Columns = [("申报编号", "application__number")]
# What is only proposed is nobody's news: the firm reads of it once it is decided.
TOLD: tuple[str, ...] = ("decided", "repaid")


def of_firm(subject: Subject) -> Iterator[Section]:
    """企业的申报: drafts too; what others found of it as it reads it on its own pages."""
    mine, of = Q(subject=subject), Q(application__subject=subject)
    yield _section(
        "申报",
        Application.objects.filter(mine),
        [
            *(("编号", "number"), ("申报通知", "call__number"), ("状态", "state")),
            *(("填写内容", "answers"), ("申请金额（分）", "asked_fen")),
            *(("核定金额（分）", "granted_fen"), ("开始填写", "begun_at")),
            ("到达时间", "arrived_at"),
        ],
    )
    yield _section(
        "提交的内容",
        Snapshot.objects.filter(of),
        [*OF, ("第几次", "round"), ("内容", "content"), ("指纹", "digest")],
    )
    yield _section(
        "申报材料",
        EvidenceFile.objects.filter(of),
        [
            *(*OF, ("哪种材料", "material"), ("文件名", "file__name")),
            *(("指纹", "file__blob_id"), ("上传时间", "added_at"), ("移除时间", "removed_at")),
        ],
    )
    yield _section(
        "申报的发票",
        InvoiceLine.objects.filter(of),
        [
            *(*OF, ("发票代码", "code"), ("发票号码", "number"), ("价税合计（分）", "amount_fen")),
            *(("购买方", "buyer"), ("销售方", "seller"), ("开票日期", "issued_on")),
        ],
    )
    yield from _answers_to(subject)
    yield _section(
        "免申即享",
        AutoCase.objects.filter(mine).exclude(state__in=("candidate", "removed")),
        [
            *(("申报通知", "call__number"), ("进展", "state"), ("金额上限（分）", "amount_fen")),
            *(("比对日", "compared_on"), ("比对结果", "result"), ("原因", "reason")),
        ],
    )


def _answers_to(subject: Subject) -> Iterator[Section]:
    of = Q(application__subject=subject)
    yield _section(
        "对申报的决定",
        Decision.objects.filter(of),
        [
            *(*OF, ("决定", "verdict"), ("依据条款", "clause"), ("理由", "reason")),
            *(("所用数据", "used"), ("时间", "at")),
        ],
    )
    yield _section(
        "申报的文书",
        Document.objects.filter(of),
        [
            *(*OF, ("种类", "kind"), ("文书编号", "number"), ("内容", "content")),
            *(("落款", "seal"), ("核验码", "verify_code"), ("出具时间", "issued_at")),
        ],
    )
    yield _section(
        "认定",
        Recognition.objects.filter(of),
        [
            *(*OF, ("称号", "title"), ("证书编号", "number"), ("认定日", "granted_on")),
            ("有效至（不含）", "valid_until"),
        ],
    )
    yield _section(
        "绩效报告",
        PerformanceReport.objects.filter(run__application__subject=subject),
        [
            *(("申报编号", "run__application__number"), ("指标", "figures")),
            *(("说明", "told"), ("时间", "at")),
        ],
    )
    yield _section(
        "追回",
        Recovery.objects.filter(of, state__in=TOLD),
        [
            *(*OF, ("进展", "state"), ("追回金额（分）", "amount_fen"), ("依据条款", "clause")),
            *(("理由", "reason"), ("决定时间", "decided_at"), ("退回期限", "due_on")),
        ],
    )


def of_person(person: Person) -> Iterator[Section]:
    """本人的: when she wrote and handed in for firms, and what she judged as an expert.

    What she wrote is the firm's; an expert's seat names no application, for some are blind.
    """
    yield _section(
        "本人填写或提交的申报",
        Application.objects.filter(Q(begun_by=person) | Q(submitted_by=person)),
        [("编号", "number"), ("申报通知", "call__number"), ("开始填写", "begun_at")],
    )
    yield _section(
        "本人对申报的填写",
        AnswerChange.objects.filter(person=person),
        [*OF, ("第几次修改", "revision"), ("时间", "at")],
    )
    yield _section(
        "本人的评审",
        PanelSeat.objects.filter(expert=person),
        [
            *(("席位", "pk"), ("状态", "state"), ("回避原因", "recused_because")),
            *(("总评", "comment"), ("草稿", "draft")),
        ],
    )
    yield _section(
        "本人的评分",
        Score.objects.filter(seat__expert=person),
        [
            *(("席位", "seat_id"), ("评分项", "criterion"), ("分数", "points"), ("理由", "why")),
        ],
    )


def erase_firm(subject: Subject, now: datetime) -> Iterable[Line]:
    """删除企业的: nothing; it is told what is kept, and on what ground."""
    del now
    if Application.objects.filter(subject=subject).exists():
        yield kept("申报、材料、发票、决定和文书", "财政资金的凭证，不删除，也不公开", ARCHIVE_LAW)


def erase_person(person: Person, now: datetime) -> Iterable[Line]:
    """删除个人的: nothing; her name stands under a code as on every other record."""
    del now
    mine = Q(begun_by=person) | Q(submitted_by=person)
    if Application.objects.filter(mine).exists():
        yield kept("填写和提交申报的经过", "只剩代号", ARCHIVE_LAW)
    if PanelSeat.objects.filter(expert=person).exists():
        yield kept("评审的席位和评分", "只剩代号", ARCHIVE_LAW)


def register_holding() -> None:
    """登记: once."""
    register(Holding(of_person, of_firm, erase_person, erase_firm))


def _section(title: str, rows: QuerySet[Any], columns: Columns) -> Section:
    return Section(title, rows.order_by("pk"), columns)
