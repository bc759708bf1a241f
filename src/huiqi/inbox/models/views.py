"""常用筛选的记录: what of the desk somebody asks for again and again, under a name of their own."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiqi.parties.models import Person


class DeskView(models.Model):
    """常用筛选: the filters of the desk as its address writes them, for one person."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="desk_views")
    name = models.CharField(_("名称"), max_length=20)
    query = models.CharField(_("筛选"), max_length=300)
    made_at = models.DateTimeField(_("存于"))

    class Meta:
        verbose_name = _("常用筛选")
        ordering = ("made_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "name"),
                name="desk_view_has_a_name_of_its_own",
                violation_error_message=_("已经有这个名称的常用筛选"),
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(query=""),
                name="desk_view_has_a_name_and_filters",
                violation_error_message=_("常用筛选要有名称和筛选"),
            ),
        )

    def __str__(self) -> str:
        return self.name
