"""名单的网址: drawn up, approved, published, put into the plan."""

from __future__ import annotations

from django.urls import path

from huiqi.programmes.views import lists

urlpatterns = [
    path("lists/", lists.index, name="lists"),
    path("lists/draw-up/<slug:number>/", lists.draw_up, name="list-draw-up"),
    path("lists/<int:pk>/", lists.one, name="list"),
    path("lists/<int:pk>.xlsx", lists.one_sheet, name="list-sheet"),
    path("lists/<int:pk>/amend/", lists.amend, name="list-amend"),
    path("lists/<int:pk>/<slug:move>/", lists.move, name="list-move"),
]
