"""钱的网址: disbursement, completion, performance, and what is granted without applying."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
