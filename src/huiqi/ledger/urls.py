"""账本的网址: the board of a year, and an entry with everything it belongs to."""

from __future__ import annotations

from django.urls import path

from huiqi.ledger import views

app_name = "ledger"

urlpatterns = [
    path("", views.index, name="index"),
    path("board.xlsx", views.board_sheet, name="sheet"),
    path("entries/<int:pk>/", views.entry, name="entry"),
]
