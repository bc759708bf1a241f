"""拨付的场景: a firm is paid out of the books of the bureau, and a notice tells of its award."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import CITY
from huiqi.parties.models import Organization
from huiqi.publicity.actions import Draft, Proposed, publish_notice
from huiqi.publicity.models import PublicAward, Publicity
from tests.ledger.books import CALL, WAN, Books, award

PROGRAMME = "shenzhen.technical_upgrade"
FIRST, UNTIL = date(2021, 10, 8), date(2021, 10, 16)  # seven working days: the 9th is one


def at(day: date) -> datetime:
    """Nine in the morning of a day, in the city."""
    return datetime(day.year, day.month, day.day, 9, tzinfo=CITY)


@dataclass
class Paying:
    """What a test of payments has: the books, with money set aside for the call."""

    books: Books
    bureau: Organization

    def paid(self, firm: Organization, wan: int, instalment: int = 1) -> None:
        """One part of an award, from its approval to the answer of the bank."""
        for name in ("approve", "order", "pay"):
            self.books.do(name, wan * WAN, award=award(firm, instalment))

    def notice(
        self, *awards: Proposed, begins_on: date = FIRST, until: date | None = None
    ) -> Publicity:
        """Given by the system, as those are that are older than the system."""
        draft = Draft(PROGRAMME, CALL, "拟资助名单", self.bureau, begins_on, until)
        return publish_notice(draft=draft, awards=awards, actor=SYSTEM, now=at(begins_on))


def award_of(notice: Publicity, firm: Organization) -> PublicAward:
    return PublicAward.objects.get(publicity=notice, subject_id=firm.subject_id)


def the_day_after(day: date) -> date:
    return day + timedelta(days=1)
