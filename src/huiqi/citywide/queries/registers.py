"""全市的查询: which register is the latest that can be read."""

from __future__ import annotations

from huiqi.citywide.models import CityRegister
from huiqi.citywide.places import path_of

KEPT = 3  # registers whose files stay: one in use, one before it, one being written


def latest_register() -> CityRegister | None:
    """最近的名册: whose file is there; None before the first."""
    recent = CityRegister.objects.order_by("-id")[:KEPT]
    return next((one for one in recent if path_of(one).is_file()), None)
