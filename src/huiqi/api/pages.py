"""令牌的页面: made and shown once, listed with its last use, revoked; without a script."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.api.access import may_make_token
from huiqi.api.actions import make_token, revoke_token
from huiqi.api.forms import TokenForm
from huiqi.api.queries import tokens_held, tokens_to_revoke
from huiqi.kernel.now import now
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sheets import Column
from huiqi.parties.access import is_security_admin
from huiqi.parties.pages import actor_of, no, sheet

PER_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def tokens(request: HttpRequest) -> HttpResponse:
    """我的令牌: a new one is shown on this answer and never again."""
    if request.method != "POST":
        return _page(request, TokenForm())
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    moment = now()
    try:
        _token, secret = make_token(
            title=form.cleaned_data["title"],
            scopes=form.cleaned_data["scopes"],
            expires_at=moment + form.life,
            now=moment,
            actor=actor_of(request),
        )
    except Refused as refused:
        for problem in refused.problems:
            form.add_error(None, problem)
        return _page(request, form, status=422)
    return _page(request, TokenForm(), secret=secret)


def _page(
    request: HttpRequest,
    form: TokenForm,
    *,
    secret: str = "",
    problems: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    actor, moment = actor_of(request), now()
    context = {
        "form": form,
        "secret": secret,
        "why_not": may_make_token.refusal(actor),
        "rows": [(one, one.is_live_at(moment)) for one in tokens_to_revoke(actor)],
        "may_see_all": not is_security_admin.refusal(actor),
        "problems": problems,
    }
    return render(request, "api/tokens.html", context, status=status)


@require_POST
@login_required
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销: one's own, or as the owner one of the firm; any other is not found."""
    actor = actor_of(request)
    token = get_object_or_404(tokens_to_revoke(actor), pk=pk)
    try:
        revoke_token(token=token, now=now(), actor=actor)
    except Refused as refused:
        return _page(request, TokenForm(), problems=refused.problems, status=409)
    return redirect("tokens:mine")


@require_safe
@login_required
def held(request: HttpRequest) -> HttpResponse:
    """谁有令牌: for security administrators; never the secret, which nobody has."""
    if reason := is_security_admin.refusal(actor_of(request)):
        return no(request, reason)
    page = Paginator(tokens_held(), PER_PAGE).get_page(request.GET.get("page"))
    moment = now()
    rows = [(one, one.is_live_at(moment)) for one in page]
    return render(request, "api/tokens_held.html", {"page": page, "rows": rows})


@require_safe
@login_required
def held_sheet(request: HttpRequest) -> HttpResponse:
    """谁有令牌，导出: the whole list as an Excel file."""
    if reason := is_security_admin.refusal(actor_of(request)):
        return no(request, reason)
    columns = (
        Column(_("人员")),
        Column(_("代表单位"), width=30),
        Column(_("用在哪里"), width=30),
        Column(_("前缀")),
        Column(_("权限范围"), width=30),
        Column(_("生成时间"), "moment", 18),
        Column(_("到期时间"), "moment", 18),
        Column(_("最近使用"), "moment", 18),
        Column(_("撤销时间"), "moment", 18),
    )
    rows = (
        (
            *(one.person.name, one.organization.name, one.title, one.prefix),
            "、".join(one.scope_labels),
            *(one.created_at, one.expires_at, one.last_used_at, one.revoked_at),
        )
        for one in tokens_held()
    )
    return sheet("tokens", _("令牌"), columns, rows)
