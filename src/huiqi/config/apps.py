"""配置应用: carries the commands that only the owner of the database runs."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """配置: how the parts become one running system."""

    name = "huiqi.config"
    label = "config"
    verbose_name = "配置"
