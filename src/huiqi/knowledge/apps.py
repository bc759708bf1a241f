"""知识库的登记: tells Django of it, and the search of policies what it adds."""

from __future__ import annotations

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    """知识库: answers with their basis, their owner and their last day."""

    name = "huiqi.knowledge"
    label = "knowledge"
    verbose_name = "知识库"

    def ready(self) -> None:
        """就绪: answers stand beside the policies that were found."""
        from huiqi.knowledge import sections

        sections.register()
