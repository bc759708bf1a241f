"""360Giving: payments, or awards, in the fields of the 360Giving Data Standard.

Of payments one grant is one instalment that was paid. Sums of years before the books are no
grants: nobody knows to whom they went, so they are left out; so is what is a state secret, for
the standard wants its date. Of awards one grant is what a firm is to get of a call, with money:
a title is no grant. Nobody is to add the two up. ``docs/reference/open-data.md`` has the mapping.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from huiqi.opendata.lines import one_line, read_line
from huiqi.opendata.models import Edition
from huiqi.opendata.shelf import LICENCE_URL, PUBLISHER

NAMES: Final = ("payments", "awards")
# The city asks 360Giving for a prefix of its own; this one says which system wrote the file.
PREFIX: Final = "360G-huiqi"
# Codes that begin with 9 are given by the register of firms (org-id.guide: CN-SAIC); those of
# departments, institutes and associations by other registers, which org-id.guide does not list.
OF_FIRMS: Final = "9"
REGISTER: Final = "CN-SAIC"
NOT_NAMED: Final = "不公开"


def as_giving(edition: Edition, lines: Iterable[str], root: str) -> Iterator[str]:
    """360Giving 文件: one grant a line; ``root`` is the address of the open data, ending in /."""
    head = {
        "license": LICENCE_URL,
        "publisher": {"name": PUBLISHER},
        "modified": edition.published_at.isoformat(timespec="seconds"),
        "version": edition.version,
    }
    told = payment_grant if edition.dataset == NAMES[0] else award_grant
    yield f'{one_line(head).removesuffix("}").rstrip()}, "grants": ['
    mark = "\n"
    for row in map(read_line, lines):
        if found := told(row, edition, root):
            yield mark + one_line(found)
            mark = ",\n"
    yield "\n]}\n"


def payment_grant(row: Mapping[str, Any], edition: Edition, root: str) -> dict[str, Any] | None:
    """拨付: None for what is no grant."""
    return grant(row, edition, root) if row["approved_on"] else None


def award_grant(row: Mapping[str, Any], edition: Edition, root: str) -> dict[str, Any] | None:
    """拟资助: awarded once its notice had ended; None for a title, which brings no money."""
    if row["amount_yuan"] is None:
        return None
    awarded_on = date.fromisoformat(row["objections_until"]) + timedelta(days=1)
    told = {
        "id": f"{PREFIX}-{row['award']}",
        "title": str(row["programme_title"] or row["programme"])[:140],
        "description": "，".join(filter(None, (row["basis"], row["call"]))) or row["notice"],
        "currency": "CNY",
        "amountAwarded": row["amount_yuan"],
        "awardDate": awarded_on.isoformat(),
        "recipientOrganization": [_recipient(row, str(row["award"]))],
        **_common(row, edition, root),
    }
    return {name: value for name, value in told.items() if value is not None}


def _common(row: Mapping[str, Any], edition: Edition, root: str) -> dict[str, Any]:
    return {
        "fundingOrganization": [organization(row["department_code"], row["department"])],
        "fromOpenCall": "Yes" if row["call"] else None,
        "grantProgramme": _programme(row),
        "beneficiaryLocation": _location(row),
        "dateModified": edition.published_at.isoformat(timespec="seconds"),
        "dataSource": f"{root}{edition.dataset}.json?version={edition.short}",
    }


def grant(row: Mapping[str, Any], edition: Edition, root: str) -> dict[str, Any]:
    """360Giving 的一项: a row of the payments; what is not told of it has no field."""
    what = row["programme_title"] or row["fund"]
    told = {
        "id": f"{PREFIX}-{row['payment']}",
        "title": f"{row['year']} 年{what}"[:140],
        "description": _description(row),
        "currency": "CNY",
        "amountAwarded": row["paid_yuan"],
        "amountDisbursed": row["paid_yuan"],
        "awardDate": row["approved_on"],
        "recipientOrganization": [_recipient(row, str(row["payment"]))],
        **_common(row, edition, root),
    }
    return {name: value for name, value in told.items() if value is not None}


def organization(code: str | None, name: str) -> dict[str, str]:
    """单位: its identifier and its name."""
    if not code:
        return {"id": f"{PREFIX}-ORG:{name}", "name": name}
    scheme = f"{REGISTER}-{code}" if code.startswith(OF_FIRMS) else f"{PREFIX}-ORG:{code}"
    return {"id": scheme, "name": name}


def _recipient(row: Mapping[str, Any], number: str) -> dict[str, str]:
    if row["withheld"]:
        return {"id": f"{PREFIX}-ORG:withheld-{number}", "name": NOT_NAMED}
    return organization(row["recipient_code"], row["recipient"])


def _description(row: Mapping[str, Any]) -> str:
    parts = (row["fund"], row["call"], row["instalment"] and f"第 {row['instalment']} 期")
    return "，".join(str(part) for part in parts if part)


def _programme(row: Mapping[str, Any]) -> list[dict[str, str]] | None:
    if not row["programme"]:
        return None
    return [{"code": row["programme"], "title": row["programme_title"] or row["programme"]}]


def _location(row: Mapping[str, Any]) -> list[dict[str, str]] | None:
    if not row["district"]:
        return None
    return [{"countryCode": "CN", "geoCode": row["district"], "geoCodeType": "GB/T 2260"}]
