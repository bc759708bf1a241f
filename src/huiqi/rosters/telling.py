"""名单怎么说: a row of a list from the answer to one firm, and the names of its groups."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiqi.library import load
from huiqi.library.size import classify
from huiqi.parties.models import Organization
from huiqi.parties.saying import SIZES
from huiqi.rosters.models import Roster, RosterFirm
from huiqi.rules.facts import Facts
from huiqi.rules.industries import SECTIONS
from huiqi.rules.sweep.listing import Entry
from huiqi.rules.sweep.wording import industry_section, reason_told
from huiqi.rules.vocabulary import DISTRICTS

UNKNOWN: Final = _("未知")


def row_of(roster: Roster, firm: Organization, entry: Entry) -> RosterFirm:
    """一行: of a list, not yet saved; of a firm that is only near no money is told."""
    answer = entry.answer
    money = None if entry.lacks else answer.money
    low, high = money.range if money else (None, None)
    return RosterFirm(
        roster=roster,
        subject_id=firm.subject_id,
        name=firm.name,
        credit_code=str(firm.credit_code),
        version=answer.rules.version,
        low_fen=None if low is None else _fen(low),
        high_fen=None if high is None else _fen(high),
        reasons=[reason_told(one) for one in answer.reasons],
        missing=list(answer.missing),
        lacks=entry.lacks,
        is_rest_sure=entry.is_sure,
        step=[_plain(one) for one in answer.nearest_change],
        **_groups(answer.facts),
    )


def _fen(yuan: Fraction) -> int:
    return int(yuan * 100)


def _plain(change: Mapping[str, object]) -> dict[str, object]:
    """Numbers with decimals as they are written, for JSON in the database knows floats only."""
    return {
        key: f"{value:f}" if isinstance(value, Decimal) else value for key, value in change.items()
    }


def _groups(facts: Facts) -> dict[str, str]:
    size = str(classify(load(), facts)[0]["class"])
    return {
        "district": str(facts.known.get("district", "")),
        "industry": industry_section(facts),
        "size": size if size in SIZES else "",
    }


def group_name(group: str, code: str) -> str:
    """组的名称: of a district, an industry's section or a size; «unknown» for an empty code."""
    names: Mapping[str, Mapping[str, str | Promise]] = {
        "district": DISTRICTS,
        "industry": SECTIONS,
        "size": SIZES,
    }
    return str(names[group].get(code, code) if code else UNKNOWN)
