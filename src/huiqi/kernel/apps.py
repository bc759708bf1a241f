"""内核应用: its name in Django."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """内核: what every part needs and no part owns."""

    name = "huiqi.kernel"
    label = "kernel"
    verbose_name = "内核"

    def ready(self) -> None:
        """就绪: what a killed process left half made is thrown away by the next one."""
        from huiqi.kernel import sheets

        sheets.sweep()
