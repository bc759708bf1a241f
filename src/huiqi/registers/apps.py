"""名册导入应用: what Django knows of it."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """名册导入: files of many firms become facts of each."""

    name = "huiqi.registers"
    label = "registers"
    verbose_name = "名册导入"
