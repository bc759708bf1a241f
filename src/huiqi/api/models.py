"""接口的记录: the tokens by which programs come in a person's name."""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiqi.api.enums import Scope

PREFIX_LENGTH = 8
TITLE_LENGTH = 60


class ApiToken(models.Model):
    """接口令牌: lets a program act as one person for one organization, within its scopes.

    Only a hash of it is kept; the prefix is what its owner knows it by. What the person may do
    is asked anew at every request: a token never outlives the membership behind it.
    """

    person = models.ForeignKey("parties.Person", models.PROTECT, related_name="api_tokens")
    organization = models.ForeignKey(
        "parties.Organization", models.PROTECT, related_name="api_tokens"
    )
    title = models.CharField(_("用途"), max_length=TITLE_LENGTH)
    prefix = models.CharField(_("前缀"), max_length=PREFIX_LENGTH, unique=True)
    digest = models.CharField(_("哈希"), max_length=64)
    scopes = ArrayField(
        models.CharField(max_length=20, choices=Scope.choices), verbose_name=_("权限范围")
    )
    created_at = models.DateTimeField(_("生成时间"))
    expires_at = models.DateTimeField(_("到期时间（不含）"))
    last_used_at = models.DateTimeField(_("最近使用时间"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("接口令牌")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(scopes__contained_by=[scope.value for scope in Scope])
                & Q(scopes__len__gt=0),
                name="api_token_opens_what_there_is",
                violation_error_message=_("请至少选择一项令牌的权限范围"),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="api_token_expires_after_it_is_made",
                violation_error_message=_("令牌的到期时间必须晚于生成时间"),
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("created_at")),
                name="api_token_is_revoked_after_it_is_made",
                violation_error_message=_("令牌的撤销时间不能早于生成时间"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.prefix}…）"

    @property
    def scope_labels(self) -> list[str]:
        """权限范围: in words."""
        return [gettext(str(Scope(one).label)) for one in self.scopes]

    def is_live_at(self, now: datetime) -> bool:
        """是否有效: neither expired nor revoked at ``now``."""
        return self.expires_at > now and (self.revoked_at is None or self.revoked_at > now)
