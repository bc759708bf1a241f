"""专家看到的: the seats of one expert, and of each file what may be seen of it.

Where a programme is judged blind, nothing that tells the firm leaves this module: no name, no
code, no address, no name of a file, no party of an invoice, no answer that identifies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from huiqi.kernel.access import Actor
from huiqi.kernel.sight import everything
from huiqi.parties.models import Relation
from huiqi.programmes.definition import ExpertReview
from huiqi.programmes.enums import SeatState
from huiqi.programmes.fields import told
from huiqi.programmes.models import Application, PanelSeat
from huiqi.programmes.stages.marking import settings_of
from huiqi.programmes.values import label
from huiqi.programmes.versions import definition_of


def seats_of(actor: Actor) -> QuerySet[PanelSeat]:
    """本人的席位: not those from which the expert was recused; what is to be done first."""
    found = PanelSeat.objects.filter(expert=actor.person_id or 0).exclude(state=SeatState.RECUSED)
    related = (
        *("run__application__call", "run__application__version", "run__office"),
        "run__application__organization",
    )
    return found.select_related(*related).order_by("submitted_at", "-id")


@dataclass(frozen=True)
class File:
    """专家看到的一份: ``title`` is the firm's name, or a code where it is judged blind."""

    seat: PanelSeat
    title: str
    programme: str
    settings: ExpertReview
    answers: tuple[tuple[str, str], ...] = ()
    materials: tuple[str, ...] = ()


def code_of(seat: PanelSeat) -> str:
    """匿名编号: the same for every expert of the panel, and nothing to do with the firm."""
    return f"P{seat.run_id:06d}"


def heading_of(seat: PanelSeat) -> File:
    """抬头: of a seat in the list: what it is called, and of which programme."""
    definition, settings = definition_of(seat.run.application), settings_of(seat.run)
    title = code_of(seat) if settings.blind else seat.run.application.organization.name
    return File(seat=seat, title=title, programme=definition.policy.title, settings=settings)


def file_of(seat: PanelSeat) -> File:
    """一份材料: as much of it as this expert may see."""
    with everything():
        application = seat.run.application
        definition, settings = definition_of(application), settings_of(seat.run)
        snapshot = application.snapshots.order_by("-round").first()
        given = snapshot.content["answers"] if snapshot else {}
        hidden = names_of(application) if settings.blind else ()
        answers = tuple(
            (label(one), without(told(one, given.get(one.key)), hidden))
            for one in definition.form.questions()
            if not (settings.blind and (one.identifying or one.key in IDENTIFYING))
        )
        materials = {one.id: one.text for one in definition.form.evidence}
        handed_in = snapshot.content["evidence"] if snapshot else []
        return File(
            seat=seat,
            title=code_of(seat) if settings.blind else application.organization.name,
            programme=definition.policy.title,
            settings=settings,
            answers=answers,
            materials=tuple(materials.get(one["material"], "") for one in handed_in),
        )


def names_of(application: Application) -> tuple[str, ...]:
    """识别企业的字样: its name, short and long, its code and address, who holds and heads it."""
    firm = application.organization
    ties = Relation.objects.filter(organization=firm).order_by("id")
    found = {
        *(firm.name, SHELL.sub("", firm.name), firm.credit_code or "", firm.address),
        *(one.holder_name for one in ties),
    }
    # The longest first: the short name is a part of the long one.
    return tuple(sorted((one for one in found if len(one) >= SHORTEST), key=len, reverse=True))


def without(text: str, names: Iterable[str]) -> str:
    """隐去字样: what a firm wrote of itself where nobody asked it to, blotted out."""
    for one in names:
        text = re.sub(re.escape(one), BLOT, text, flags=re.IGNORECASE)
    return text


# Facts that tell a firm by themselves, whatever the form says of them.
IDENTIFYING: Final = ("name", "credit_code", "registered_on", "district")
BLOT: Final = "■■"
SHORTEST: Final = 2
# What firms' names have in common: the city before, the trade and the legal form after.
TRADES: Final = "智能|装备|科技|技术|实业|电子|机械|制造|信息|股份|有限|责任|公司|集团|（深圳）"
SHELL: Final = re.compile(rf"^(深圳市|深圳|广东省|广东)|({TRADES})+$")
