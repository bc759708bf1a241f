"""待算队列: no writer can forget it, and neither two at once nor one killed midway lose a firm."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from huiqi.citywide.actions import check_sample, refresh, refreshing
from huiqi.citywide.actions.keeping import keep
from huiqi.citywide.models import DirtyFirm, FirmStanding, Match
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import now
from huiqi.parties.actions import record_facts, retract_fact
from huiqi.parties.actions.facts import Said
from huiqi.parties.enums import Source
from huiqi.parties.models import Fact, Organization
from huiqi.parties.scope import everything
from tests.cast import NOW, TODAY, facts_on_record
from tests.citywide.small import alone, close, firms_of_the_city, stored

pytestmark = pytest.mark.usefixtures("small_rules")
EVERYTHING_MEETS: dict[str, Any] = {"above_scale_years": 1, "district": "440309"}


def waiting(on: date = TODAY) -> list[int]:
    found = DirtyFirm.objects.filter(since__lte=on).order_by("subject_id")
    return list(found.values_list("subject_id", flat=True).distinct())


@pytest.fixture
def firms(db: None) -> Iterator[list[Organization]]:
    with everything():
        found = firms_of_the_city()
        refresh(on=TODAY, actor=SYSTEM)
        yield found


def _by_action(firm: Organization) -> None:
    said = Said(Source.TAX, TODAY)
    record_facts(
        subject=firm.subject, facts={"insured_headcount": 3}, said=said, actor=SYSTEM, now=NOW
    )


def _taken_back(firm: Organization) -> None:
    facts_on_record(firm, Source.TAX, insured_headcount=3)
    DirtyFirm.objects.all().delete()
    said = Said(Source.TAX, TODAY)
    retract_fact(subject=firm.subject, key="insured_headcount", said=said, actor=SYSTEM, now=NOW)


def _in_bulk(firm: Organization) -> None:
    fact = Fact(
        subject=firm.subject, key="insured_headcount", value=3, as_of=TODAY, recorded_at=NOW
    )
    fact.source = Source.TAX
    Fact.objects.bulk_create([fact])


def _in_sql(firm: Organization) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO parties_fact (subject_id, key, value, as_of, source, recorded_at, note)"
            " VALUES (%s, 'insured_headcount', '3', %s, 'tax', %s, '')",
            [firm.subject_id, TODAY, NOW],
        )


def _copied(firm: Organization) -> None:
    columns = "subject_id, key, value, as_of, source, recorded_at, note"
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY parties_fact ({columns}) FROM STDIN") as copy,
    ):
        copy.write_row((firm.subject_id, "insured_headcount", "3", TODAY, "tax", NOW, ""))


def _recoded(firm: Organization) -> None:
    firm.credit_code = None
    firm.save()


@pytest.mark.parametrize(
    "writer", [_by_action, _taken_back, _in_bulk, _in_sql, _copied, close, _recoded]
)
def test_whoever_writes_what_is_known_of_a_firm_makes_it_wait(
    firms: list[Organization], writer: Callable[[Organization], None]
) -> None:
    assert waiting() == []
    writer(firms[1])
    assert waiting() == [firms[1].subject_id]
    refresh(on=TODAY, actor=SYSTEM)
    assert waiting() == []
    assert stored() == alone(TODAY)


def test_what_says_nothing_of_matches_makes_nobody_wait(firms: list[Organization]) -> None:
    firms[1].address = "别处"
    firms[1].save()
    assert waiting() == []


def test_a_transaction_that_is_taken_back_leaves_nobody_waiting(
    firms: list[Organization],
) -> None:
    with transaction.atomic():
        _by_action(firms[1])
        transaction.set_rollback(True)
    assert waiting() == []


def test_a_fact_of_a_day_to_come_waits_for_that_day(firms: list[Organization]) -> None:
    later = TODAY + timedelta(3)
    facts_on_record(firms[0], Source.REGISTRY, later, **EVERYTHING_MEETS)
    assert refresh(on=TODAY, actor=SYSTEM).firms == 0
    assert stored() == alone(TODAY)
    assert refresh(on=later, actor=SYSTEM).firms == 1
    assert stored() == alone(later)
    assert waiting(later) == []
    # The clock is set back: what was said of a later day does not count any more.
    assert refresh(on=TODAY, actor=SYSTEM).firms == 1
    assert stored() == alone(TODAY)
    assert waiting(later) == [firms[0].subject_id]


def test_a_firm_without_a_credit_code_is_judged_like_any_other(firms: list[Organization]) -> None:
    (nameless,) = (one for one in firms if one.credit_code is None)
    facts_on_record(nameless, Source.REGISTRY, **EVERYTHING_MEETS)
    refresh(on=TODAY, actor=SYSTEM)
    assert FirmStanding.objects.get(pk=nameless.subject_id).district == "440309"
    assert Match.objects.filter(subject=nameless.subject_id).exists()
    assert stored() == alone(TODAY)


def test_a_firm_that_leaves_takes_its_matches_with_it_and_is_judged_anew_when_it_returns(
    firms: list[Organization],
) -> None:
    facts_on_record(firms[0], Source.REGISTRY, **EVERYTHING_MEETS)
    refresh(on=TODAY, actor=SYSTEM)
    had = Match.objects.filter(subject=firms[0].subject_id).count()
    assert had > 0
    close(firms[0])
    done = refresh(on=TODAY, actor=SYSTEM)
    assert (done.firms, done.left, done.changes) == (0, 1, had)
    assert firms[0].subject_id not in stored()
    close(firms[0])
    assert refresh(on=TODAY, actor=SYSTEM).changes == 0  # judged for the first time again
    assert stored() == alone(TODAY)


# Two connections: everything is committed.


@pytest.fixture
def committed(transactional_db: None) -> Iterator[list[Organization]]:
    with everything():
        found = firms_of_the_city()
        refresh(on=TODAY, actor=SYSTEM)
        yield found


class Other(threading.Thread):
    """Somebody else, with a connection of their own."""

    def __init__(self, does: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self._does = does
        self.failed: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            with everything():
                self._does()
        except BaseException as error:  # noqa: BLE001 -- told to the test
            self.failed = error
        finally:
            connection.close()

    def ended(self) -> None:
        self.join(60)
        assert not self.is_alive()
        assert self.failed is None, self.failed


def test_who_commits_while_the_worker_works_is_judged_the_next_time(
    committed: list[Organization],
) -> None:
    written, refreshed = threading.Event(), threading.Event()

    def writes() -> None:
        with transaction.atomic():
            facts_on_record(committed[0], Source.REGISTRY, **EVERYTHING_MEETS)
            written.set()
            assert refreshed.wait(60)

    writer = Other(writes)
    assert written.wait(60)
    assert refresh(on=TODAY, actor=SYSTEM).firms == 0
    refreshed.set()
    writer.ended()
    assert waiting() == [committed[0].subject_id]
    assert refresh(on=TODAY, actor=SYSTEM).firms == 1
    assert stored() == alone(TODAY)


def test_a_fact_that_comes_while_its_firm_is_being_judged_is_not_lost(
    committed: list[Organization], monkeypatch: pytest.MonkeyPatch
) -> None:
    facts_on_record(committed[0], Source.REGISTRY, district="440309")

    def keeping(*given: object) -> int:
        # The facts were read; now one more is recorded, and committed before the rows are.
        monkeypatch.setattr(refreshing, "keep", keep)
        firm = committed[0]
        Other(lambda: facts_on_record(firm, Source.REGISTRY, above_scale_years=1)).ended()
        return keep(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(refreshing, "keep", keeping)
    done = refresh(on=TODAY, actor=SYSTEM)
    assert done.firms == 2  # the same one again
    assert waiting() == []
    assert stored() == alone(TODAY)


def test_two_workers_share_the_work_and_neither_overwrites_what_the_other_knew(
    committed: list[Organization], monkeypatch: pytest.MonkeyPatch
) -> None:
    for firm in committed:
        facts_on_record(firm, Source.REGISTRY, **EVERYTHING_MEETS)
    monkeypatch.setattr(refreshing, "BATCH", 1)
    before = stored()
    others = [Other(lambda: refresh(on=TODAY, actor=SYSTEM)) for _ in range(3)]
    for one in others:
        one.ended()
    assert all(stored()[firm.subject_id] != before[firm.subject_id] for firm in committed)
    assert waiting() == []
    assert stored() == alone(TODAY)
    assert check_sample(on=TODAY, actor=SYSTEM).different == 0


def test_a_worker_whose_connection_is_cut_loses_nothing(
    committed: list[Organization], monkeypatch: pytest.MonkeyPatch
) -> None:
    for firm in committed:
        facts_on_record(firm, Source.REGISTRY, **EVERYTHING_MEETS)
    before, left = stored(), [1]

    def cut(*given: object) -> int:
        if left[0] == 0:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        left[0] -= 1
        return keep(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(refreshing, "BATCH", 1)
    monkeypatch.setattr(refreshing, "keep", cut)
    worker = Other(lambda: refresh(on=TODAY, actor=SYSTEM))
    worker.join(60)
    assert isinstance(worker.failed, OperationalError)
    monkeypatch.setattr(refreshing, "keep", keep)
    # The first firm is done; the second is as it was, and waits with all the others.
    assert waiting() == sorted(one.subject_id for one in committed[1:])
    known = stored()
    assert {one: known[one] for one in waiting()} == {one: before[one] for one in waiting()}
    assert refresh(on=TODAY, actor=SYSTEM).firms == 3
    assert stored() == alone(TODAY)


def test_moments_of_knowledge_never_run_backwards(firms: list[Organization]) -> None:
    moment = now()
    facts_on_record(firms[0], Source.REGISTRY, **EVERYTHING_MEETS)
    refresh(on=TODAY, actor=SYSTEM)
    assert FirmStanding.objects.get(pk=firms[0].subject_id).known_at > moment
