"""材料和发票: files that prove what was written, and invoices that nobody claims twice."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiqi.programmes.models.applications import Application


class EvidenceFile(models.Model):
    """材料: a file handed in for one of the materials of the form; reused, it is one more row.

    ``removed_at`` takes it out of a draft; what was handed in is in the snapshot for ever.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="evidence", verbose_name=_("申报")
    )
    material = models.CharField(_("哪种材料"), max_length=60)
    file = models.ForeignKey(
        "kernel.StoredFile", models.PROTECT, related_name="+", verbose_name=_("文件")
    )
    reused_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("沿用自")
    )
    person = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("上传人")
    )
    added_at = models.DateTimeField(_("上传时间"))
    removed_at = models.DateTimeField(_("移除时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("材料")
        ordering = ("application_id", "material", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("application", "material", "file"),
                condition=Q(removed_at__isnull=True),
                name="evidence_is_handed_in_once",
                violation_error_message=_("这个文件已经交在这一项下"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.material}：{self.file_id}"


class InvoiceLine(models.Model):
    """发票: one line that an application rests on; held, nobody else in the city may claim it.

    ``amount_fen`` with tax; ``buyer`` and ``seller`` are credit codes or names as printed.
    ``held`` is false once the application came to nothing: then it may be claimed again.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="invoices", verbose_name=_("申报")
    )
    place = models.PositiveIntegerField(_("序号"))
    code = models.CharField(_("发票代码"), max_length=12, blank=True)
    number = models.CharField(_("发票号码"), max_length=20)
    amount_fen = models.BigIntegerField(_("价税合计（分）"))
    buyer = models.CharField(_("购买方"), max_length=120)
    seller = models.CharField(_("销售方"), max_length=120)
    issued_on = models.DateField(_("开票日期"))
    held = models.BooleanField(_("占用中"), default=True)

    class Meta:
        verbose_name = _("发票")
        ordering = ("application_id", "place")
        constraints = (
            models.UniqueConstraint(
                fields=("code", "number"),
                condition=Q(held=True),
                name="invoice_is_claimed_once_in_the_city",
                violation_error_message=_("这张发票已经在一份申报里用过，同一张发票不能申报两次"),
            ),
            models.UniqueConstraint(
                fields=("application", "place"),
                name="invoice_has_its_place",
                violation_error_message=_("这个序号已经有一张发票"),
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0),
                name="invoice_is_of_some_money",
                violation_error_message=_("发票金额必须大于零"),
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^([0-9]{10}|[0-9]{12})?$")
                & Q(number__regex=r"^([0-9]{8}|[0-9]{20})$"),
                name="invoice_has_its_digits",
                violation_error_message=_(
                    "发票号码是 8 位或 20 位数字；代码是 10 位或 12 位数字，数电票没有代码"
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.number}".strip()
