"""账本的命令: what the pages tell, at the operator's terminal."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from huiqi.cli.run import main
from huiqi.ledger.models import Sample
from huiqi.parties.models import Organization
from tests.ledger.books import Books, paid_out

Run = Callable[..., Any]


@pytest.fixture
def paid(bureau: Organization, chenglan: Organization) -> Books:
    return paid_out(bureau, chenglan)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def told(*words: str, code: int = 0, as_json: bool = True) -> Any:
        assert main(["ledger", *words, *(["--json"] if as_json else [])]) == code
        out, err = capsys.readouterr()
        if code:
            return [one["what"] for one in json.loads(err)["problems"]]
        return json.loads(out) if as_json else out

    return told


def test_board_and_year_end_tell_what_the_pages_tell(paid: Books, run: Run) -> None:
    told = {one["title"]: one["paid"] for one in run("board", "--year", "2021")["budgets"]}
    assert sorted(told.values()) == [0, 500_000]
    assert "已支付 500,000 元" in run("board", as_json=False)
    left = run("carry-over", "--year", "2021")
    assert [(one["free"], one["bound"]) for one in left["budgets"]] == [(400_000, 100_000)]
    assert "还没有过完" in left["hindrances"][0]
    assert "还不能结转" in run("carry-over", "--year", "2021", as_json=False)
    assert run("board", "--year", "x", code=1) == ["年度应是 2000 至 2100 之间的数"]


def test_sample_is_drawn_kept_and_drawn_again(paid: Books, run: Run) -> None:
    asked = ("--method", "random", "--size", "2", "--reason", "检查", "--seed", "7")
    told = run("sample", *asked)
    assert (told["seed"], told["same_again"], len(told["entries"])) == ("7", True, 1)
    sample = Sample.objects.get()
    assert sample.drawn_by is None
    assert "结果一致" in run("sample", sample.number, as_json=False)
    assert run("sample", "CY-1", code=1) == ["没有抽样「CY-1」。"]
    wrong = run("sample", "--method", "luck", "--size", "many", code=1)
    assert len(wrong) >= 3


def test_support_of_a_firm_is_told_by_its_code(
    paid: Books, chenglan: Organization, run: Run
) -> None:
    told = run("support", str(chenglan.credit_code))
    assert (told["firm"], told["paid"]) == (chenglan.name, 500_000)
    assert "已支付合计 500,000 元" in run("support", str(chenglan.credit_code), as_json=False)
    assert len(run("support", "91", code=1)) == 1
