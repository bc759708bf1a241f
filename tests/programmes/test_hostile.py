"""有害文件: handed in with an application, each gets its sentence and nothing is lost or kept."""

from __future__ import annotations

from typing import Any

import pytest

from huiqi.kernel.files import city_store, plain_name
from huiqi.kernel.models import Blob, StoredFile
from huiqi.programmes.models import Application
from tests.cast import Player
from tests.hostile import HOSTILE, NAMES, Hostile
from tests.programmes.applying import ANSWERS, PDF, filled_in
from tests.programmes.pages import a_file, browser, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]
# How what is said of a sheet begins that is told by its rows, or has none.
OF_ROWS = ("第 ", "没有读到发票")
# One for each sentence every day; that each file gets its own is told of the store itself.
FILES = pytest.mark.parametrize(
    "files",
    [
        pytest.param(tuple({one.told: one for one in HOSTILE}.values()), id="one of each"),
        pytest.param(HOSTILE, id="all", marks=pytest.mark.verify),
    ],
)


@pytest.fixture
def whole(draft: Application, lan: Player) -> Application:
    """A draft in which everything stands that there is to hand in."""
    return filled_in(draft, lan)


def kept_of(draft: Application) -> tuple[Any, ...]:
    """What a draft holds, what lies in the store, and what lies about in its folder."""
    draft.refresh_from_db()
    folder = city_store().folder
    return (
        {key: draft.answers.get(key) for key in ANSWERS},
        draft.revision,
        list(draft.invoices.values_list("number", "amount_fen")),
        list(draft.evidence.filter(removed_at=None).values_list("file__name", flat=True)),
        (StoredFile.objects.count(), Blob.objects.count()),
        sorted(path.name for path in folder.rglob("incoming-*")),
    )


@FILES
def test_a_hostile_file_is_no_evidence_and_the_draft_keeps_all(
    whole: Application, lan: Player, files: tuple[Hostile, ...]
) -> None:
    firm, before = browser(lan), kept_of(whole)
    wrong = {}
    for one in files:
        sent = {"material": "audit_report", "files": a_file(one.name, one.content)}
        answer = firm.post(f"/applications/{whole.pk}/materials/", sent)
        said = told(answer)
        if answer.status_code != 422 or len(said) != 1 or one.told not in said[0]:
            wrong[one.name] = (answer.status_code, said)
    assert wrong == {}
    assert kept_of(whole) == before


@FILES
def test_a_hostile_file_is_no_sheet_of_invoices_and_the_draft_keeps_all(
    whole: Application, lan: Player, files: tuple[Hostile, ...]
) -> None:
    firm, before = browser(lan), kept_of(whole)
    wrong = {}
    for one in files:
        sent = {"way": "file", "file": a_file(one.name, one.content)}
        answer = firm.post(f"/applications/{whole.pk}/invoices/", sent)
        said = told(answer)
        is_named = all(each.startswith((f"「{plain_name(one.name)}」", *OF_ROWS)) for each in said)
        if answer.status_code != 422 or not said or not is_named:
            wrong[one.name] = (answer.status_code, said)
    assert wrong == {}
    assert kept_of(whole) == before


def test_a_good_file_among_hostile_ones_comes_in_and_the_others_are_told(
    whole: Application, lan: Player
) -> None:
    files = [
        a_file("审计报告.pdf", PDF + b"%1\n"),
        *(a_file(one.name, one.content) for one in HOSTILE[:2]),
    ]
    sent = {"material": "audit_report", "files": files}
    answer = browser(lan).post(f"/applications/{whole.pk}/materials/", sent)
    assert (answer.status_code, len(told(answer))) == (422, 2)
    held = whole.evidence.filter(material="audit_report").values_list("file__name", flat=True)
    assert list(held) == ["审计报告.pdf"]


@pytest.mark.parametrize(("given", "kept"), NAMES)
def test_a_name_is_kept_without_what_is_no_name(
    whole: Application, lan: Player, given: str, kept: str
) -> None:
    sent = {"material": "audit_report", "files": a_file(given, PDF + b"%2\n")}
    answer = browser(lan).post(f"/applications/{whole.pk}/materials/", sent)
    assert answer.status_code == 302
    assert whole.evidence.get(material="audit_report").file.name == kept
