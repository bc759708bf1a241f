"""推送地址的表单: registering one, the code that came back, and which messages go there when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from huiqi.inbox import places
from huiqi.inbox.enums import Kind, Pace, Service
from huiqi.inbox.gateways import is_live
from huiqi.inbox.models.pushes import LONGEST_LABEL
from huiqi.inbox.places import Place
from huiqi.inbox.queries.pushes import PaceChoice
from huiqi.kernel.refusals import Refused


def _services() -> list[tuple[str, str]]:
    simulated = _("（模拟）")
    return [(one.value, f"{one.label}{'' if is_live(one) else simulated}") for one in Service]


class AddressForm(forms.Form):
    """登记推送地址: kind, address and a name; the place that was read is ``place``."""

    place: Place | None = None

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["service"] = forms.ChoiceField(
            label=_("推送到哪里"),
            choices=_services(),
            widget=forms.RadioSelect,
            error_messages={
                "required": _("选一种推送方式"),
                "invalid_choice": _("没有这种推送方式，请从列出的几种里选"),
            },
        )
        self.fields["address"] = forms.CharField(
            label=_("地址或手机号"),
            help_text=_("群机器人：把它的 Webhook 地址整段粘贴进来。短信：11 位手机号。"),
            error_messages={"required": _("填机器人的地址，或手机号")},
        )
        self.fields["signing"] = forms.CharField(
            label=_("加签密钥（只有钉钉，可不填）"),
            help_text=_("钉钉机器人的安全设置选了「加签」才填，整段复制。"),
            required=False,
        )
        self.fields["label"] = forms.CharField(
            label=_("给它起个名称"),
            help_text=_("例如「财务群」，只有你自己看得到。"),
            max_length=LONGEST_LABEL,
            error_messages={
                "required": _("起个名称，例如「财务群」"),
                "max_length": _("名称写 1 到 %(most)d 个字，例如「财务群」")
                % {"most": LONGEST_LABEL},
            },
        )
        for field in ("address", "signing", "label"):
            self.fields[field].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        """核对: the address as its service writes it, and no host but that service's."""
        given = self.cleaned_data
        if "service" in given and "address" in given:
            try:
                self.place = places.read(
                    Service(given["service"]), given["address"], given.get("signing", "")
                )
            except Refused as refused:
                for problem in refused.problems:
                    self.add_error("address", problem)
        return given


class PacesForm(forms.Form):
    """推送时机: one choice for each kind; a statutory one is never put off."""

    def __init__(self, *args: Any, choices: list[PaceChoice], **more: Any) -> None:
        super().__init__(*args, **more)
        for choice in choices:
            paces = [one for one in Pace if not (choice.is_statutory and one == Pace.DAILY)]
            self.fields[choice.kind.value] = forms.ChoiceField(
                label=choice.kind.label,
                choices=[(one.value, one.label) for one in paces],
                initial=choice.pace.value,
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("选一种推送时机"),
                    "invalid_choice": _("没有这种推送时机；法定通知不汇总"),
                },
            )

    def paces(self) -> dict[Kind, Pace]:
        """推送时机: as chosen, of a form that is valid."""
        return {Kind(name): Pace(said) for name, said in self.cleaned_data.items()}
