"""拨付页面的状态: for those who pay, those who check, those who audit, and the firm."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.core.files.uploadedfile import SimpleUploadedFile

from huiqi.parties.models import BankAccount
from huiqi.payments.enums import LineState
from huiqi.payments.models import BankAnswer, PaymentLine, PaymentOrder
from tests.matrix.opening import NEWCOMER, Data, State, Step

ORDER: Final = "/payments/orders/<int:pk>/"
NEW: Final = "/payments/new/"
ACCOUNT: Final = "/payments/accounts/<int:pk>/"
ACCOUNT_NEW: Final = "/payments/accounts/new/"
DESK_ACCOUNT: Final = "/payments/accounts/desk/<int:pk>/"
WRONG: Final = {"holder": "陈岚", "bank": "", "branch_code": "3085840", "number": "62A2"}
EMPTY: Final = {"decision": "verify", "proof": "", "note": ""}


def _pk(number: int) -> int:
    return PaymentOrder.objects.get(number=f"BF-2021-{number:06d}").pk


def _one(number: int) -> Callable[[], str]:
    return lambda: f"/payments/orders/{_pk(number)}/"


def _last_answer(number: int) -> Callable[[], str]:
    answers = BankAnswer.objects.order_by("-id")
    return lambda: f"/payments/answers/{answers.filter(order=_pk(number))[0].pk}/"


def _bad_answer() -> Data:
    return {"file": SimpleUploadedFile("回单.csv", "业务序号,金额\n1,2\n".encode("gbk"))}


def _upload() -> str:
    return f"/payments/orders/{_pk(2)}/answers/"


def _account(start: str, desk: str = "") -> Callable[[], str]:
    """Of 澄澜, by how its number begins."""
    own = BankAccount.objects.filter(number__startswith=start, organization__name__contains="澄澜")
    return lambda: f"/payments/accounts/{desk}{own.order_by('id')[0].pk}/"


def _paid_to() -> str:
    line = PaymentLine.objects.filter(state=LineState.UNKNOWN).order_by("id")[0]
    return f"/payments/accounts/desk/{line.account_id}/"


PAYMENTS: Final = (
    State("/payments/", "多行", "fangshu"),
    State("/payments/", "只看", "xuqing"),
    State("/payments/", "没有这种进展的", "xuqing", path="/payments/?state=cancelled"),
    State("/payments/", "无权", "chenlan", status=403),
    State(NEW, "待付款项", "fangshu"),
    State(NEW, "没有选", "fangshu", sent={"title": "", "format": ""}, status=422),
    State(NEW, "无权", "xuqing", status=403),
    State(ORDER, "已办结", "xuqing", path=_one(1)),
    State(ORDER, "有未定", "fangshu", path=_one(2)),
    State(ORDER, "待复核", "tangyi", path=_one(3)),
    State(ORDER, "起草", "fangshu", path=_one(4)),
    State("/payments/unsettled/", "一笔", "xuqing"),
    State(
        "/payments/answers/<int:pk>/",
        "已采信",
        "xuqing",
        path=_last_answer(1),
    ),
    State(
        "/payments/answers/<int:pk>/",
        "没有采信",
        "fangshu",
        before=(Step("fangshu", _upload, _bad_answer),),
        path=_last_answer(2),
    ),
    State("/payments/accounts/", "在用和待核验", "chenlan"),
    State("/payments/accounts/", "空", NEWCOMER),
    State("/payments/accounts/", "无权", "fangshu", status=403),
    State(ACCOUNT_NEW, "空表", "zhoumin"),
    State(ACCOUNT_NEW, "接替在用的", "chenlan", path=f"{ACCOUNT_NEW}?replaces=1"),
    State(ACCOUNT_NEW, "多处不对", "zhoumin", sent=WRONG, status=422),
    State(ACCOUNT_NEW, "无权", "fangshu", status=403),
    State(ACCOUNT, "在用", "chenlan", path=_account("6222")),
    State(ACCOUNT, "待核验", "zhoumin", path=_account("7559")),
    State("/payments/accounts/desk/", "等核验的", "tangyi"),
    State("/payments/accounts/desk/", "全部", "xuqing", path="/payments/accounts/desk/?state=all"),
    State(
        "/payments/accounts/desk/", "没有符合的", "fangshu", path="/payments/accounts/desk/?q=无"
    ),
    State("/payments/accounts/desk/", "无权", "chenlan", status=403),
    State(DESK_ACCOUNT, "待核验", "tangyi", path=_account("7559", "desk/")),
    State(
        DESK_ACCOUNT, "没写凭据", "tangyi", path=_account("7559", "desk/"), sent=EMPTY, status=409
    ),
    State(DESK_ACCOUNT, "有在办付款", "fangshu", path=_paid_to),
    State(DESK_ACCOUNT, "只看", "xuqing", path=_account("7559", "desk/")),
    State("/payments/mine/", "有回执", "chenlan"),
    State("/payments/mine/", "空", NEWCOMER),
    State("/payments/mine/", "无权", "fangshu", status=403),
)
