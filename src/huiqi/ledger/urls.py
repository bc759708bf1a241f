"""账本的网址: boards, the journal, papers, the end of a year, samples, and what firms got."""

from __future__ import annotations

from django.urls import path

from huiqi.ledger.views import board, entries, papers, samples, support, years

app_name = "ledger"

urlpatterns = [
    path("", board.index, name="index"),
    path("board.xlsx", board.board_sheet, name="sheet"),
    path("budgets/<int:pk>/", board.budget, name="budget"),
    path("accounts/<int:pk>/", entries.account, name="account"),
    path("entries/<int:pk>/", entries.entry, name="entry"),
    path("papers/", papers.index, name="papers"),
    path("papers.xlsx", papers.index_sheet, name="papers-sheet"),
    path("papers/new/<slug:kind>/", papers.new, name="new-paper"),
    path("papers/<int:pk>/", papers.paper, name="paper"),
    path("papers/<int:pk>/<slug:move>/", papers.decide, name="decide-paper"),
    path("year-end/", years.year_end, name="year-end"),
    path("year-end.xlsx", years.year_end_sheet, name="year-end-sheet"),
    path("year-end/<int:pk>/<slug:move>/", years.decide, name="decide-year-end"),
    path("samples/", samples.index, name="samples"),
    path("samples/<int:pk>/", samples.sample, name="sample"),
    path("samples/<int:pk>/list.xlsx", samples.sample_sheet, name="sample-sheet"),
    path("support/", support.find, name="support"),
    path("support/mine/", support.own_support, name="own-support"),
    path("support/mine.xlsx", support.own_support_sheet, name="own-support-sheet"),
    path("support/<slug:credit_code>/", support.support_of, name="support-of"),
    path("support/<slug:credit_code>/list.xlsx", support.support_sheet, name="support-sheet"),
]
