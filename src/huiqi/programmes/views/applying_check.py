"""核对与提交的页面: every answer with its source, the sums, what the rules say, and the handing in.

A «no» of the rules does not stand in the way: a person decides. What is missing, or does not add
up, does; so does the end of the call, by the clock of the database on arrival.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiqi.kernel.arrival import arrived_at
from huiqi.kernel.clock import Deadline
from huiqi.kernel.now import now
from huiqi.kernel.refusals import Denied, Refused
from huiqi.parties.enums import FIRM_ROLES
from huiqi.parties.pages import actor_of, no, only
from huiqi.policies.contacts import counter_of
from huiqi.programmes import actions
from huiqi.programmes.access import is_firm, may_submit
from huiqi.programmes.actions.submitting import LONGEST_KEY
from huiqi.programmes.checks import problems_of, problems_of_application
from huiqi.programmes.definition import Definition
from huiqi.programmes.enums import EDITABLE
from huiqi.programmes.fields import told
from huiqi.programmes.models import Application
from huiqi.programmes.prefill import Filled
from huiqi.programmes.queries.applying import place_of, url_of, window_of
from huiqi.programmes.ruling import ruling_of
from huiqi.programmes.stages.running import day_of
from huiqi.programmes.values import label, money_of
from huiqi.programmes.versions import definition_of
from huiqi.programmes.views import own
from huiqi.programmes.views.calls_public import StageLine, stage_line
from huiqi.programmes.whole import Whole, whole_of

DECLARED: Final = "declared"


@dataclass(frozen=True)
class AnswerRow:
    """一项答案: as it is read, who says so, and where it can be changed."""

    key: str
    label: str
    text: str
    source: str
    as_of: date | None
    is_official: bool
    required: bool


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_firm)
@never_cache
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """核对与提交: the same key again, as by a second click, is the same handing in."""
    one = own.found(request, pk)
    if request.method != "POST":
        gone = own.not_editable(one)
        return gone or _drawn(request, one)
    key = request.POST.get("key", "")[: LONGEST_KEY + 1]
    # Not before the action knows the key: what was taken a moment ago is not declared anew.
    is_again = one.snapshots.filter(key=key).exists()
    if not is_again and request.POST.get(DECLARED) != "yes" and one.state in EDITABLE:
        words = _("请看过承诺并勾选，再提交")
        return _drawn(request, one, [words, *_problems(one)])
    try:
        actions.submit_application(
            application=one,
            key=key,
            arrived_at=arrived_at(request),
            actor=actor_of(request),
            now=now(),
        )
    except Denied as denied:
        return no(request, denied)
    except Refused as refused:
        one = own.found(request, pk)
        if one.state in EDITABLE:
            return _drawn(request, one, refused.problems)
        return redirect("applying:application", pk)
    return redirect("applying:application", pk)


def _problems(one: Application) -> list[str]:
    return [each.text for each in problems_of_application(one, day_of(now()))]


def _drawn(request: HttpRequest, one: Application, problems: Iterable[str] = ()) -> HttpResponse:
    moment, actor = now(), actor_of(request)
    day, definition = day_of(moment), definition_of(one)
    whole = whole_of(one, day)
    hindrances = [
        (each, url_of(one, place_of(definition, each.about), each.about))
        for each in problems_of(whole)
    ]
    context: dict[str, Any] = {
        "definition": definition,
        "groups": [
            (page, list(_answers(page.questions, whole.filled))) for page in definition.form.pages
        ],
        "sums": list(_sums(whole, definition)),
        "asked_fen": one.asked_fen,
        "invoices": len(whole.invoices),
        "materials": _materials(whole, definition),
        "ruling": ruling_of(one, moment, whole.filled),
        "hindrances": hindrances,
        "counter": counter_of(definition.policy, day),
        "window": window_of(one.call, moment),
        "coming": list(_coming(definition, day)),
        "key": request.POST.get("key") or secrets.token_urlsafe(16),
        "declared": request.POST.get(DECLARED) == "yes",
        "why_not_submit": may_submit.refusal(actor, one),
        "is_member": actor.has(*FIRM_ROLES),
        "moment": moment,
    }
    return own.drawn(request, "programmes/apply_check.html", one, context, problems)


def _answers(questions: Iterable[Any], filled: Filled) -> Iterator[AnswerRow]:
    for one in questions:
        known = filled.known.get(one.key)
        is_shown = known is not None and (known.is_official or filled.is_prefilled(one))
        yield AnswerRow(
            key=one.key,
            label=label(one),
            text=told(one, filled.value(one.key)),
            source=str(known.source.label) if known is not None and is_shown else "",
            as_of=known.as_of if known is not None and is_shown else None,
            is_official=known is not None and known.is_official,
            required=one.required,
        )


def _sums(whole: Whole, definition: Definition) -> Iterator[tuple[str, int]]:
    """What nobody typed: the computed sums, and that of the invoices."""
    money = money_of(definition.form, whole.filled.values, whole.invoiced_fen)
    for each in definition.form.computed:
        if each.key in money:
            yield each.text, money[each.key]
    if definition.form.invoices is not None:
        yield _("发票合计"), whole.invoiced_fen


def _materials(whole: Whole, definition: Definition) -> list[tuple[str, list[str]]]:
    held: dict[str, list[str]] = {}
    for each in whole.evidence:
        held.setdefault(each.material, []).append(each.file.name)
    return [(each.text, held.get(each.id, [])) for each in definition.form.evidence]


def _coming(definition: Definition, today: date) -> Iterator[tuple[StageLine, date, bool]]:
    """What happens next: each stage with the last day it could end, if it were handed in today.

    None of the pauses in which the firm has something to do is known yet.
    """
    begins = today
    for settings in definition.programme.stages:
        due = Deadline(begins, settings.days, "next_day").due_on(provisional=True)
        yield stage_line(definition, settings), due.day, due.provisional
        begins = due.day
