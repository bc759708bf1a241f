"""知识库办理端的网址: below the desk of officers."""

from __future__ import annotations

from django.urls import path

from huiqi.knowledge import desk_views

app_name = "knowledge_desk"

urlpatterns = [
    path("", desk_views.index, name="index"),
    path("list.xlsx", desk_views.index_sheet, name="sheet"),
    path("new/", desk_views.new, name="new"),
    path("<slug:number>/", desk_views.entry, name="entry"),
    path("<slug:number>/<slug:act>/", desk_views.act, name="act"),
]
