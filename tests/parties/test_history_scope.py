"""历史的可见范围: what was done and looked at is written by everybody and read by few."""

from collections.abc import Iterator

import pytest
from django.db import Error, connection, transaction

from huiqi.config.grants import apply
from huiqi.config.postgres import APP
from huiqi.kernel import audit
from huiqi.kernel.access import SYSTEM, Actor
from huiqi.kernel.models import AuditEntry, MoveLog
from huiqi.parties import scope
from huiqi.parties.models import Organization
from huiqi.web.metrics import exposition
from tests.cast import NOW, Player


def act(actor: Actor, firm: Organization) -> None:
    """One move of something of the firm, and the record of it."""
    audit.record_write(actor, "更正", subject_id=firm.subject_id)
    MoveLog.objects.create(
        kind="parties.FactCorrection",
        object_id=firm.pk,
        move="ask",
        source="",
        target="asked",
        person_id=actor.person_id,
        organization_id=actor.organization_id,
        at=NOW,
    )


@pytest.fixture
def as_application(
    lan: Player, shan: Player, qin: Player, chenglan: Organization, yuanshan: Organization
) -> Iterator[None]:
    """Each firm acted, and so did an officer and the system; who reads now has no scope yet."""
    apply()
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {APP}")
        cursor.execute("SELECT set_config('huiqi.scope', '', true)")
    act(lan.actor, chenglan)
    act(shan.actor, yuanshan)
    for actor in (qin.actor, SYSTEM):
        act(actor, chenglan)
        act(actor, yuanshan)
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE; RESET huiqi.person; RESET huiqi.scope")


def seen() -> tuple[int, int]:
    """What raw querysets, without any scope of their own, get to see."""
    return AuditEntry.objects.count(), MoveLog.objects.count()


def test_nothing_is_seen_without_a_scope(as_application: None) -> None:
    assert seen() == (0, 0)


def test_firm_sees_what_was_about_it_and_the_moves_it_made(
    as_application: None, lan: Player, chenglan: Organization
) -> None:
    scope.narrow(lan.actor)
    assert seen() == (3, 1)
    subjects = AuditEntry.objects.order_by().values_list("subject_id", flat=True)
    assert set(subjects) == {chenglan.subject_id}
    assert MoveLog.objects.get().organization_id == chenglan.pk


def test_person_sees_what_they_did_themselves(as_application: None, qin: Player) -> None:
    scope.recognize(qin.person.pk)
    assert seen() == (2, 2)
    assert {one.person_id for one in AuditEntry.objects.all()} == {qin.person.pk}


def test_officer_sees_all_and_an_administrator_only_their_own(
    as_application: None, qin: Player, security_admin: Player
) -> None:
    scope.narrow(security_admin.actor)
    assert seen() == (0, 0)
    scope.narrow(qin.actor)
    assert seen() == (6, 6)


def test_history_is_sealed_and_verified_whole_by_who_sees_nothing(as_application: None) -> None:
    assert b"huiqi_audit_unsealed_waiting 6.0" in exposition()
    sealed = audit.seal(NOW)
    assert sealed is not None
    assert sealed.count == 6
    found = audit.verify()
    assert (found.seals, found.entries, found.unsealed, found.problems) == (1, 6, 0, ())
    assert seen() == (0, 0)


def test_entry_knows_its_number_though_its_writer_may_not_see_it(as_application: None) -> None:
    written = audit.record_write(SYSTEM, "合并主体", subject_id=1)
    with scope.everything():
        assert AuditEntry.objects.order_by("id").last() == written


def test_asking_for_the_number_of_a_row_that_one_may_not_see_is_refused(
    as_application: None,
) -> None:
    """Why history is written without RETURNING, and code that asks has to go before the rule."""
    row = "INSERT INTO kernel_movelog (kind, object_id, move, source, target, note, at)"
    values = "VALUES ('parties.Fact', 1, 'ask', '', 'asked', '', now())"
    with connection.cursor() as cursor:
        cursor.execute(f"{row} {values}")
        with pytest.raises(Error, match="row-level security"), transaction.atomic():
            cursor.execute(f"{row} {values} RETURNING id")
