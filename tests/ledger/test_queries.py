"""账本的查询: where money stands, what firms got, who waits and for how much."""

from datetime import date, timedelta
from fractions import Fraction

from huiqi.kernel.access import SYSTEM
from huiqi.ledger.actions import Business, Told, join_queue, leave_queue, open_paid, reverse
from huiqi.ledger.models import Account, Entry
from huiqi.ledger.queries import (
    Granted,
    Position,
    Support,
    balance_on,
    entries_between,
    granted_by,
    legs_of_account,
    outlook_of,
    position_of,
    positions_of_year,
    queue_of,
    support_of,
    total_of,
    trail_of,
)
from huiqi.ledger.slips import Origin
from huiqi.parties.models import Organization
from tests.cast import NOW, TODAY
from tests.ledger.books import CALL, WAN, Books, award


def _paid(books: Books, firm: Organization, fen: int, instalment: int = 1) -> None:
    for name in ("approve", "order", "pay"):
        books.do(name, fen, award=award(firm, instalment))


def test_position_is_where_the_money_stands_and_how_far_it_came(
    books: Books, chenglan: Organization
) -> None:
    books.do("appropriate", 100)
    books.do("commit", 70, call=CALL)
    _paid(books, chenglan, 30)
    books.do("approve", 20, award=award(chenglan))
    books.do("order", 5, award=award(chenglan))
    books.do("give_back", 4, award=award(chenglan))
    found = position_of(books.upgrade)
    assert found == Position(30, 20, 15, 5, 26, 4)
    assert (found.appropriated, found.promised, found.granted) == (100, 66, 46)
    assert positions_of_year(2021) == [(books.srdi, Position()), (books.upgrade, found)]
    assert total_of([found, found]).paid == 52


def test_balance_of_a_day_counts_what_was_booked_until_then(books: Books) -> None:
    yesterday = Business("y", TODAY - timedelta(days=1), "昨天")
    books.do("appropriate", 100, business=yesterday)
    books.do("appropriate", 50)
    account = Account.objects.get(budget=books.upgrade, stage="available")
    days = (TODAY - timedelta(days=2), TODAY - timedelta(days=1), TODAY)
    assert [balance_on(account, day) for day in days] == [0, 100, 150]
    told = [(leg.amount_fen, leg.balance_fen) for leg in legs_of_account(account)]
    assert told == [(100, 100), (50, 150)]


def test_journal_tells_what_happened_and_from_an_entry_one_gets_to_its_case(books: Books) -> None:
    case = Business("c1", TODAY, "案件", Origin("programmes.Application", 7))
    first = books.do("appropriate", 100)
    second = books.do("commit", 10, call=CALL, business=case)
    undone = reverse(entry=second, business=books.business(), actor=SYSTEM)
    tomorrow = TODAY + timedelta(days=1)
    assert list(entries_between(TODAY, tomorrow)) == [undone, second, first]
    assert list(entries_between(TODAY, tomorrow, deed="commit")) == [second]
    assert list(entries_between(TODAY, tomorrow, budget=books.srdi)) == []
    assert list(entries_between(TODAY - timedelta(days=9), TODAY)) == []
    trail = trail_of(second)
    assert [leg.amount_fen for leg in trail.legs] == [-10, 10]
    assert (trail.of_case, trail.undone_by) == ((second,), undone)
    assert trail_of(first).of_case == ()


def test_support_of_a_firm_adds_up_over_calls_and_parts(
    books: Books, chenglan: Organization, yuanshan: Organization
) -> None:
    for budget in (books.upgrade, books.srdi):
        books.do("appropriate", 100 * WAN, budget=budget)
        books.do("commit", 90 * WAN, call=CALL, budget=budget)
    _paid(books, chenglan, 10 * WAN)
    _paid(books, chenglan, 5 * WAN, instalment=2)
    _paid(books, yuanshan, 20 * WAN)
    books.do("give_back", 2 * WAN, award=award(chenglan))
    books.do("approve", 7 * WAN, award=award(chenglan), budget=books.srdi)
    fund = "工业和信息化专项资金"
    assert support_of(chenglan.subject) == [
        Support(fund, "shenzhen.srdi_award", 2021, 7 * WAN, 0),
        Support(fund, "shenzhen.technical_upgrade", 2021, 0, 13 * WAN),
    ]
    assert granted_by(books.fund, 2021, 2021) == Granted(2, 33 * WAN, False, ())


def test_opening_entries_count_as_their_source_says_until_they_are_reversed(books: Books) -> None:
    told = Told(500, 3, "答复函", is_rounded=True)
    entry = open_paid(
        budget=books.upgrade,
        told=told,
        business=Business("o", date(2020, 12, 31), "期初"),
        actor=SYSTEM,
    )
    assert granted_by(books.fund, 2021, 2021) == Granted(3, 500, True, ("答复函",))
    assert granted_by(books.fund, 2012, 2020) == Granted(0, 0, False, ())
    reverse(entry=entry, business=books.business(), actor=SYSTEM)
    assert granted_by(books.fund, 2021, 2021) == Granted(0, 0, False, ())
    assert Entry.objects.count() == 2


def test_queue_tells_what_one_would_get_today(
    books: Books, chenglan: Organization, yuanshan: Organization
) -> None:
    books.do("appropriate", 122)
    first, second = (
        join_queue(
            budget=books.upgrade,
            call=CALL,
            subject=firm.subject,
            asked_fen=asked,
            actor=SYSTEM,
            now=NOW + timedelta(minutes=at),
        )
        for at, (firm, asked) in enumerate([(yuanshan, 61), (chenglan, 100)])
    )
    outlook = outlook_of(second)
    assert outlook
    assert (outlook.position, outlook.ahead_fen, outlook.in_turn_fen) == (2, 61, 61)
    assert (outlook.share_in_turn, outlook.share_of_all) == (Fraction(61, 100), Fraction(122, 161))
    leave_queue(place=first, actor=SYSTEM, now=NOW + timedelta(hours=1))
    leave_queue(place=first, actor=SYSTEM, now=NOW + timedelta(hours=2))
    assert list(queue_of(books.upgrade)) == [second]
    assert outlook_of(first) is None
    now_first = outlook_of(second)
    assert now_first
    assert (now_first.position, now_first.share_in_turn) == (1, Fraction(1))
