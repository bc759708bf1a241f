"""资金申报应用: its name in Django."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """资金申报: calls, applications, their stages, and what becomes of them."""

    name = "huiqi.programmes"
    label = "programmes"
    verbose_name = "资金申报"

    def ready(self) -> None:
        """就绪: every kind of stage has said what it does when it opens and what its page shows.

        The pages of policies show the calls for them.
        """
        from huiqi.programmes import on_policy, panels, stages

        for package in (stages, panels):
            for module in iter_modules(package.__path__):
                import_module(f"{package.__name__}.{module.name}")
        on_policy.register()
