"""企业的群服务网址: its commissioner, visits, promises, and its wish."""

from __future__ import annotations

from django.urls import path

from huiqi.network.views import own

app_name = "my_network"

urlpatterns = [
    path("", own.own, name="own"),
    path("wish/", own.wish, name="wish"),
]
