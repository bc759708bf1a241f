"""登记: subjects come on record, change their codes, move and merge; history goes on."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from huiqi.kernel.access import ANONYMOUS, SYSTEM, Actor
from huiqi.kernel.models import AuditEntry
from huiqi.kernel.refusals import Denied, Refused
from huiqi.parties.actions import (
    Registration,
    change_credit_code,
    merge_subjects,
    register_organization,
    relocate,
)
from huiqi.parties.codes import tidy
from huiqi.parties.enums import Kind, Part, Role, Source
from huiqi.parties.models import (
    BankAccount,
    Mandate,
    Membership,
    Organization,
    OrganizationPart,
    Subject,
)
from huiqi.parties.queries import (
    actors_of,
    current_organization,
    facts_of,
    organization_by_code,
    root_of,
)
from tests.cast import (
    LONGHUA,
    NANSHAN,
    NOW,
    TODAY,
    Player,
    a_person,
    credit_code,
    facts_on_record,
)

CODE = credit_code("MA5XNGAN8")
NEW = Registration(
    name="深圳市星安软件有限公司",
    kind=Kind.ENTERPRISE,
    credit_code=CODE,
    district=NANSHAN,
    registered_on=date(2018, 3, 1),
    industry="6513",
)
LAST_MONTH = date(2021, 9, 20)


def refusals(act: Callable[..., object], **given: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        act(**given)
    return refused.value.problems


# Registering


@pytest.mark.parametrize(
    "written", [f" {CODE.lower()} ", f"{CODE[:8]} {CODE[8:]}", "９" + CODE[1:]]
)
def test_code_is_understood_however_it_is_written(
    qin: Player, city_clock: object, written: str
) -> None:
    new = register_organization(
        registration=replace(NEW, credit_code=written), actor=qin.actor, now=NOW
    )
    assert new.credit_code == tidy(written) == CODE
    assert organization_by_code(written) == new


def test_officer_registers_a_firm_with_its_owner_and_its_facts(qin: Player) -> None:
    owner = a_person("xingan", "辛安")
    firm = register_organization(registration=NEW, owner=owner, actor=qin.actor, now=NOW)
    facts = facts_of(firm.subject, TODAY)
    assert {key: facts.outer(key) for key in facts.known} == {
        "name": NEW.name,
        "credit_code": CODE,
        "entity_kind": "enterprise",
        "registered_on": "2018-03-01",
        "district": NANSHAN,
        "industry": "6513",
    }
    assert {told.source for told in facts.provenance.values()} == {Source.REGISTRY}
    (actor,) = actors_of(owner, NOW)
    assert (actor.subject_id, set(actor.roles)) == (firm.subject_id, {Role.OWNER})
    assert OrganizationPart.objects.get(organization=firm).part == Part.APPLICANT
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.object_id, entry.subject_id) == ("登记单位", firm.pk, firm.subject_id)


def test_maker_team_is_registered_by_whoever_is_signed_in_and_needs_no_code(
    city_clock: object,
) -> None:
    person = a_person("chuangke", "创可")
    team = Registration(name="拾光创客团队", kind=Kind.MAKER_TEAM)
    found = register_organization(registration=team, actor=Actor(person.pk), now=NOW)
    assert found.credit_code is None
    assert actors_of(person, NOW)[0].roles == {Role.OWNER}
    assert facts_of(found.subject, TODAY).provenance["name"].source == Source.SELF_DECLARED


def test_maker_team_with_a_code_is_no_maker_team(qin: Player) -> None:
    team = replace(NEW, kind=Kind.MAKER_TEAM)
    assert refusals(register_organization, registration=team, actor=qin.actor, now=NOW) == (
        "创客团队没有统一社会信用代码；已经注册的请选择企业或个体工商户",
    )


def test_everything_that_is_wrong_is_told_at_once(qin: Player) -> None:
    wrong = Registration(
        name=" ",
        kind=Kind.ENTERPRISE,
        credit_code="9144",
        district="南山",
        registered_on=TODAY + timedelta(days=1),
    )
    assert refusals(register_organization, registration=wrong, actor=qin.actor, now=NOW) == (
        "请填写单位名称",
        "统一社会信用代码应为 18 位，得到 4 位",
        "行政区应为 6 位区划代码",
        "成立日期不能晚于今天",
    )
    assert Organization.objects.filter(kind=Kind.ENTERPRISE).count() == 0


def test_firm_without_a_code_is_asked_for_it(qin: Player) -> None:
    bare = replace(NEW, credit_code="")
    assert refusals(register_organization, registration=bare, actor=qin.actor, now=NOW) == (
        "请填写统一社会信用代码",
    )


def test_code_on_record_is_not_registered_again(qin: Player, chenglan: Organization) -> None:
    again = replace(NEW, credit_code=str(chenglan.credit_code))
    before = Subject.objects.count()
    assert refusals(register_organization, registration=again, actor=qin.actor, now=NOW) == (
        "这个统一社会信用代码已经登记在另一家单位名下",
    )
    assert Subject.objects.count() == before


@pytest.mark.parametrize("name", ["lan", "shen", "system_admin", "security_admin"])
def test_firms_are_registered_by_officers_only(name: str, request: pytest.FixtureRequest) -> None:
    actor = request.getfixturevalue(name).actor
    with pytest.raises(Denied, match="须由管辖该企业的主管部门人员办理，或由系统办理"):
        register_organization(registration=NEW, actor=actor, now=NOW)


def test_district_officer_registers_firms_of_the_own_district(gu: Player) -> None:
    register_organization(registration=NEW, actor=gu.actor, now=NOW)
    elsewhere = replace(NEW, district=LONGHUA, credit_code=credit_code("MA5XNGAN9"))
    with pytest.raises(Denied):
        register_organization(registration=elsewhere, actor=gu.actor, now=NOW)


def test_visitor_registers_nothing(city_clock: object) -> None:
    team = Registration(name="拾光创客团队", kind=Kind.MAKER_TEAM)
    with pytest.raises(Denied, match="须先登录"):
        register_organization(registration=team, actor=ANONYMOUS, now=NOW)


def test_public_bodies_are_registered_by_system_administrators(
    system_admin: Player, qin: Player
) -> None:
    office = Registration(name="龙华区企业服务中心", kind=Kind.DISTRICT_OFFICE, district=LONGHUA)
    with pytest.raises(Denied, match="须由系统管理员办理，或由系统办理"):
        register_organization(registration=office, actor=qin.actor, now=NOW)
    found = register_organization(registration=office, actor=system_admin.actor, now=NOW)
    assert OrganizationPart.objects.get(organization=found).part == Part.AUTHORITY
    nowhere = replace(office, district="")
    assert refusals(
        register_organization, registration=nowhere, actor=system_admin.actor, now=NOW
    ) == ("区级部门必须写明所在行政区",)


def test_of_two_who_register_one_code_at_once_one_wins(transactional_db: None) -> None:
    together = Barrier(2)

    def register(number: int) -> str:
        together.wait(timeout=30)
        try:
            name = f"深圳市星安软件有限公司第{number}次"
            register_organization(registration=replace(NEW, name=name), actor=SYSTEM, now=NOW)
        except Refused as refused:
            return str(refused)
        else:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(register, range(2)))
    assert told == ["", "这个统一社会信用代码已经登记在另一家单位名下"]
    assert (Organization.objects.count(), Subject.objects.count()) == (1, 1)


# Changing the code


def test_subject_lives_on_under_a_new_code(
    qin: Player, lan: Player, wu: Player, chenglan: Organization
) -> None:
    facts_on_record(chenglan, Source.TAX, insured_headcount=50)
    account = BankAccount.objects.create(
        organization=chenglan, holder="澄澜", bank="测试银行", number="62220001", entered_at=NOW
    )
    new = change_credit_code(
        organization=chenglan, registration=NEW, on=LAST_MONTH, actor=qin.actor, now=NOW
    )
    chenglan.refresh_from_db()
    account.refresh_from_db()
    assert new.subject_id == chenglan.subject_id
    assert (chenglan.closed_until, account.closed_at) == (LAST_MONTH, NOW)
    assert current_organization(new.subject) == new
    facts = facts_of(new.subject, TODAY)
    assert (facts.outer("insured_headcount"), facts.credit_code) == (50, CODE)
    assert [(one.organization_id, one.subject_id) for one in actors_of(lan.person, NOW)] == [
        (new.pk, new.subject_id)
    ]
    assert Mandate.objects.get().revoked_at == NOW
    parts = OrganizationPart.objects.order_by("id").values_list("organization", "since", "until")
    assert list(parts) == [
        (chenglan.pk, date(2015, 6, 1), LAST_MONTH),
        (new.pk, LAST_MONTH, None),
    ]


def test_change_of_code_tells_everything_that_is_wrong(
    qin: Player, chenglan: Organization, yuanshan: Organization
) -> None:
    taken = replace(NEW, credit_code=str(yuanshan.credit_code))
    assert refusals(
        change_credit_code,
        organization=chenglan,
        registration=taken,
        on=TODAY + timedelta(days=1),
        actor=qin.actor,
        now=NOW,
    ) == ("这个统一社会信用代码已经登记在另一家单位名下", "生效日期不能晚于今天")


def test_code_changes_once_for_a_registration(qin: Player, chenglan: Organization) -> None:
    asked: dict[str, Any] = {
        "organization": chenglan,
        "on": LAST_MONTH,
        "actor": qin.actor,
        "now": NOW,
    }
    change_credit_code(registration=NEW, **asked)
    other = replace(NEW, credit_code=credit_code("MA5XNGAN9"))
    assert refusals(change_credit_code, registration=other, **asked) == (
        f"「{chenglan.name}」已经注销",
    )


def test_firm_does_not_change_its_code_itself(lan: Player, chenglan: Organization) -> None:
    with pytest.raises(Denied, match="须由管辖该企业的主管部门人员办理"):
        change_credit_code(
            organization=chenglan, registration=NEW, on=LAST_MONTH, actor=lan.actor, now=NOW
        )


# Moving


def test_relocation_keeps_what_was_known_of_the_old_place(
    gu: Player, chenglan: Organization
) -> None:
    facts_on_record(chenglan, Source.REGISTRY, date(2015, 6, 1), district=NANSHAN)
    moved = relocate(
        organization=chenglan,
        district=LONGHUA,
        address="清龙路 1 号",
        on=LAST_MONTH,
        actor=gu.actor,
        now=NOW,
    )
    assert (moved.district, moved.address) == (LONGHUA, "清龙路 1 号")
    day_before = LAST_MONTH - timedelta(days=1)
    districts = [facts_of(moved.subject, on).outer("district") for on in (day_before, LAST_MONTH)]
    assert districts == [NANSHAN, LONGHUA]


def test_relocation_to_no_district_on_a_day_to_come_is_refused(
    qin: Player, chenglan: Organization
) -> None:
    asked: dict[str, Any] = {
        "organization": chenglan,
        "address": "",
        "actor": qin.actor,
        "now": NOW,
    }
    tomorrow = TODAY + timedelta(days=1)
    assert refusals(relocate, district=LONGHUA, on=tomorrow, **asked) == ("生效日期不能晚于今天",)
    assert refusals(relocate, district="龙华", on=TODAY, **asked) == ("行政区应为 6 位区划代码",)


def test_firm_does_not_relocate_itself_on_the_register(lan: Player, chenglan: Organization) -> None:
    with pytest.raises(Denied):
        relocate(
            organization=chenglan,
            district=LONGHUA,
            address="",
            on=LAST_MONTH,
            actor=lan.actor,
            now=NOW,
        )


# Merging


def test_merged_firm_closes_and_its_claims_are_the_other_ones(
    qin: Player, lan: Player, shan: Player, chenglan: Organization, yuanshan: Organization
) -> None:
    gone = merge_subjects(
        gone=yuanshan.subject, into=chenglan.subject, on=LAST_MONTH, actor=qin.actor, now=NOW
    )
    yuanshan.refresh_from_db()
    assert root_of(gone) == chenglan.subject
    assert yuanshan.closed_until == LAST_MONTH
    assert actors_of(shan.person, NOW) == []
    assert Membership.objects.get(person=shan.person).until == NOW
    assert len(actors_of(lan.person, NOW)) == 1


def test_merger_never_goes_in_a_circle(
    qin: Player, chenglan: Organization, yuanshan: Organization
) -> None:
    asked: dict[str, Any] = {"on": LAST_MONTH, "actor": qin.actor, "now": NOW}
    one, other = chenglan.subject, yuanshan.subject
    assert refusals(merge_subjects, gone=one, into=one, **asked) == ("主体不能并入自己",)
    merge_subjects(gone=one, into=other, **asked)
    assert refusals(merge_subjects, gone=other, into=one, **asked) == (
        "接收的主体自己已经并入另一个主体，请选择存续的主体",
    )
    assert refusals(merge_subjects, gone=one, into=other, **asked) == (
        "这个主体已经并入另一个主体",
    )


def test_officer_of_one_district_does_not_merge_firms_of_two(
    gu: Player, chenglan: Organization, yuanshan: Organization
) -> None:
    with pytest.raises(Denied):
        merge_subjects(
            gone=chenglan.subject, into=yuanshan.subject, on=LAST_MONTH, actor=gu.actor, now=NOW
        )
