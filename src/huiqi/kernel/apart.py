"""逐件办理: many rows, each in a transaction of its own; one that fails holds up no other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from django.db import transaction
from django.db.models import Model

Row = TypeVar("Row", bound=Model)
Done = TypeVar("Done")
logger: Final = logging.getLogger("huiqi.apart")


@dataclass(frozen=True)
class Apart(Generic[Row, Done]):
    """逐件的结果: what came of each row that was done, and the rows that failed, as they were."""

    done: tuple[Done, ...]
    failed: tuple[Row, ...]


def each_apart(
    found: Iterable[Row],
    act: Callable[[Row], Done],
    what: str,
    *,
    named: Callable[[Row], object] = lambda one: one.pk,
) -> Apart[Row, Done]:
    """逐件办理: ``act`` on each, in order; whatever it raises stands in the log with ``what``.

    The log names a row as ``named`` does, which tells nothing of a person or a firm. Of a row that
    failed nothing is kept; whoever comes by next tries it again.
    """
    done: list[Done] = []
    failed: list[Row] = []
    for one in found:
        try:
            with transaction.atomic():
                done.append(act(one))
        except Exception:  # whatever it is, the others wait for their turn
            logger.exception("%s：%s %s 没有办成", what, type(one).__name__, named(one))
            failed.append(one)
    return Apart(tuple(done), tuple(failed))
