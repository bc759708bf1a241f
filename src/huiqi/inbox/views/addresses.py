"""推送地址的页面: registering, verifying, choosing, ending; and what was only simulated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.inbox import opt_out as tokens
from huiqi.inbox.actions import (
    choose_paces,
    end_address,
    register_address,
    send_code,
    stop_by_link,
    verify_address,
)
from huiqi.inbox.address_forms import AddressForm, PacesForm
from huiqi.inbox.gateways import is_live
from huiqi.inbox.models import PushAddress, SimulatedDelivery
from huiqi.inbox.queries.pushes import (
    addresses_of,
    may_be_sent_to,
    paces_of,
    simulated_of,
    traffic,
    troubles,
)
from huiqi.kernel.now import now
from huiqi.kernel.refusals import Refused
from huiqi.parties import scope
from huiqi.parties.access import is_system_admin
from huiqi.parties.pages import actor_of, only, page_of

MOST_TROUBLES: Final = 20


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def addresses(request: HttpRequest) -> HttpResponse:
    """推送地址: those of the person, and a form for one more."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        assert form.place is not None
        try:
            made = register_address(
                place=form.place,
                label=form.cleaned_data["label"],
                actor=actor_of(request),
                now=now(),
            )
        except Refused as refused:
            for problem in refused.problems:
                form.add_error("address", problem)
        else:
            return redirect("inbox:address", made.pk)
    rows = [(one, _standing(one)) for one in addresses_of(actor_of(request))]
    context = {
        "nav": "inbox",
        "here": "preferences",
        "form": form,
        "rows": rows,
        "is_simulated": not settings.PUSH_SERVICES,
    }
    return render(request, "inbox/addresses.html", context, status=422 if form.errors else 200)


def _standing(address: PushAddress) -> str:
    """In which of four states it is: ended, in use, to be verified, or to be verified anew."""
    if address.ended_at is not None:
        return "ended"
    if address.verified_at is None:
        return "waiting"
    return "in_use" if may_be_sent_to(address) else "anew"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def address(request: HttpRequest, pk: int) -> HttpResponse:
    """一个推送地址: POST keeps which messages go there when."""
    found = get_object_or_404(addresses_of(actor_of(request)), pk=pk)
    form = PacesForm(request.POST if request.method == "POST" else None, choices=paces_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            choose_paces(address=found, choices=form.paces(), actor=actor_of(request), now=now())
        except Refused as refused:
            return _page(request, found, form, refused.problems)
        return redirect("inbox:addresses")
    return _page(request, found, form)


def _page(
    request: HttpRequest, found: PushAddress, form: PacesForm, problems: Sequence[str] = ()
) -> HttpResponse:
    context: dict[str, Any] = {
        "nav": "inbox",
        "here": "preferences",
        "address": found,
        "standing": _standing(found),
        "is_live": is_live(found.service),
        "is_code_good": found.code_until is not None and now() < found.code_until,
        "form": form,
        "problems": problems,
    }
    status = 422 if problems or form.errors else 200
    return render(request, "inbox/address.html", context, status=status)


def _do(request: HttpRequest, pk: int, act: Callable[[PushAddress], object]) -> HttpResponse:
    found = get_object_or_404(addresses_of(actor_of(request)), pk=pk)
    try:
        act(found)
    except Refused as refused:
        found.refresh_from_db()
        return _page(request, found, PacesForm(choices=paces_of(found)), refused.problems)
    return redirect("inbox:address", found.pk)


@require_POST
@login_required
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """验证: by the code that came through the address."""
    code = request.POST.get("code", "")
    actor = actor_of(request)
    return _do(
        request, pk, lambda found: verify_address(address=found, code=code, actor=actor, now=now())
    )


@require_POST
@login_required
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """重发验证码: a new one."""
    actor = actor_of(request)
    return _do(request, pk, lambda found: send_code(address=found, actor=actor, now=now()))


@require_POST
@login_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """停用: for good; the same address can be registered again."""
    actor = actor_of(request)
    found = get_object_or_404(addresses_of(actor), pk=pk)
    end_address(address=found, actor=actor, now=now())
    return redirect("inbox:addresses")


# Who reads a group chat has no account here: the signed link is the right to end the pushes to
# it and nothing else.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """一键停用: a page that asks once, for links are also followed by machines; POST does it."""
    number = tokens.read_address(token)
    with scope.everything():
        found = PushAddress.objects.filter(pk=number).first() if number else None
        if found is None:
            raise Http404
        if request.method == "POST":
            stop_by_link(address=found, now=now())
            found.refresh_from_db()
    context = {"service": found.get_service_display(), "is_done": found.ended_at is not None}
    return render(request, "inbox/stop.html", context)


@require_safe
@login_required
def simulated(request: HttpRequest) -> HttpResponse:
    """模拟送达: to the addresses of the person, word for word."""
    found = page_of(request, simulated_of(actor_of(request)))
    context = {"nav": "inbox", "here": "preferences", "page": found}
    return render(request, "inbox/simulated.html", context)


@require_safe
@only(is_system_admin)
def deliveries(request: HttpRequest) -> HttpResponse:
    """推送情况: numbers, troubles and simulations, without what was said and to whom."""
    moment = now()
    with scope.everything():
        told = SimulatedDelivery.objects.select_related("address").order_by("-at", "-id")
        page = page_of(request, told.defer("text"))
        context = {
            "nav": "inbox",
            "here": "deliveries",
            "rows": traffic(moment),
            "troubles": list(troubles(moment)[:MOST_TROUBLES]),
            "page": page,
            "told": list(page.object_list),
        }
    return render(request, "inbox/deliveries.html", context)
