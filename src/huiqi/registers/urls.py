"""名册的网址: the list, a file on its way, and an import that was made."""

from __future__ import annotations

from django.urls import path

from huiqi.registers import views

app_name = "registers"

urlpatterns = [
    path("", views.index, name="index"),
    path("imports.xlsx", views.index_sheet, name="sheet"),
    path("cases/<int:pk>/", views.case, name="case"),
    path("cases/<int:pk>/errors.xlsx", views.errors, name="errors"),
    path("cases/<int:pk>/errors.csv", views.errors, {"kind": "csv"}, name="errors-csv"),
    path("cases/<int:pk>/<slug:move>/", views.move, name="move"),
    path("imports/<int:pk>/", views.one_import, name="import"),
]
