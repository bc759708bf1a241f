"""一次推演的页面: what came of it with charts and tables, as a file, and beside another one."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiqi.kernel.sheets import Column
from huiqi.library import load
from huiqi.parties.pages import only
from huiqi.parties.pages import sheet as sheet_of
from huiqi.policies.access import is_editor
from huiqi.rules.say import shown
from huiqi.rules.simulate import AFTER, BEFORE, Simulated
from huiqi.sandbox.drawing import figures, splits_of
from huiqi.sandbox.form import query_of
from huiqi.sandbox.models import SandboxRun
from huiqi.sandbox.queries import asked_of, runs_of
from huiqi.sandbox.results import whole_of, years_of
from huiqi.sandbox.saying import (
    DIMENSIONS,
    VERDICTS,
    assumptions,
    group_name,
    headline,
    result_of,
    title_of,
)
from huiqi.sandbox.views import its_keeper

COMPARABLE: Final = 50  # runs that the page offers to compare with


def found_run(request: HttpRequest, programme: str, number: int) -> SandboxRun:
    """一次推演: of a programme that the actor's body keeps; else it is not found."""
    its_keeper(request, programme)
    return get_object_or_404(runs_of([programme]), pk=number)


@never_cache
@require_safe
@only(is_editor)
def run(request: HttpRequest, programme: str, number: int) -> HttpResponse:
    """推演结果: or how far the worker has come with it."""
    one = found_run(request, programme, number)
    context = {
        "here": "sandbox",
        "programme": programme,
        "policy": load().policy(programme),
        "run": one,
        "title": title_of(one),
        "again": query_of(asked_of(one)),
    }
    if one.result is None:
        return render(request, "sandbox/waiting.html", context)
    return render(request, "sandbox/run.html", context | _answer(one))


def _answer(one: SandboxRun) -> dict[str, Any]:
    found, told = result_of(one), one.result or {}
    others = runs_of([one.programme]).filter(finished_at__isnull=False).exclude(pk=one.pk)
    return {
        "found": found,
        "headline": headline(found),
        "changes": told["changes"],
        "sides": sides_of(found),
        "moves": _moves(found),
        "figures": figures(found),
        "years": years_of(told),
        "whole": whole_of(told),
        "take_up": shown(Fraction(one.settings["take_up"]), "ratio"),
        "note": told["note"],
        "assumptions": list(assumptions(one, found)),
        "others": [(other.pk, title_of(other)) for other in others[:COMPARABLE]],
    }


def sides_of(found: Simulated) -> list[dict[str, Any]]:
    """改前改后: the two ends of a year's cost, and the firms by verdict."""
    told = []
    for name in (BEFORE, AFTER):
        side = found.sides[name]
        sure, most = side.cost()
        told.append(
            {
                "sure": sure,
                "most": most,
                "yes": side.tally.yes,
                "unknown": side.tally.unknown,
                "no": side.no,
                "open": side.tally.open,
            }
        )
    return told


def _moves(found: Simulated) -> list[tuple[str, list[tuple[str, int, bool]]]]:
    """A row for each verdict before, with the firms of each verdict after; both as people say."""
    names = [one for one in VERDICTS if any(one in move for move in found.moves)]
    return [
        (
            str(VERDICTS[before]),
            [
                (str(VERDICTS[after]), found.moves[before, after], before == after)
                for after in names
            ],
        )
        for before in names
    ]


@require_safe
@only(is_editor)
def sheet(request: HttpRequest, programme: str, number: int) -> HttpResponse:
    """结果导出: totals, every group and every year, the numbers of the page and no others."""
    one = found_run(request, programme, number)
    if one.result is None:
        raise Http404
    columns = (
        Column(_("部分"), width=14),
        Column(_("名称"), width=28),
        Column(_("名册户数"), "number", 12),
        Column(_("符合，改前"), "number", 12),
        Column(_("符合，改后"), "number", 12),
        Column(_("可能符合，改前"), "number", 14),
        Column(_("可能符合，改后"), "number", 14),
        Column(_("已能确定的费用，改前（元）"), "yuan", 26),
        Column(_("已能确定的费用，改后（元）"), "yuan", 26),
        Column(_("至多的费用，改前（元）"), "yuan", 24),
        Column(_("至多的费用，改后（元）"), "yuan", 24),
    )
    return sheet_of(f"{programme}-{number}", title_of(one), columns, _lines(one))


def _lines(one: SandboxRun) -> Iterator[tuple[Any, ...]]:
    found = result_of(one)
    before, after = (found.sides[name] for name in (BEFORE, AFTER))
    costs = (before.cost(), after.cost())
    yield (
        *(_("合计"), "", found.subjects, before.tally.yes, after.tally.yes),
        *(before.tally.unknown, after.tally.unknown),
        *(costs[0][0], costs[1][0], costs[0][1], costs[1][1]),
    )
    for dimension, title in DIMENSIONS.items():
        for split in splits_of(found, dimension):
            old, new = split.before, split.after
            yield (
                *(str(title), group_name(dimension, split.name), split.firms),
                *(old.yes, new.yes, old.unknown, new.unknown, old.sure, new.sure),
                *(None if tally.open else tally.possible for tally in (old, new)),
            )
    for year in years_of(one.result or {}):
        ends = (year.before[0], year.after[0], year.before[1], year.after[1])
        yield (_("预算年度"), year.year, *(None,) * 5, *ends)


@never_cache
@require_safe
@only(is_editor)
def compare(request: HttpRequest, programme: str) -> HttpResponse:
    """两次比较: side by side, each against what was in force when it was tried."""
    its_keeper(request, programme)
    finished = runs_of([programme]).filter(finished_at__isnull=False)
    two = [get_object_or_404(finished, pk=_number(request, name)) for name in ("a", "b")]
    context = {
        "here": "sandbox",
        "programme": programme,
        "policy": load().policy(programme),
        "two": [
            {
                "run": one,
                "title": title_of(one),
                "headline": headline(result_of(one)),
                "changes": one.result["changes"] if one.result else [],
            }
            for one in two
        ],
        "lines": list(_compared(*(result_of(one) for one in two))),
        "differs": two[0].register != two[1].register or two[0].on != two[1].on,
        "others": [(one.pk, title_of(one)) for one in finished[:COMPARABLE]],
    }
    return render(request, "sandbox/compare.html", context)


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 18):
        raise Http404
    return int(text)


def _compared(one: Simulated, other: Simulated) -> Iterator[dict[str, Any]]:
    """Each line with both values and what the second differs by; money in 分."""
    ends = [found.sides[AFTER].cost() for found in (one, other)]
    yield _line(_("已能确定的一年费用"), ends[0][0], ends[1][0], money=True)
    yield _line(_("至多的一年费用"), ends[0][1], ends[1][1], money=True)
    for verdict in ("yes", "unknown", "no"):
        counts = [sides_of(found)[1][verdict] for found in (one, other)]
        yield _line(str(VERDICTS[verdict]), *counts)
    yield _line(_("新符合"), one.winners, other.winners)
    yield _line(_("不再符合"), one.losers, other.losers)
    yield _line(_("能拿的变多"), one.raised, other.raised)
    yield _line(_("能拿的变少"), one.lowered, other.lowered)
    yield _line(_("比改前多出的费用"), one.gain - one.loss, other.gain - other.loss, money=True)


def _line(label: str, a: int | None, b: int | None, *, money: bool = False) -> dict[str, Any]:
    difference = None if a is None or b is None else b - a
    return {"label": label, "a": a, "b": b, "difference": difference, "is_money": money}
