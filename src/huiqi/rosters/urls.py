"""名单的网址: below the desk of officers."""

from __future__ import annotations

from django.urls import path

from huiqi.rosters import views

app_name = "rosters"

urlpatterns = [
    path("", views.index, name="index"),
    path("list.xlsx", views.index_sheet, name="sheet"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.roster, name="roster"),
    path("<int:pk>/list.xlsx", views.firms_sheet, name="firms-sheet"),
    path("<int:pk>/changes/", views.changes, name="changes"),
    path("<int:pk>/changes.xlsx", views.changes_sheet, name="changes-sheet"),
]
