"""到达: when a request came in, by the database's clock, however long it took to answer it.

What arrived in time counts, also when the city was slow that evening.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Final

from django.http import HttpRequest

from huiqi.kernel.now import now

CAME_IN: Final = "_came_in"


def stamp(request: HttpRequest, began: float) -> None:
    """盖戳: by the outermost middleware, with the reading of ``time.perf_counter`` on arrival."""
    setattr(request, CAME_IN, began)


def arrived_at(request: HttpRequest) -> datetime:
    """到达时间: the database's moment now, less the time that has gone since it came in.

    One that was never stamped arrives now.
    """
    began = getattr(request, CAME_IN, None)
    gone = time.perf_counter() - began if began is not None else 0.0
    return now() - timedelta(seconds=max(gone, 0.0))
