"""配置应用: carries the commands that only the owner of the database runs."""

from contextlib import suppress

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """配置: how the parts become one running system."""

    name = "huiqi.config"
    label = "config"
    verbose_name = "配置"

    def ready(self) -> None:
        """就绪: the English catalogue is compiled before anybody asks for a word of it."""
        from huiqi.config.words import compile_english

        # A checkout that nobody may write to was compiled when it was installed.
        with suppress(OSError):
            compile_english()
