"""拨付的网址: orders, what is to be paid, what nobody knows yet, accounts, what a firm got."""

from __future__ import annotations

from django.urls import path

from huiqi.payments.views import account_desk, accounts, files, mine, orders

app_name = "payments"

urlpatterns = [
    path("", orders.index, name="index"),
    path("orders.xlsx", orders.index_sheet, name="sheet"),
    path("new/", orders.new, name="new"),
    path("unsettled/", orders.unsettled, name="unsettled"),
    path("unsettled.xlsx", orders.unsettled_sheet, name="unsettled-sheet"),
    path("orders/<int:pk>/", orders.order, name="order"),
    path("orders/<int:pk>/lines.xlsx", orders.lines_sheet, name="lines-sheet"),
    path("orders/<int:pk>/lines/", orders.add, name="add"),
    path("orders/<int:pk>/lines/<int:line>/", orders.remove, name="remove"),
    path("orders/<int:pk>/file/", files.bank_file, name="file"),
    path("orders/<int:pk>/manifest.json", files.bank_manifest, name="manifest"),
    path("orders/<int:pk>/answers/", files.upload, name="upload"),
    path("orders/<int:pk>/<slug:move>/", orders.move, name="move"),
    path("answers/<int:pk>/", files.answer, name="answer"),
    path("accounts/", accounts.index, name="accounts"),
    path("accounts.xlsx", accounts.index_sheet, name="accounts-sheet"),
    path("accounts/new/", accounts.new, name="account-new"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/stop/", accounts.stop, name="account-stop"),
    path("accounts/desk/", account_desk.index, name="desk-accounts"),
    path("accounts/desk.xlsx", account_desk.index_sheet, name="desk-accounts-sheet"),
    path("accounts/ask/", account_desk.ask, name="account-ask"),
    path("accounts/desk/<int:pk>/", account_desk.account, name="desk-account"),
    path("mine/", mine.index, name="mine"),
    path("mine.xlsx", mine.index_sheet, name="mine-sheet"),
    path("receipts/<int:pk>.pdf", mine.receipt, name="receipt"),
]
