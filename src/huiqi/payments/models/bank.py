"""银行文件: in which columns a bank takes orders and answers, what went to it and came back."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.payments.enums import Encoding, Field, Kind, Outcome, Separator, Unit


class BankFormat(AppendOnly, models.Model):
    """银行文件格式: one edition of how a bank wants its files; an order keeps to its own.

    ``columns`` and ``answer_columns`` are pairs of field and heading, in order. ``words`` tells
    for the bank's words of outcome what they mean. With ``footer`` the last row of an answer
    begins with that word and tells count and total.
    """

    code = models.SlugField(_("代码"), max_length=40)
    edition = models.PositiveSmallIntegerField(_("版次"))
    title = models.CharField(_("名称"), max_length=80)
    kind = models.CharField(_("文件种类"), max_length=8, choices=Kind.choices)
    encoding = models.CharField(
        _("编码"), max_length=12, choices=Encoding.choices, default=Encoding.UTF8
    )
    separator = models.CharField(
        _("分隔符"), max_length=1, choices=Separator.choices, default=Separator.COMMA
    )
    unit = models.CharField(_("金额单位"), max_length=8, choices=Unit.choices, default=Unit.YUAN)
    columns = models.JSONField(_("付款文件的列"))
    answer_columns = models.JSONField(_("回单的列"))
    words = models.JSONField(_("结果的说法"))
    footer = models.CharField(_("合计行的开头"), max_length=20, blank=True)
    made_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("银行文件格式")
        ordering = ("code", "-edition")
        constraints = (
            models.UniqueConstraint(
                fields=("code", "edition"),
                name="format_has_its_own_edition",
                violation_error_message=_("这个格式的这一版已经登记"),
            ),
            models.CheckConstraint(
                condition=~Q(title="") & Q(edition__gte=1),
                name="format_has_a_title",
                violation_error_message=_("银行文件格式要写明名称和版次"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return self.title

    @property
    def asked(self) -> list[tuple[Field, str]]:
        """付款文件的列: field and heading, in order."""
        return [(Field(name), heading) for name, heading in self.columns]

    @property
    def said(self) -> list[str]:
        """结果的说法: the bank's words, those for paid first; JSON keeps no order."""
        order = list(Outcome.values)
        return sorted(self.words, key=lambda word: (order.index(self.words[word]), word))

    @property
    def answered(self) -> list[tuple[Field, str]]:
        """回单的列: field and heading, in order."""
        return [(Field(name), heading) for name, heading in self.answer_columns]


class BankFile(AppendOnly, models.Model):
    """付款文件: what went to the bank for an order, once; asked for again it is the same bytes.

    They stand in the database beside the money that they move.
    """

    order = models.OneToOneField(
        "payments.PaymentOrder",
        models.PROTECT,
        related_name="bank_file",
        verbose_name=_("拨付单"),
    )
    name = models.CharField(_("文件名"), max_length=40)
    content = models.BinaryField(_("内容"))
    digest = models.CharField(_("文件哈希"), max_length=64)
    lines_count = models.PositiveIntegerField(_("笔数"))
    total_fen = models.BigIntegerField(_("合计（分）"))
    made_by = models.ForeignKey(
        "parties.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("导出人"),
    )
    made_at = models.DateTimeField(_("导出时间"))

    class Meta:
        verbose_name = _("付款文件")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"),
                name="bank_file_names_its_hash",
                violation_error_message=_("文件哈希应为 SHA-256"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.order_id}：{self.digest[:12]}"


class BankAnswer(AppendOnly, models.Model):
    """银行回单: a file in which the bank says what became of an order, and what we made of it.

    ``is_taken``: it was trusted as a whole and posted; else ``problems`` says why nothing was.
    ``results`` has for each row the reference, what the bank said and whether that was new.
    """

    order = models.ForeignKey(
        "payments.PaymentOrder", models.PROTECT, related_name="answers", verbose_name=_("拨付单")
    )
    file = models.ForeignKey(
        "kernel.StoredFile", models.PROTECT, related_name="+", verbose_name=_("文件")
    )
    file_name = models.CharField(_("文件名"), max_length=200)
    digest = models.CharField(_("文件哈希"), max_length=64)
    is_taken = models.BooleanField(_("已采信"))
    results = models.JSONField(_("逐笔结果"), default=list, blank=True)
    problems = models.JSONField(_("问题"), default=list, blank=True)
    made_by = models.ForeignKey(
        "parties.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("上传人"),
    )
    made_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = _("银行回单")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("order", "digest"),
                condition=Q(is_taken=True),
                name="answer_is_taken_once",
                violation_error_message=_("这份回单已经采信过"),
            ),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"),
                name="answer_names_its_hash",
                violation_error_message=_("文件哈希应为 SHA-256"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return self.file_name

    def counted(self) -> dict[str, int]:
        """各种结果的笔数: by outcome."""
        found: dict[str, int] = {}
        rows: list[dict[str, Any]] = self.results
        for row in rows:
            found[row["outcome"]] = found.get(row["outcome"], 0) + 1
        return found
