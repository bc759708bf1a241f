"""网址: the front page, the list of policies, how pages are shown, what machines ask."""

from __future__ import annotations

from django.urls import path

from huiqi.web import operation, people, views, workspace

app_name = "web"

urlpatterns = [
    path("", views.front, name="front"),
    path("policies/", views.policies, name="policies"),
    path("help/words/", views.words, name="words"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("display/", views.display, name="display"),
    path("me/", views.me, name="me"),
    path("me/act-for/<int:organization_id>/", views.switch, name="act_for"),
    path("start/", workspace.landing, name="landing"),
    path("firm/", workspace.workspace, name="workspace"),
    path("firm/people/", people.people, name="people"),
    path("firm/people/members/", people.add, name="people-add"),
    path("firm/people/members/<int:pk>/end/", people.end, name="people-end"),
    path("firm/people/mandates/", people.grant, name="people-grant"),
    path("firm/people/mandates/<int:pk>/revoke/", people.revoke, name="people-revoke"),
    path("healthz", operation.health, name="health"),
    path("readyz", operation.readiness, name="readiness"),
    path("metrics", operation.metrics, name="metrics"),
]
