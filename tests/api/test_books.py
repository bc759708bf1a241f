"""账本的接口: as the pages tell it, to whoever may read those pages."""

import pytest

from huiqi.api.enums import Scope
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.models import AuditEntry
from huiqi.ledger.actions import draw_sample
from huiqi.ledger.enums import Method
from huiqi.ledger.models import Sample
from huiqi.ledger.queries.samples import Asked
from huiqi.parties.enums import Role
from huiqi.parties.models import Organization
from tests.api.conftest import Ask
from tests.api.test_organizations import a_token_of
from tests.api.test_rights import a_token
from tests.cast import TODAY, Player, a_member
from tests.ledger.books import Books, paid_out


@pytest.fixture
def paid(bureau: Organization, chenglan: Organization) -> Books:
    return paid_out(bureau, chenglan)


@pytest.fixture
def sample(paid: Books) -> Sample:
    asked = Asked(Method.RANDOM, TODAY, TODAY, size=3)
    return draw_sample(asked=asked, reason="检查", actor=SYSTEM, seed="7")


def test_board_tells_where_the_money_stands_and_why_there_is_no_forecast(
    ask: Ask, paid: Books, qin: Player
) -> None:
    token = a_token_of(qin)
    told = ask("/ledger/board?year=2021&programme=shenzhen.technical_upgrade", token=token).json
    (one,) = told["items"]
    assert (one["appropriated"], one["committed"], one["paid"]) == (1_000_000, 600_000, 500_000)
    assert one["forecast"]["expected"] is None
    assert "不足以预测" in one["forecast"]["why_not"]
    assert one["queue"] == {"waiting": 0, "asked": 0, "last_gets_percent": None}
    assert ask("/ledger/board?year=99&limit=x&by=1", token=token).keys == ["by", "limit", "year"]
    left = ask("/ledger/year-end?year=2021", token=token).json
    assert [(one["free"], one["bound"]) for one in left["budgets"]] == [(400_000, 100_000)]
    assert left["closed"] is False


def test_sample_is_told_with_its_seed_and_comes_out_again(
    ask: Ask, sample: Sample, shen: Player, qin: Player
) -> None:
    token = a_token_of(shen)
    told = ask(f"/ledger/samples/{sample.number}", token=token).json
    assert (told["seed"], told["same_again"], told["population"]) == ("7", True, 1)
    assert [one["amount"] for one in told["items"]] == [500_000]
    assert ask("/ledger/samples", token=token).json["total"] == 1
    assert ask("/ledger/samples/CY-1", token=token).code == (404, "not_found")
    assert ask("/ledger/samples", token=a_token_of(qin)).code == (403, "denied")
    assert AuditEntry.objects.filter(purpose=f"查阅抽样 {sample.number}（检查）").count() == 1


def test_support_is_told_to_the_firm_and_to_auditors(
    ask: Ask, paid: Books, chenglan: Organization, lan: Player, shen: Player, shan: Player
) -> None:
    path = f"/organizations/{chenglan.credit_code}/support"
    for player in (lan, shen):
        told = ask(path, token=a_token_of(player)).json
        assert [one["paid"] for one in told["items"]] == [500_000]
    assert ask(path, token=a_token_of(shan)).code == (404, "not_found")


# Drawing a sample

ASKED = {"method": "random", "size": 3, "reason": "检查", "seed": "7"}


def test_sample_is_drawn_once_under_a_key_and_only_by_auditors(
    ask: Ask, paid: Books, shen: Player, fan: Player, chenglan: Organization
) -> None:
    token, key = a_token(shen, Scope.BOOKS), {"Idempotency-Key": "sample-1"}
    told = ask("/ledger/samples", ASKED, token=token, headers=key)
    again = ask("/ledger/samples", ASKED, token=token, headers=key)
    assert (told.status, told.text) == (200, again.text)
    one = Sample.objects.get()
    assert (told.json["number"], told.json["same_again"]) == (one.number, True)
    assert (one.drawn_by, one.seed) == (shen.person, "7")
    assert [each["amount"] for each in told.json["items"]] == [500_000]
    looks = AuditEntry.objects.filter(verb="ledger.read", subject_id=chenglan.subject_id)
    assert looks.count() == 1
    other = ask("/ledger/samples", ASKED | {"seed": "8"}, token=token, headers=key)
    assert other.code == (422, "key_reused")
    denied = ask("/ledger/samples", ASKED, token=a_token(fan, Scope.BOOKS))
    assert (denied.code, denied.whats) == ((403, "denied"), ["须由审计人员办理"])
    narrow = ask("/ledger/samples", ASKED, token=a_token_of(shen))
    assert narrow.code == (403, "denied")
    assert Sample.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "keys"),
    [
        ({}, ["method", "reason"]),
        ({"method": "luck", "reason": 5, "size": 3, "by": "me"}, ["by", "reason", "method"]),
        (ASKED | {"size": "3", "seed": 7}, ["seed", "size"]),
        (ASKED | {"size": 3.5, "since": "昨天", "until": None}, ["since", "size"]),
        (ASKED | {"size": 10**12}, ["size"]),
        (ASKED | {"size": True}, ["size"]),
        (ASKED | {"programme": "shenzhen.none"}, ["programme"]),
        ({"method": "above", "reason": "检查", "amount": 0.001}, ["amount"]),
        ({"method": "above", "reason": "检查", "amount": "1万"}, ["amount"]),
        ({"method": "above", "reason": "检查"}, ["amount"]),
    ],
)
def test_sample_that_does_not_read_is_told_whole_and_nothing_is_drawn(
    ask: Ask, paid: Books, shen: Player, body: dict[str, object], keys: list[str]
) -> None:
    told = ask("/ledger/samples", body, token=a_token(shen, Scope.BOOKS))
    assert told.code == (422, "invalid")
    assert sorted(told.keys) == sorted(keys)
    assert not Sample.objects.exists()


