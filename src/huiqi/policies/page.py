"""政策页: what the page of one programme tells of it, on a day, to whoever reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy

from huiqi.kernel.now import today
from huiqi.library import load
from huiqi.library.profile import bonds_of, similar_to
from huiqi.policies.addresses import anchor
from huiqi.policies.contacts import counter_of
from huiqi.policies.models import Summary
from huiqi.policies.queries import Rest, rests_of_programme
from huiqi.policies.summaries import published_summary
from huiqi.policies.ways import ways_of
from huiqi.policies.wording import summary_of
from huiqi.rules.answer import clause_of
from huiqi.rules.phase import nearest_edition, phase_on
from huiqi.rules.policy import Policy, Responsible

PHASES: Final = {
    "now": (gettext_lazy("在有效期内"), "mal"),
    "ended": (gettext_lazy("已经结束"), "cin"),
    "ahead": (gettext_lazy("还没有开始"), "azu"),
    "between": (gettext_lazy("两版之间，没有生效的版本"), "och"),
}
TELLING: Final = 3  # letters of a clause that say something without the document's name
SHORT: Final = 3  # lines of «who»; the conditions tell the rest


@dataclass(frozen=True)
class Plain:
    """四答: 谁能拿, 拿多少, 怎么办, 什么时候, as lines; ``more`` conditions stand below."""

    who: list[str]
    more: int
    how_much: list[str]
    how: list[str]
    when: list[str]


def about(programme: str, day: date) -> dict[str, Any]:
    """政策页的内容: all that does not depend on the reader."""
    whole = load().policy(programme)
    edition = nearest_edition(whole, day)
    # What the city published later may be another text: the day is told by its own.
    policy = whole.text_of(edition)
    rests = rests_of_programme(programme, day)
    main = _main(policy, rests)
    phase, tone = PHASES[phase_on(whole, day)]
    shown = published_summary(programme)
    return {
        "policy": policy,
        "phase": phase,
        "phase_tone": tone,
        "edition": edition,
        "plain": _plain(whole, day, shown),
        "summary": shown,
        "counter": counter_of(policy, day),
        "department": in_charge(policy, day),
        "responsible": policy.responsible,
        "bonds": bonds_of(programme),
        "similar": similar_to(programme),
        "ways": ways_of(programme),
        "rests": rests,
        "main_rest": main,
        "clauses": dict(_short(policy, main)),
        "clause_pages": dict(_clause_pages(policy, rests)),
    }


def in_charge(policy: Policy, day: date) -> Responsible | None:
    """主管部门: on the day, with the clause that says so; None where the file names none."""
    return next((one for one in policy.responsible if one.covers(day)), None)


def _plain(policy: Policy, day: date, shown: Summary | None) -> Plain:
    """What officers published of today's edition, else what the file says of the day's."""
    edition = nearest_edition(policy, day)
    if shown and shown.made_by_id and edition == nearest_edition(policy, today()):
        told = {part: getattr(shown, part) for part in ("who", "how_much", "how", "when")}
    else:
        told = summary_of(policy, edition)
    lines = {part: text.splitlines() for part, text in told.items()}
    who = lines["who"]
    return Plain(
        who[:SHORT],
        max(len(who) - SHORT, 0),
        lines["how_much"],
        lines["how"],
        lines["when"],
    )


def _main(policy: Policy, rests: list[Rest]) -> Rest | None:
    """The document that most conditions and sums rest on."""
    amount = policy.amount
    cited = [item.cite.source for item in (*policy.when, *(amount.parts if amount else ()))]
    return max(rests, key=lambda rest: cited.count(rest.basis.source), default=None)


def _short(policy: Policy, main: Rest | None) -> Iterator[tuple[str, str]]:
    """The clause of each condition, by its id: without the document where that is the main one."""
    for item in (*policy.when, *policy.checks):
        cite = item.cite
        is_main = main is not None and cite.source == main.basis.source
        if is_main and len(cite.clause) >= TELLING and not policy.is_unverified(cite):
            yield item.id, cite.clause
        else:
            yield item.id, clause_of(policy, cite)


def _clause_pages(policy: Policy, rests: list[Rest]) -> Iterator[tuple[str, str]]:
    """Where the clause of each condition stands, by the condition's id."""
    pages: Mapping[str, int] = {rest.basis.source: rest.document.pk for rest in rests}
    for item in (*policy.when, *policy.checks):
        if item.cite.source in pages:
            page = reverse("policies:document", args=[pages[item.cite.source]])
            yield item.id, f"{page}#{anchor(item.cite.clause)}"
