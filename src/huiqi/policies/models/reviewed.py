"""四眼的版本: what every text has that one person writes and another one reviews."""

from __future__ import annotations

from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from huiqi.parties.models import Person

LONGEST_WHY: Final = 200
OPEN: Final = ("draft", "submitted", "returned")


class Reviewed(models.Model):
    """四眼的版本: who wrote a version of a programme's text, and who else answers for it.

    ``made_by`` None is the library, whose files were reviewed before they came here; every other
    version is reviewed by somebody who wrote no word of it, for the ``reviewed_office`` named.
    ``writers`` are the numbers of all who ever saved it. ``revision`` counts the savings, so
    that two who write at once are told.
    """

    programme = models.CharField(_("项目编号"), max_length=80)
    version = models.PositiveIntegerField(_("版次"))
    why = models.CharField(_("改动说明"), max_length=LONGEST_WHY, blank=True)
    revision = models.PositiveIntegerField(_("保存次数"), default=1)
    writers = ArrayField(models.BigIntegerField(), verbose_name=_("写过的人"), default=list)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(_("起草时间"))
    saved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    saved_at = models.DateTimeField(_("保存时间"))
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    reviewed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_office = models.CharField(_("复核部门"), max_length=200, blank=True)
    reviewed_at = models.DateTimeField(_("复核时间"), null=True, blank=True)
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)
    remark = models.CharField(_("退回意见"), max_length=300, blank=True)

    class Meta:
        abstract = True
