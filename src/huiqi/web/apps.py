"""网页应用: its name in Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """网页: the frame of all pages."""

    name = "huiqi.web"
    label = "web"
    verbose_name = "网页"
