"""诉求办理的网址: below the desk of officers."""

from __future__ import annotations

from django.urls import path

from huiqi.concerns.views import acts, case, desk, seats

app_name = "concerns_desk"

urlpatterns = [
    path("", desk.index, name="index"),
    path("list.xlsx", desk.index_sheet, name="sheet"),
    path("board/", desk.board, name="board"),
    path("seats/", seats.index, name="seats"),
    path("seats/duties.xlsx", seats.duties_sheet, name="duties-sheet"),
    path("seats/<slug:act>/", seats.act, name="seat-act"),
    path("<slug:number>/", case.case, name="case"),
    path("<slug:number>/files/<int:pk>/", case.attachment, name="attachment"),
    path("<slug:number>/<slug:act>/", acts.act, name="act"),
]
