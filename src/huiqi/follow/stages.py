"""触达的环节: which stages there are in this city; those that nobody records yet are not shown.

Whoever carries applications registers its stages in its ``ready`` and records them by
``actions.reach.record_steps``.
"""

from __future__ import annotations

from typing import Final

from huiqi.follow.enums import Stage

_THERE: Final = {Stage.ELIGIBLE, Stage.TOLD, Stage.OPENED}


def register(stage: Stage) -> None:
    """登记环节: from now on it is shown, also while it counts nobody."""
    _THERE.add(stage)


def shown_stages() -> tuple[Stage, ...]:
    """现有的环节: in order."""
    return tuple(stage for stage in Stage if stage in _THERE)
