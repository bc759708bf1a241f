"""申报通知的网址: for everybody: the calls, one of them, and papers that can be verified."""

from __future__ import annotations

from django.urls import path

from huiqi.programmes.views import calls_public, papers

app_name = "calls"

urlpatterns = [
    path("", calls_public.index, name="index"),
    path("list.xlsx", calls_public.index_sheet, name="sheet"),
    path("deadlines.ics", calls_public.calendar, name="calendar"),
    path("papers/", papers.find, name="papers"),
    path("papers/<slug:code>/", papers.verify, name="paper"),
    path("<slug:number>/", calls_public.call, name="call"),
]
