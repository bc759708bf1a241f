"""收件箱应用: its name in Django."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """收件箱: to-dos, messages, the calendar of deadlines."""

    name = "huiqi.inbox"
    label = "inbox"
    verbose_name = "收件箱"

    def ready(self) -> None:
        """就绪: whoever posts a message by e-mail finds somebody who sends it."""
        from huiqi.inbox import mail  # noqa: F401 -- registers itself with the outbox
