"""公示的说法: a notice and its lines in the words in which everybody may read them.

Whoever trades or works under their own name, and whom the law protects, is not named; the rest
of the line is told, so that nobody has to guess how much there is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from huiqi.kernel.clock import CalendarUnknown, count_workdays
from huiqi.kernel.now import CITY
from huiqi.library import load
from huiqi.parties.enums import Kind
from huiqi.publicity.enums import Phase, Standing, Withheld
from huiqi.publicity.models import PublicAward, Publicity
from huiqi.publicity.queries.notices import Heard, phase_of
from huiqi.publicity.queries.standing import standing_told
from huiqi.rules.vocabulary import DISTRICTS


@dataclass(frozen=True)
class Line:
    """名单的一行: as everybody may read it; ``amount_fen`` in 分.

    ``name``, ``credit_code`` and ``district`` are empty where the recipient is not named, and
    ``withheld`` says why. ``gone_on`` and ``why_gone`` tell of one that was taken off the list.
    """

    place: int
    amount_fen: int
    standing: Standing
    kind: str
    name: str = ""
    credit_code: str = ""
    district: str = ""
    withheld: str = ""
    gone_on: date | None = None
    why_gone: str = ""

    @property
    def label(self) -> str:
        """公示状况: in a word; a line is taken off, a notice withdrawn."""
        return _("已撤下") if self.gone_on else str(self.standing.label)

    @property
    def shown(self) -> str:
        """名称: or that it is not told, and why."""
        return self.name or f"{_('不公开')}（{self.withheld}）"


def line_of(award: PublicAward, day: date) -> Line:
    """名单的一行: of an award that ``awards_of`` found, on a day."""
    standing = standing_told(award, day)
    gone_on, why = _gone(award, standing)
    is_named = not award.withheld
    is_secret = award.withheld == Withheld.STATE_SECRET
    return Line(
        place=award.place,
        amount_fen=award.amount_fen,
        standing=standing,
        kind="" if is_secret else str(Kind(award.kind).label),
        name=award.name if is_named else "",
        credit_code=award.credit_code if is_named else "",
        district=str(DISTRICTS.get(award.district, award.district)) if is_named else "",
        withheld="" if is_named else str(Withheld(award.withheld).label),
        gone_on=gone_on,
        why_gone=why,
    )


def _gone(award: PublicAward, standing: Standing) -> tuple[date | None, str]:
    withdrawal = getattr(award, "withdrawal", None)
    if withdrawal is not None:
        return withdrawal.withdrawn_at.astimezone(CITY).date(), withdrawal.reason
    if standing is Standing.UPHELD:
        upheld_at = vars(award).get("upheld_at")
        return upheld_at and upheld_at.astimezone(CITY).date(), _("核查后认定异议成立")
    return None, ""


@dataclass(frozen=True)
class Told:
    """公示的一项: for lists: where it stands, how many it names, and for how much in 分."""

    notice: Publicity
    phase: Phase
    programme: str
    count: int
    total_fen: int
    heard: Heard


def told(
    found: Iterable[Publicity],
    day: date,
    sums: dict[int, tuple[int, int]],
    heard: dict[int, Heard],
) -> list[Told]:
    """各份公示: in the order in which they were found."""
    return [
        Told(
            notice=one,
            phase=phase_of(one, day),
            programme=programme_title(one.programme),
            count=sums.get(one.pk, (0, 0))[0],
            total_fen=sums.get(one.pk, (0, 0))[1],
            heard=heard.get(one.pk, Heard()),
        )
        for one in found
    ]


def programme_title(programme: str) -> str:
    """扶持计划的名称: its id where the library has it no longer."""
    policy = load().policies.get(programme)
    return policy.title if policy else programme


def workdays_between(first: date, last: date) -> int | None:
    """工作日数: both days included; None beyond the calendar that is known."""
    if last < first:
        return 0
    try:
        return count_workdays(first, last)
    except CalendarUnknown:
        return None


def workdays_of(notice: Publicity) -> int | None:
    """公示几个工作日: the first day included, as long as it runs by now."""
    return workdays_between(notice.begins_on, notice.last_day)


def workdays_left(notice: Publicity, day: date) -> int | None:
    """还剩几个工作日: today included; 0 when it is over."""
    return workdays_between(max(day, notice.begins_on), notice.ends - timedelta(days=1))


def usual_basis(programme: str) -> str:
    """依据: the instruments that the programme rests on, for whoever drafts to complete."""
    policy = load().policies.get(programme)
    if policy is None:
        return ""
    rests = [one for one in policy.sources.values() if one.document_no]
    return "；".join(f"《{one.title}》（{one.document_no}）" for one in rests)[:300]
