"""网址: every app under its own path."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("huiqi.api.urls")),
    path("me/tokens/", include("huiqi.api.page_urls")),
    path("", include("huiqi.web.urls")),
    path("", include("huiqi.policies.urls")),
    path("follow/", include("huiqi.follow.urls")),
    path("my/", include("huiqi.rights.urls")),
    path("desk/policies/", include("huiqi.policies.desk_urls")),
    path("desk/knowledge/", include("huiqi.knowledge.desk_urls")),
    path("desk/problems/", include("huiqi.concerns.problem_desk_urls")),
    path("desk/concerns/", include("huiqi.concerns.desk_urls")),
    path("desk/network/", include("huiqi.network.desk_urls")),
    path("network/", include("huiqi.network.urls")),
    path("desk/rosters/", include("huiqi.rosters.urls")),
    path("desk/sandbox/", include("huiqi.sandbox.urls")),
    path("desk/applications/", include("huiqi.programmes.desk_urls")),
    path("expert/", include("huiqi.programmes.expert_urls")),
    path("desk/notices/", include("huiqi.publicity.desk_urls")),
    path("desk/", include("huiqi.inbox.desk_urls")),
    path("", include("huiqi.matters.urls")),
    path("", include("huiqi.opendata.urls")),
    path("notices/", include("huiqi.publicity.urls")),
    path("knowledge/", include("huiqi.knowledge.urls")),
    path("problems/", include("huiqi.concerns.problem_urls")),
    path("concerns/", include("huiqi.concerns.urls")),
    path("applications/", include("huiqi.programmes.urls")),
    path("calls/", include("huiqi.programmes.calls_urls")),
    path("ledger/", include("huiqi.ledger.urls")),
    path("payments/", include("huiqi.payments.urls")),
    path("registers/", include("huiqi.registers.urls")),
    path("inbox/", include("huiqi.inbox.urls")),
    path("accounts/oidc/", include("huiqi.parties.oidc.urls")),
    path("accounts/", include("allauth.urls")),
]
