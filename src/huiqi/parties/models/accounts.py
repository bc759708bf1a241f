"""收款账户: where money for an organization goes, and everything that was done with it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.parties.enums import AccountDeed, AccountEnd, AccountProof, AccountState
from huiqi.parties.models.organizations import Organization


class BankAccount(models.Model):
    """收款账户: where money for an organization goes, once somebody has verified it.

    What was entered never changes, it is verified once and closed once (the database holds to
    it): another account is another row, which ``replaces`` this one from the moment on which it
    is verified. ``branch_code`` is the 12 digits of its branch (联行号), empty for accounts that
    were taken over without one.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="bank_accounts")
    holder = models.CharField(_("户名"), max_length=120)
    bank = models.CharField(_("开户银行"), max_length=120)
    branch_code = models.CharField(_("联行号"), max_length=12, blank=True, db_default="")
    number = models.CharField(_("账号"), max_length=40)
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("接替的账户"),
    )
    entered_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    entered_at = models.DateTimeField(_("录入时间"))
    verified_at = models.DateTimeField(_("核验时间"), null=True, blank=True)
    verified_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    closed_why = models.CharField(
        _("停用原因"), max_length=10, choices=AccountEnd.choices, blank=True, db_default=""
    )

    class Meta:
        verbose_name = _("收款账户")
        ordering = ("organization_id", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(closed_at__isnull=True),
                name="bank_account_belongs_to_one_organization",
                violation_error_message=_("这个账号已登记在某个单位名下"),
            ),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9]{8,32}$"),
                name="bank_account_number_is_digits",
                violation_error_message=_("银行账号应为 8 至 32 位数字"),
            ),
            models.CheckConstraint(
                condition=Q(branch_code="") | Q(branch_code__regex=r"^[0-9]{12}$"),
                name="bank_account_branch_is_twelve_digits",
                violation_error_message=_("联行号应为 12 位数字"),
            ),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, verified_by__isnull=True)
                | Q(verified_at__isnull=False, verified_by__isnull=False),
                name="bank_account_is_verified_by_somebody",
                violation_error_message=_("账户核验要有核验人和时间"),
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True)
                | Q(entered_by__isnull=True)
                | ~Q(verified_by=F("entered_by")),
                name="bank_account_is_verified_by_another",
                violation_error_message=_("录入账户的人不能自己核验"),
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_why="")
                | (Q(closed_at__isnull=False) & ~Q(closed_why="")),
                name="bank_account_says_why_it_is_closed",
                violation_error_message=_("停用的账户要写明原因"),
            ),
            models.CheckConstraint(
                condition=~Q(closed_why=AccountEnd.DECLINED) | Q(verified_at__isnull=True),
                name="bank_account_declined_was_not_verified",
                violation_error_message=_("已经核验的账户不能再定为核验未通过；不再使用请停用"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder} 尾号 {self.number[-4:]}"

    @property
    def state(self) -> AccountState:
        """账户状态: as it follows from what was done with it."""
        if self.closed_why == AccountEnd.DECLINED:
            return AccountState.DECLINED
        if self.closed_at is not None:
            return AccountState.CLOSED
        return AccountState.VERIFIED if self.verified_at is not None else AccountState.WAITING

    @property
    def masked(self) -> str:
        """遮掩的账号: all but its last four digits, as it is shown once it was entered."""
        return f"**** {self.number[-4:]}"


class BankAccountStep(AppendOnly, models.Model):
    """账户的经过: one thing that was done with an account, by whom and why.

    ``proof`` is how it was verified; ``note`` what the proof is (a number of the bank's paper or
    of the test payment) or why it was declined or stopped.
    """

    account = models.ForeignKey(
        BankAccount, models.PROTECT, related_name="steps", verbose_name=_("收款账户")
    )
    deed = models.CharField(_("经过"), max_length=10, choices=AccountDeed.choices)
    proof = models.CharField(_("核验方式"), max_length=16, choices=AccountProof.choices, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    by = models.ForeignKey(
        "parties.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("经办人"),
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("账户的经过")
        ordering = ("account_id", "id")
        constraints = (
            models.CheckConstraint(
                condition=(Q(deed=AccountDeed.VERIFIED) & ~Q(proof="") & ~Q(note=""))
                | (~Q(deed=AccountDeed.VERIFIED) & Q(proof="")),
                name="account_step_says_how_it_was_verified",
                violation_error_message=_("核验通过要写明核验方式和凭据"),
            ),
            models.CheckConstraint(
                condition=~Q(deed=AccountDeed.DECLINED) | ~Q(note=""),
                name="account_step_says_why_it_was_declined",
                violation_error_message=_("核验未通过要写明理由"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.account}：{self.get_deed_display()}"
