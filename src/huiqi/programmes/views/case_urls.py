"""办案的网址: of one case and its first stages."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
