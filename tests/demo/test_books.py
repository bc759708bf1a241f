"""演示城市的账: the letter's figures come out of the books as queries, and name no firm."""

from datetime import date

from huiqi.demo.books import HISTORY, SOURCE
from huiqi.demo.handled import GUARANTEE
from huiqi.ledger.models import Account, Entry, Fund
from huiqi.ledger.queries import granted_by, position_of, positions_of_year
from huiqi.ledger.queries.forecast import forecasts_of
from huiqi.ledger.queries.queue import lines_of
from huiqi.ledger.queries.years import hindrances_of, left_of_year

YI = 10_000_000_000


def test_books_tell_what_the_letter_says_and_nothing_more_of_it(demo_city: None) -> None:
    fund = Fund.objects.get(code=HISTORY)
    found = granted_by(fund, 2012, 2020)
    assert (found.grants, found.paid_fen * 10, found.is_rounded) == (1169, 23 * YI, True)
    assert found.sources == (SOURCE,)
    openings = Entry.objects.filter(deed="opening")
    assert {(one.source, one.is_rounded, bool(one.grants)) for one in openings} == {
        (SOURCE, True, True)
    }
    assert openings.count() == 9
    cited = Account.objects.filter(budget__fund=fund)
    assert list(cited.exclude(subject=None)) == []
    for budget, position in positions_of_year(2021):
        assert position == position_of(budget)
        assert position.appropriated >= position.promised >= position.granted >= position.paid
    paid = {one.programme: position.paid for one, position in positions_of_year(2021)}
    assert {programme for programme, fen in paid.items() if not fen} == {GUARANTEE}
    forecasts = forecasts_of(positions_of_year(2021), date(2021, 10, 20)).values()
    assert sorted(one.expected_fen or 0 for one in forecasts) == [0, 0, 0, 213_333_333]
    (queue,) = lines_of(positions_of_year(2021)).values()
    assert queue.last
    assert queue.last.in_turn_percent == 61
    assert hindrances_of(2020, date(2021, 10, 20)) == []
    assert [(one.free_fen, one.bound_fen) for one in left_of_year(2020)] == [
        (400_000_000, 100_000_000)
    ]
