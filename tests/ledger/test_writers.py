"""同时记账: several who want the same money get no more than there is, and each business once."""

import pytest

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.refusals import Refused
from huiqi.ledger import actions
from huiqi.ledger.actions import Business
from huiqi.ledger.enums import Stage
from huiqi.ledger.models import Entry
from huiqi.ledger.proof import assert_coherent, seal
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
    assert_coherent()


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
    assert_coherent()
