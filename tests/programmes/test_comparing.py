"""免申即享的比对: batch by batch, gone on with behind the last firm, and no firm named twice."""

from datetime import datetime, time
from typing import Any

import pytest
from django.db import IntegrityError

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import CITY
from huiqi.kernel.refusals import Refused
from huiqi.ledger.models import Budget
from huiqi.parties.enums import Source
from huiqi.parties.models import Organization
from huiqi.parties.values import stored_values
from huiqi.programmes.actions import automatic, comparing
from huiqi.programmes.definition import definitions
from huiqi.programmes.models import AutoCase, AutoComparison, Call
from huiqi.programmes.tasks import compare_firms, comparisons_go_on
from tests.application import as_the_application
from tests.cast import NOW, Player, an_organization, facts_on_record
from tests.ledger.books import WAN, Books
from tests.programmes.applying import a_call
from tests.programmes.pages import browser, read
from tests.programmes.walking import a_case_that_pays

pytestmark = pytest.mark.django_db
AWARD = "shenzhen.srdi_award"
PAGE = "/desk/applications/automatic/{}/"


@pytest.fixture(autouse=True)
def _two_at_once(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    monkeypatch.setattr(comparing, "AT_ONCE", 2)


@pytest.fixture
def firms(city_clock: datetime) -> list[Organization]:
    """Five of which the rules say yes."""
    case, told = a_case_that_pays(definitions()[AWARD])
    values, problems = stored_values(told, case.on)
    assert (problems, case.on <= NOW.date()) == ([], True)
    found = [an_organization(f"企业{place}") for place in range(5)]
    for one in found:
        facts_on_record(one, Source.SELF_DECLARED, case.on, **values)
    return found


@pytest.fixture
def call(books: Books, qin: Player, he: Player, firms: list[Organization]) -> Call:
    budget: Budget = books.srdi
    books.do("appropriate", 100 * WAN, budget=budget, key="srdi")
    return a_call(qin, he, budget, 60 * WAN, AWARD)


def state_of(one: AutoComparison) -> tuple[int, int, bool]:
    one.refresh_from_db()
    return one.compared, one.named, one.finished_at is not None


def test_whoever_is_killed_goes_on_behind_the_last_firm_and_names_none_twice(
    call: Call, qin: Player, he: Player
) -> None:
    one = comparing.begin_comparison(call=call, actor=qin.actor, now=NOW)
    assert (one.total, comparing.is_small(one)) == (5, False)
    comparing.go_on_comparing(one.pk, NOW, batches=1)
    assert state_of(one) == (2, 2, False)
    with pytest.raises(Refused, match="比对还没有做完"):
        automatic.ask_firms(call=call, actor=he.actor, now=NOW)
    # Asked again by another one, it is the same comparison, of whoever began it.
    assert comparing.begin_comparison(call=call, actor=he.actor, now=NOW) == one
    assert comparing.go_on_with_all(actor=SYSTEM, now=NOW) == 1
    assert state_of(one) == (5, 5, True)
    named = AutoCase.objects.order_by("id").values_list("subject", "compared_by")
    assert [len(set(each)) for each in zip(*named, strict=True)] == [5, 1]
    compare_firms.func(one.pk)  # a job that comes late finds nothing to do
    assert state_of(one) == (5, 5, True)
    assert comparing.compare(call=call, actor=qin.actor, now=NOW) == 0
    assert AutoCase.objects.count() == 5
    assert automatic.ask_firms(call=call, actor=he.actor, now=NOW) == 5


def test_the_worker_finds_what_another_one_left_with_the_rights_of_the_application(
    call: Call, qin: Player
) -> None:
    one = comparing.begin_comparison(call=call, actor=qin.actor, now=NOW)
    comparing.go_on_comparing(one.pk, NOW, batches=1)
    with as_the_application():
        comparisons_go_on.func(timestamp=0)
    assert state_of(one) == (5, 5, True)


def test_a_batch_that_breaks_off_leaves_nothing_of_itself(
    call: Call, qin: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = comparing.begin_comparison(call=call, actor=qin.actor, now=NOW)
    judged = []

    def broken(comparison: AutoComparison, subject_id: int, facts: Any) -> bool:
        judged.append(subject_id)
        if len(judged) == 4:
            raise ConnectionError
        return whole(comparison, subject_id, facts)

    whole = comparing._named
    monkeypatch.setattr(comparing, "_named", broken)
    with pytest.raises(ConnectionError):
        comparing.go_on_comparing(one.pk, NOW)
    assert state_of(one) == (2, 2, False)
    assert AutoCase.objects.count() == 2
    monkeypatch.setattr(comparing, "_named", whole)
    assert comparing.go_on_comparing(one.pk, NOW).named == 5
    assert AutoCase.objects.count() == 5


def test_the_page_tells_how_far_it_has_come_and_a_large_one_is_left_to_the_worker(
    call: Call, qin: Player
) -> None:
    page, officer = PAGE.format(call.number), browser(qin)
    assert "上一次比对" not in read(officer, page)
    assert officer.post(f"{page}compare/").status_code == 302
    one = AutoComparison.objects.get()
    assert state_of(one) == (0, 0, False)
    comparing.go_on_comparing(one.pk, NOW, batches=2)
    told = read(officer, page)
    assert "正在后台比对：共 5 家，已看 4 家，新增 4 家" in told
    assert ("接着比对" in told, "比对全部在库企业" in told) == (True, False)
    compare_firms.func(one.pk)
    assert "看了 5 家在库企业，新增 5 家" in read(officer, page)


def test_all_of_one_comparison_are_judged_on_the_day_on_which_it_was_begun(
    call: Call, qin: Player
) -> None:
    one = comparing.begin_comparison(call=call, actor=qin.actor, now=NOW)
    later = datetime.combine(NOW.date().replace(day=25), time(9), CITY)
    comparing.go_on_comparing(one.pk, later)
    assert set(AutoCase.objects.values_list("compared_on", flat=True)) == {NOW.date()}


def test_the_database_lets_nobody_begin_a_second_one(call: Call, qin: Player) -> None:
    comparing.begin_comparison(call=call, actor=qin.actor, now=NOW)
    with pytest.raises(IntegrityError, match="call_is_compared_once_at_a_time"):
        AutoComparison.objects.create(call=call, begun_by=qin.person, begun_at=NOW, total=0)
