"""演示应用: carries the command that loads the city."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """演示: a small fictional city."""

    name = "huiqi.demo"
    label = "demo"
    verbose_name = "演示城市"
