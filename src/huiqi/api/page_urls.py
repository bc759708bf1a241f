"""令牌页面的网址: one's own tokens, and who has which."""

from __future__ import annotations

from django.urls import path

from huiqi.api import pages

app_name = "tokens"

urlpatterns = [
    path("", pages.tokens, name="mine"),
    path("<int:pk>/revoke/", pages.revoke, name="revoke"),
    path("held/", pages.held, name="held"),
    path("held.xlsx", pages.held_sheet, name="held-sheet"),
]
