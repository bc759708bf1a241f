"""匹配表: whatever happened, it says what each firm is told one by one; and why that changed."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiqi.citywide.actions import check_sample, rebuild, refresh, refreshing
from huiqi.citywide.actions.keeping import keep
from huiqi.citywide.models import DirtyFirm, Match, MatchChange, ProgrammeStanding
from huiqi.kernel.access import SYSTEM
from huiqi.library import put
from huiqi.parties.models import Organization
from huiqi.parties.scope import everything
from tests.cast import TODAY
from tests.citywide.small import (
    STEPS,
    Came,
    Filed,
    Published,
    Recorded,
    Worked,
    alone,
    close,
    firms_of_the_city,
    publish,
    record,
    small_library,
    stored,
)

in_one_database = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=max(1, settings().max_examples // 10),
)


class KilledError(Exception):
    """The worker, in the midst of a batch."""


@pytest.fixture(autouse=True)
def _small(db: None, small_rules: None) -> Iterator[None]:
    with everything():
        yield


@pytest.fixture
def firms() -> list[Organization]:
    return firms_of_the_city()


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    put(small_library())


@contextmanager
def killed_before(writing: int | None) -> Iterator[None]:
    """The nth time that rows would be written, the worker is gone."""
    left = [writing]

    def keeping(*given: object) -> int:
        if left[0] is not None:
            left[0] -= 1
            if left[0] < 0:
                raise KilledError
        return keep(*given)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(refreshing, "keep", keeping)
        patch.setattr(refreshing, "BATCH", 2)
        with suppress(KilledError):
            yield


def take(step: object, firms: list[Organization], on: date) -> date:
    """One thing happens; the day on which it is afterwards."""
    match step:
        case Recorded(firm):
            record(firms[firm], step)
        case Filed(firm):
            close(firms[firm])
        case Published():
            publish(step)
        case Came(day):
            return day
        case Worked(killed):
            with killed_before(killed):
                refresh(on=on, actor=SYSTEM)
    return on


@given(st.lists(STEPS, min_size=2, max_size=10))
@in_one_database
def test_whatever_happened_the_table_says_what_each_firm_is_told(
    firms: list[Organization], steps: list[object]
) -> None:
    with rolled_back():
        on = TODAY
        for step in steps:
            on = take(step, firms, on)
        refresh(on=on, actor=SYSTEM)
        assert stored() == alone(on)
        assert DirtyFirm.objects.filter(since__lte=on).count() == 0
        assert not ProgrammeStanding.objects.filter(fingerprint=None).exists()
        _history_ends_in_the_present()
        # Nothing is left to do, to correct or to find.
        again = refresh(on=on, actor=SYSTEM)
        assert (again.firms, again.programmes, again.changes) == (0, {}, 0)
        assert check_sample(on=on, actor=SYSTEM).different == 0
        assert rebuild(on=on, actor=SYSTEM).different == 0
        for firm in firms:
            firm.refresh_from_db()


def _history_ends_in_the_present() -> None:
    present = {(one.subject_id, one.programme): one.verdict for one in Match.objects.all()}
    latest = MatchChange.objects.order_by("subject_id", "programme", "-id")
    for one in latest.distinct("subject_id", "programme"):
        ended = present.get((one.subject_id, one.programme), "no")
        # Who came back on file is judged for the first time again.
        if one.after != "gone":
            assert one.after == ended
