"""账本的接口: as the pages tell it, to whoever may read those pages."""

import pytest

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.models import AuditEntry
from huiqi.ledger.actions import draw_sample
from huiqi.ledger.enums import Method
from huiqi.ledger.models import Sample
from huiqi.ledger.queries.samples import Asked
from huiqi.parties.models import Organization
from tests.api.conftest import Ask
from tests.api.test_organizations import a_token_of
from tests.cast import TODAY, Player
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
