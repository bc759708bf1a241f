"""状态的说法: why a document stands as it does on a day, and what nobody has read."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from huiqi.policies.enums import Standing
from huiqi.policies.validity import Validity, standing_on


def why(known: Validity, day: date) -> str:
    """理由: one sentence; for 不详 what is known and what is missing."""
    standing = standing_on(known, day)
    if standing == Standing.REPEALED:
        assert known.over_from is not None  # nothing else makes it so
        if known.over_from == known.repealed_on:
            return _("%(day)s 起被别的文件废止。") % {"day": known.over_from.isoformat()}
        return _("%(day)s 起不再有效。") % {"day": known.over_from.isoformat()}
    if standing == Standing.PENDING:
        if known.in_force_on:
            return _("%(day)s 起施行。") % {"day": known.in_force_on.isoformat()}
        assert known.issued_on is not None  # nothing else makes it so
        return _("%(day)s 才成文。") % {"day": known.issued_on.isoformat()}
    if standing == Standing.IN_FORCE:
        return _in_force(known)
    return _unknown(known)


def _in_force(known: Validity) -> str:
    assert known.in_force_on is not None  # else nobody would know
    since = known.in_force_on.isoformat()
    if known.until_on is None:
        return _("%(since)s 起施行，没有写止期，也没有见到废止。") % {"since": since}
    return _("%(since)s 起施行，%(until)s 起不再有效。") % {
        "since": since,
        "until": known.until_on.isoformat(),
    }


def _unknown(known: Validity) -> str:
    if known.repealed_sometime:
        return _("已知被别的文件废止，废止的日期没有查到。")
    if known.in_force_on is None:
        return _("施行日期没有查到，所以不判断。")
    return _("%(since)s 起施行；有没有止期、是否已经废止，没有查到。") % {
        "since": known.in_force_on.isoformat()
    }
