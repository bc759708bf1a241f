"""文件的数据: documents, clauses and relations, from the database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from huiqi.opendata.dataset import Column, Dataset, Row
from huiqi.policies.models import Clause, DocumentRelation, PolicyDocument

ID: Final = Column("document", "文件编号", "integer", "网页 /documents/编号/ 的编号，长期不变")


def _documents() -> Iterator[Row]:
    for one in PolicyDocument.objects.order_by("pk").iterator():
        yield {
            "document": one.pk,
            "title": one.title,
            "document_no": one.document_no or None,
            "issuer": one.issuer or None,
            "kind": one.kind,
            "level": one.level,
            "issued_on": _iso(one.issued_on),
            "in_force_on": _iso(one.in_force_on),
            "until_on": _iso(one.until_on),
            "has_no_end": one.has_no_end,
            "source_url": one.source_url or None,
        }


def _clauses() -> Iterator[Row]:
    found = Clause.objects.select_related("basis")
    for one in found.order_by("basis__programme", "basis_id", "place", "pk").iterator():
        yield {
            "document": one.basis.document_id,
            "programme": one.basis.programme,
            "source": one.basis.source,
            "number": one.number or None,
            "item": one.item,
            "text": one.text,
            "unverified": one.basis.unverified,
            "note": one.basis.note or None,
        }


def _relations() -> Iterator[Row]:
    for one in DocumentRelation.objects.order_by("document_id", "kind", "other_id").iterator():
        yield {
            "document": one.document_id,
            "kind": one.kind,
            "other": one.other_id,
            "from": _iso(one.on),
        }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


DOCUMENTS: Final = Dataset(
    "documents",
    "政策文件",
    "各项目依据的文件：文号、机关、日期。没见过的留空，不推算。",
    (
        ID,
        Column("title", "文件名称"),
        Column("document_no", "文号", about="空：未见"),
        Column("issuer", "发文机关", about="空：未见"),
        Column("kind", "文种代码", about="measures 办法、notice 通知等"),
        Column("level", "层级代码", about="national 国家、province 省、city 市、district 区"),
        Column("issued_on", "成文日期", "date"),
        Column("in_force_on", "施行日期", "date"),
        Column("until_on", "失效日期", "date", "从这一天起不再有效；空：未见或没有写止期"),
        Column("has_no_end", "没有写止期", "flag"),
        Column("source_url", "原文链接"),
    ),
    ("document",),
    _documents,
)
CLAUSES: Final = Dataset(
    "clauses",
    "政策条款",
    "每个项目的每个条目依据哪份文件哪一条，文字是我们的转述。",
    (
        ID,
        Column("programme", "项目编号"),
        Column("source", "来源名", about="项目的规则文件里这份文件的名字"),
        Column("number", "条款号", about="空：整份文件，或条次未见"),
        Column("item", "条目", about="规则文件里的哪一条"),
        Column("text", "内容", about="我们的转述，不是原文"),
        Column("unverified", "待核", "flag", "没见过原文"),
        Column("note", "说明"),
    ),
    ("programme", "source", "item"),
    _clauses,
)
RELATIONS: Final = Dataset(
    "relations",
    "文件关系",
    "哪份文件废止、修改或落实哪份文件。",
    (
        ID,
        Column("kind", "关系代码", about="repeals 废止、amends 修改、implements 依据并落实"),
        Column("other", "对方文件编号", "integer"),
        Column("from", "自何日起", "date", "这一天起；空：未见"),
    ),
    ("document", "kind", "other"),
    _relations,
)
