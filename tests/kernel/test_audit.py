"""审计: whatever is changed, dropped or put in later shows."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from huiqi.kernel import audit
from huiqi.kernel.access import SYSTEM, Actor
from huiqi.kernel.models import AuditEntry, AuditSeal
from huiqi.kernel.refusals import Refused
from tests.kernel.threads import together

AT = datetime(2021, 10, 20, 9, tzinfo=UTC)
OFFICER = Actor(7, 3, frozenset({"bureau_officer"}), purpose="形式审查 SB-2021-000001")


def write(times: int) -> None:
    for number in range(times):
        audit.record_write(SYSTEM, "register", subject_id=number, detail={"编号": number})


def tamper(statement: str) -> None:
    """As somebody would who owns the database and switches its triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = 'replica'")
        cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = 'origin'")


def test_entries_are_sealed_in_batches_that_hang_together(db: None) -> None:
    write(3)
    first = audit.seal(AT)
    assert first is not None
    assert (first.count, first.previous) == (3, audit.GENESIS)
    assert audit.seal(AT) is None
    write(2)
    second = audit.seal(AT)
    assert second is not None
    assert (second.count, second.previous) == (2, first.digest)
    write(1)
    assert audit.verify() == audit.Verified(seals=2, entries=5, unsealed=1, problems=())


@pytest.mark.parametrize(
    ("statement", "complaint"),
    [
        ("UPDATE kernel_auditentry SET verb = '' WHERE subject_id = 1", "内容与封存时不同"),
        ("DELETE FROM kernel_auditentry WHERE subject_id = 1", "应有 3 条记录，现有 2 条"),
        ("DELETE FROM kernel_auditseal WHERE previous LIKE '000%'", "接不上前一个封存"),
        ("UPDATE kernel_auditseal SET digest = '1' WHERE count = 3", "内容与封存时不同"),
        ("UPDATE kernel_auditentry SET at = at + interval '1 s'", "内容与封存时不同"),
    ],
)
def test_tampering_shows(db: None, statement: str, complaint: str) -> None:
    write(3)
    audit.seal(AT)
    write(2)
    audit.seal(AT)
    tamper(statement)
    assert complaint in "".join(audit.verify().problems)


def test_entry_put_among_sealed_ones_shows(db: None) -> None:
    write(1)
    missing = AuditEntry.objects.get().pk
    write(1)
    tamper(f"DELETE FROM kernel_auditentry WHERE id = {missing}")
    audit.seal(AT)
    audit.record_write(SYSTEM, "later")
    later = AuditEntry.objects.last()
    assert later is not None
    tamper(f"UPDATE kernel_auditentry SET id = {missing} WHERE id = {later.pk}")
    assert "应有 1 条记录，现有 2 条" in "".join(audit.verify().problems)


def test_reading_says_whose_data_it_was_and_why(db: None) -> None:
    entry = audit.record_read(OFFICER, "facts", subject_id=12)
    assert (entry.subject_id, entry.person_id, entry.purpose) == (12, 7, OFFICER.purpose)


def test_person_who_does_not_say_why_reads_nothing(db: None) -> None:
    with pytest.raises(Refused) as refusal:
        audit.record_read(Actor(7, 3), "facts", subject_id=12)
    assert refusal.value.problems == ("查看企业的非公开数据前，请先写明办理的事项",)
    assert AuditEntry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_nothing_appears_among_entries_already_sealed() -> None:
    def work(number: int) -> None:
        for _ in range(15):
            if number == 0:
                audit.seal(AT)
            else:
                with transaction.atomic():
                    write(2)

    together(work, 5)
    while audit.seal(AT):
        pass
    assert audit.verify().problems == ()
    assert sum(one.count for one in AuditSeal.objects.all()) == AuditEntry.objects.count() == 120


@pytest.mark.django_db(transaction=True)
def test_sealer_does_not_wait_for_a_long_transaction() -> None:
    write(1)
    with transaction.atomic():
        write(1)
        assert together(lambda _: audit.seal(AT), 1) == [None]
    assert audit.seal(AT) is not None
