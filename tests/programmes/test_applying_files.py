"""材料的页面: of many files that were handed in before, the latest are offered again."""

from io import BytesIO

import pytest

from huiqi.kernel.files import city_store
from huiqi.programmes.models import Application, Call, EvidenceFile
from huiqi.programmes.views.applying_evidence import EARLIER
from tests.cast import NOW, Player
from tests.programmes.applying import PDF
from tests.programmes.pages import browser, read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def test_of_many_files_handed_in_before_the_latest_stand_and_the_rest_are_counted(
    call: Call, draft: Application, lan: Player
) -> None:
    firm = browser(lan)
    for place in range(EARLIER + 1):
        file = city_store().put(
            BytesIO(PDF + f"% {place}\n".encode()),
            f"凭证{place}.pdf",
            actor=lan.actor,
            subject_id=draft.subject_id,
        )
        EvidenceFile.objects.create(
            application=draft,
            material="payment_proof",
            file=file,
            person=lan.person,
            added_at=NOW,
        )
    firm.post(f"/applications/{draft.pk}/withdraw/")
    firm.post(f"/applications/begin/{call.number}/")
    again = Application.objects.exclude(pk=draft.pk).get()
    page = read(firm, f"/applications/{again.pk}/materials/")
    assert [f"凭证{place}.pdf" in page for place in range(EARLIER + 1)] == [False] + [
        True
    ] * EARLIER
    assert "还有 1 个更早交过的没有列出" in page
