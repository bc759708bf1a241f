"""群服务办理的网址: below the desk of officers."""

from __future__ import annotations

from django.urls import path

from huiqi.network.views import firm, office, organ, portfolio, scorecard, visit

app_name = "network"

urlpatterns = [
    path("", portfolio.index, name="index"),
    path("list.xlsx", portfolio.index_sheet, name="sheet"),
    path("office/", office.office, name="office"),
    path("office/coverage.xlsx", office.office_sheet, name="office-sheet"),
    path("scorecard/", scorecard.scorecard, name="scorecard"),
    path("scorecard/list.xlsx", scorecard.scorecard_sheet, name="scorecard-sheet"),
    path("office/<slug:act>/", office.act, name="office-act"),
    path("organs/<int:pk>/", organ.organ, name="organ"),
    path("organs/<int:pk>/<slug:act>/", organ.act, name="organ-act"),
    path("firms/<slug:code>/", firm.firm, name="firm"),
    path("firms/<slug:code>/<slug:act>/", firm.act, name="firm-act"),
    path("visits/<slug:number>/", visit.visit, name="visit"),
    path("visits/<slug:number>/brief.pdf", visit.brief_pdf, name="brief"),
    path("visits/<slug:number>/<slug:act>/", visit.act, name="visit-act"),
]
