"""预算单的命令: drawn up and signed by two people, each with the token of their own."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from huiqi.api.enums import Scope
from huiqi.cli.run import main
from huiqi.ledger.models import Budget, Fund, Transfer
from huiqi.parties.enums import Role
from huiqi.parties.models import Organization
from tests.api.test_rights import a_token
from tests.cast import Player, a_member

Run = Callable[..., Any]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def told(token: str, *words: str, code: int = 0, as_json: bool = True) -> Any:
        monkeypatch.setenv("HUIQI_TOKEN", token)
        assert main(["ledger", *words, *(["--json"] if as_json else [])]) == code
        out, err = capsys.readouterr()
        if code:
            return [one["what"] for one in json.loads(err)["problems"]]
        return json.loads(out) if as_json else out

    return told


def _words(bureau: Organization, **other: str) -> list[str]:
    told = {
        "code": "digital",
        "title": "数字经济专项资金",
        "department": bureau.name,
        "basis": "深数字〔2021〕3号 第四条",
        "amount": "1,234,567.89",
        "year": "2021",
        "programme": "shenzhen.srdi_award",
        "document": "深财预〔2021〕21号",
        "reason": "首次下达",
    } | other
    return [word for name, value in told.items() for word in (f"--{name}", value)]


@pytest.fixture
def maker(fan: Player) -> str:
    return a_token(fan, Scope.BOOKS)


@pytest.fixture
def chief(bureau: Organization) -> str:
    return a_token(a_member("zhengfang", "郑方", bureau, Role.FINANCE_OFFICER), Scope.BOOKS)


def test_fund_is_set_up_by_two_people_at_the_terminal(
    bureau: Organization, run: Run, maker: str, chief: str
) -> None:
    made = run(maker, "paper", "set-up", *_words(bureau))
    number = made["number"]
    assert (made["state"], made["opens"]["new_fund"]) == ("waiting", "digital")
    assert not Fund.objects.exists()
    assert "签字时设立：数字经济专项资金" in run(maker, "papers", as_json=False)
    assert run(maker, "sign", number, code=1) == ["制单人不能复核自己的单据。"]
    signed = run(chief, "sign", number)
    assert (signed["state"], signed["decided_by"]) == ("signed", "郑方")
    assert Budget.objects.get().fund.code == "digital"
    assert [one["number"] for one in run(chief, "papers", "--state", "signed")] == [number]
    assert "已签字 郑方" in run(chief, "sign", number, as_json=False)


def test_paper_is_sent_back_at_the_terminal_with_a_reason(
    bureau: Organization, run: Run, maker: str, chief: str
) -> None:
    number = run(maker, "paper", "set-up", *_words(bureau))["number"]
    assert run(chief, "send-back", number, code=1) == ["退回要写明理由。"]
    told = run(chief, "send-back", number, "--reason", "依据不对", as_json=False)
    assert "已退回 郑方：依据不对" in told
    assert run(chief, "papers", "--state", "waiting", as_json=False) == "没有这样的单据。\n"
    assert run(chief, "sign", number, code=1) == ["这张单据已经退回：依据不对。"]


def test_everything_wrong_is_told_and_nothing_is_drawn_up(
    bureau: Organization, run: Run, maker: str, fan: Player, shen: Player
) -> None:
    wrong = {"code": "数字", "amount": "0.001", "document": "", "year": "21"}
    assert len(run(maker, "paper", "set-up", *_words(bureau, **wrong), code=1)) == 4
    assert len(run(maker, "paper", "gift", code=1)) == 1
    assert run(maker, "sign", "YS-1", code=1) == ["没有预算单「YS-1」。"]
    assert run(maker, "papers", "--state", "lost", code=1) == [
        "进度没有「lost」这一项，请从列表里选。"
    ]
    auditor = a_token(shen, Scope.BOOKS)
    assert run(auditor, "paper", "set-up", *_words(bureau), code=1) == ["须由资金经办办理。"]
    for none in ("", "huiqi_no_token", a_token(fan, Scope.FIRM)):
        told = run(none, "paper", "set-up", *_words(bureau), code=1)
        assert told == ["没有可用的令牌，不知道是谁在办。"]
    assert not Transfer.objects.exists()
