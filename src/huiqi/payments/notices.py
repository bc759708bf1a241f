"""公示与拨付: what is approved is paid only after everybody had time to object to it.

Every award that was approved in these books is laid before everybody first, and its notice has
to end with nothing open against it. What is on an account through opening entries alone was
decided, and shown, before there were these books: it needs no notice of ours.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiqi.kernel.money import exact
from huiqi.kernel.words import worded
from huiqi.ledger.models import Budget
from huiqi.ledger.queries import Payable, awards_decided_here, granted_in_all
from huiqi.publicity.enums import Standing
from huiqi.publicity.models import PublicAward
from huiqi.publicity.queries import standings_of

# Programme, call and subject: what a notice says about whom.
Shown = tuple[str, str, int]
# Budget, call, subject and instalment: an account of the ledger.
Key = tuple[int, str, int, int]
Latest = Mapping[Shown, tuple[PublicAward, Standing]]

DOCUMENT: Final = "深府规〔2018〕12号"


@dataclass(frozen=True)
class Wanted:
    """要付的一笔: the account of the ledger that it would be paid from, and its budget."""

    key: Key
    budget: Budget

    @property
    def award(self) -> Shown:
        """资助: programme, call and subject, whatever the year and the part."""
        return (self.budget.programme, self.key[1], self.key[2])


@dataclass(frozen=True)
class Obstacle:
    """公示的阻碍: why something may not be paid yet, and the page of its notice, if it has one."""

    why: str
    page: str = ""


CLEARED: Final = Obstacle("")


def obstacles_to(payables: Iterable[Payable], day: date) -> dict[Key, Obstacle]:
    """待付款项还不能付的原因: as ``obstacles``."""
    return obstacles((Wanted(one.key, one.budget) for one in payables), day)


def obstacles(wanted: Iterable[Wanted], day: date) -> dict[Key, Obstacle]:
    """还不能付的原因: by account, for those that may not be paid on a day; all at once.

    Each says which notice, whose, until when, what to do, and what the rule rests on.
    """
    asked = list(wanted)
    subjects = {one.key[2] for one in asked}
    decided = awards_decided_here(subjects)
    latest = _latest(subjects, day)
    granted = granted_in_all(subjects)
    found = {}
    for one in asked:
        if (*one.award, one.key[3]) in decided:
            notice = _notice_of(one.award, latest)
            if why := _why_not(notice, granted.get(one.award, 0)):
                found[one.key] = Obstacle(why + basis(), _page_of(notice))
    return found


def basis() -> str:
    """依据: what the rule rests on, at the end of a sentence; its clause has not been seen."""
    return worded(
        "；依据：《深圳市市级财政专项资金管理办法》（%(number)s，条款待核）", number=DOCUMENT
    )


def _latest(subjects: Collection[int], day: date) -> Latest:
    """The award of the latest notice that was not withdrawn, and where it stands on a day.

    As ``cleared_awards`` decides it; each notice is asked for once.
    """
    key = ("publicity__programme", "publicity__call", "subject_id")
    awards = PublicAward.objects.filter(publicity__withdrawal=None, subject__in=subjects)
    awards = awards.select_related("publicity__department")
    awards = awards.prefetch_related("publicity__extensions")
    latest = list(awards.order_by(*key, "-publicity_id").distinct(*key))
    notices = {one.publicity_id: one.publicity for one in latest}
    standings = {
        award.pk: standing
        for notice in notices.values()
        for award, standing in standings_of(notice, day)
    }
    return {
        (one.publicity.programme, one.publicity.call, one.subject_id): (one, standings[one.pk])
        for one in latest
    }


def _notice_of(award: Shown, latest: Latest) -> tuple[PublicAward, Standing] | None:
    programme, call, subject = award
    if programme:
        return latest.get(award)
    # A budget of a fund as a whole says no programme: the last notice of the call for the firm.
    of_call: Collection[tuple[PublicAward, Standing]] = [
        told for (_p, its, whose), told in latest.items() if (its, whose) == (call, subject)
    ]
    return max(of_call, key=lambda told: told[0].publicity_id, default=None)


def _page_of(notice: tuple[PublicAward, Standing] | None) -> str:
    if notice is None:
        return ""
    return reverse("publicity:notice", args=[notice[0].publicity.number])


def _why_not(notice: tuple[PublicAward, Standing] | None, granted_fen: int) -> str:
    award, standing = notice or (None, Standing.WITHDRAWN)
    if award is None or standing not in SENTENCES:
        return _(
            "这笔资助没有有效的公示（没有公示过，或公示已撤回），还不能拨付；请主管部门先发布"
            "拟资助公示，期满没有未了的异议再付"
        )
    if standing is Standing.ENDED and granted_fen <= award.amount_fen:
        return ""
    last = award.publicity.last_day
    return worded(
        SENTENCES[standing],
        number=award.publicity.number,
        office=award.publicity.department.name,
        first=award.publicity.begins_on.isoformat(),
        last=last.isoformat(),
        until=(last + timedelta(days=1)).isoformat(),
        shown=exact(award.amount_fen),
        granted=exact(granted_fen),
    )


SENTENCES: Final[Mapping[Standing, str]] = {
    Standing.UPCOMING: gettext_noop(
        "%(office)s的公示 %(number)s 从 %(first)s 起，最后一天 %(last)s，还不能拨付；%(until)s "
        "起没有未了的异议就可以付"
    ),
    Standing.RUNNING: gettext_noop(
        "%(office)s的公示 %(number)s 还没有期满，最后一天 %(last)s，还不能拨付；%(until)s 起"
        "没有未了的异议就可以付"
    ),
    Standing.DISPUTED: gettext_noop(
        "%(office)s的公示 %(number)s 已经期满（最后一天 %(last)s），但有异议还没有答复，不能"
        "拨付；请公示单位答复异议"
    ),
    Standing.ENDED: gettext_noop(  # and more was granted than it tells
        "%(office)s的公示 %(number)s 写明最多 %(shown)s，各期合计核定了 %(granted)s，多出的没有"
        "公示过，不能拨付；请撤销多核定的，或更正以后重新公示"
    ),
    Standing.UPHELD: gettext_noop(
        "%(office)s的公示 %(number)s 里对这家单位的异议成立，不能拨付；请撤销核定，或更正以后"
        "重新公示"
    ),
}
