"""诉求的网址: handing in, one's own, and the docket that everybody may read."""

from __future__ import annotations

from django.urls import path

from huiqi.concerns.views import intake, mine, public

app_name = "concerns"

urlpatterns = [
    path("", public.index, name="index"),
    path("list.xlsx", public.export, {"form": "xlsx"}, name="sheet"),
    path("list.csv", public.export, {"form": "csv"}, name="csv"),
    path("list.json", public.export, {"form": "json"}, name="json"),
    path("statistics/", public.statistics, name="statistics"),
    path("new/", intake.new, name="new"),
    path("new/known/", intake.known, name="known"),
    path("mine/", mine.index, name="mine"),
    path("mine/list.xlsx", mine.index_sheet, name="mine-sheet"),
    path("mine/<slug:number>/", mine.case, name="case"),
    path("mine/<slug:number>/files/<int:pk>/", mine.file, name="file"),
    path("mine/<slug:number>/<slug:deed>/", mine.act, name="act"),
    path("<slug:number>/", public.one, name="one"),
]
