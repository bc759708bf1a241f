"""认证的网址: those of the library, answered by views of ours."""

from __future__ import annotations

from django.urls import include, path, re_path

from huiqi.parties.oidc import views

# Written as the library writes them, so that there is one address and not two.
urlpatterns = [
    re_path(
        r"^(?P<provider_id>[^/]+)/",
        include(
            [
                path("login/", views.login, name="openid_connect_login"),
                path("login/callback/", views.callback, name="openid_connect_callback"),
            ]
        ),
    )
]
