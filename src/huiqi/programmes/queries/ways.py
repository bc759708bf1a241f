"""入口: for the page of a programme, the calls under which it can be applied for here and now."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from huiqi.kernel.now import now
from huiqi.policies.ways import Way, know_ways
from huiqi.programmes.queries.calling import Phase, calls_of_programme, phase_of


@know_ways
def ways_of_calls(programme: str) -> Iterator[Way]:
    """入口: every call that is open at this moment; those to come stand beside them."""
    moment = now()
    for call in calls_of_programme(programme, moment):
        if phase_of(call, moment) is Phase.OPEN:
            page = reverse("calls:call", args=[call.number])
            yield Way(call.title, page, "", _("本平台"))
