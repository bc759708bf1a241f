"""所写的理由: of an act on a call, as it is kept and published."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import legible, worded

LONGEST_REASON: Final = 200


def reason_in(reason: str) -> str:
    """所写的理由: on one line. Refused for none, and for one that is too long."""
    told = " ".join(legible(reason).split())
    if not told:
        raise Refused([_("请写明理由")])
    if len(told) > LONGEST_REASON:
        raise Refused([worded("理由最多 %(most)s 个字，请写短一些", most=LONGEST_REASON)])
    return told
