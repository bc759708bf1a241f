"""账本页面共用: names of budgets, who looked, and what is refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huiqi.kernel.audit import record_reads
from huiqi.kernel.words import on_record
from huiqi.ledger.access import may_read_support
from huiqi.parties.models import Organization
from huiqi.parties.pages import actor_of

LONGEST_PURPOSE = 200


def firms_of(subjects: Iterable[int]) -> dict[int, Organization]:
    """企业: the open registration of each subject, else its last one, by the subject."""
    found: dict[int, Organization] = {}
    for one in Organization.objects.filter(subject__in=set(subjects)).order_by("id"):
        before = found.get(one.subject_id)
        if before is None or one.closed_until is None or before.closed_until is not None:
            found[one.subject_id] = one
    return found


def looked(
    request: HttpRequest,
    purpose: str,
    found: Model | None = None,
    *subjects: int | None,
) -> None:
    """查看留痕: who looked is put on record, with what for, for each firm that is shown."""
    reader = replace(actor_of(request), purpose=on_record(purpose)[:LONGEST_PURPOSE])
    told = list(dict.fromkeys(subjects)) or [None]
    record_reads(reader, "ledger.read", found, subject_ids=told)


def shown(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """画页面: of the books, with the way to those pages that the reader may open."""
    reads_support = not may_read_support.refusal(actor_of(request))
    frame = {"nav": "ledger", "reads_support": reads_support}
    return render(request, template, frame | context, status=status)
