"""网址: the front page and what machines ask."""

from __future__ import annotations

from django.urls import path

from huiqi.web import views

app_name = "web"

urlpatterns = [
    path("", views.front, name="front"),
    path("healthz", views.health, name="health"),
]
