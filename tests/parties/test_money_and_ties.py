"""账户、关系与同意: entered by the one, verified by another; shares; what a firm agrees to."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from huiqi.kernel.refusals import Denied, Refused
from huiqi.parties.actions import (
    Written,
    add_bank_account,
    add_relation,
    close_bank_account,
    decline_bank_account,
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

BRANCH = "313584099990"
BANK: dict[str, Any] = {
    "bank": "测试银行深圳分行",
    "branch_code": BRANCH,
    "number": "6222 0000-1234 5678",
}
PROOF: dict[str, Any] = {"proof": "test_payment", "note": "打款流水 20211020001"}


def entered(**given: Any) -> BankAccount:
    """What is not told otherwise is as in BANK."""
    about = {name: given.pop(name) for name in ("holder", "replaces") if name in given}
    words = {name: given.pop(name, usual) for name, usual in BANK.items()}
    return add_bank_account(written=Written(**words, **about), now=NOW, **given)


def refusals(act: Any, **given: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        act(**given)
    return refused.value.problems


@pytest.fixture
def account(chenglan: Organization, min_: Player) -> BankAccount:
    return entered(organization=chenglan, holder=chenglan.name, actor=min_.actor)


# Accounts


def test_accountant_enters_the_account_and_somebody_else_verifies_it(
    account: BankAccount, min_: Player, fan: Player
) -> None:
    assert (account.number, account.entered_by, account.verified_at) == (
        "6222000012345678",
        min_.person,
        None,
    )
    done = verify_bank_account(account=account, actor=fan.actor, now=NOW, **PROOF)
    assert (done.verified_by_id, done.verified_at) == (fan.person.pk, NOW)
    again = refusals(verify_bank_account, account=account, actor=fan.actor, now=NOW, **PROOF)
    assert again == ("这个账户已经核验过",)
    steps = account.steps.order_by("id").values_list("deed", "proof", "note", "by_id")
    assert list(steps) == [
        ("entered", "", "", min_.person.pk),
        ("verified", "test_payment", "打款流水 20211020001", fan.person.pk),
    ]


@pytest.mark.parametrize("name", ["lan", "min_", "he", "shen", "system_admin"])
def test_account_is_verified_by_officers_only(
    name: str, request: pytest.FixtureRequest, account: BankAccount
) -> None:
    with pytest.raises(Denied, match="须由管辖该企业的经办或资金经办人员办理"):
        verify_bank_account(
            account=account, actor=request.getfixturevalue(name).actor, now=NOW, **PROOF
        )


def test_officer_who_belongs_to_the_firm_and_entered_it_does_not_verify_it(
    fan: Player, chenglan: Organization
) -> None:
    Membership.objects.create(
        person=fan.person, organization=chenglan, role=Role.STAFF, since=LONG_AGO
    )
    account = BankAccount.objects.create(
        organization=chenglan,
        holder=chenglan.name,
        bank=BANK["bank"],
        number="6222000012345678",
        entered_by=fan.person,
        entered_at=NOW,
    )
    as_officer = (one for one in actors_of(fan.person, NOW) if one.has(Role.FINANCE_OFFICER))
    actor = next(as_officer)
    wrong = ("录入账户的人不能自己核验", "核验人不能是该单位的人员")
    given: dict[str, Any] = {"account": account, "actor": actor, "now": NOW}
    assert refusals(verify_bank_account, **given, **PROOF) == wrong
    assert refusals(decline_bank_account, **given, reason="不对") == wrong
    assert refusals(verify_bank_account, **given, proof="", note=" ") == (
        *wrong,
        "请选择核验方式：打款验证、银行出具的账户证明、基本存款账户信息核对",
        "请写明核验凭据，如打款流水号、银行证明编号或查询编号",
    )


WRONG: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "nothing": (
        {"bank": " ", "branch_code": "", "number": ""},
        (
            "请填写开户银行，写到支行，如「某某银行深圳某某支行」",
            "请填写开户行的联行号（12 位数字）；网上银行能查到，也可以问开户银行",
            "请填写账号",
        ),
    ),
    "too short, with letters, of another name": (
        {"branch_code": "3135840", "number": "62A2", "holder": "陈岚"},
        (
            "联行号应为 12 位数字，现在是 7 位",
            "账号只能是数字，里面有「A」",
            "账号应为 8 至 32 位数字，现在是 4 位；请对照银行的单据",
            "户名应与单位名称「深圳市澄澜智能装备有限公司」一致",
        ),
    ),
    "too long": (
        {"branch_code": "31358409999O", "number": "1" * 41},
        (
            "联行号只能是数字，里面有「O」",
            "账号应为 8 至 32 位数字，现在是 41 位；请对照银行的单据",
        ),
    ),
    "a digit miscopied": (
        {"branch_code": "313584099991"},
        ("联行号「313584099991」的校验位不对，大概抄错了一位；请逐位核对",),
    ),
    "no such bank": (
        {"branch_code": "999584099997"},
        ("联行号前三位「999」不是已知的银行代码；请核对，确实无误请联系核验部门",),
    ),
    "another bank": (
        {"bank": "招商银行深圳分行", "branch_code": "102584099990"},
        ("联行号前三位「102」不是「招商银行深圳分行」的代码（应为 308）；请核对开户银行和联行号",),
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_everything_that_is_wrong_with_an_account_is_told_at_once(
    what: str, chenglan: Organization, lan: Player
) -> None:
    given, told = WRONG[what]
    assert refusals(entered, organization=chenglan, actor=lan.actor, **given) == told
    assert not BankAccount.objects.exists()


def test_digits_in_full_width_and_in_groups_are_the_same_number(
    chenglan: Organization, lan: Player
) -> None:
    found = entered(
        organization=chenglan,
        bank="招商银行　深圳分行",
        branch_code="３０８５-８４０９９９９６",
        number="７５５９ 0000\u00a01234–5678",
        actor=lan.actor,
    )
    assert (found.bank, found.branch_code, found.number, found.holder) == (
        *("招商银行 深圳分行", "308584099996", "7559000012345678"),
        chenglan.name,
    )


def test_sole_trader_may_use_the_account_of_the_person(chenglan: Organization, lan: Player) -> None:
    Organization.objects.filter(pk=chenglan.pk).update(kind=Kind.SOLE_TRADER)
    found = entered(organization=chenglan, holder="陈岚", actor=lan.actor)
    assert found.holder == "陈岚"


def test_account_of_one_firm_is_not_entered_by_another_until_it_is_closed(
    account: BankAccount, yuanshan: Organization, shan: Player, lan: Player
) -> None:
    asked: dict[str, Any] = {
        "organization": yuanshan,
        "holder": yuanshan.name,
        "actor": shan.actor,
    }
    assert refusals(entered, **asked) == ("这个账号已登记在某个单位名下",)
    own: dict[str, Any] = {"organization": account.organization, "actor": lan.actor}
    assert refusals(entered, **own) == ("这个账号已经在本单位的账户里（待核验），不用再录",)
    close_bank_account(account=account, actor=lan.actor, now=NOW)
    assert entered(**asked).number == account.number


def test_closed_account_is_neither_verified_nor_closed_again(
    account: BankAccount, lan: Player, qin: Player
) -> None:
    given: dict[str, Any] = {"account": account, "actor": qin.actor, "now": NOW}
    assert refusals(close_bank_account, **given) == ("请写明停用的理由；企业会看到",)
    close_bank_account(**given, note="企业来函")
    closed = ("这个账户已经停用（停止使用）",)
    assert refusals(verify_bank_account, **given, **PROOF) == closed
    assert refusals(decline_bank_account, **given, reason="不对") == closed
    assert refusals(close_bank_account, account=account, actor=lan.actor, now=NOW) == closed


def test_declined_account_says_why_and_may_be_entered_anew(
    account: BankAccount, lan: Player, fan: Player
) -> None:
    given: dict[str, Any] = {"account": account, "actor": fan.actor, "now": NOW}
    assert refusals(decline_bank_account, **given, reason=" \x00") == (
        "请写明哪里不对、企业应怎么改；企业会看到",
    )
    done = decline_bank_account(**given, reason="  银行说 没有这个账号 ")
    assert (done.state, done.closed_why) == ("declined", "declined")
    assert account.steps.latest("id").note == "银行说 没有这个账号"
    own: dict[str, Any] = {"organization": account.organization, "actor": lan.actor}
    assert entered(**own).state == "waiting"


def test_account_that_another_replaces_goes_on_until_that_one_is_verified(
    account: BankAccount, lan: Player, min_: Player, fan: Player, shan: Player
) -> None:
    verify_bank_account(account=account, actor=fan.actor, now=NOW, **PROOF)
    own: dict[str, Any] = {"organization": account.organization, "actor": lan.actor}
    new = entered(**own, number="6222000099990000", replaces=account)
    account.refresh_from_db()
    assert account.state == "verified"
    verify_bank_account(account=new, actor=fan.actor, now=NOW, **PROOF)
    account.refresh_from_db()
    assert (account.state, account.closed_why) == ("closed", "replaced")
    assert account.steps.latest("id").note == "接替的是尾号 0000"
    assert refusals(entered, **own, number="6222000088880000", replaces=account) == (
        "要接替的账户不是本单位在用的账户；请重新选择，或不选",
    )


def test_no_more_than_three_accounts_wait_at_once(account: BankAccount, lan: Player) -> None:
    own: dict[str, Any] = {"organization": account.organization, "actor": lan.actor}
    for last in (1, 2):
        entered(**own, number=f"622200001111000{last}")
    assert refusals(entered, **own, number="6222000011110003") == (
        "已有 3 个账户在等核验；请先停用不要的，或等核验以后再录",
    )


def test_database_itself_keeps_an_account_as_it_was_entered(
    account: BankAccount, fan: Player
) -> None:
    verify_bank_account(account=account, actor=fan.actor, now=NOW, **PROOF)
    kept = BankAccount.objects.filter(pk=account.pk)
    for changed in ({"number": "6222000000000000"}, {"holder": "陈岚"}, {"branch_code": ""}):
        with pytest.raises(IntegrityError, match="录入的账户不能改"), transaction.atomic():
            kept.update(**changed)
    with pytest.raises(IntegrityError, match="只核验一次"), transaction.atomic():
        kept.update(verified_at=None, verified_by=None)
    kept.update(closed_at=NOW, closed_why="stopped")
    with pytest.raises(IntegrityError, match="停用以后不能再用"), transaction.atomic():
        kept.update(closed_at=None, closed_why="")
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        account.steps.update(note="改")


def test_foreign_firm_enters_and_closes_nothing(
    account: BankAccount, chenglan: Organization, shan: Player, wu: Player
) -> None:
    for actor in (shan.actor, wu.actor):
        with pytest.raises(Denied, match="须由本企业负责人或财务人员办理"):
            entered(organization=chenglan, holder=chenglan.name, actor=actor)
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
