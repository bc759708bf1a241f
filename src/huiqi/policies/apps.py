"""政策应用: its name in Django."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """政策: matching, policies, questions."""

    name = "huiqi.policies"
    label = "policies"
    verbose_name = "政策"
