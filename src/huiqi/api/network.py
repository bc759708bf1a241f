"""群服务的接口: which bodies serve firms, and who in them may be called under which number.

Only what is published: no firm, no visit, no promise and no workload.
"""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest
from ninja import Router

from huiqi.api.frame import DATE, TEXT, Json, Operation
from huiqi.api.notice_shapes import OR_NULL, shape
from huiqi.api.paging import PAGING, Page, page_schema
from huiqi.kernel.now import day_of
from huiqi.network.enums import OrganKind, Part
from huiqi.network.models import Officer, Organ
from huiqi.network.queries.people import officers_now, organs

router = Router(tags=["群服务"])

ORGAN: Final = shape(
    {
        "kind": {"type": "string", "enum": list(OrganKind.values)},
        "name": TEXT,
        "topic": OR_NULL | {"description": "专班的任务"},
        "body": TEXT | {"description": "设在哪个单位"},
        "since": DATE,
    }
)
CONTACT: Final = shape(
    {
        "name": TEXT,
        "body": TEXT,
        "part": {"type": "string", "enum": list(Part.values)},
        "phone": TEXT | {"description": "公布的电话"},
        "since": DATE,
    }
)
NETWORK_SCHEMAS: Final = {
    "organs_page": page_schema(ORGAN),
    "contacts_page": page_schema(CONTACT),
}
ORGANS: Final = Operation(
    summary="服务企业的组织",
    about="现有的领导小组、办公室、专班和工作站，各设在哪个单位。",
    answers="organs_page",
    parameters=PAGING,
)
CONTACTS: Final = Operation(
    summary="服务人员和公布的电话",
    about="在任的，按单位和姓名排；只有姓名、单位、服务角色和公布的电话。",
    answers="contacts_page",
    parameters=PAGING,
)


@ORGANS.at(router, "GET", "/network/organs")
def network_organs(request: HttpRequest) -> Json:
    """组织: those there are now."""
    written, given = ORGANS.given(request)
    page = Page.read(written, given)
    given.refuse()
    return page.of(organs(), _organ)


@CONTACTS.at(router, "GET", "/network/contacts")
def network_contacts(request: HttpRequest) -> Json:
    """服务人员: those who serve now."""
    written, given = CONTACTS.given(request)
    page = Page.read(written, given)
    given.refuse()
    return page.of(officers_now(), _contact)


def _organ(one: Organ) -> Json:
    return {
        "kind": one.kind,
        "name": one.name,
        "topic": one.topic or None,
        "body": one.organization.name,
        "since": one.since.isoformat(),
    }


def _contact(one: Officer) -> Json:
    return {
        "name": one.person.name,
        "body": one.organization.name,
        "part": one.part,
        "phone": one.phone,
        "since": day_of(one.since).isoformat(),
    }
