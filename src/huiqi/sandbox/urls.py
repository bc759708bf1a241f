"""政策沙盘的网址: programmes to try, the form of one, its runs, and the firms that one affects."""

from __future__ import annotations

from django.urls import path

from huiqi.policies import urls  # registers the converter of programmes
from huiqi.sandbox import firm_views, run_views, views

app_name = "sandbox"

PLACE = "<programme:programme>/"
RUN = PLACE + "<int:number>/"

urlpatterns = [
    path("", views.index, name="index"),
    path("list.xlsx", views.sheet, name="sheet"),
    path(PLACE, views.programme, name="programme"),
    path(PLACE + "register/", views.register, name="register"),
    path(PLACE + "compare/", run_views.compare, name="compare"),
    path(RUN, run_views.run, name="run"),
    path(RUN + "list.xlsx", run_views.sheet, name="run_sheet"),
    path(RUN + "firms/", firm_views.firms, name="firms"),
    path(RUN + "firms.xlsx", firm_views.sheet, name="firms_sheet"),
]

__all__ = ["app_name", "urlpatterns", "urls"]
