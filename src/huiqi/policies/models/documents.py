"""政策文件的记录: as the library cites them; what nobody has read stays empty.

What the library says no longer is kept: ``withdrawn_on`` is the first day on which it did not
(None: it still says so), and LibraryChange tells what became of it when.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.policies.enums import DocumentKind, Level, RelationKind


class PolicyDocument(models.Model):
    """政策文件: one text that programmes rest on; empty or None is «not known», never «none».

    ``in_force_on`` is its first day, ``until_on`` the first day on which it holds no longer
    (exclusive); ``has_no_end`` says that its text sets no end. Title and number together name
    no document: many have no number, and later versions bear the same title.
    """

    title = models.CharField(_("文件名称"), max_length=200)
    document_no = models.CharField(_("文号"), max_length=60, blank=True)
    issuer = models.CharField(_("发文机关"), max_length=200, blank=True)
    kind = models.CharField(_("文种"), max_length=20, choices=DocumentKind.choices)
    level = models.CharField(_("层级"), max_length=10, choices=Level.choices)
    issued_on = models.DateField(_("成文日期"), null=True, blank=True)
    in_force_on = models.DateField(_("施行日期"), null=True, blank=True)
    until_on = models.DateField(_("失效日期（当天起不再有效）"), null=True, blank=True)
    has_no_end = models.BooleanField(_("没有写止期"), default=False)
    source_url = models.URLField(_("原文链接"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("政策文件")
        ordering = (F("issued_on").desc(nulls_last=True), "title", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("title", "document_no", "issuer", "issued_on"),
                nulls_distinct=False,
                name="document_is_on_file_once",
                violation_error_message=_("名称、文号、机关、日期都相同的文件已经有了"),
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="document_has_a_title",
                violation_error_message=_("文件要有名称"),
            ),
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True)
                | Q(in_force_on__isnull=True)
                | Q(in_force_on__gte=F("issued_on")),
                name="document_is_issued_before_it_is_in_force",
                violation_error_message=_("施行日期不能早于成文日期"),
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True)
                | (
                    (Q(in_force_on__isnull=True) | Q(until_on__gt=F("in_force_on")))
                    & (Q(issued_on__isnull=True) | Q(until_on__gt=F("issued_on")))
                ),
                name="document_ends_after_it_begins",
                violation_error_message=_("失效日期要晚于成文日期和施行日期"),
            ),
            models.CheckConstraint(
                condition=~Q(has_no_end=True) | Q(until_on__isnull=True),
                name="document_without_end_has_no_last_day",
                violation_error_message=_("没有写止期的文件不能有失效日期"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}（{self.document_no}）" if self.document_no else self.title


class Basis(models.Model):
    """依据: that a programme cites a document, under the name it has in the programme's file.

    ``unverified`` (待核) is what this programme says of it: nobody has read it in the original.
    """

    document = models.ForeignKey(PolicyDocument, models.PROTECT, related_name="bases")
    programme = models.CharField(_("项目编号"), max_length=80)
    source = models.CharField(_("来源名"), max_length=60)
    unverified = models.BooleanField(_("待核"), default=False)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    withdrawn_on = models.DateField(_("自何日起撤下"), null=True, blank=True)

    class Meta:
        verbose_name = _("依据")
        ordering = ("programme", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "source"),
                name="source_of_a_programme_is_one_document",
                violation_error_message=_("项目的一个来源只对应一份文件"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.programme}：{self.document}"


class Clause(models.Model):
    """条款: what a clause of a document means for one programme, in our own words.

    ``number`` is how the programme's file names the clause (empty: the document as a whole),
    ``item`` which of the programme's items rests on it.
    """

    basis = models.ForeignKey(Basis, models.PROTECT, related_name="clauses")
    number = models.CharField(_("条款号"), max_length=120, blank=True)
    item = models.CharField(_("条目"), max_length=120)
    text = models.CharField(_("内容"), max_length=500)
    place = models.PositiveIntegerField(_("次序"))
    withdrawn_on = models.DateField(_("自何日起撤下"), null=True, blank=True)

    class Meta:
        verbose_name = _("条款")
        ordering = ("basis_id", "place", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("basis", "item"),
                name="item_rests_on_a_document_once",
                violation_error_message=_("同一条目在一份文件里只记一次"),
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="clause_says_something",
                violation_error_message=_("条款要写明内容"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}：{self.text}" if self.number else self.text


class DocumentRelation(models.Model):
    """文件关系: a document repeals, amends or carries out another from ``on`` (included) on.

    None is a day nobody has read.
    """

    document = models.ForeignKey(PolicyDocument, models.PROTECT, related_name="relations")
    other = models.ForeignKey(PolicyDocument, models.PROTECT, related_name="relations_to_it")
    kind = models.CharField(_("关系"), max_length=12, choices=RelationKind.choices)
    on = models.DateField(_("自何日起"), null=True, blank=True)
    is_from_library = models.BooleanField(_("出自政策库"), default=False)
    withdrawn_on = models.DateField(_("自何日起撤下"), null=True, blank=True)

    class Meta:
        verbose_name = _("文件关系")
        ordering = ("document_id", "kind", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("document", "other", "kind"),
                name="documents_are_related_once_in_a_way",
                violation_error_message=_("这两份文件的这种关系已经有了"),
            ),
            models.CheckConstraint(
                condition=~Q(document=F("other")),
                name="document_is_not_related_to_itself",
                violation_error_message=_("文件不能和自己有关系"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.document} {self.get_kind_display()} {self.other}"


class Responsibility(models.Model):
    """主管: which department runs a programme, from ``since`` to before ``until`` (exclusive)."""

    programme = models.CharField(_("项目编号"), max_length=80)
    department = models.CharField(_("主管部门"), max_length=200)
    since = models.DateField(_("自"))
    until = models.DateField(_("至（不含）"), null=True, blank=True)
    clause = models.CharField(_("依据"), max_length=300, blank=True)
    withdrawn_on = models.DateField(_("自何日起撤下"), null=True, blank=True)

    class Meta:
        verbose_name = _("主管")
        ordering = ("programme", "-since", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "since", "department"),
                name="department_takes_charge_once_a_day",
                violation_error_message=_("这个部门自这一天起的主管已经有了"),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="charge_ends_after_it_begins",
                violation_error_message=_("主管的止日要晚于起日"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.programme}：{self.department}"
