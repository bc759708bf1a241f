"""每日件数: what the database counts with every move is what a count of all concerns finds."""

from __future__ import annotations

from collections import Counter
from importlib import import_module

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from huiqi.concerns.actions import asking
from huiqi.concerns.actions.working import sign_concern
from huiqi.concerns.enums import State
from huiqi.concerns.models import Concern, Counted, DayCount
from huiqi.concerns.queries.counts import fold
from huiqi.config.grants import apply
from huiqi.config.postgres import APP
from huiqi.kernel.now import day_of
from tests.cast import NOW
from tests.concerns.conftest import World, after, confirmed, replied

Kinds = Counter[tuple[object, ...]]


def counted() -> Kinds:
    """The sums of what the database keeps; kinds that nothing is of any more are left out."""
    found: Kinds = Counter()
    for one in DayCount.objects.all():
        found[one.by, one.day, one.state, one.resolution] += one.count
    return Counter({kind: count for kind, count in found.items() if count})


def on_file() -> Kinds:
    """The same, counted anew from every concern."""
    found: Kinds = Counter()
    for one in Concern.objects.all():
        found[Counted.HANDED_IN, day_of(one.submitted_at), one.state, one.resolution] += 1
        if one.ended_at:
            found[Counted.OVER, day_of(one.ended_at), one.state, one.resolution] += 1
    return found


def working(world: World, text: str) -> Concern:
    case = world.dispatched(world.submitted(text))
    return sign_concern(case=case, actor=world.first.actor, now=NOW)


@pytest.fixture
def busy(world: World) -> World:
    """A concern at work, one that was solved, one that was taken back."""
    confirmed(replied(world), world, "solved", after(days=2))
    working(world, "园区变压器容量不够，新设备没法开机。")
    asking.withdraw_concern(
        case=working(world, "厂区门口修路，货车进不来。"),
        reason="不办了",
        actor=world.owner.actor,
        now=after(hours=3),
    )
    return world


def test_every_move_is_counted(busy: World) -> None:
    assert {one.state for one in Concern.objects.all()} == {"working", "ended", "withdrawn"}
    assert counted() == on_file()
    assert sum(counted().values()) == 5  # three were handed in, two are over


def test_what_is_changed_or_removed_at_once_is_counted(busy: World) -> None:
    Concern.objects.filter(state=State.WORKING).update(submitted_at=after(days=-40))
    assert counted() == on_file()
    with transaction.atomic():  # what hangs on it would be missed at the end
        Concern.objects.filter(state=State.WITHDRAWN)._raw_delete("default")
        assert counted() == on_file()
        assert sum(counted().values()) == 3
        transaction.set_rollback(True)
    assert sum(counted().values()) == 5


def test_what_changes_no_count_adds_no_row(busy: World) -> None:
    before = DayCount.objects.count()
    Concern.objects.update(title="另一个标题")
    assert DayCount.objects.count() == before


def test_folded_rows_say_the_same(busy: World) -> None:
    before, rows = counted(), DayCount.objects.count()
    assert fold() > 0
    assert counted() == before
    assert DayCount.objects.count() == len(before) < rows
    assert fold() == 0


def test_what_was_on_file_before_is_counted_once(busy: World) -> None:
    migration = import_module("huiqi.concerns.migrations.0016_day_counts")
    DayCount.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(migration.ON_FILE)
    assert counted() == on_file()


def test_the_application_reads_counts_and_cannot_write_them(busy: World) -> None:
    apply()
    before = counted()
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {APP}")
        for written in ("DELETE FROM concerns_daycount", "UPDATE concerns_daycount SET count = 9"):
            with pytest.raises(ProgrammingError), transaction.atomic():
                cursor.execute(written)
        assert counted() == before
        working(busy, "厂区门口的路灯坏了，夜班不安全。")  # moves are counted all the same
        assert fold() > 0
        assert counted() == on_file()
        cursor.execute("RESET ROLE")
