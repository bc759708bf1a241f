"""匹配的记录: which firms meet or may meet which programme now, and how that came to be."""

from __future__ import annotations

from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.citywide.enums import Verdict, Why
from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.parties.models import Subject

FINGERPRINT: Final = 64  # hexadecimal digits
STORED: Final = (Verdict.YES, Verdict.UNKNOWN)
CHANGING: Final = (Why.FACTS, Why.RULES, Why.DAY, Why.FILED)


class Match(models.Model):
    """匹配: a firm surely or perhaps meets a programme; a firm without a row does not.

    A firm is a subject: it stays itself when its credit code changes, and is judged without one
    too. Money is 分: ``sure_fen`` is what it gets at least where that is settled (0 for one that
    perhaps meets it), ``possible_fen`` the most, None where there is no known end; both None
    where the programme pays nothing. Ceilings all of them, never a promise. ``missing`` are the
    facts that leave the verdict open, in the order of their keys; what is asked of loans is
    told together as ``loans``.

    The verdict is so ``since`` a moment, first of the day ``on``. ``rules`` is the fingerprint
    of the rules by which the row was last written and ``known_at`` the moment up to which facts
    were known then; a row that would be written the same again is left alone. What the table as
    a whole is true of, ``ProgrammeStanding`` and ``FirmStanding`` say.
    """

    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="matches", db_index=False, verbose_name=_("主体")
    )
    programme = models.CharField(_("项目编号"), max_length=80)
    version = models.CharField(_("版本"), max_length=20)
    verdict = models.CharField(_("结论"), max_length=10, choices=Verdict.choices)
    sure_fen = models.BigIntegerField(_("至少的上限（分）"), null=True)
    possible_fen = models.BigIntegerField(_("至多的上限（分）"), null=True)
    missing = ArrayField(models.CharField(max_length=60), verbose_name=_("缺少的事实"))
    since = models.DateTimeField(_("自何时"))
    on = models.DateField(_("按哪一天"))
    rules = models.CharField(_("规则指纹"), max_length=FINGERPRINT)
    known_at = models.DateTimeField(_("截至何时所知"))

    class Meta:
        verbose_name = _("匹配")
        ordering = ("subject_id", "programme")
        indexes = (
            # Of one programme in the order of firms, which is how lists of them are read.
            models.Index(fields=("programme", "verdict", "subject"), name="matches_of_programme"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("subject", "programme"),
                name="match_of_a_firm_and_a_programme_is_one",
                violation_error_message=_("一户企业对一个项目只有一条匹配"),
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=STORED),
                name="match_is_yes_or_unknown",
                violation_error_message=_("匹配表只存符合和可能符合的，不符合的没有记录"),
            ),
            models.CheckConstraint(
                condition=Q(sure_fen__isnull=True) | Q(sure_fen__gte=0),
                name="match_amount_is_not_negative",
                violation_error_message=_("金额不能小于零"),
            ),
            models.CheckConstraint(
                condition=Q(possible_fen__isnull=True)
                | Q(sure_fen__isnull=False, possible_fen__gte=F("sure_fen")),
                name="match_amount_is_a_range",
                violation_error_message=_("至多的上限不能小于至少的上限"),
            ),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.UNKNOWN) | Q(sure_fen__isnull=True) | Q(sure_fen=0),
                name="match_that_is_open_promises_nothing",
                violation_error_message=_("还没有定的，不能写已经确定的金额"),
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.UNKNOWN) | Q(missing__len=0),
                name="match_that_is_settled_lacks_nothing",
                violation_error_message=_("已经符合的，不缺判断所需的事实"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.programme} {self.get_verdict_display()}"


class MatchChange(AppendOnly, models.Model):
    """匹配变动: the verdict of a firm and a programme became another one, when and why.

    The first judgement of a firm or of a programme is no change. Nothing is changed or removed.
    """

    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="match_changes", verbose_name=_("主体")
    )
    programme = models.CharField(_("项目编号"), max_length=80)
    before = models.CharField(_("原来"), max_length=10, choices=Verdict.choices)
    after = models.CharField(_("现在"), max_length=10, choices=Verdict.choices)
    why = models.CharField(_("原因"), max_length=10, choices=Why.choices)
    on = models.DateField(_("按哪一天"))
    at = models.DateTimeField(_("何时"))

    class Meta:
        verbose_name = _("匹配变动")
        ordering = ("-id",)
        indexes = (models.Index(fields=("programme", "-id"), name="changes_of_programme"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(before=F("after")),
                name="match_change_is_a_change",
                violation_error_message=_("变动前后的结论不能相同"),
            ),
            models.CheckConstraint(
                condition=Q(before__in=(*STORED, Verdict.NO)),
                name="match_change_is_of_a_firm_on_file",
                violation_error_message=_("变动之前企业须在库"),
            ),
            models.CheckConstraint(
                condition=Q(why__in=CHANGING),
                name="match_change_says_why",
                violation_error_message=_("变动须说明原因：数据、规则、日子，或企业不再在库"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.programme} {self.get_before_display()}→{self.get_after_display()}"
