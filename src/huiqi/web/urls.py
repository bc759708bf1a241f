"""网址: the front page, the list of policies, how pages are shown, what machines ask."""

from __future__ import annotations

from django.urls import path

from huiqi.web import operation, views

app_name = "web"

urlpatterns = [
    path("", views.front, name="front"),
    path("policies/", views.policies, name="policies"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("display/", views.display, name="display"),
    path("me/", views.me, name="me"),
    path("me/act-for/<int:organization_id>/", views.switch, name="act_for"),
    path("healthz", operation.health, name="health"),
    path("readyz", operation.readiness, name="readiness"),
    path("metrics", operation.metrics, name="metrics"),
]
