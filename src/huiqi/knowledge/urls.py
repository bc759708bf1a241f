"""公开知识的网址."""

from __future__ import annotations

from django.urls import path

from huiqi.knowledge import views

app_name = "knowledge"

urlpatterns = [
    path("", views.index, name="index"),
    path("list.xlsx", views.index_sheet, name="sheet"),
    path("<slug:number>/", views.entry, name="entry"),
]
