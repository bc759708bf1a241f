"""凭证的页面: from any entry back to what it rests on, and from any account to its entries."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from huiqi.kernel.models import AuditEntry
from huiqi.ledger.access import may_read_books
from huiqi.ledger.boards import name_of
from huiqi.ledger.models import Account, Entry, Leg, SampleItem
from huiqi.ledger.queries import legs_of_account, trail_of
from huiqi.ledger.sources import source_of
from huiqi.ledger.views.common import firms_of, looked, shown
from huiqi.parties.models import Organization, Person
from huiqi.parties.pages import actor_of, only, page_of

LOOKS = 20


@dataclass(frozen=True)
class ShownLeg:
    """一笔分录: with the name of its programme and of the firm, where there is one."""

    leg: Leg
    title: str
    firm: Organization | None


@dataclass(frozen=True)
class Look:
    """一次查看: who looked at the entry, when and what for."""

    entry: AuditEntry
    name: str


@require_safe
@only(may_read_books)
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """凭证: its legs, what it rests on, the case it belongs to, what undid it, who looked."""
    found = get_object_or_404(
        Entry.objects.select_related("made_by", "checked_by", "reverses"), pk=pk
    )
    trail = trail_of(found)
    firms = firms_of(
        leg.account.subject_id for leg in trail.legs if leg.account.subject_id is not None
    )
    # Those before this one: whoever looks does not see themselves first.
    looks = looks_at(found, list(firms))
    looked(request, _purpose(request, found), found, *firms)
    context = {
        "one": found,
        "legs": [
            ShownLeg(leg, name_of(leg.account.budget), firms.get(leg.account.subject_id or 0))
            for leg in trail.legs
        ],
        "trail": trail,
        "source": source_of(found, actor_of(request)),
        "looks": looks,
        "has_firm": bool(firms),
        "bases": list(dict.fromkeys(leg.account.budget.fund.basis for leg in trail.legs)),
    }
    return shown(request, "ledger/entry.html", context)


def _purpose(request: HttpRequest, found: Entry) -> str:
    """What for: an auditor who comes from a sample looks for that sample."""
    said = request.GET.get("sample", "")
    if said.isascii() and said.isdigit() and len(said) < 19:
        items = SampleItem.objects.filter(sample=int(said), leg__entry=found)
        if item := items.select_related("sample").first():
            return f"抽样 {item.sample.number}（{item.sample.reason}）：查阅凭证 {found.number}"
    return f"查阅凭证 {found.number}"


def looks_at(found: Entry, subjects: list[int]) -> list[Look]:
    """谁查看过: an entry that concerns firms, the last first; the firms see the same."""
    read = AuditEntry.objects.filter(
        act=AuditEntry.Act.READ,
        subject_id__in=subjects,
        kind=Entry._meta.label,
        object_id=found.pk,
    )
    entries = list(read.order_by("-id")[:LOOKS])
    people = {one.person_id for one in entries if one.person_id is not None}
    names = dict(Person.objects.filter(pk__in=people).order_by("pk").values_list("pk", "name"))
    return [Look(one, names.get(one.person_id or 0, "")) for one in entries]


@require_safe
@only(may_read_books)
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """账户: every leg of it, the last first, each with what stood there afterwards."""
    related = ("balance", "subject", "budget__fund__department")
    found = get_object_or_404(Account.objects.select_related(*related), pk=pk)
    firm = firms_of([found.subject_id]).get(found.subject_id) if found.subject_id else None
    looked(request, f"查阅账户 {name_of(found.budget)} {found}", found, found.subject_id)
    context = {
        "one": found,
        "title": name_of(found.budget),
        "firm": firm,
        "page": page_of(request, legs_of_account(found).order_by("-position")),
    }
    return shown(request, "ledger/account.html", context)
