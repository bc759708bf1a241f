"""入口: for the page of a programme, the matters in which it is a step."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from huiqi.matters.reading import matters
from huiqi.policies.ways import Way, know_ways


@know_ways
def ways_of_matters(programme: str) -> Iterator[Way]:
    """入口: every step that is this programme."""
    for matter in matters().values():
        for step in matter.steps:
            if step.programme == programme:
                page = reverse("matters:matter", args=[matter.id])
                yield Way(matter.title, page, step.text, step.place.name, step.place.url)
