"""收件箱应用: its name in Django."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """收件箱: to-dos, messages, the calendar of deadlines."""

    name = "huiqi.inbox"
    label = "inbox"
    verbose_name = "收件箱"

    def ready(self) -> None:
        """就绪: what leaves the city, or waits for a signature, finds who listens."""
        # codes, mail and push register with the outbox
        from huiqi.inbox import codes, mail, push, seconds  # noqa: F401
        from huiqi.kernel.signing import listens

        listens(seconds.opened, seconds.closed)
