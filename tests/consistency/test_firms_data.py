"""企业数据: every table of a firm is under row-level security, or known to be public."""

from typing import Final

import pytest
from django.apps import apps
from django.db import connection, models

from huiqi.parties.models import Organization, Subject

# Belongs to a firm and yet is seen by all -> why.
OPEN: Final = {
    "api_apitoken": "read before anybody's scope is known; found by a hash, holds no secret",
    "ledger_fund": "which department holds which fund is public",
    "ledger_budget": "what there is for a programme in a year is public",
    "concerns_seat": "which body is the desk, the task force or the leading group is public",
    "concerns_responsibility": "which unit answers for which item is public",
    "concerns_cover": "which body covers for which is public",
    "concerns_commonproblem": "names no firm; its summary is written to be read by all",
    "knowledge_entry": "which office answers which question is public",
    "knowledge_edition": "names no firm; written to be read by all, and few wait for a review",
    "network_organ": "which public body is the leading group, the office or a task force is public",
    "network_officer": "who serves firms, and under which number, is published",
    "network_meeting": "names no firm; read by those who serve firms",
    "network_decision": "names no firm; read by those who serve firms",
    "policies_keeper": "which department keeps which programme's words is public",
    "policies_proposal": "what a department wants changed in a rule names no firm",
    "policies_ruledraft": "the text of a rule names no firm",
    "policies_effectrun": "counts of firms on file, read by the keepers of the programme only",
    "rosters_roster": "counts of firms on file, read by the keepers of the programme only",
    "publicity_extension": "that a notice runs longer, and why, is as public as the notice",
    "publicity_withdrawal": "that a notice was withdrawn, and why, is as public as the notice",
    "rights_sourcedesk": "which department answers for which source is public",
    "parties_organization": "the register of firms is public",
    "parties_organizationpart": "in what part a body is known to the city is public",
    "parties_membership": "read before anybody's scope is known; asked for by person only",
}


def _of_a_firm() -> set[type[models.Model]]:
    """Models that point to a subject, to an organization, or to a model that does.

    By a foreign key or by a plain number, as the kernel does, which knows neither.
    """
    found: set[type[models.Model]] = {Subject, Organization}
    ours = [one for one in apps.get_models() if one.__module__.startswith("huiqi.")]
    found |= {one for one in ours if _numbers(one)}
    while more := {one for one in ours if one not in found and _points_to(one) & found}:
        found |= more
    return found - {Subject}


def _points_to(model: type[models.Model]) -> set[object]:
    fields = model._meta.get_fields()
    return {field.related_model for field in fields if isinstance(field, models.ForeignKey)}


def _numbers(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.get_fields()} & {"subject_id", "organization_id"}


def _open() -> set[str]:
    """The tables of firms that no rule, or one that its owner escapes, stands before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        ruled = {name for (name,) in cursor.fetchall()}
    return {model._meta.db_table for model in _of_a_firm()} - ruled


def test_every_table_of_a_firm_is_under_the_rule_or_known_to_be_open(db: None) -> None:
    assert _open() == set(OPEN)


@pytest.mark.parametrize("switch", ["DISABLE", "NO FORCE"])
def test_table_whose_rule_is_switched_off_would_be_found(db: None, switch: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE parties_fact {switch} ROW LEVEL SECURITY")
    assert _open() - set(OPEN) == {"parties_fact"}


# Who may write a row that they may not see. Of such a row the database tells the writer nothing,
# and RETURNING is refused: the number of a new row must not be asked for.
BLIND: Final = """
SELECT tablename FROM pg_policies
WHERE permissive = 'PERMISSIVE' AND cmd IN ('ALL', 'INSERT')
  AND with_check IS DISTINCT FROM qual AND with_check = 'true'
"""


def test_row_that_its_writer_may_not_see_is_written_without_asking_for_its_number(
    db: None,
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(BLIND)
        blind = {name for (name,) in cursor.fetchall()}
    assert blind == {"citywide_dirtyfirm", "kernel_auditentry", "kernel_movelog"}
    told = {one._meta.db_table: one._meta.pk for one in apps.get_models()}
    assert [name for name in sorted(blind) if told[name].db_returning] == []
