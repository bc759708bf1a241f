"""主体应用: its name in Django."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """主体: people, organizations, facts."""

    name = "huiqi.parties"
    label = "parties"
    verbose_name = "主体"
