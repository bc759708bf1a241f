"""政策沙盘应用: its name in Django."""

from django.apps import AppConfig


class SandboxConfig(AppConfig):
    """政策沙盘: a policy tried on the register of the city before it is issued."""

    name = "huiqi.sandbox"
    label = "sandbox"
    verbose_name = "政策沙盘"
