"""政策维护台的查询: every programme of a department, and what there is to do about its words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Count

from huiqi.kernel.access import Actor
from huiqi.library import load
from huiqi.policies.access import is_reviewer, is_system_admin
from huiqi.policies.charge import keeper_ids, programmes_of_keeper
from huiqi.policies.models import FirmCount, LinkCheck, Proposal, Summary
from huiqi.policies.models.summaries import OPEN

SOON: Final = timedelta(days=90)
SHOWS: Final = ("all", "written", "review", "soon", "stale", "proposed", "nobody")


@dataclass(frozen=True)
class Row:
    """一行: a programme with what is published, what is written, and when its edition ends.

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
    has_keeper: bool = True

    def is_in(self, show: str) -> bool:
        """是否在这一类: of the filters of the desk."""
        return {
            "all": True,
            "written": self.draft is not None,
            "review": self.may_review,
            "soon": self.is_soon,
            "stale": self.is_stale,
            "proposed": self.proposals > 0,
            "nobody": not self.has_keeper,
        }[show]


def rows_of_desk(actor: Actor, day: date) -> list[Row]:
    """维护台: the programmes of the actor's body; for the administrator every one there is."""
    is_admin = not is_system_admin.refusal(actor)
    library = load().policies
    if is_admin:
        names = sorted(library)
    elif actor.organization_id is None:
        names = []
    else:
        names = [one for one in programmes_of_keeper(actor.organization_id, day) if one in library]
    return _rows(actor, names, day, is_admin=is_admin)


def _rows(actor: Actor, names: list[str], day: date, *, is_admin: bool) -> list[Row]:
    held = Summary.objects.filter(programme__in=names).select_related("saved_by", "made_by")
    published = {one.programme: one for one in held.filter(state=Summary.State.PUBLISHED)}
    drafts = {one.programme: one for one in held.filter(state__in=OPEN)}
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
            has_keeper=not is_admin or bool(keeper_ids(name, day)),
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
    *,
    has_keeper: bool,
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
        may_review=_waits(draft) and not is_reviewer.refusal(actor, draft),
        proposals=proposals,
        firms=firms,
        has_keeper=has_keeper,
    )


def _waits(draft: Summary | None) -> bool:
    return draft is not None and draft.state == Summary.State.SUBMITTED


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
