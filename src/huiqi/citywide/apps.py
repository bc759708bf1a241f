"""全市应用: its name in Django."""

from django.apps import AppConfig


class CitywideConfig(AppConfig):
    """全市: the register of all firms as one file, for questions about the whole city."""

    name = "huiqi.citywide"
    label = "citywide"
    verbose_name = "全市"
