"""主体的权限: who is what to whom, and the sentence for «no»."""

from collections.abc import Callable

import pytest

from huiqi.kernel.access import ANONYMOUS, SYSTEM, Actor, Check
from huiqi.parties import access
from huiqi.parties.models import Organization
from huiqi.parties.queries import actors_of
from tests.cast import NOW, Player

PEOPLE = (
    *("lan", "min_", "wu", "shan"),
    *("gu", "qin", "he", "fan", "shen"),
    *("system_admin", "security_admin", "audit_admin"),
)
OFFICERS = {"gu", "qin", "he", "fan"}

Actors = Callable[[str], Actor]


@pytest.fixture
def acting(request: pytest.FixtureRequest, chenglan: Organization) -> Actors:
    """By name; the agent acts for 澄澜."""

    def acting(name: str) -> Actor:
        player: Player = request.getfixturevalue(name)
        actors = actors_of(player.person, NOW)
        return next((one for one in actors if one.organization_id == chenglan.pk), actors[0])

    return acting


@pytest.mark.parametrize(
    ("check", "allowed"),
    [
        (access.is_owner, {"lan"}),
        (access.is_finance, {"lan", "min_"}),
        (access.is_of_firm, {"lan", "min_"}),
        (access.is_agent, {"wu"}),
        (access.may_view_for, {"lan", "min_", "wu"}),
        (access.may_edit_for, {"lan", "min_", "wu"}),
        (access.is_officer, OFFICERS),
        (access.is_money_officer, {"gu", "qin", "fan"}),
        (access.is_auditor, {"shen"}),
        (access.is_system_admin, {"system_admin"}),
        (access.is_security_admin, {"security_admin"}),
        (access.is_audit_admin, {"audit_admin"}),
        (access.is_signed_in, set(PEOPLE)),
    ],
)
def test_check_lets_exactly_these_people_act_on_chenglan(
    acting: Actors, chenglan: Organization, check: Check, allowed: set[str]
) -> None:
    for obj in (chenglan, chenglan.subject):
        assert {name for name in PEOPLE if not check.refusal(acting(name), obj)} == allowed
    assert check.refusal(ANONYMOUS, chenglan) == check.reason
    assert check.refusal(SYSTEM, chenglan) == check.reason


def test_district_officer_has_no_say_over_a_firm_of_another_district(
    gu: Player, qin: Player, yuanshan: Organization
) -> None:
    for obj in (yuanshan, yuanshan.subject):
        assert access.is_officer.refusal(gu.actor, obj) == "须由管辖该企业的主管部门人员办理"
        assert access.is_officer.refusal(qin.actor, obj) == ""


def test_what_belongs_to_nobody_belongs_to_no_firm(lan: Player) -> None:
    assert access.is_owner.refusal(lan.actor, None) == "须由本企业负责人办理"
    assert access.is_owner.refusal(Actor(1), None) == "须由本企业负责人办理"
    assert access.district_of(None) == ""


def test_system_is_nobody_in_particular(lan: Player) -> None:
    assert access.person_of(lan.actor) == lan.person.pk
    with pytest.raises(LookupError, match="系统不代表任何企业办理"):
        access.person_of(SYSTEM)


@pytest.mark.parametrize(
    ("check", "sentence"),
    [
        (access.may_edit_for, "须由本企业人员办理，或须由企业授权填写的代办人办理"),
        (access.is_finance, "须由本企业负责人或财务人员办理"),
        (access.is_money_officer, "须由管辖该企业的经办或资金经办人员办理"),
        (access.is_security_admin, "须由安全管理员办理"),
    ],
)
def test_no_says_who_may(check: Check, sentence: str, chenglan: Organization) -> None:
    assert check.refusal(ANONYMOUS, chenglan) == sentence
