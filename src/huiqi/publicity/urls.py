"""公示的网址: for everybody: the list, a notice, an objection to it and what came of that."""

from __future__ import annotations

from django.urls import path

from huiqi.publicity.views import objecting, public

app_name = "publicity"

urlpatterns = [
    path("", public.index, name="index"),
    path("list.xlsx", public.index_sheet, name="sheet"),
    path("last-days.ics", public.calendar, name="calendar"),
    path("receipt/", objecting.receipt, name="receipt"),
    path("outcome/", objecting.outcome, name="outcome"),
    path("<slug:number>/", public.notice, name="notice"),
    path("<slug:number>/list.xlsx", public.notice_sheet, name="notice-sheet"),
    path("<slug:number>/object/", objecting.file, name="object"),
]
