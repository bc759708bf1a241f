"""文书的内容: what is printed of a paper, from what was kept when it was given.

Whoever gives a paper may put ``facts`` (pairs), ``paragraphs``, ``items`` (what is asked, with
``text`` and ``clause``) and ``remedies`` into its content; every other key is a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from huiqi.kernel import pdf
from huiqi.kernel.money import exact
from huiqi.kernel.now import CITY
from huiqi.kernel.qr import svg_of
from huiqi.parties.enums import Source
from huiqi.programmes.definition import Definition
from huiqi.programmes.enums import DocumentKind
from huiqi.programmes.fields import told
from huiqi.programmes.models import Document, Snapshot
from huiqi.programmes.ruling import ruled
from huiqi.programmes.values import label
from huiqi.programmes.versions import definition_of
from huiqi.rules.say import title_name

# In the city's own language: a paper is a document of the city.
LINES: Final = {
    "application": "申报编号",
    "programme": "扶持计划",
    "call": "申报通知",
    "firm": "申报单位",
    "credit_code": "统一社会信用代码",
    "round": "第几次提交",
    "arrived_at": "到达时间",
    "materials": "材料（个文件）",
    "invoices": "发票（张）",
    "stage": "环节",
    "verdict": "决定",
    "amount_fen": "金额",
    "granted_fen": "核定金额",
    "computed_fen": "计算金额",
    "asked_fen": "申请金额",
    "title": "称号",
    "level": "级别",
    "certificate": "证书编号",
    "granted_on": "认定日",
    "last_day": "有效期最后一天",
    "valid_until": "有效至（不含）",
    "clause": "依据",
    "due_on": "最后一天",
    "days_until": "办理到期日",
    "reason": "理由",
    "sha256": "内容 SHA-256",
}
# Told elsewhere on the paper.
APART: Final = (
    *("number", "seal", "issued_on", "facts", "paragraphs", "items", "remedies", "used"),
    "granted",  # as granted_fen, in words
)


def address_of(paper: Document) -> str:
    """核验网址: of a paper, for anybody."""
    return settings.PUBLIC_URL + reverse("calls:paper", args=[paper.verify_code])


def printed(paper: Document) -> bytes:
    """打印的文书: PDF/A, with a code by which anybody can verify it; in the city's language."""
    with override(settings.LANGUAGE_CODE):
        return pdf.document("paper", _of_paper(paper))


def _of_paper(paper: Document) -> dict[str, Any]:
    content, address = paper.content, address_of(paper)
    return {
        "title": str(DocumentKind(paper.kind).label),
        "number": paper.number,
        "warning": "",
        "facts": [*lines_of(content), *([str(a), str(b)] for a, b in content.get("facts", ()))],
        "sections": list(_sections(content)),
        "qr": svg_of(address),
        "address": address,
        "seal": paper.seal,
        "date": f"{paper.issued_at.astimezone(CITY):%Y-%m-%d}",
        "digest": paper.digest,
    }


def printed_application(snapshot: Snapshot) -> bytes:
    """打印的申报表: as it was handed in that round: answers with sources, sums, files, invoices."""
    with override(settings.LANGUAGE_CODE):
        return pdf.document("paper", _of_snapshot(snapshot))


def _of_snapshot(snapshot: Snapshot) -> dict[str, Any]:
    application, content = snapshot.application, snapshot.content
    definition = definition_of(application)
    firm = content["firm"]
    return {
        "title": f"{definition.policy.title}申报表",
        "number": application.number,
        "warning": "",
        "facts": [
            ["申报通知", application.call.title],
            ["申报单位", firm["name"]],
            ["统一社会信用代码", firm["credit_code"] or ""],
            ["第几次提交", str(snapshot.round)],
            ["到达时间", f"{snapshot.arrived_at.astimezone(CITY):%Y-%m-%d %H:%M:%S}"],
        ],
        "sections": list(_of_application(definition, content)),
        "qr": "",
        "address": "",
        "seal": firm["name"],
        "date": f"{snapshot.arrived_at.astimezone(CITY):%Y-%m-%d}",
        "digest": snapshot.digest,
    }


def _of_application(definition: Definition, content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    answers, facts = content["answers"], content["facts"]
    for page in definition.form.pages:
        rows = [
            [label(one), _with_source(told(one, answers.get(one.key)), facts.get(one.key))]
            for one in page.questions
        ]
        yield _section(page.title, rows=rows)
    if content["invoices"]:
        whole = sum(one["amount_fen"] for one in content["invoices"])
        items = [
            f"{one['code']} {one['number']}　{exact(one['amount_fen'])}　{one['issued_on']}　"
            f"{one['seller']} → {one['buyer']}".strip()
            for one in content["invoices"]
        ]
        yield _section(f"发票，合计 {exact(whole)}", items=items)
    names = {one.id: one.text for one in definition.form.evidence}
    files = [
        f"{names.get(one['material'], one['material'])}：{one['name']}（SHA-256 {one['sha256']}）"
        for one in content["evidence"]
    ]
    if files:
        yield _section("材料", items=files)
    ruling = ruled(content["result"])
    said = [f"{one.text}：{one.value or '不知道'}（{one.clause}）" for one in ruling.conditions]
    if said:
        yield _section("规则怎么说（由人决定）", items=said)
    yield _section("承诺", paragraphs=[definition.form.declaration])


def _with_source(text: str, fact: Mapping[str, Any] | None) -> str:
    if not text:
        return "（未填）"
    if fact is None:
        return text
    return f"{text}（{Source(fact['source']).label}，{fact['as_of']}）"


def lines_of(content: Mapping[str, Any]) -> Iterator[list[str]]:
    """各行: one for each thing that is told; what has no name of its own comes under its key."""
    order = [*LINES, *(key for key in content if key not in LINES)]
    for key in order:
        value = content.get(key)
        if key in APART or value in (None, "") or isinstance(value, list | dict):
            continue
        yield [LINES.get(key, key), _written(key, value)]


def _written(key: str, value: Any) -> str:
    if key.endswith("_fen"):
        return exact(value)
    if key == "title":
        return title_name(str(value))
    if key == "sha256":  # in groups, so that it can be compared and does not run off the page
        return " ".join(value[start : start + 16] for start in range(0, len(value), 16))
    return str(value)


def _sections(content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if paragraphs := content.get("paragraphs"):
        yield _section("正文", paragraphs=paragraphs)
    if items := content.get("items"):
        yield _section("要补正的", items=map(_item, items))
    if used := content.get("used"):
        yield _section("所用数据", items=map(_used, used))
    if remedies := content.get("remedies"):
        yield _section("不服这个决定，可以", items=remedies)


def _item(item: object) -> str:
    if not isinstance(item, Mapping):
        return str(item)
    clause = item.get("clause")
    return f"{item.get('text', '')}（{clause}）" if clause else str(item.get("text", ""))


def _used(one: object) -> str:
    if not isinstance(one, Mapping):
        return str(one)
    told_of = (
        str(one.get("condition", "")),
        f"现为 {one['value']}" if one.get("value") not in (None, "") else "",
        f"要求 {one['needed']}" if one.get("needed") else "",
        str(one.get("clause", "")),
    )
    return "；".join(part for part in told_of if part)


def _section(
    title: str,
    *,
    rows: Iterable[list[str]] = (),
    paragraphs: Iterable[object] = (),
    items: Iterable[object] = (),
) -> dict[str, Any]:
    return {
        "title": title,
        "rows": list(rows),
        "paragraphs": [str(one) for one in paragraphs],
        "items": [str(one) for one in items],
    }
