"""网址: the operations of version 1, its document, and nothing else."""

from __future__ import annotations

from django.urls import path, re_path

from huiqi.api import views
from huiqi.api.main import api

urlpatterns = [
    path("api/v1/openapi.json", views.openapi),
    path("api/v1/", api.urls),
    re_path(r"^api/v1(?:/(.*))?$", views.nothing),
]
