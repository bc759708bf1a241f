"""同时记账: several who want the same money get no more than there is, and each business once."""

import pytest

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.refusals import Refused
from huiqi.ledger import actions
from huiqi.ledger.actions import Business, OtherContent, book_all
from huiqi.ledger.enums import Deed, Stage
from huiqi.ledger.models import Budget, Entry
from huiqi.ledger.proof import seal
from huiqi.ledger.slips import Line, Slip
from huiqi.parties import scope
from tests.cast import TODAY, an_organization
from tests.kernel.threads import together
from tests.ledger.books import CALL, Books, new_books

WRITERS = 8


@pytest.fixture
def shared(transactional_db: None) -> Books:
    """Books that every thread sees, with 1,000 fen to promise."""
    from huiqi.kernel.models import ClockOffset
    from huiqi.kernel.now import now
    from tests.cast import NOW

    ClockOffset.objects.create(pk=1, offset=NOW - now())
    books = new_books(an_organization("市中小企业服务局"))
    books.do("appropriate", 1_000)
    return books


@pytest.mark.parametrize(
    "times", [pytest.param(10), pytest.param(200, marks=pytest.mark.verify, id="200 each")]
)
def test_eight_writers_on_one_budget_never_promise_more_than_there_is(
    shared: Books, times: int
) -> None:
    def promise(writer: int) -> int:
        """Fen that were promised; every other time to a call, back, and to another."""
        done = 0
        with scope.everything():
            for number in range(times):
                business = Business(f"w{writer}:{number}", TODAY, "承诺")
                try:
                    actions.commit(
                        budget=shared.upgrade,
                        call=CALL,
                        amount_fen=17 + writer,
                        business=business,
                        actor=SYSTEM,
                    )
                except Refused:
                    continue
                done += 17 + writer
        return done

    promised = sum(together(promise, WRITERS))
    assert shared.balance(Stage.COMMITTED) == promised
    assert shared.balance(Stage.AVAILABLE) == 1_000 - promised
    assert 0 <= shared.balance(Stage.AVAILABLE) < 17 + WRITERS


def test_same_business_from_eight_at_once_is_booked_once(shared: Books) -> None:
    def promise(_writer: int) -> int:
        with scope.everything():
            return shared.do("commit", 100, key="once", call=CALL).pk

    assert len(set(together(promise, WRITERS))) == 1
    assert shared.balance(Stage.COMMITTED) == 100
    assert Entry.objects.filter(key="once").count() == 1


def test_sealing_while_others_book_covers_every_row_once(shared: Books) -> None:
    def work(writer: int) -> int:
        with scope.everything():
            if writer == 0:
                return sum(1 for _ in range(6) if seal())
            for number in range(6):
                shared.do("commit", 1, key=f"s{writer}:{number}", call=CALL)
        return 0

    together(work, 5)
    while seal():
        pass


def _slip(key: str, budget: Budget, fen: int) -> Slip:
    lines = (Line(budget.pk, Stage.AVAILABLE, -fen), Line(budget.pk, Stage.COMMITTED, fen, CALL))
    return Slip(Deed.COMMIT, key, TODAY, "承诺", lines)


@pytest.mark.parametrize(
    "times", [pytest.param(8), pytest.param(200, marks=pytest.mark.verify, id="200 each")]
)
def test_several_at_once_in_opposite_orders_never_wait_for_each_other_in_a_circle(
    shared: Books, times: int
) -> None:
    """One by one in a transaction, every other of these would be chosen as a victim."""
    shared.do("appropriate", 4 * times * 3, budget=shared.srdi)
    shared.do("appropriate", 4 * times * 3)

    def promise(writer: int) -> int:
        with scope.everything():
            for number in range(times):
                pair = [
                    _slip(f"{writer}:{number}:{place}", budget, 3)
                    for place, budget in enumerate((shared.upgrade, shared.srdi))
                ]
                # Of the same business as the neighbour's, too: keys are waited for as well.
                pair.append(_slip(f"{writer // 2}:{number}:both", shared.upgrade, 1))
                slips = pair[::-1] if writer % 2 else pair
                assert [one.key for one in book_all(slips, SYSTEM)] == [one.key for one in slips]
        return times

    assert sum(together(promise, 4)) == 4 * times
    assert shared.balance(Stage.COMMITTED) == (4 * 3 + 2) * times
    assert shared.balance(Stage.COMMITTED, shared.srdi) == 4 * 3 * times


def test_several_at_once_are_booked_all_or_none(shared: Books) -> None:
    slips = [_slip("a", shared.upgrade, 600), _slip("b", shared.upgrade, 500)]
    with pytest.raises(Refused, match=r"可用指标只有 10\.00 元，需要 11\.00 元"):
        book_all(slips, SYSTEM)
    assert not Entry.objects.filter(key__in="ab").exists()
    with pytest.raises(Refused, match="业务凭据不能重复"):
        book_all([slips[0], slips[0]], SYSTEM)
    first = book_all(slips[:1], SYSTEM)
    with pytest.raises(OtherContent, match=first[0].number):
        book_all([_slip("a", shared.upgrade, 601), slips[1]], SYSTEM)
    assert book_all(slips[:1], SYSTEM) == first
    assert shared.balance(Stage.COMMITTED) == 600
