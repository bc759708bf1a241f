"""账本页面的状态: for finance and audit, and for who may not see it."""

from __future__ import annotations

from typing import Final

from tests.matrix.opening import Link, State

BOOKS: Final = (
    State("/ledger/", "演示的年度", "fangshu"),
    State("/ledger/", "期初的年度", "xuqing", path="/ledger/?year=2020"),
    State("/ledger/", "没有的年度", "xuqing", path="/ledger/?year=x", status=422),
    State("/ledger/", "无权", "chenlan", status=403),
    State(
        "/ledger/entries/<int:pk>/",
        "凭证",
        "xuqing",
        path=Link("/ledger/", r"/ledger/entries/\d+/"),
    ),
)
