"""专家看到的: the seats of one expert, and of each file what may be seen of it.

Where a programme is judged blind, nothing that tells the firm leaves this module: no name, no
code, no address, no name of a file, no party of an invoice, no answer that identifies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from huiqi.kernel.access import Actor
from huiqi.kernel.sight import everything
from huiqi.programmes.definition import ExpertReview
from huiqi.programmes.enums import SeatState
from huiqi.programmes.models import PanelSeat
from huiqi.programmes.stages.expert_review import settings_of
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
    answers: tuple[tuple[str, Any], ...] = ()
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
        told = snapshot.content["answers"] if snapshot else {}
        answers = tuple(
            (label(one), told.get(one.key))
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


# Facts that tell a firm by themselves, whatever the form says of them.
IDENTIFYING = ("name", "credit_code", "registered_on", "district")
