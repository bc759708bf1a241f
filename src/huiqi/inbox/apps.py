"""收件箱应用: its name in Django."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """收件箱: to-dos, messages, the calendar of deadlines."""

    name = "huiqi.inbox"
    label = "inbox"
    verbose_name = "收件箱"

    def ready(self) -> None:
        """就绪: who posts a message by e-mail, or waits for a signature, finds who listens."""
        from huiqi.inbox import codes, mail, seconds  # noqa: F401 -- two register with the outbox
        from huiqi.kernel.signing import listens

        listens(seconds.opened, seconds.closed)
