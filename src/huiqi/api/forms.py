"""令牌的表单: what it is for, what it opens and how long it lives."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from huiqi.api.enums import Scope
from huiqi.api.models import TITLE_LENGTH

LIVES: Final = (
    ("30", _("30 天")),
    ("90", _("90 天")),
    ("180", _("180 天")),
    ("366", _("一年")),
)
SCOPES: Final = (
    (Scope.FIRM, _("读取所代表单位的资料")),
    (Scope.TOKENS, _("查看和撤销自己的令牌")),
    (Scope.RIGHTS, _("行使数据权利")),
    (Scope.FOLLOW, _("关注政策和保存查询")),
    (Scope.POLICIES, _("起草和复核本单位的政策规则")),
    (Scope.SANDBOX, _("在全市名册上推演本单位的政策")),
    (Scope.PAYMENTS, _("查看拨付、送银行和对账")),
    (Scope.ACCOUNTS, _("录入、停用和核验收款账户")),
    (Scope.BOOKS, _("办理账本：预算单和审计抽样")),
    (Scope.NOTICES, _("起草、发布公示和答复异议")),
    (Scope.ROSTERS, _("生成和查看本单位主管项目的企业名单")),
    (Scope.APPLICATIONS, _("填写和提交所代表单位的申报")),
)


class TokenForm(forms.Form):
    """新令牌: every field is asked for, none is guessed."""

    title = forms.CharField(
        label=_("用在哪里"),
        max_length=TITLE_LENGTH,
        help_text=_("写程序或系统的名字，以后认得出，例如：财务系统"),
        error_messages={
            "required": _("请写明令牌用在哪里"),
            "max_length": _("最多 60 个字，请写短一些"),
        },
    )
    scopes = forms.MultipleChoiceField(
        label=_("能做什么"),
        choices=SCOPES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("请至少选择一项令牌的权限范围"),
            "invalid_choice": _("没有这样的权限范围，请在列出的里面选"),
        },
    )
    days = forms.ChoiceField(
        label=_("有效多久"),
        choices=LIVES,
        initial="90",
        widget=forms.RadioSelect,
        help_text=_("到期自动失效；越短越安全"),
        error_messages={
            "required": _("请选择有效多久"),
            "invalid_choice": _("有效期请在列出的里面选，最长一年"),
        },
    )

    @property
    def choosing(self) -> list[forms.BoundField]:
        """选择项: the fields that are chosen from, in order."""
        return [self["scopes"], self["days"]]

    @property
    def life(self) -> timedelta:
        """有效期: as chosen, of a form that is valid."""
        return timedelta(days=int(self.cleaned_data["days"]))
