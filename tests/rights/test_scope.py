"""可见范围: the database itself shows what a firm asks about its data to nobody else."""

from collections.abc import Iterator

import pytest
from django.db import connection

from huiqi.config.grants import apply
from huiqi.config.postgres import APP
from huiqi.kernel.models import Blob, StoredFile
from huiqi.parties import scope
from huiqi.parties.enums import Source
from huiqi.parties.models import FactCorrection, Organization
from huiqi.rights.models import CorrectionFile, DataPackage, DataRequest, LookQuestion
from tests.cast import NOW, TODAY, Player, facts_on_record

TABLES = (LookQuestion, CorrectionFile, DataRequest, DataPackage)


def ask_everything(firm: Organization, owner: Player) -> None:
    """One row of every table."""
    asked = {"asked_by": owner.person, "asked_at": NOW, "due_on": TODAY}
    LookQuestion.objects.create(subject=firm.subject, entry_id=firm.pk, text="为什么", **asked)
    (fact,) = facts_on_record(firm, Source.TAX, assets=5)
    correction = FactCorrection.objects.create(fact=fact, reason="有误", **asked)
    digest = f"{firm.pk:064x}"
    blob = Blob.objects.create(
        digest=digest, size=1, media_type="application/pdf", state="clean", stored_at=NOW
    )
    file = StoredFile.objects.create(blob=blob, name="证明.pdf", at=NOW)
    CorrectionFile.objects.create(subject=firm.subject, correction=correction, file=file)
    request = DataRequest.objects.create(
        number=f"SJ-{firm.pk}", kind="copy", subject=firm.subject, **asked
    )
    DataPackage.objects.create(request=request, content=b"zip", digest=digest, made_at=NOW)


@pytest.fixture
def as_application(
    lan: Player, shan: Player, chenglan: Organization, yuanshan: Organization
) -> Iterator[None]:
    ask_everything(chenglan, lan)
    ask_everything(yuanshan, shan)
    apply()
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {APP}")
        cursor.execute("SELECT set_config('huiqi.scope', '', true)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE; RESET huiqi.person; RESET huiqi.scope")


def seen() -> list[int]:
    """What raw querysets, without any scope of their own, get to see."""
    return [table.objects.count() for table in TABLES]


def test_nothing_is_seen_without_a_scope(as_application: None) -> None:
    assert seen() == [0, 0, 0, 0]


def test_owner_sees_the_firms_own_and_the_copy_asked_for(as_application: None, lan: Player) -> None:
    scope.recognize(lan.person.pk)
    scope.narrow(lan.actor)
    assert seen() == [1, 1, 1, 1]


def test_copy_is_seen_by_nobody_but_who_asked_for_it(
    as_application: None, chenglan: Organization
) -> None:
    with scope.subjects([chenglan.subject_id]):
        assert seen() == [1, 1, 1, 0]


def test_jobs_see_everything(as_application: None) -> None:
    with scope.everything():
        assert seen() == [2, 2, 2, 2]
