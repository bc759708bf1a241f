"""约束: the database holds to every rule of the parties by itself, and each has its sentence."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from huiqi.kernel import rows
from huiqi.kernel.refusals import Refused
from huiqi.parties.enums import Kind, Part, Power, Role, Source, Tie, Use
from huiqi.parties.models import (
    BankAccount,
    BankAccountStep,
    Consent,
    Fact,
    FactCorrection,
    Mandate,
    Membership,
    Organization,
    OrganizationPart,
    Person,
    Relation,
    Subject,
)
from huiqi.parties.models.relations import WHOLE
from tests.cast import NOW, TODAY, Player, a_person, facts_on_record
from tests.cost import asked

BEFORE, AFTER = NOW - timedelta(days=1), NOW + timedelta(days=1)
YESTERDAY = TODAY - timedelta(days=1)


@dataclass(frozen=True)
class World:
    """What a row may hang on."""

    firm: Organization
    bureau: Organization
    owner: Person
    other: Person
    fact: Fact


@pytest.fixture
def world(chenglan: Organization, bureau: Organization, lan: Player, shan: Player) -> World:
    (fact,) = facts_on_record(chenglan, Source.TAX, insured_headcount=5)
    return World(chenglan, bureau, lan.person, a_person("lingyi", "另一"), fact)


def _organization(world: World, **given: object) -> Organization:
    told = {"subject": world.firm.subject, "name": "某单位", "kind": Kind.OTHER, **given}
    return Organization(**told)


def _account(world: World, **given: object) -> BankAccount:
    told = {"holder": "户名", "bank": "银行", "number": "62220000", "entered_at": NOW, **given}
    return BankAccount(organization=world.firm, **told)


def _step(world: World, **given: object) -> list[models.Model]:
    account = _account(world)
    return [account, BankAccountStep(account=account, at=NOW, **given)]


def _member(world: World, **given: object) -> Membership:
    told = {
        "person": world.other,
        "organization": world.firm,
        "role": Role.STAFF,
        "since": NOW,
        **given,
    }
    return Membership(**told)


def _mandate(world: World, **given: object) -> Mandate:
    told = {
        "organization": world.firm,
        "agent": world.other,
        "powers": [Power.VIEW],
        "granted_by": world.owner,
        "granted_at": NOW,
        "expires_at": AFTER,
        **given,
    }
    return Mandate(**told)


def _part(world: World, **given: object) -> OrganizationPart:
    told = {"organization": world.firm, "part": Part.BANK, "since": TODAY, **given}
    return OrganizationPart(**told)


def _relation(world: World, **given: object) -> Relation:
    told = {"organization": world.firm, "tie": Tie.SHAREHOLDER, "holder_name": "某人", **given}
    return Relation(**told)


def _fact(world: World, **given: object) -> Fact:
    told = {
        "subject": world.firm.subject,
        "key": "insured_headcount",
        "value": 1,
        "as_of": TODAY,
        "source": Source.TAX,
        "recorded_at": NOW,
        **given,
    }
    return Fact(**told)


def _correction(world: World, **given: object) -> FactCorrection:
    told = {
        "fact": world.fact,
        "reason": "有误",
        "asked_by": world.owner,
        "asked_at": NOW,
        "due_on": TODAY,
        **given,
    }
    return FactCorrection(**told)


def _consent(world: World, **given: object) -> Consent:
    told = {"use": Use.BANKS, "given_by": world.owner, "given_at": NOW, **given}
    return Consent(subject=world.firm.subject, **told)


def _subject_merged_into_itself(world: World) -> Subject:
    subject = world.firm.subject
    subject.merged_into = subject
    return subject


Rows = Callable[[World], list[models.Model]]

# The last row of each list is the one that breaks the rule.
BROKEN: dict[str, Rows] = {
    "subject_is_not_merged_into_itself": lambda w: [_subject_merged_into_itself(w)],
    "organization_has_its_own_credit_code": lambda w: [
        _organization(w, credit_code=w.firm.credit_code)
    ],
    "organization_credit_code_is_well_formed": lambda w: [
        _organization(w, credit_code="91440300MA5OOOOOO1")
    ],
    "organization_district_is_a_code": lambda w: [_organization(w, district="44030")],
    "district_office_has_a_district": lambda w: [_organization(w, kind=Kind.DISTRICT_OFFICE)],
    "organization_closes_after_it_opens": lambda w: [
        _organization(w, registered_on=TODAY, closed_until=TODAY)
    ],
    "organization_holds_a_part_once": lambda w: [_part(w), _part(w)],
    "organization_part_ends_after_it_begins": lambda w: [_part(w, until=TODAY)],
    "bank_account_belongs_to_one_organization": lambda w: [_account(w), _account(w)],
    "bank_account_number_is_digits": lambda w: [_account(w, number="6222 0000")],
    "bank_account_branch_is_twelve_digits": lambda w: [_account(w, branch_code="3135840")],
    "bank_account_says_why_it_is_closed": lambda w: [_account(w, closed_why="stopped")],
    "bank_account_declined_was_not_verified": lambda w: [
        _account(w, verified_at=NOW, verified_by=w.other, closed_at=NOW, closed_why="declined")
    ],
    "account_step_says_how_it_was_verified": lambda w: _step(w, deed="verified", note="凭据"),
    "account_step_says_why_it_was_declined": lambda w: _step(w, deed="declined"),
    "bank_account_is_verified_by_somebody": lambda w: [_account(w, verified_at=NOW)],
    "bank_account_is_verified_by_another": lambda w: [
        _account(w, entered_by=w.owner, verified_by=w.owner, verified_at=NOW)
    ],
    "membership_is_held_once": lambda w: [_member(w), _member(w)],
    "administrators_are_three_people": lambda w: [
        _member(w, organization=w.bureau, role=Role.SYSTEM_ADMIN),
        _member(w, organization=w.bureau, role=Role.AUDIT_ADMIN),
    ],
    "membership_ends_after_it_begins": lambda w: [_member(w, until=NOW)],
    "mandate_is_granted_once": lambda w: [_mandate(w), _mandate(w)],
    "mandate_never_includes_handing_in": lambda w: [_mandate(w, powers=["submit"])],
    "mandate_is_granted_by_another": lambda w: [_mandate(w, agent=w.owner)],
    "mandate_ends_after_it_begins": lambda w: [_mandate(w, expires_at=NOW)],
    "relation_share_is_a_part_of_the_whole": lambda w: [_relation(w, share=WHOLE + 1)],
    "relation_share_is_of_owners": lambda w: [_relation(w, tie=Tie.EMPLOYER, share=1)],
    "relation_ends_after_it_begins": lambda w: [_relation(w, since=TODAY, until=YESTERDAY)],
    "fact_key_is_a_registered_name": lambda w: [_fact(w, key="从业人员")],
    "fact_period_is_a_year": lambda w: [_fact(w, period=20)],
    "fact_has_one_open_correction": lambda w: [_correction(w), _correction(w)],
    "correction_is_decided_at_a_moment": lambda w: [_correction(w, status="accepted")],
    "declined_correction_says_why": lambda w: [_correction(w, status="declined", decided_at=NOW)],
    "consent_is_given_once": lambda w: [_consent(w), _consent(w)],
    "consent_is_withdrawn_after_it_is_given": lambda w: [_consent(w, withdrawn_at=BEFORE)],
}


def _constraints() -> dict[str, models.BaseConstraint]:
    return {
        constraint.name: constraint
        for model in apps.get_app_config("parties").get_models()
        for constraint in model._meta.constraints
    }


def test_every_constraint_is_broken_here_once() -> None:
    assert set(BROKEN) == set(_constraints())


@pytest.mark.parametrize("name", BROKEN)
def test_database_holds_to_the_rule_by_itself(world: World, name: str) -> None:
    *before, broken = BROKEN[name](world)
    for row in before:
        row.save()
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        broken.save()
    assert refused.value.__cause__.diag.constraint_name == name  # type: ignore[union-attr]


@pytest.mark.parametrize("name", BROKEN)
def test_whoever_breaks_the_rule_is_told_its_sentence(world: World, name: str) -> None:
    *before, broken = BROKEN[name](world)
    for row in before:
        row.save()
    with pytest.raises(Refused) as refused:
        rows.save(broken)
    assert _constraints()[name].violation_error_message in refused.value.problems


@pytest.mark.parametrize("name", BROKEN)
def test_whoever_was_a_moment_slower_is_told_the_same_sentence(
    world: World, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    *before, broken = BROKEN[name](world)
    for row in before:
        row.save()
    # As if the other row had come between the look and the leap.
    monkeypatch.setattr(rows, "problems_of", lambda *_row, **_columns: iter(()))
    with pytest.raises(Refused) as refused:
        rows.save(broken)
    assert refused.value.problems == (_constraints()[name].violation_error_message,)


def test_rules_of_the_row_and_of_its_columns_are_told_at_once(world: World) -> None:
    broken = _organization(world, name="长" * 300, kind="nobody", district="x" * 99)
    with pytest.raises(Refused) as by_columns:
        rows.save(broken)
    assert list(by_columns.value.problems) == list(rows.problems_of(broken))
    assert len(by_columns.value.problems) > 1


def test_row_that_breaks_no_rule_is_saved_by_one_statement(world: World) -> None:
    table = Organization._meta.db_table
    assert asked(lambda: rows.save(_organization(world))) == {table: 1, "": 2}
    several = [_organization(world, name=name) for name in ("甲", "乙", "丙")]
    assert asked(lambda: rows.save_all(several)) == {table: 1, "": 2}
    assert all(one.pk for one in several)


@pytest.mark.parametrize("name", BROKEN)
def test_several_rows_are_saved_all_or_none(world: World, name: str) -> None:
    *before, broken = BROKEN[name](world)
    for row in before:
        row.save()
    there = type(broken)._default_manager.count()
    with pytest.raises(Refused) as refused:
        rows.save_all([broken])
    assert _constraints()[name].violation_error_message in refused.value.problems
    assert type(broken)._default_manager.count() == there


def test_rows_that_break_a_rule_only_together_are_told_its_sentence(world: World) -> None:
    twins = [_organization(world, credit_code="91440300MA5EEGH013") for _twice in range(2)]
    there = Organization.objects.count()
    with pytest.raises(Refused) as refused:
        rows.save_all(twins)
    assert len(refused.value.problems) == 1
    assert Organization.objects.count() == there


def test_broken_rule_that_is_no_constraint_of_ours_is_no_refusal(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.save(Person(username=world.owner.username, name="重名", password="!"), only=())


def test_facts_are_never_changed_or_removed(world: World) -> None:
    for change in (lambda: Fact.objects.update(value=9), world.fact.delete):
        with pytest.raises(Exception, match="Cannot update or delete"), transaction.atomic():
            change()
    assert Fact.objects.get().value == 5
