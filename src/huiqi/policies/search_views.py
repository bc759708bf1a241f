"""检索的页面: one box; results as policies with their clauses, and links that narrow them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiqi.kernel.now import today
from huiqi.kernel.public_pages import public_page
from huiqi.kernel.words import legible
from huiqi.policies.actions import count_question
from huiqi.policies.queries import documents_numbered
from huiqi.policies.search.finding import ALL_FACETS, DEADLINES, SIZES, Result
from huiqi.policies.search.here import finder
from huiqi.policies.search.marking import marked, words_to_mark
from huiqi.policies.search.question import credit_code_in
from huiqi.policies.tasks import ask_for_index

MOST_CHOICES: Final = 20
FEW: Final = 3  # fewer results than this are told to the departments, without who asked
LONGEST_VALUE: Final = 60
EXAMPLES: Final = ("小巨人", "贷款贴息", "技改", "房租", "首台套")


@dataclass(frozen=True)
class Choice:
    """选项: one value of a facet; ``query`` is the address with it taken or given back."""

    label: str
    count: int
    is_chosen: bool
    query: str
    is_own_text: bool = False  # the policies' own words, not ours


@dataclass(frozen=True)
class Facet:
    """筛选: its choices, those with most first."""

    name: str
    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Card:
    """结果卡: texts with the words asked for marked."""

    id: str
    title: SafeString
    summary: SafeString
    district: str
    department: str
    numbers: tuple[str, ...]
    clauses: tuple[tuple[str, SafeString, str], ...]


@require_safe
@public_page
def search(request: HttpRequest) -> HttpResponse:
    """检索: a credit code leads to its match; anything else is looked for and never fails."""
    text = request.GET.get("q", "")
    if code := credit_code_in(text[:LONGEST_VALUE]):
        return redirect(f"{reverse('policies:match')}?{urlencode({'code': code})}")
    chosen = {name: _chosen(request, name) for name in ALL_FACETS}
    result = finder().find(text, on=today(), chosen=chosen, page=_page(request))
    if not result.is_fresh:
        ask_for_index()
    shown = result.question.text
    if result.total < FEW and not any(chosen.values()) and result.page == 1:
        count_question(text=shown, found=result.total, day=today())
    context = {
        "nav": "policy",
        "text": shown,
        "result": result,
        "cards": list(_cards(result)),
        "documents": documents_numbered(result.question.numbers),
        "facets": list(_facets(result, shown, chosen)),
        "kept": [(name, value) for name, values in chosen.items() for value in values],
        "is_narrowed": any(chosen.values()),
        "examples": EXAMPLES,
        "asked_for": _query(shown, {}),
        "before": _query(shown, chosen, result.page - 1) if result.page > 1 else "",
        "after": _query(shown, chosen, result.page + 1) if result.page < result.pages else "",
    }
    return render(request, "policies/search.html", context)


def _chosen(request: HttpRequest, name: str) -> tuple[str, ...]:
    given = (legible(value) for value in request.GET.getlist(name)[:MOST_CHOICES])
    kept = tuple(dict.fromkeys(one for one in given if one and len(one) <= LONGEST_VALUE))
    closed = {"size": SIZES, "deadline": DEADLINES}.get(name)
    return tuple(one for one in kept if closed is None or one in closed)


def _page(request: HttpRequest) -> int:
    written = request.GET.get("page", "")
    # A number so long is no page; the last one is shown for what is merely too high.
    return int(written) if written.isascii() and written.isdigit() and len(written) < 5 else 1


def _query(text: str, chosen: dict[str, tuple[str, ...]], page: int = 1) -> str:
    pairs = [("q", text)] if text else []
    pairs += [(name, value) for name, values in chosen.items() for value in values]
    if page > 1:
        pairs.append(("page", str(page)))
    return f"?{urlencode(pairs)}"


def _cards(result: Result) -> Iterator[Card]:
    asked = words_to_mark(result.question)
    for hit in result.hits:
        entry = hit.entry
        yield Card(
            id=entry.id,
            title=marked(entry.title, asked),
            summary=marked(entry.summary, asked),
            district=entry.district,
            department=entry.department,
            numbers=entry.numbers,
            clauses=tuple((one.id, marked(one.text, asked), one.cite) for one in hit.clauses),
        )


def _facets(result: Result, text: str, chosen: dict[str, tuple[str, ...]]) -> Iterator[Facet]:
    titles = {
        "district": _("谁付钱"),
        "kind": _("哪一类"),
        "size": _("什么规模能申请"),
        "department": _("主管部门"),
        "deadline": _("有效期"),
    }
    for name, title in titles.items():
        counts = result.counts.get(name, {})
        every = dict(counts) | {value: counts.get(value, 0) for value in chosen[name]}
        found = [
            _choice(name, value, count, text, chosen)
            for value, count in _in_order(name, every)
            if count or value in chosen[name]
        ]
        if found:
            yield Facet(name, title, tuple(found))


def _in_order(name: str, counts: dict[str, int]) -> Sequence[tuple[str, int]]:
    fixed = {"size": SIZES, "deadline": DEADLINES}.get(name)
    if fixed:
        return [(value, counts.get(value, 0)) for value in fixed]
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def _choice(
    name: str, value: str, count: int, text: str, chosen: dict[str, tuple[str, ...]]
) -> Choice:
    held = chosen[name]
    is_chosen = value in held
    then = tuple(one for one in held if one != value) if is_chosen else (*held, value)
    label = _labels().get(name, {}).get(value)
    query = _query(text, {**chosen, name: then})
    return Choice(label or value, count, is_chosen, query, is_own_text=label is None)


def _labels() -> dict[str, dict[str, Any]]:
    return {
        "kind": {
            "subsidy": _("补贴资助"),
            "award": _("奖励"),
            "recognition": _("认定"),
            "classification": _("划型分级"),
            "duty": _("义务"),
            "admission": _("准入"),
            "price": _("价格优惠"),
        },
        "size": {"large": _("大型"), "medium": _("中型"), "small": _("小型"), "micro": _("微型")},
        "deadline": {
            "open": _("正在施行"),
            "soon": _("90 天内到期"),
            "later": _("还没开始"),
            "over": _("已经到期"),
        },
    }
