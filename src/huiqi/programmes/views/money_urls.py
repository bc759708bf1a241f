"""钱的网址: what is granted without applying, spot checks of it, and what is to come back."""

from __future__ import annotations

from django.urls import path

from huiqi.programmes.views import automatic, recoveries, spot_checks

PLACE = "automatic/<slug:number>/"

urlpatterns = [
    path(PLACE, automatic.listed, name="automatic"),
    path("automatic/<slug:number>.xlsx", automatic.listed_sheet, name="automatic-sheet"),
    path(PLACE + "compare/", automatic.compare, name="automatic-compare"),
    path(PLACE + "ask/", automatic.ask, name="automatic-ask"),
    path(PLACE + "checks/", spot_checks.index, name="spot-checks"),
    path(PLACE + "checks/draw/", spot_checks.draw, name="spot-checks-draw"),
    path(PLACE + "checks/<int:pk>/", spot_checks.answer, name="spot-check-answer"),
    path("recoveries/", recoveries.index, name="recoveries"),
    path("recoveries/<int:pk>/", recoveries.one, name="recovery"),
    path("recoveries/<int:pk>/<slug:move>/", recoveries.move, name="recovery-move"),
    path("recoveries/of/<slug:number>/", recoveries.propose, name="recovery-propose"),
    path(PLACE + "<int:pk>/remove/", automatic.remove, name="automatic-remove"),
]
