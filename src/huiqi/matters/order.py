"""先后: steps in an order that respects what must come first, and the circles that prevent one."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huiqi.matters.matter import Step


def circle(steps: Sequence[Step]) -> tuple[str, ...]:
    """循环: ids of steps that wait for each other, the first repeated at the end; else none."""
    try:
        _sorter(steps).prepare()
    except CycleError as error:
        return tuple(error.args[1])
    return ()


def in_order(steps: Sequence[Step]) -> tuple[Step, ...]:
    """先后次序: every step after all it waits for, otherwise as written; CycleError on a circle."""
    return tuple(step for wave in waves(steps) for step in wave)


def waves(steps: Sequence[Step]) -> tuple[tuple[Step, ...], ...]:
    """可并行的批次: steps of one wave wait for earlier waves only, never for each other."""
    by_id = {step.id: step for step in steps}
    place = {step.id: number for number, step in enumerate(steps)}
    sorter = _sorter(steps)
    sorter.prepare()
    found = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready(), key=place.__getitem__)
        found.append(tuple(by_id[name] for name in ready))
        sorter.done(*ready)
    return tuple(found)


def _sorter(steps: Sequence[Step]) -> TopologicalSorter[str]:
    known = {step.id for step in steps}
    return TopologicalSorter(
        {step.id: [one for one in step.after if one in known] for step in steps}
    )
