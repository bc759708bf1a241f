"""任职与代办: who gives whom a role or a mandate, and how it ends."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from huiqi.kernel.access import SYSTEM, Actor
from huiqi.kernel.refusals import Denied, Refused
from huiqi.parties.actions import add_member, end_membership, grant_mandate, revoke_mandate
from huiqi.parties.enums import Part, Power, Role
from huiqi.parties.models import Mandate, Membership, Organization, OrganizationPart, Person
from huiqi.parties.queries import actors_of
from tests.cast import NOW, TODAY, Player, a_person

IN_A_MONTH = NOW + timedelta(days=30)


@pytest.fixture
def newcomer(city_clock: datetime) -> Person:
    return a_person("xinlai", "新来")


def problems(act: Any, **given: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        act(**given)
    return refused.value.problems


# Members


def test_owner_appoints_the_accountant(
    lan: Player, chenglan: Organization, newcomer: Person
) -> None:
    add_member(organization=chenglan, person=newcomer, role=Role.FINANCE, actor=lan.actor, now=NOW)
    assert [one.roles for one in actors_of(newcomer, NOW)] == [{Role.FINANCE}]
    assert Membership.objects.get(person=newcomer).granted_by == lan.person


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        (Role.OWNER, "须由本企业负责人办理，或须由管辖该企业的主管部门人员办理，或由系统办理"),
        (Role.FINANCE, "须由本企业负责人办理，或由系统办理"),
        (Role.BUREAU_OFFICER, "须由安全管理员办理，或由系统办理"),
        (Role.EXPERT, "须由安全管理员办理，或由系统办理"),
    ],
)
def test_accountant_appoints_nobody(
    min_: Player, chenglan: Organization, newcomer: Person, role: Role, sentence: str
) -> None:
    with pytest.raises(Denied) as denied:
        add_member(organization=chenglan, person=newcomer, role=role, actor=min_.actor, now=NOW)
    assert denied.value.problems == (sentence,)


def test_owner_of_one_firm_appoints_nobody_in_another(
    lan: Player, yuanshan: Organization, newcomer: Person
) -> None:
    with pytest.raises(Denied):
        add_member(
            organization=yuanshan, person=newcomer, role=Role.STAFF, actor=lan.actor, now=NOW
        )


def test_officer_appoints_the_first_owner(
    gu: Player, chenglan: Organization, newcomer: Person
) -> None:
    add_member(organization=chenglan, person=newcomer, role=Role.OWNER, actor=gu.actor, now=NOW)
    assert actors_of(newcomer, NOW)[0].roles == {Role.OWNER}


def test_nobody_appoints_themselves(security_admin: Player, bureau: Organization) -> None:
    assert problems(
        add_member,
        organization=bureau,
        person=security_admin.person,
        role=Role.AUDITOR,
        actor=security_admin.actor,
        now=NOW,
    ) == ("不能给自己登记岗位",)


def test_three_administrators_are_three_people(
    security_admin: Player, system_admin: Player, bureau: Organization
) -> None:
    assert problems(
        add_member,
        organization=bureau,
        person=system_admin.person,
        role=Role.AUDIT_ADMIN,
        actor=security_admin.actor,
        now=NOW,
    ) == ("系统、安全、审计三种管理员不能由同一人兼任",)


def test_role_is_held_once(lan: Player, min_: Player, chenglan: Organization) -> None:
    assert problems(
        add_member,
        organization=chenglan,
        person=min_.person,
        role=Role.FINANCE,
        actor=lan.actor,
        now=NOW,
    ) == ("此人在这个单位已有这个岗位",)


@pytest.mark.parametrize(
    ("where", "role", "sentence"),
    [
        ("chenglan", Role.BUREAU_OFFICER, "「市级经办」只能设在主管部门"),
        ("bureau", Role.OWNER, "主管部门没有「企业负责人」这个岗位"),
        ("bureau", Role.DISTRICT_OFFICER, "区级经办只能设在区级部门"),
        ("nanshan", Role.BUREAU_OFFICER, "市级经办只能设在市级部门"),
        (
            "chenglan",
            Role.BANK_STAFF,
            "「深圳市澄澜智能装备有限公司」不是合作银行，没有「银行经办」这个岗位",
        ),
    ],
)
def test_role_fits_the_organization(
    where: str, role: Role, sentence: str, request: pytest.FixtureRequest, newcomer: Person
) -> None:
    assert problems(
        add_member,
        organization=request.getfixturevalue(where),
        person=newcomer,
        role=role,
        actor=SYSTEM,
        now=NOW,
    ) == (sentence,)


def test_provider_appoints_its_own_staff(
    lan: Player, chenglan: Organization, newcomer: Person
) -> None:
    OrganizationPart.objects.create(organization=chenglan, part=Part.PROVIDER, since=TODAY)
    add_member(
        organization=chenglan, person=newcomer, role=Role.PROVIDER_STAFF, actor=lan.actor, now=NOW
    )
    assert actors_of(newcomer, NOW)[0].roles == {Role.PROVIDER_STAFF}


def test_nobody_is_appointed_who_cannot_sign_in_or_where_nothing_is_left(
    lan: Player, chenglan: Organization, newcomer: Person
) -> None:
    newcomer.is_active = False
    chenglan.closed_until = TODAY
    chenglan.save()
    assert problems(
        add_member,
        organization=chenglan,
        person=newcomer,
        role=Role.STAFF,
        actor=lan.actor,
        now=NOW,
    ) == ("「深圳市澄澜智能装备有限公司」已经注销", "此人的账号已经停用")


def test_owner_lets_the_accountant_go(lan: Player, min_: Player) -> None:
    end_membership(membership=Membership.objects.get(person=min_.person), actor=lan.actor, now=NOW)
    assert actors_of(min_.person, NOW) == []
    again = Membership.objects.get(person=min_.person)
    assert problems(end_membership, membership=again, actor=lan.actor, now=NOW) == (
        "这项任职已经结束",
    )


def test_everybody_may_leave_but_nobody_sends_away_another(lan: Player, min_: Player) -> None:
    owner = Membership.objects.get(person=lan.person)
    with pytest.raises(Denied, match="或须由本人办理"):
        end_membership(membership=owner, actor=min_.actor, now=NOW)
    end_membership(membership=Membership.objects.get(person=min_.person), actor=min_.actor, now=NOW)
    assert actors_of(min_.person, NOW) == []


def test_firm_keeps_an_owner(
    lan: Player, gu: Player, chenglan: Organization, newcomer: Person
) -> None:
    last = Membership.objects.get(person=lan.person)
    assert problems(end_membership, membership=last, actor=lan.actor, now=NOW) == (
        "企业至少要有一名负责人，请先登记新的负责人",
    )
    add_member(organization=chenglan, person=newcomer, role=Role.OWNER, actor=lan.actor, now=NOW)
    end_membership(membership=last, actor=lan.actor, now=NOW + timedelta(minutes=1))
    other = Membership.objects.get(person=newcomer)
    end_membership(membership=other, actor=gu.actor, now=NOW + timedelta(minutes=2))
    assert Membership.objects.filter(until=None, organization=chenglan).count() == 0


# Mandates


def test_owner_lets_an_agent_view_and_edit(
    lan: Player, chenglan: Organization, newcomer: Person
) -> None:
    grant_mandate(
        organization=chenglan,
        agent=newcomer,
        powers=[Power.EDIT, Power.VIEW, Power.VIEW],
        expires_at=IN_A_MONTH,
        actor=lan.actor,
        now=NOW,
    )
    (actor,) = actors_of(newcomer, NOW)
    assert (actor.subject_id, set(actor.powers)) == (
        chenglan.subject_id,
        {Power.VIEW, Power.EDIT},
    )
    assert actors_of(newcomer, IN_A_MONTH) == []


@pytest.mark.parametrize("name", ["min_", "shan", "qin"])
def test_mandate_is_the_owners_to_give(
    name: str, request: pytest.FixtureRequest, chenglan: Organization, newcomer: Person
) -> None:
    with pytest.raises(Denied, match="须由本企业负责人办理"):
        grant_mandate(
            organization=chenglan,
            agent=newcomer,
            powers=[Power.VIEW],
            expires_at=IN_A_MONTH,
            actor=request.getfixturevalue(name).actor,
            now=NOW,
        )


def test_mandate_without_powers_to_a_member_forever_is_refused_for_each_reason(
    lan: Player, min_: Player, chenglan: Organization
) -> None:
    asked: dict[str, Any] = {"organization": chenglan, "agent": min_.person, "powers": []}
    assert problems(
        grant_mandate, expires_at=NOW.replace(year=2030), actor=lan.actor, now=NOW, **asked
    ) == ("请至少选择一项权限", "此人是本单位人员，不需要授权", "代办授权最长一年")
    assert problems(grant_mandate, expires_at=NOW, actor=lan.actor, now=NOW, **asked)[2:] == (
        "授权的到期时间必须晚于现在",
    )


def test_mandate_never_includes_handing_in(
    lan: Player, chenglan: Organization, newcomer: Person
) -> None:
    asked: dict[str, Any] = {"organization": chenglan, "agent": newcomer, "expires_at": IN_A_MONTH}
    told = problems(grant_mandate, powers=["submit"], actor=lan.actor, now=NOW, **asked)
    assert told[-1] == "代办人只能查看和填写，不能代为提交"


def test_mandate_is_given_once_until_it_ends(
    lan: Player, wu: Player, chenglan: Organization
) -> None:
    asked: dict[str, Any] = {"organization": chenglan, "agent": wu.person, "powers": [Power.VIEW]}
    assert problems(grant_mandate, expires_at=IN_A_MONTH, actor=lan.actor, now=NOW, **asked) == (
        "此人已有这个单位的代办授权",
    )
    expired = Mandate.objects.get().expires_at
    later = expired + timedelta(days=30)
    grant_mandate(expires_at=later, actor=lan.actor, now=expired, **asked)
    told = Mandate.objects.order_by("id").values_list("revoked_at", "expires_at")
    assert list(told) == [(expired, expired), (None, later)]


@pytest.mark.parametrize("name", ["lan", "wu"])
def test_mandate_is_revoked_by_the_owner_or_given_back_by_the_agent(
    name: str, request: pytest.FixtureRequest, wu: Player, chenglan: Organization
) -> None:
    actor: Actor = request.getfixturevalue(name).actor
    mandate = Mandate.objects.get()
    revoked = revoke_mandate(mandate=mandate, actor=actor, now=NOW)
    assert (revoked.revoked_at, revoked.revoked_by_id) == (NOW, actor.person_id)
    assert len(actors_of(wu.person, NOW)) == 1
    assert problems(revoke_mandate, mandate=mandate, actor=actor, now=NOW) == ("这项授权已经失效",)


def test_mandate_is_not_revoked_by_strangers(wu: Player, shan: Player) -> None:
    with pytest.raises(Denied, match="须由本企业负责人办理，或须由代办人本人办理"):
        revoke_mandate(mandate=Mandate.objects.get(), actor=shan.actor, now=NOW)
