"""数据源中断的网址: the list, as a file, reported and ended."""

from __future__ import annotations

from django.urls import path

from huiqi.programmes.views import outages

urlpatterns = [
    path("sources/", outages.index, name="sources"),
    path("sources/list.xlsx", outages.index_sheet, name="sources-sheet"),
    path("sources/report/", outages.report, name="source-report"),
    path("sources/<int:pk>/end/", outages.end, name="source-end"),
]
