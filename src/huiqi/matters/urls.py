"""业务一窗办的网址: the list, and each life event."""

from __future__ import annotations

from django.urls import path

from huiqi.matters import firm, views

app_name = "matters"

urlpatterns = [
    path("matters/", views.index, name="index"),
    path("matters/<slug:slug>/", views.matter, name="matter"),
    path("matters/<slug:slug>/plan.xlsx", views.plan_sheet, name="plan-sheet"),
    path("matters/<slug:slug>/plan.ics", views.plan_calendar, name="plan-calendar"),
    path("firm/obligations/", firm.obligations, name="obligations"),
    path("firm/obligations.xlsx", firm.obligations_sheet, name="obligations-sheet"),
    path("firm/obligations.ics", firm.obligations_calendar, name="obligations-calendar"),
]
