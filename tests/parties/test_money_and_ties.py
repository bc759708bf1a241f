"""账户、关系与同意: entered by the one, verified by another; shares; what a firm agrees to."""

from datetime import date, timedelta
from typing import Any

import pytest

from huiqi.kernel.refusals import Denied, Refused
from huiqi.parties.actions import (
    add_bank_account,
    add_relation,
    close_bank_account,
    end_relation,
    give_consent,
    verify_bank_account,
    withdraw_consent,
)
from huiqi.parties.actions.relations import Tied
from huiqi.parties.enums import Kind, Role, Tie, Use
from huiqi.parties.models import BankAccount, Membership, Organization, Relation
from huiqi.parties.models.relations import WHOLE
from huiqi.parties.queries import actors_of
from tests.cast import LONG_AGO, NOW, TODAY, Player

BANK: dict[str, Any] = {"bank": "测试银行深圳分行", "number": "6222 0000-1234 5678"}


def refusals(act: Any, **given: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        act(**given)
    return refused.value.problems


@pytest.fixture
def account(chenglan: Organization, min_: Player) -> BankAccount:
    return add_bank_account(
        organization=chenglan, holder=chenglan.name, actor=min_.actor, now=NOW, **BANK
    )


# Accounts


def test_accountant_enters_the_account_and_somebody_else_verifies_it(
    account: BankAccount, min_: Player, fan: Player
) -> None:
    assert (account.number, account.entered_by, account.verified_at) == (
        "6222000012345678",
        min_.person,
        None,
    )
    done = verify_bank_account(account=account, actor=fan.actor, now=NOW)
    assert (done.verified_by_id, done.verified_at) == (fan.person.pk, NOW)
    assert refusals(verify_bank_account, account=account, actor=fan.actor, now=NOW) == (
        "这个账户已经核验过",
    )


@pytest.mark.parametrize("name", ["lan", "min_", "he", "shen", "system_admin"])
def test_account_is_verified_by_officers_only(
    name: str, request: pytest.FixtureRequest, account: BankAccount
) -> None:
    with pytest.raises(Denied, match="须由管辖该企业的经办或资金经办人员办理"):
        verify_bank_account(account=account, actor=request.getfixturevalue(name).actor, now=NOW)


def test_officer_who_belongs_to_the_firm_and_entered_it_does_not_verify_it(
    account: BankAccount, fan: Player, chenglan: Organization
) -> None:
    Membership.objects.create(
        person=fan.person, organization=chenglan, role=Role.STAFF, since=LONG_AGO
    )
    BankAccount.objects.update(entered_by=fan.person)
    as_officer = (one for one in actors_of(fan.person, NOW) if one.has(Role.FINANCE_OFFICER))
    actor = next(as_officer)
    assert refusals(verify_bank_account, account=account, actor=actor, now=NOW) == (
        "录入账户的人不能自己核验",
        "核验人不能是该单位的人员",
    )


def test_account_of_another_name_with_letters_in_it_is_refused_for_both(
    chenglan: Organization, lan: Player
) -> None:
    assert refusals(
        add_bank_account,
        organization=chenglan,
        holder="陈岚",
        bank="测试银行",
        number="62A2",
        actor=lan.actor,
        now=NOW,
    ) == ("银行账号应为 8 至 32 位数字", "户名应与单位名称「深圳市澄澜智能装备有限公司」一致")


def test_sole_trader_may_use_the_account_of_the_person(chenglan: Organization, lan: Player) -> None:
    Organization.objects.filter(pk=chenglan.pk).update(kind=Kind.SOLE_TRADER)
    found = add_bank_account(organization=chenglan, holder="陈岚", actor=lan.actor, now=NOW, **BANK)
    assert found.holder == "陈岚"


def test_account_of_one_firm_is_not_entered_by_another_until_it_is_closed(
    account: BankAccount, yuanshan: Organization, shan: Player, lan: Player
) -> None:
    asked: dict[str, Any] = {
        "organization": yuanshan,
        "holder": yuanshan.name,
        "actor": shan.actor,
        "now": NOW,
    }
    assert refusals(add_bank_account, **asked, **BANK) == ("这个账号已登记在某个单位名下",)
    close_bank_account(account=account, actor=lan.actor, now=NOW)
    assert add_bank_account(**asked, **BANK).number == account.number


def test_closed_account_is_neither_verified_nor_closed_again(
    account: BankAccount, lan: Player, qin: Player
) -> None:
    close_bank_account(account=account, actor=qin.actor, now=NOW)
    assert refusals(verify_bank_account, account=account, actor=qin.actor, now=NOW) == (
        "这个账户已经停用",
    )
    assert refusals(close_bank_account, account=account, actor=lan.actor, now=NOW) == (
        "这个账户已经停用",
    )


def test_foreign_firm_enters_and_closes_nothing(
    account: BankAccount, chenglan: Organization, shan: Player, wu: Player
) -> None:
    for actor in (shan.actor, wu.actor):
        with pytest.raises(Denied, match="须由本企业负责人或财务人员办理"):
            add_bank_account(
                organization=chenglan, holder=chenglan.name, actor=actor, now=NOW, **BANK
            )
        with pytest.raises(Denied):
            close_bank_account(account=account, actor=actor, now=NOW)


# Relations


def test_shares_of_all_shareholders_never_exceed_the_whole(
    chenglan: Organization, lan: Player
) -> None:
    asked: dict[str, Any] = {"organization": chenglan, "actor": lan.actor, "now": NOW}
    first = Tied(Tie.SHAREHOLDER, "陈岚", share=WHOLE * 6 // 10, since=date(2015, 6, 1))
    relation = add_relation(tied=first, **asked)
    second = Tied(Tie.SHAREHOLDER, "远山", share=WHOLE * 5 // 10)
    assert refusals(add_relation, tied=second, **asked) == ("各股东的份额合计不能超过百分之百",)
    end_relation(relation=relation, until=TODAY, actor=lan.actor, now=NOW)
    add_relation(tied=second, **asked)
    assert Relation.objects.filter(until=None).get().holder_name == "远山"


def test_relation_tells_everything_that_is_wrong(chenglan: Organization, lan: Player) -> None:
    tied = Tied(
        Tie.LEGAL_REPRESENTATIVE,
        "澄澜",
        holder=chenglan,
        share=None,
        since=TODAY + timedelta(days=1),
    )
    assert refusals(add_relation, organization=chenglan, tied=tied, actor=lan.actor, now=NOW) == (
        "关系的起日不能晚于今天",
        "单位不能是自己的相关方",
    )


@pytest.mark.parametrize(
    ("tied", "sentence"),
    [
        (Tied(Tie.SHAREHOLDER, "陈岚", share=0), "份额应大于零、不超过百分之百"),
        (Tied(Tie.EMPLOYER, "陈岚", share=1), "只有股东和实际控制人有份额"),
    ],
)
def test_share_is_a_part_that_an_owner_has(
    chenglan: Organization, lan: Player, tied: Tied, sentence: str
) -> None:
    assert refusals(add_relation, organization=chenglan, tied=tied, actor=lan.actor, now=NOW) == (
        sentence,
    )


def test_relation_ends_once_and_after_it_begins(chenglan: Organization, qin: Player) -> None:
    tied = Tied(Tie.CONTROLLER, "陈岚", since=date(2020, 1, 1))
    relation = add_relation(organization=chenglan, tied=tied, actor=qin.actor, now=NOW)
    asked: dict[str, Any] = {"relation": relation, "actor": qin.actor, "now": NOW}
    assert refusals(end_relation, until=date(2020, 1, 1), **asked) == ("关系的止日必须晚于起日",)
    assert refusals(end_relation, until=TODAY + timedelta(days=1), **asked) == (
        "关系的止日不能晚于今天",
    )
    assert end_relation(until=TODAY, **asked).until == TODAY
    assert refusals(end_relation, until=TODAY, **asked) == ("这项关系已经结束",)


@pytest.mark.parametrize("name", ["min_", "wu", "shan", "shen"])
def test_relations_are_the_owners_or_the_officers_to_tell(
    name: str, request: pytest.FixtureRequest, chenglan: Organization
) -> None:
    with pytest.raises(Denied, match="须由本企业负责人办理，或须由管辖该企业的主管部门人员办理"):
        add_relation(
            organization=chenglan,
            tied=Tied(Tie.CONTROLLER, "某人"),
            actor=request.getfixturevalue(name).actor,
            now=NOW,
        )


# Consents


def test_consent_is_given_once_and_taken_back(chenglan: Organization, lan: Player) -> None:
    asked: dict[str, Any] = {"subject": chenglan.subject, "use": Use.BANKS, "actor": lan.actor}
    consent = give_consent(now=NOW, **asked)
    assert refusals(give_consent, now=NOW, **asked) == ("已经同意过这一用途",)
    later = NOW + timedelta(days=1)
    assert withdraw_consent(consent=consent, actor=lan.actor, now=later).withdrawn_at == later
    assert refusals(withdraw_consent, consent=consent, actor=lan.actor, now=later) == (
        "这项同意已经撤回",
    )
    assert give_consent(now=later, **asked).given_at == later


@pytest.mark.parametrize("name", ["min_", "wu", "shan", "qin"])
def test_consent_is_the_owners_to_give(
    name: str, request: pytest.FixtureRequest, chenglan: Organization
) -> None:
    with pytest.raises(Denied, match="须由本企业负责人办理"):
        give_consent(
            subject=chenglan.subject,
            use=Use.MATCHING,
            actor=request.getfixturevalue(name).actor,
            now=NOW,
        )


def test_consent_is_not_taken_back_by_another_firm(
    chenglan: Organization, lan: Player, shan: Player
) -> None:
    consent = give_consent(subject=chenglan.subject, use=Use.RESEARCH, actor=lan.actor, now=NOW)
    with pytest.raises(Denied):
        withdraw_consent(consent=consent, actor=shan.actor, now=NOW)
