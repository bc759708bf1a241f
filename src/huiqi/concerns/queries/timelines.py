"""时间线的查询: pauses and granted extensions, as the clocks need them."""

from __future__ import annotations

from huiqi.concerns.clocks import Stop
from huiqi.concerns.models import Concern
from huiqi.concerns.timing import Timeline


def timeline_of(case: Concern) -> Timeline:
    """时间线: of a case as it stands."""
    pauses = list(case.pauses.order_by("since", "id"))
    granted = case.extensions.filter(is_granted=True, asked_at__gte=case.counts_from)
    return Timeline(
        stops=tuple(Stop(one.since, one.until) for one in pauses),
        extensions=tuple(granted.order_by("id").values_list("days", flat=True)),
        reminded=next((one.reminded for one in pauses if one.until is None), 0),
    )
