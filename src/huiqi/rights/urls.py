"""数据权利的网址: a firm's and a person's own, and the desk of those who answer."""

from __future__ import annotations

from django.urls import path

from huiqi.rights.views import desk, facts, looks, requests

app_name = "rights"

urlpatterns = [
    path("looks/", looks.looks, name="looks"),
    path("looks.xlsx", looks.looks_sheet, name="looks-sheet"),
    path("looks/<int:pk>/ask/", looks.ask, name="ask"),
    path("facts/", facts.facts, name="facts"),
    path("facts.xlsx", facts.facts_sheet, name="facts-sheet"),
    path("facts/<slug:key>/", facts.fact, name="fact"),
    path("facts/<slug:key>/declare/", facts.declare, name="declare"),
    path("corrections/<int:pk>/withdraw/", facts.withdraw, name="withdraw-correction"),
    path("data/", requests.requests, name="requests"),
    path("data/<int:pk>/withdraw/", requests.withdraw, name="withdraw-request"),
    path("data/package/<str:token>/", requests.package, name="package"),
    path("desk/", desk.index, name="desk"),
    path("desk/corrections.xlsx", desk.corrections_sheet, name="corrections-sheet"),
    path("desk/corrections/<int:pk>/", desk.correction, name="desk-correction"),
    path("desk/evidence/<int:pk>/", desk.evidence, name="evidence"),
    path("desk/looks/<int:pk>/", desk.look, name="desk-look"),
    path("desk/erasures/<int:pk>/", desk.erasure, name="desk-erasure"),
]
