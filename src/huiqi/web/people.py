"""成员与授权: who belongs to the firm, whom it lets act for it, and an end to either."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from huiqi.kernel.now import CITY, moment_after, now
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import legible
from huiqi.parties.access import is_owner
from huiqi.parties.actions import add_member, end_membership, grant_mandate, revoke_mandate
from huiqi.parties.enums import FIRM_ROLES, Power, Role
from huiqi.parties.models import Organization, Person
from huiqi.parties.queries.acting import mandates_at, memberships_at
from huiqi.rights.access import stands_for_firm
from huiqi.rights.views.common import actor_of, only

ROLES: Final = (
    (Role.OWNER, gettext_lazy("企业负责人")),
    (Role.FINANCE, gettext_lazy("企业财务")),
    (Role.STAFF, gettext_lazy("企业经办")),
)
LONGEST_NAME: Final = 60


@require_safe
@only(stands_for_firm)
def people(request: HttpRequest) -> HttpResponse:
    """成员与授权: everybody with their posts; the owner may change them."""
    return _page(request)


@require_POST
@only(stands_for_firm)
def add(request: HttpRequest) -> HttpResponse:
    """登记成员: somebody who has an account, by the name they sign in with."""
    role = request.POST.get("role", "")
    try:
        if role not in FIRM_ROLES:
            raise Refused([_("请在列出的岗位里选一个")])
        add_member(
            organization=_firm(request),
            person=_person(request),
            role=Role(role),
            actor=actor_of(request),
            now=now(),
        )
    except Refused as refused:
        return _page(request, refused.problems)
    return redirect("web:people")


@require_POST
@only(stands_for_firm)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """结束任职: of one post in this firm; any other is not found."""
    moment = now()
    held = memberships_at(moment).filter(organization=_firm(request))
    found = get_object_or_404(held.select_related("organization"), pk=pk)
    try:
        end_membership(membership=found, actor=actor_of(request), now=moment)
    except Refused as refused:
        return _page(request, refused.problems)
    return redirect("web:people")


@require_POST
@only(stands_for_firm)
def grant(request: HttpRequest) -> HttpResponse:
    """授权代办: an outsider may view or fill in until a day (included), never hand in."""
    powers = request.POST.getlist("powers")
    try:
        expires_at = _after(request.POST.get("until", ""))
        if unknown := set(powers) - set(Power.values):
            raise Refused([_("没有这样的权限：%(names)s") % {"names": "、".join(unknown)[:40]}])
        grant_mandate(
            organization=_firm(request),
            agent=_person(request),
            powers=[Power(one) for one in powers],
            expires_at=expires_at,
            actor=actor_of(request),
            now=now(),
        )
    except Refused as refused:
        return _page(request, refused.problems)
    return redirect("web:people")


@require_POST
@only(stands_for_firm)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销授权: of this firm; any other is not found."""
    moment = now()
    lent = mandates_at(moment).filter(organization=_firm(request))
    found = get_object_or_404(lent.select_related("organization"), pk=pk)
    try:
        revoke_mandate(mandate=found, actor=actor_of(request), now=moment)
    except Refused as refused:
        return _page(request, refused.problems)
    return redirect("web:people")


def _firm(request: HttpRequest) -> Organization:
    pk = actor_of(request).organization_id
    assert pk is not None  # of who stands for a firm
    return Organization.objects.get(pk=pk)


def _person(request: HttpRequest) -> Person:
    """Accounts are found by their whole name only: nobody can look for others by parts of it."""
    username = request.POST.get("account", "").strip()
    if not username:
        raise Refused([_("请填写对方的用户名")])
    found = None
    if len(username) <= LONGEST_NAME and legible(username) == username:
        found = Person.objects.filter(username=username).first()
    if found is None:
        raise Refused([_("没有这个用户名。请对方先到单位或管理员处开通账号，再把用户名告诉你")])
    return found


def _after(text: str) -> datetime:
    """The first moment after the day that people write as the last one."""
    try:
        day = datetime.strptime(text.strip(), "%Y-%m-%d").replace(tzinfo=CITY).date()
    except ValueError:
        raise Refused([_("请写明授权到哪一天，例如 2022-03-31")]) from None
    return moment_after(day)


def _page(request: HttpRequest, problems: tuple[str, ...] = ()) -> HttpResponse:
    actor, moment, firm = actor_of(request), now(), _firm(request)
    held = memberships_at(moment).filter(organization=firm).select_related("person")
    lent = mandates_at(moment).filter(organization=firm).select_related("agent")
    context: dict[str, Any] = {
        "nav": "firm",
        "firm": firm,
        "members": held.order_by("person__name", "id"),
        "mandates": [
            (one, [Power(power).label for power in one.powers])
            for one in lent.order_by("expires_at", "id")
        ],
        "roles": ROLES,
        "powers": ((Power.VIEW, _("查看")), (Power.EDIT, _("填写和修改草稿"))),
        "why_not": is_owner.refusal(actor, firm),
        "problems": problems,
        "given": {name: request.POST.get(name, "")[:60] for name in ("account", "until")},
    }
    return render(request, "web/people.html", context, status=422 if problems else 200)
