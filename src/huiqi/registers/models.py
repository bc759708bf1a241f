"""名册的记录: one manifest for each import, which firms it brought, and that it was taken back."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.parties.enums import Source
from huiqi.registers.enums import Format, Stage
from huiqi.registers.flaws import Flaw


class RegisterImport(AppendOnly, models.Model):
    """名册导入: the manifest of one import: who, when, which file, in whose name, what it did.

    Its facts are those rows between ``first_fact_id`` and ``last_fact_id`` (both included)
    whose note is ``note``; both are None when the file said nothing new. ``columns`` maps each
    heading to the key of its fact. ``problems`` holds the first ones, ``rows_refused`` counts
    every row that was left out.
    """

    file_name = models.CharField(_("文件名"), max_length=200)
    format = models.CharField(_("文件格式"), max_length=8, choices=Format.choices)
    digest = models.CharField(_("文件哈希"), max_length=64)
    size = models.BigIntegerField(_("字节数"))
    source = models.CharField(_("来源"), max_length=20, choices=Source.choices)
    as_of = models.DateField(_("截至日期"))
    columns = models.JSONField(_("各列对应的事实"))
    rows = models.PositiveIntegerField(_("行数"))
    rows_refused = models.PositiveIntegerField(_("有问题的行数"))
    firms_created = models.PositiveIntegerField(_("新建单位数"))
    firms_known = models.PositiveIntegerField(_("已有单位数"))
    facts_recorded = models.PositiveBigIntegerField(_("新记事实数"))
    first_fact_id = models.BigIntegerField(_("首条事实"), null=True)
    last_fact_id = models.BigIntegerField(_("末条事实"), null=True)
    problems = models.JSONField(_("问题"), default=list)
    imported_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("导入人")
    )
    imported_at = models.DateTimeField(_("导入时间"))

    class Meta:
        verbose_name = _("名册导入")
        ordering = ("-id",)
        indexes = (models.Index(fields=("digest", "source"), name="import_of_file"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"),
                name="import_names_the_hash_of_its_file",
                violation_error_message=_("文件哈希应为 SHA-256"),
            ),
            models.CheckConstraint(
                condition=Q(rows__gte=F("rows_refused") + F("firms_created") + F("firms_known")),
                name="import_counts_every_row_once",
                violation_error_message=_("导入的各项行数之和不能超过总行数"),
            ),
            models.CheckConstraint(
                condition=Q(facts_recorded=0, first_fact_id=None, last_fact_id=None)
                | Q(facts_recorded__gt=0, last_fact_id__gte=F("first_fact_id")),
                name="import_knows_where_its_facts_are",
                violation_error_message=_("有新事实的导入须写明首末编号"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"名册导入 {self.pk}：{self.file_name}"

    def flaws(self) -> Iterator[tuple[int, Flaw]]:
        """问题逐条: those that are kept; what older imports kept are sentences of whole rows."""
        for row, kept in self.problems:
            for one in kept:
                yield row, Flaw("", "", one, "") if isinstance(one, str) else Flaw(*one)

    @property
    def note(self) -> str:
        """说明: what each of its facts says of where it came from."""
        return f"名册导入 {self.pk}"


class ImportedOrganization(AppendOnly, models.Model):
    """导入的单位: an organization that an import created, or opened again."""

    # The unique pair below begins with the import: no index of its own.
    register_import = models.ForeignKey(
        RegisterImport, models.PROTECT, related_name="created", db_index=False
    )
    organization = models.ForeignKey("parties.Organization", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("导入的单位")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("register_import", "organization"),
                name="organization_is_created_once_by_an_import",
                violation_error_message=_("一次导入只新建一家单位一次"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.register_import_id}：{self.organization_id}"


class RegisterUndo(AppendOnly, models.Model):
    """撤销导入: who took an import back and when; ``closed_on`` is the day its firms closed."""

    register_import = models.OneToOneField(RegisterImport, models.PROTECT, related_name="undo")
    facts_restored = models.PositiveBigIntegerField(_("恢复事实数"))
    firms_closed = models.PositiveIntegerField(_("注销单位数"))
    closed_on = models.DateField(_("注销日期"))
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    undone_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("撤销人")
    )
    undone_at = models.DateTimeField(_("撤销时间"))

    class Meta:
        verbose_name = _("撤销导入")
        ordering = ("-id",)
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"撤销 {self.register_import}"


class RegisterCase(models.Model):
    """名册办理: an officer's file on its way: rehearsed, looked at, brought in, perhaps taken back.

    ``counts`` are those of the rehearsal: rows, refused, created, known, facts. ``problems`` say
    why the file could not be used. ``has_errors``: there is a sheet of rows with problems.
    ``file`` is None for an import from the command line that is taken back; its content is gone
    when the case was dropped or unusable.
    """

    file = models.ForeignKey(
        "kernel.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("文件"),
    )
    file_name = models.CharField(_("文件名"), max_length=200)
    source = models.CharField(_("来源"), max_length=20, choices=Source.choices)
    as_of = models.DateField(_("截至日期"))
    stage = models.CharField(
        _("进展"), max_length=12, choices=Stage.choices, default=Stage.READING, editable=False
    )
    counts = models.JSONField(_("核对结果"), default=dict, blank=True)
    problems = models.JSONField(_("问题"), default=list, blank=True)
    has_errors = models.BooleanField(_("有错误表"), default=False)
    register_import = models.OneToOneField(
        RegisterImport, models.PROTECT, null=True, blank=True, related_name="case"
    )
    opened_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("上传人")
    )
    opened_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = _("名册办理")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(stage__in=(Stage.IMPORTED, Stage.UNDOING, Stage.UNDONE))
                | Q(register_import__isnull=False),
                name="register_case_knows_what_it_imported",
                violation_error_message=_("已导入的名册须有导入编号"),
            ),
        )

    def __str__(self) -> str:
        return self.file_name
