"""离任: whoever leaves while a firm is given to them; no firm is with somebody who is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from huiqi.kernel.refusals import Refused
from huiqi.kernel.sight import everything
from huiqi.network.actions import handing, organizing
from huiqi.network.enums import HandoverState
from huiqi.network.models import Handover, KeyFirm, Officer
from tests.network.conftest import World, after
from tests.network.test_handing import started
from tests.visits import client_of

OFFICE = "/desk/network/office/"
BLOCKED = """
SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))
"""


@pytest.fixture(autouse=True)
def _without_second_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@pytest.mark.django_db(transaction=True)
def test_the_office_lets_somebody_leave_on_its_page(world: World) -> None:
    world.assigned()
    officer = world.officers["one"]
    sent = client_of(world.keeper).post(f"{OFFICE}end/", {"officer": officer.pk})
    assert (sent.status_code, sent.headers["Location"]) == (302, OFFICE)
    officer.refresh_from_db()
    world.key.refresh_from_db()
    assert (officer.until is None, world.key.officer) == (False, None)
    sent = client_of(world.keeper).post(f"{OFFICE}end/", {"officer": officer.pk})
    assert (sent.status_code, "从名单里选一位在任的服务人员" in sent.content.decode()) == (
        409,
        True,
    )


def test_whoever_has_left_leaves_once(world: World) -> None:
    officer = world.officers["two"]
    organizing.end_officer(officer=officer, actor=world.keeper.actor, now=after(hours=1))
    with pytest.raises(Refused, match="此人已经离任"):
        organizing.end_officer(officer=officer, actor=world.keeper.actor, now=after(hours=2))


def test_database_itself_gives_no_firm_to_whoever_has_left(world: World) -> None:
    Officer.objects.filter(pk=world.officers["two"].pk).update(until=after(hours=1))
    given = {"officer": world.officers["two"], "without_since": None, "due_at": None}
    with pytest.raises(IntegrityError, match="此人已经离任"), transaction.atomic():
        KeyFirm.objects.filter(pk=world.key.pk).update(**given)


@pytest.fixture
def beside() -> Iterator[Callable[[Callable[[], object]], Future[object]]]:
    """Does something in a connection of its own, and comes back once that waits for a lock."""

    def run(act: Callable[[], object]) -> object:
        try:
            with everything():
                return act()
        finally:
            connection.close()

    def begin(act: Callable[[], object]) -> Future[object]:
        job = pool.submit(run, act)
        with connection.cursor() as cursor:
            while not job.done():
                cursor.execute(BLOCKED)
                if cursor.fetchone()[0]:
                    break
        return job

    with ThreadPoolExecutor(1) as pool:
        yield begin


@pytest.mark.django_db(transaction=True)
def test_firm_is_not_given_to_somebody_who_leaves_meanwhile(world: World, beside: Callable) -> None:
    with transaction.atomic():
        organizing.end_officer(
            officer=world.officers["one"], actor=world.keeper.actor, now=after(hours=1)
        )
        job = beside(lambda: world.assigned(after(hours=1)))
        assert not job.done()
    with pytest.raises(Refused, match="从名单里选一位在任的"):
        job.result()
    world.key.refresh_from_db()
    assert world.key.officer is None


@pytest.mark.django_db(transaction=True)
def test_firm_that_was_given_meanwhile_is_handed_over_with_the_others(
    world: World, beside: Callable
) -> None:
    officer = world.officers["one"]
    with transaction.atomic():
        world.assigned()
        job = beside(
            lambda: organizing.end_officer(
                officer=officer, actor=world.keeper.actor, now=after(hours=1)
            )
        )
        assert not job.done()
    job.result()
    world.key.refresh_from_db()
    assert (world.key.officer, world.key.without_since) == (None, after(hours=1))
    assert Handover.objects.get().giver == officer


@pytest.mark.django_db(transaction=True)
def test_whoever_accepts_while_leaving_accepts_nothing(world: World, beside: Callable) -> None:
    world.assigned()
    handover = handing.propose_taker(
        handover=started(world),
        officer=world.officers["two"],
        actor=world.keeper.actor,
        now=after(),
    )
    with transaction.atomic():
        organizing.end_officer(
            officer=world.officers["two"], actor=world.keeper.actor, now=after(hours=1)
        )
        job = beside(
            lambda: handing.accept_handover(
                handover=handover, actor=world.two.actor, now=after(hours=1)
            )
        )
    with pytest.raises(Refused, match="这件交接刚刚变了"):
        job.result()
    handover.refresh_from_db()
    world.key.refresh_from_db()
    assert (handover.state, world.key.officer) == (HandoverState.OPEN, world.officers["one"])


@pytest.mark.django_db(transaction=True)
def test_giver_who_leaves_while_somebody_accepts_leaves_no_firm_behind(
    world: World, beside: Callable
) -> None:
    world.assigned()
    handover = handing.propose_taker(
        handover=started(world),
        officer=world.officers["two"],
        actor=world.keeper.actor,
        now=after(),
    )
    with transaction.atomic():
        handing.accept_handover(handover=handover, actor=world.two.actor, now=after(hours=1))
        job = beside(
            lambda: organizing.end_officer(
                officer=world.officers["one"], actor=world.keeper.actor, now=after(hours=2)
            )
        )
    job.result()
    world.key.refresh_from_db()
    assert (world.key.officer, Handover.objects.count()) == (world.officers["two"], 1)
