"""网址: the catalogue, each dataset with its columns and changes, and the files themselves."""

from __future__ import annotations

from django.urls import path

from huiqi.opendata import views
from huiqi.opendata.giving import NAMES as GIVING

app_name = "opendata"

urlpatterns = [
    path("open/", views.index, name="index"),
    path("open/data.json", views.catalogue, name="catalogue"),
    path("open/rules.schema.json", views.rule_schema, name="rule_schema"),
    *(
        path(f"open/{name}.360giving.json", views.giving, {"name": name}, name=f"giving-{name}")
        for name in GIVING
    ),
    path("open/rules/<str:programme>.json", views.rule, name="rule"),
    path("open/<slug:name>/", views.dataset, name="dataset"),
    path("open/<slug:name>/changes/", views.changes, name="changes"),
    path("open/<slug:name>.csv-metadata.json", views.columns, name="columns"),
    path("open/<slug:name>.<slug:form>", views.download, name="download"),
    path("open/<path:rest>", views.nothing, name="nothing"),
]
