"""延期的流转: proposed -> decided; or dropped, with the reason. Nobody decides their own."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from huiqi.kernel.machine import Machine, Move
from huiqi.programmes.access import is_handler, may_decide_extension
from huiqi.programmes.enums import ExtensionState
from huiqi.programmes.models import ExtensionDraft

E: Final = ExtensionState


def _dropped(draft: ExtensionDraft, *, because: str, **_more: object) -> None:
    draft.dropped_because = because


EXTENSION: Final = Machine(
    "state",
    [
        Move("decide", (E.PROPOSED,), E.DECIDED, _("决定延期，并公开理由"), may_decide_extension),
        Move("drop", (E.PROPOSED,), E.DROPPED, _("不延期"), is_handler, effect=_dropped),
    ],
)
