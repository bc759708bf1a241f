"""读表: what several forms of the desk choose in the same way."""

from __future__ import annotations

from huiqi.concerns.queries.places import public_bodies
from huiqi.parties.models import Organization
from huiqi.programmes.views.written import Form


def unit_of(form: Form) -> Organization | None:
    """读单位: the public body that was chosen as ``unit``; None for what is none."""
    return public_bodies().filter(pk=form.number("unit")).first()
