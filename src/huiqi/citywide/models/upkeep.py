"""匹配表的维护: what the table is true of, which firms wait to be judged, what checks found."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.citywide.enums import CheckKind, Why
from huiqi.citywide.models.matches import FINGERPRINT
from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly, UnseenNumber
from huiqi.parties.models import Subject


class DirtyFirm(models.Model):
    """待算企业: something is different about a firm, so what it matches is to be worked out again.

    The database itself writes these rows, in the transaction that records a fact or changes a
    registration; no writer can forget it (migration 0003). A fact of a day to come waits until
    that day: ``since``. A firm may stand here several times. Whoever judges it anew takes its
    rows away in the same transaction.
    """

    id = UnseenNumber()
    subject_id = models.BigIntegerField(_("主体"))
    since = models.DateField(_("从哪天起要算"))

    class Meta:
        verbose_name = _("待算企业")
        ordering = ("id",)
        indexes = (models.Index(fields=("subject_id",), name="dirty_rows_of_firm"),)

    def __str__(self) -> str:
        return f"{self.subject_id} {self.since}"


class FirmStanding(models.Model):
    """企业判断: that a firm was judged at all, on what knowledge, and in which groups it counts.

    ``known_at``: no fact recorded before it was left out when it was judged last for its own
    sake. ``district`` and ``section`` (of the industry) are codes, ``size`` a size class;
    ``unknown`` where nobody has said.
    """

    subject = models.OneToOneField(
        Subject, models.PROTECT, primary_key=True, related_name="standing", verbose_name=_("主体")
    )
    on = models.DateField(_("按哪一天"))
    known_at = models.DateTimeField(_("截至何时所知"))
    district = models.CharField(_("行政区"), max_length=12)
    section = models.CharField(_("行业门类"), max_length=12)
    size = models.CharField(_("规模"), max_length=20)

    class Meta:
        verbose_name = _("企业判断")
        ordering = ("subject_id",)

    def __str__(self) -> str:
        return f"{self.subject_id} {self.on}"


class ProgrammeStanding(models.Model):
    """项目判断: by which rules the rows of a programme were found, and for which day they hold.

    ``fingerprint`` None: it is being worked out again for ``aim``, and some of its rows are of
    the rules before. Empty: in force for nobody. ``text`` is the hash of all texts it rests on,
    which tells a change of rules (``why``) from a new day.
    """

    programme = models.CharField(_("项目编号"), max_length=80)
    text = models.CharField(_("规则文件的哈希"), max_length=64)
    fingerprint = models.CharField(_("规则指纹"), max_length=FINGERPRINT, null=True)
    aim = models.CharField(_("正在换成的规则指纹"), max_length=FINGERPRINT, blank=True)
    why = models.CharField(_("上次重算的原因"), max_length=10, choices=Why.choices)
    on = models.DateField(_("对哪一天成立"), null=True)
    judged_at = models.DateTimeField(_("上次算完的时间"), null=True)

    class Meta:
        verbose_name = _("项目判断")
        ordering = ("programme",)
        constraints = (
            models.UniqueConstraint(
                fields=("programme",),
                name="programme_stands_once",
                violation_error_message=_("一个项目只有一条判断记录"),
            ),
            models.CheckConstraint(
                condition=Q(fingerprint__isnull=True)
                | Q(fingerprint=F("aim"), on__isnull=False, judged_at__isnull=False),
                name="programme_that_is_settled_reached_its_aim",
                violation_error_message=_("算完的项目须写明对哪一天成立、何时算完"),
            ),
        )

    def __str__(self) -> str:
        return self.programme


class MatchTable(models.Model):
    """匹配表: the day it is made for, the rules it aims at, and how far a recount has come.

    ``aim`` is the hash of all fingerprints. ``rows_done`` counts the rows of the register that
    were gone through, ``last_subject`` is the last firm of those judged one batch after another.
    """

    on = models.DateField(_("按哪一天"))
    aim = models.CharField(_("全部规则指纹的哈希"), max_length=64)
    register_id = models.BigIntegerField(_("所用的名册"), null=True)
    rows_done = models.PositiveBigIntegerField(_("名册已过的行数"), default=0)
    last_subject = models.PositiveBigIntegerField(_("已过的最后一个主体"), default=0)
    refreshed_at = models.DateTimeField(_("上次更新完的时间"), null=True)

    class Meta:
        verbose_name = _("匹配表")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(pk=1),
                name="match_table_is_one",
                violation_error_message=_("匹配表只有一张"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.on}"


class TableCheck(AppendOnly, models.Model):
    """匹配表核对: firms judged in another way and compared with the table; none may differ.

    ``differences`` names the first of them, each with what the table says and what was found.
    """

    kind = models.CharField(_("核对方式"), max_length=10, choices=CheckKind.choices)
    on = models.DateField(_("按哪一天"))
    firms = models.PositiveIntegerField(_("户数"))
    pairs = models.PositiveIntegerField(_("比对的匹配数"))
    different = models.PositiveIntegerField(_("不同的匹配数"))
    differences = models.JSONField(_("不同之处"), default=list)
    at = models.DateTimeField(_("核对时间"))

    class Meta:
        verbose_name = _("匹配表核对")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(different=0, differences=[])
                | (Q(different__gt=0) & ~Q(differences=[])),
                name="table_check_names_what_differs",
                violation_error_message=_("有不同之处须逐条列出，没有则不列"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"
