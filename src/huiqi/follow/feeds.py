"""日历里的关注: the last days of what is followed, in the one calendar that a person has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from huiqi.follow.enums import Target
from huiqi.follow.models import Subscription
from huiqi.follow.queries.covering import called
from huiqi.follow.queries.following import last_day_of
from huiqi.inbox import feeds
from huiqi.kernel.access import Actor
from huiqi.parties.enums import FIRM_ROLES
from huiqi.parties.models import Person

PAGES = {Target.PROGRAMME: "policies:policy", Target.DOCUMENT: "policies:document"}


def register() -> None:
    """登记: with the inbox, whose calendar it is."""
    feeds.register(last_days)


def last_days(person: Person, actors: Sequence[Actor], on: date) -> Iterator[feeds.Dated]:
    """最后一天: of what the person follows, and the firms whose own people she is one of now."""
    firms = [one.subject_id for one in actors if one.subject_id and one.has(*FIRM_ROLES)]
    whose = Q(subject__isnull=True, person=person) | Q(subject_id__in=firms)
    found = Subscription.objects.filter(whose, ended_at__isnull=True, kind__in=PAGES)
    for one in found.order_by("id"):
        if last := last_day_of(one.kind, one.target, on):
            yield feeds.Dated(
                f"follow:{one.kind}:{one.target}:{last}",
                last,
                _("现行版本最后一天：%(name)s") % {"name": called(one.kind, one.target)},
                reverse(PAGES[Target(one.kind)], args=[one.target]),
            )
