"""办理申报的网址: calls and cases, lists and plans, money and what comes after it."""

from __future__ import annotations

from django.urls import path

from huiqi.programmes.views import case_urls, cases, list_urls, money_urls

app_name = "programme_desk"

urlpatterns = [
    path("cases/<slug:number>/", cases.case, name="case"),
    *case_urls.urlpatterns,
    *list_urls.urlpatterns,
    *money_urls.urlpatterns,
]
