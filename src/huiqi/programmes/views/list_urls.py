"""名单的网址: panels of experts, award lists, recognition and funding plans."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
