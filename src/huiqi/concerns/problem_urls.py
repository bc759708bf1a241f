"""公开的共性问题的网址."""

from __future__ import annotations

from django.urls import path

from huiqi.concerns.views import joining, problem_public

app_name = "problems"

urlpatterns = [
    path("", problem_public.index, name="index"),
    path("list.xlsx", problem_public.index_sheet, name="sheet"),
    path("<slug:number>/", problem_public.problem, name="problem"),
    path("<slug:number>/join/", joining.join, name="join"),
]
