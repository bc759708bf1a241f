"""名单应用: its name in Django."""

from django.apps import AppConfig


class RostersConfig(AppConfig):
    """名单: for the officers in charge of a programme, the firms that it is for."""

    name = "huiqi.rosters"
    label = "rosters"
    verbose_name = "名单"
