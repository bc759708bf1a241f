"""账本页面的状态: for finance and audit, for a firm itself, and for who may not see it."""

from __future__ import annotations

from typing import Final

from huiqi.kernel.access import Actor
from huiqi.kernel.now import now
from huiqi.ledger.actions import draw_up_year_end, propose_transfer, send_back
from huiqi.ledger.models import Account, Budget, Transfer
from huiqi.parties.enums import Role
from huiqi.parties.models import Organization
from tests.cast import a_member
from tests.matrix.opening import Link, State, Step

TRANSFER: Final = {"amount": "50万", "reason": "专精特新申报多于预计"}
SAMPLE: Final = {
    "method": "monetary",
    "size": "4",
    "since": "2021-01-01",
    "until": "2021-10-20",
    "reason": "2021 年专项资金检查",
    "seed": "20211020",
}


def _chief() -> Actor:
    """郑方: the second pair of eyes at the treasury."""
    treasury = Organization.objects.get(name="深圳市财政局")
    return a_member("zhengfang", "郑方", treasury, Role.FINANCE_OFFICER).actor


def _budgets() -> tuple[Budget, Budget]:
    """Who gives, and who takes: both of this year."""
    this_year = Budget.objects.filter(year=2021)
    return (
        this_year.get(programme="shenzhen.srdi_award"),
        this_year.get(programme="shenzhen.technical_upgrade"),
    )


def _moved() -> dict[str, str]:
    giver, taker = _budgets()
    return TRANSFER | {"giver": str(giver.pk), "taker": str(taker.pk)}


NEW_FUND: Final = {
    "title": "数字经济专项资金",
    "code": "digital-2021",
    "department": "深圳市财政局",
    "basis": "深数字〔2021〕3号 第四条",
    "year": "2021",
    "amount": "2000万",
    "document": "深财预〔2021〕21号",
    "reason": "新设资金的首次下达",
}
PAPER: Final = Step("fangshu", "/ledger/papers/new/transfer/", _moved)
FIRST_PAPER: Final = Link("/ledger/papers/", r"/ledger/papers/\d+/")


def proposed() -> None:
    """郑方 proposes a transfer, which waits for somebody else."""
    giver, taker = _budgets()
    propose_transfer(
        giver=giver,
        taker=taker,
        amount_fen=50_000_000,
        reason="专精特新申报多于预计",
        actor=_chief(),
        now=now(),
    )


def refused() -> None:
    """郑方 sends the paper of 方书禾 back."""
    paper = Transfer.objects.latest("id")
    send_back(paper=paper, reason="应由本年结余解决", actor=_chief())


def drawn_up() -> None:
    """郑方 draws up the end of 2011, a year of which there is nothing."""
    draw_up_year_end(year=2011, carried=(), actor=_chief(), now=now())


BOOKS: Final = (
    State("/ledger/", "演示的年度", "fangshu"),
    State("/ledger/", "期初的年度", "xuqing", path="/ledger/?year=2020"),
    State("/ledger/", "没有的年度", "xuqing", path="/ledger/?year=x", status=422),
    State("/ledger/", "无权", "chenlan", status=403),
    State(
        "/ledger/budgets/<int:pk>/",
        "演示的预算",
        "fangshu",
        path=Link("/ledger/", r"/ledger/budgets/\d+/"),
    ),
    State(
        "/ledger/accounts/<int:pk>/",
        "账户",
        "xuqing",
        path=lambda: f"/ledger/accounts/{Account.objects.filter(stage='paid').latest('id').pk}/",
    ),
    State(
        "/ledger/entries/<int:pk>/",
        "凭证",
        "xuqing",
        path=Link("/ledger/", r"/ledger/entries/\d+/"),
    ),
    State("/ledger/papers/", "没有单据", "fangshu"),
    State("/ledger/papers/", "等待签字", "xuqing", before=(PAPER,)),
    State("/ledger/papers/", "没有的年度", "xuqing", path="/ledger/papers/?year=x", status=422),
    State(
        "/ledger/papers/new/<slug:kind>/",
        "登记下达",
        "fangshu",
        path="/ledger/papers/new/appropriate/",
    ),
    State(
        "/ledger/papers/new/<slug:kind>/", "调剂", "fangshu", path="/ledger/papers/new/transfer/"
    ),
    State(
        "/ledger/papers/new/<slug:kind>/",
        "填错",
        "fangshu",
        path="/ledger/papers/new/withdraw/",
        sent={"amount": "很多"},
        status=422,
    ),
    State(
        "/ledger/papers/new/<slug:kind>/",
        "设立资金",
        "fangshu",
        path="/ledger/papers/new/set-up/",
    ),
    State(
        "/ledger/papers/new/<slug:kind>/",
        "设立资金填错",
        "fangshu",
        path="/ledger/papers/new/set-up/",
        sent={"code": "数字", "amount": "很多"},
        status=422,
    ),
    State(
        "/ledger/papers/<int:pk>/",
        "等待设立资金",
        "xuqing",
        path=FIRST_PAPER,
        before=(Step("fangshu", "/ledger/papers/new/set-up/", NEW_FUND),),
    ),
    State("/ledger/papers/<int:pk>/", "等待签字", "fangshu", path=FIRST_PAPER, before=(proposed,)),
    State(
        "/ledger/papers/<int:pk>/",
        "已退回",
        "fangshu",
        path=FIRST_PAPER,
        before=(PAPER, refused),
    ),
    State("/ledger/year-end/", "可以编制", "fangshu"),
    State("/ledger/year-end/", "今年只能预览", "fangshu", path="/ledger/year-end/?year=2021"),
    State("/ledger/year-end/", "没有结余", "fangshu", path="/ledger/year-end/?year=2011"),
    State(
        "/ledger/year-end/",
        "等待签字",
        "fangshu",
        path="/ledger/year-end/?year=2011",
        before=(drawn_up,),
    ),
    State("/ledger/samples/", "还没有抽过", "xuqing"),
    State("/ledger/samples/", "填错", "xuqing", sent={"size": "many"}, status=422),
    State(
        "/ledger/samples/<int:pk>/",
        "抽出的样本",
        "xuqing",
        path=Link("/ledger/samples/", r"/ledger/samples/\d+/"),
        before=(Step("xuqing", "/ledger/samples/", SAMPLE),),
    ),
    State("/ledger/support/", "查一户", "xuqing", path="/ledger/support/?q=深圳"),
    State("/ledger/support/", "没有这家", "fangshu", path="/ledger/support/?q=一", status=422),
    State("/ledger/support/mine/", "自己的", "chenlan"),
    State(
        "/ledger/support/<slug:credit_code>/",
        "一户扶持",
        "xuqing",
        path=Link("/ledger/support/?q=深圳", r"/ledger/support/[0-9A-Z]{18}/"),
    ),
)
