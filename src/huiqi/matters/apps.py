"""业务一窗办: the app."""

from __future__ import annotations

from django.apps import AppConfig


class MattersConfig(AppConfig):
    """业务一窗办: registered under its own label."""

    name = "huiqi.matters"
    verbose_name = "业务一窗办"
