"""拨付页面的状态: for those who pay, those who check, those who audit, and the firm."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.core.files.uploadedfile import SimpleUploadedFile

from huiqi.payments.models import BankAnswer, PaymentOrder
from tests.matrix.opening import NEWCOMER, Data, State, Step

ORDER: Final = "/payments/orders/<int:pk>/"
NEW: Final = "/payments/new/"


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
    State("/payments/mine/", "有回执", "chenlan"),
    State("/payments/mine/", "空", NEWCOMER),
    State("/payments/mine/", "无权", "fangshu", status=403),
)
