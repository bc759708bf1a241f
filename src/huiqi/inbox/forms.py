"""收件箱的表单: which messages reach a person where, and at which hours none."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from huiqi.inbox.enums import OPTIONAL, Channel, Kind
from huiqi.inbox.queries import KindChoice


class PreferencesForm(forms.Form):
    """送达设置: one choice for each kind that is not statutory, the language, the quiet hours."""

    def __init__(
        self,
        *args: Any,
        choices: list[KindChoice],
        language: str,
        hours: tuple[time, time] | None,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        for choice in choices:
            if choice.is_statutory:
                continue
            self.fields[choice.kind.value] = forms.ChoiceField(
                label=choice.kind.label,
                choices=Channel.choices,
                initial=choice.channel.value,
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("选一种送达方式"),
                    "invalid_choice": _("没有这种送达方式"),
                },
            )
        self.fields["language"] = _language_field(language)
        start, until = hours or (None, None)
        self.fields["start"] = _time_field(_("从"), start)
        self.fields["until"] = _time_field(_("到"), until)

    @property
    def kinds(self) -> list[forms.BoundField]:
        """各种消息: their fields in order."""
        return [self[kind.value] for kind in OPTIONAL]

    def channels(self) -> dict[Kind, Channel]:
        """送达方式: as chosen, of a form that is valid."""
        return {kind: Channel(self.cleaned_data[kind.value]) for kind in OPTIONAL}


def _language_field(initial: str) -> forms.ChoiceField:
    wrong = _("选中文或英文")
    return forms.ChoiceField(
        label=_("消息用哪种语言"),
        choices=settings.LANGUAGES,
        initial=initial,
        required=False,  # what is left out stays as it is
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": wrong},
    )


def _time_field(label: str, initial: time | None) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        initial=initial,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("填几点几分，例如 22:00")},
    )
