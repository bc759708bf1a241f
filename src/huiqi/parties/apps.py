"""主体应用: its name in Django."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """主体: people, organizations, facts."""

    name = "huiqi.parties"
    label = "parties"
    verbose_name = "主体"

    def ready(self) -> None:
        """启动: links between identities and accounts come into the audit."""
        from allauth.socialaccount import signals

        from huiqi.parties.oidc.linking import record_link, record_unlink

        signals.social_account_added.connect(record_link)
        signals.social_account_removed.connect(record_unlink)
