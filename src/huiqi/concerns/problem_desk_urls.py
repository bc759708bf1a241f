"""共性问题办理端的网址: below the desk of officers."""

from __future__ import annotations

from django.urls import path

from huiqi.concerns.views import problem, problems

app_name = "problems_desk"

urlpatterns = [
    path("", problems.index, name="index"),
    path("list.xlsx", problems.index_sheet, name="sheet"),
    path("alike/", problems.alike, name="alike"),
    path("new/", problems.new, name="new"),
    path("<slug:number>/", problem.problem, name="problem"),
    path("<slug:number>/<slug:act>/", problem.act, name="act"),
]