def test_sample_of_nothing_is_refused_with_the_reason(ask: Ask, shen: Player) -> None:
    told = ask(
        "/ledger/samples",
        ASKED | {"size": 5_000, "until": "2020-01-01"},
        token=a_token(shen, Scope.BOOKS),
    )
    assert told.code == (409, "refused")
    assert told.whats == ["结束日期不能早于开始日期", "样本量应是 1 至 1000 之间的整数"]
    told = ask("/ledger/samples", ASKED, token=a_token(shen, Scope.BOOKS))
    assert told.whats == ["这段时间没有付给企业的款项，没有可抽的；请放宽日期或扶持计划"]


# Papers under two signatures

PAPER = {
    "kind": "set-up",
    "code": "digital",
    "title": "数字经济专项资金",
    "year": 2021,
    "basis": "深数字〔2021〕3号 第四条",
    "amount": 1234567.89,
    "reason": "首次下达",
    "document": "深财预〔2021〕21号",
    "programme": "shenzhen.srdi_award",
}


@pytest.fixture
def chief(bureau: Organization) -> str:
    """The token of 郑方, who checks what 范宁 made."""
    return a_token(a_member("zhengfang", "郑方", bureau, Role.FINANCE_OFFICER), Scope.BOOKS)


def test_fund_is_set_up_by_two_people_each_with_a_token(
    ask: Ask, bureau: Organization, fan: Player, shen: Player, chief: str
) -> None:
    mine, key = a_token(fan, Scope.BOOKS), {"Idempotency-Key": "paper-1"}
    asked = PAPER | {"department": bureau.name}
    told = ask("/ledger/papers", asked, token=mine, headers=key)
    assert told.text == ask("/ledger/papers", asked, token=mine, headers=key).text
    number = told.json["number"]
    assert (told.json["state"], told.json["taker"]) == ("waiting", None)
    assert told.json["opens"]["new_fund"] == "digital"
    other = ask("/ledger/papers", asked | {"amount": 2}, token=mine, headers=key)
    assert other.code == (422, "key_reused")
    at = f"/ledger/papers/{number}"
    own = ask(f"{at}/signature", {}, token=mine)
    assert (own.code, own.whats) == ((403, "denied"), ["制单人不能复核自己的单据"])
    assert ask(f"{at}/signature", {}, token=a_token(shen, Scope.BOOKS)).code == (403, "denied")
    signed = ask(f"{at}/signature", {}, token=chief).json
    assert (signed["state"], signed["decided_by"]) == ("signed", "郑方")
    assert signed["taker"]["fund"] == "数字经济专项资金"
    assert ask(f"{at}/signature", {}, token=chief).json == signed
    late = ask(f"{at}/refusal", {"reason": "太晚"}, token=chief)
    assert (late.code, late.whats) == ((409, "refused"), ["这张单据已经复核过，请刷新看结果"])
    (one,) = ask("/ledger/papers?state=signed", token=a_token(shen, Scope.BOOKS)).json["items"]
    assert one == ask(at, token=mine).json == signed
    board = ask("/ledger/board", token=a_token_of(fan)).json["items"]
    assert [str(each["appropriated"]) for each in board] == ["1234567.89"]


def test_paper_is_sent_back_with_a_reason_and_sets_up_nothing(
    ask: Ask, bureau: Organization, fan: Player, chief: str
) -> None:
    asked = PAPER | {"department": bureau.name}
    number = ask("/ledger/papers", asked, token=a_token(fan, Scope.BOOKS)).json["number"]
    at = f"/ledger/papers/{number}/refusal"
    for body in ({}, {"reason": " "}, {"reason": 5}):
        assert ask(at, body, token=chief).code == (422, "invalid")
    told = ask(at, {"reason": "依据不对"}, token=chief).json
    assert (told["state"], told["why_refused"]) == ("refused", "依据不对")
    assert ask("/ledger/papers/YS-999999", token=chief).code == (404, "not_found")
    assert ask("/ledger/papers/1", token=chief).code == (404, "not_found")
    assert ask("/ledger/board", token=a_token_of(fan)).json["items"] == []


@pytest.mark.parametrize(
    ("body", "keys"),
    [
        ({}, ["kind"]),
        ({"kind": "gift"}, ["kind"]),
        (
            {"kind": "set-up"},
            ["amount", "reason", "document", "code", "title", "basis", "department"],
        ),
        (PAPER, ["department"]),
        (
            PAPER | {"amount": "100", "year": "2021", "to": 1},
            ["amount", "department", "to", "year"],
        ),
        (PAPER | {"amount": 0.001, "code": "A B"}, ["amount", "code", "department"]),
        ({"kind": "transfer", "giver": 0, "taker": 1.5, "amount": 1}, ["giver", "reason", "taker"]),
        ({"kind": "appropriate", "fund": "no"}, ["amount", "document", "fund", "reason"]),
    ],
)
def test_paper_that_does_not_read_is_told_whole(
    ask: Ask, bureau: Organization, fan: Player, body: dict[str, object], keys: list[str]
) -> None:
    told = ask("/ledger/papers", body, token=a_token(fan, Scope.BOOKS))
    assert told.code == (422, "invalid")
    assert sorted(told.keys) == sorted(keys)
