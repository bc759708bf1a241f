"""有答案可用: that somebody found an answer that was there already and needed nobody."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiqi.concerns.models.places import ITEM
from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly


class KnowledgeSource(models.TextChoices):
    """答案的来源: where the answer stood that was enough."""

    POLICY = "policy", pgettext_lazy("答案的来源", "政策")
    CONCERN = "concern", pgettext_lazy("答案的来源", "公开的答复")
    PROBLEM = "problem", pgettext_lazy("答案的来源", "共性问题")
    ENTRY = "entry", pgettext_lazy("答案的来源", "知识")


class KnowledgeAnswer(AppendOnly, models.Model):
    """知识解答: a question that ended with an answer already published, and never became a case.

    Counted on its own and never as a solved concern. Neither who asked nor what they wrote is
    kept, only what they said had helped (``reference``: the policy, or the number of the
    concern or problem or entry) and which item their words spoke of, where one was recognized.
    """

    source = models.CharField(_("来源"), max_length=10, choices=KnowledgeSource.choices)
    reference = models.CharField(_("哪一条"), max_length=80)
    item = models.CharField(_("事项"), max_length=6, blank=True)
    key = models.CharField(_("提交凭据"), max_length=80, unique=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("知识解答")
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("item", "at"), name="knowledge_answer_of_item"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(source__in=KnowledgeSource.values) & ~Q(reference=""),
                name="knowledge_answer_names_what_helped",
                violation_error_message=_("写明是哪一条答案解决了问题"),
            ),
            models.CheckConstraint(
                condition=Q(item="") | Q(item__regex=ITEM),
                name="knowledge_answer_item_is_a_code",
                violation_error_message=_("事项应为 2、4 或 6 位编码"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.get_source_display()}：{self.reference}"
