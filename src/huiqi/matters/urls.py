"""业务一窗办的网址: the list, and each life event."""

from __future__ import annotations

from django.urls import path

from huiqi.matters import views

app_name = "matters"

urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>/", views.matter, name="matter"),
    path("<slug:slug>/plan.xlsx", views.plan_sheet, name="plan-sheet"),
    path("<slug:slug>/plan.ics", views.plan_calendar, name="plan-calendar"),
]
