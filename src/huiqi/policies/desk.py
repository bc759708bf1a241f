"""政策维护台的查询: every programme of a department, and what there is to do about its words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Count

from huiqi.kernel.access import Actor
from huiqi.library import load
from huiqi.policies.access import is_among, is_system_admin, wrote_nothing
from huiqi.policies.charge import Keeping, keepings
from huiqi.policies.models import FirmCount, LinkCheck, Proposal, RuleDraft, Summary
from huiqi.policies.models.reviewed import OPEN

SOON: Final = timedelta(days=90)
SHOWS: Final = ("all", "written", "review", "soon", "stale", "proposed", "nobody")


@dataclass(frozen=True)
class Row:
    """一行: a programme with what is published, what is written, and when its edition ends.

    ``rules`` is the text of its rule that is under way, if one is.
    ``last`` is the last day (included) of the edition of the day; None where none is named or
    none is in force. ``is_stale``: the rule changed after the words were published.
    """

    programme: str
    title: str
    published: Summary | None
    draft: Summary | None
    last: date | None
    is_soon: bool
    is_stale: bool
    may_review: bool
    proposals: int
    firms: FirmCount | None
    keeping: Keeping | None
    rules: RuleDraft | None = None

    @property
    def has_keeper(self) -> bool:
        """是否有人维护."""
        return self.keeping is not None

    def is_in(self, show: str) -> bool:
        """是否在这一类: of the filters of the desk."""
        return {
            "all": True,
            "written": self.draft is not None or self.rules is not None,
            "review": self.may_review,
            "soon": self.is_soon,
            "stale": self.is_stale,
            "proposed": self.proposals > 0,
            "nobody": not self.has_keeper,
        }[show]


def rows_of_desk(actor: Actor, day: date) -> list[Row]:
    """维护台: the programmes of the actor's body; for the administrator every one there is."""
    library = load().policies
    keeping = keepings(library, day)
    if not is_system_admin.refusal(actor):
        names = sorted(library)
    else:
        names = [name for name, one in keeping.items() if actor.organization_id in one.ids]
    return _rows(actor, names, day, keeping)


def _rows(actor: Actor, names: list[str], day: date, keeping: dict[str, Keeping]) -> list[Row]:
    held = Summary.objects.filter(programme__in=names).select_related("saved_by", "made_by")
    published = {one.programme: one for one in held.filter(state=Summary.State.PUBLISHED)}
    drafts = {one.programme: one for one in held.filter(state__in=OPEN)}
    writing = RuleDraft.objects.filter(programme__in=names, stage__in=OPEN)
    rules = {one.programme: one for one in writing.defer("rules", "cases")}
    proposals = _open_proposals(names)
    counts = {
        one.programme: one
        for one in FirmCount.objects.filter(programme__in=names)
        .order_by("programme", "-id")
        .distinct("programme")
    }
    return [
        _row(
            actor,
            name,
            day,
            published.get(name),
            drafts.get(name),
            proposals.get(name, 0),
            counts.get(name),
            keeping.get(name),
            rules.get(name),
        )
        for name in names
    ]


def _row(  # noqa: PLR0913, PLR0917 -- a row is put together of what was asked for all at once
    actor: Actor,
    name: str,
    day: date,
    published: Summary | None,
    draft: Summary | None,
    proposals: int,
    firms: FirmCount | None,
    keeping: Keeping | None,
    rules: RuleDraft | None,
) -> Row:
    policy = load().policy(name)
    edition = policy.edition_on(day)
    last = edition.to if edition else None
    return Row(
        programme=name,
        title=policy.title,
        published=published,
        draft=draft,
        last=last,
        is_soon=last is not None and last - day <= SOON,
        is_stale=published is not None and published.rules_version != policy.sha256,
        may_review=keeping is not None
        and is_among(actor, keeping.ids)
        and any(_waits_for(actor, one) for one in (draft, rules)),
        proposals=proposals,
        firms=firms,
        keeping=keeping,
        rules=rules,
    )


def _waits_for(actor: Actor, draft: Summary | RuleDraft | None) -> bool:
    """Whether a draft waits for somebody who did not write it, as the actor did not."""
    if draft is None:
        return False
    state = draft.stage if isinstance(draft, RuleDraft) else draft.state
    return state == Summary.State.SUBMITTED and not wrote_nothing.refusal(actor, draft)


def _open_proposals(names: Iterable[str]) -> dict[str, int]:
    found = Proposal.objects.filter(programme__in=list(names), state=Proposal.State.OPEN)
    return {
        one["programme"]: one["n"]
        for one in found.values("programme").annotate(n=Count("id")).order_by("programme")
    }


def dead_links() -> list[LinkCheck]:
    """打不开的链接: the latest look at each address, where it did not open."""
    latest = LinkCheck.objects.order_by("url", "-id").distinct("url")
    return [one for one in latest if not one.is_alive]
