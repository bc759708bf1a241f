"""钱的网址: what is granted without applying."""

from __future__ import annotations

from django.urls import path

from huiqi.programmes.views import automatic

PLACE = "automatic/<slug:number>/"

urlpatterns = [
    path(PLACE, automatic.listed, name="automatic"),
    path("automatic/<slug:number>.xlsx", automatic.listed_sheet, name="automatic-sheet"),
    path(PLACE + "compare/", automatic.compare, name="automatic-compare"),
    path(PLACE + "ask/", automatic.ask, name="automatic-ask"),
    path(PLACE + "<int:pk>/remove/", automatic.remove, name="automatic-remove"),
]
