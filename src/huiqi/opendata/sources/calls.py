"""申报通知的数据: every call that was published, from when until when, out of how much."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Final

from huiqi.kernel.now import CITY
from huiqi.library import load
from huiqi.opendata.dataset import Column, Dataset, Row
from huiqi.programmes.models import Call, CallExtension
from huiqi.programmes.queries.scoped import calls_published


def _calls() -> Iterator[Row]:
    policies = load().policies
    for one in calls_published().order_by("number"):
        policy = policies.get(one.programme)
        yield {
            "call": one.number,
            "title": one.title,
            "programme": one.programme,
            "programme_title": policy.title if policy else None,
            "department": one.department.name,
            "department_code": one.department.credit_code,
            "mode": one.mode,
            "batch": one.batch or None,
            "opens_at": _iso(one.opens_at),
            "closes_at": _iso(one.closes_at),
            "ends_at": _iso(one.ends_at),
            "extended_because": _because(one),
            "ceiling_yuan": _yuan(one.ceiling_fen),
            "basis": one.basis,
            "published_on": one.published_at and _iso(one.published_at)[:10],
        }


def _because(call: Call) -> str | None:
    return "；".join(_act(one) for one in call.extensions.all()) or None


def _act(one: CallExtension) -> str:
    return f"{one.reason}（{one.document}）" if one.document else one.reason


def _iso(moment: datetime) -> str:
    return moment.astimezone(CITY).isoformat(timespec="minutes")


def _yuan(fen: int | None) -> Decimal | None:
    return None if fen is None else Decimal(fen).scaleb(-2)


CALLS: Final = Dataset(
    "calls",
    "申报通知",
    "已发布的申报通知：什么项目、从什么时候受理到什么时候、一共最多给多少。",
    (
        Column("call", "通知编号", about="长期不变；资金拨付、拟资助和认定里的申报通知是它"),
        Column("title", "标题"),
        Column("programme", "项目编号", about="见政策项目"),
        Column("programme_title", "项目", about="空：政策库里已经没有"),
        Column("department", "主管部门", about="发布通知的"),
        Column("department_code", "主管部门统一社会信用代码"),
        Column(
            "mode",
            "办理方式代码",
            about="approval 核准制、review 评审制、afterwards 事后资助、automatic 免申即享",
        ),
        Column("batch", "批次"),
        Column("opens_at", "开始受理", about="2021-10-19T09:00+08:00，含这一刻"),
        Column("closes_at", "发布时的截止", about="不含这一刻"),
        Column("ends_at", "实际截止", about="延期以后的；不含这一刻"),
        Column("extended_because", "延期的理由", about="连同文件；空：没有延期"),
        Column("ceiling_yuan", "资金总额上限（元）", "decimal", "上限，不是承诺；空：不给钱"),
        Column("basis", "依据"),
        Column("published_on", "发布日期", "date"),
    ),
    ("call",),
    _calls,
)
