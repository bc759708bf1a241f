"""打开的名册: kept open by each process with what was judged of it, so an edit costs little."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Lock
from typing import Final

from huiqi.citywide.models import CityRegister
from huiqi.citywide.places import path_of, shelf
from huiqi.rules.budget import days_of
from huiqi.rules.problems import Refused
from huiqi.rules.simulate import Sandbox, Texts
from huiqi.rules.sweep.mapped import CODES, key_of
from huiqi.rules.sweep.population import Population
from huiqi.rules.sweep.stored import TOLD

# A register that is no larger is read while somebody waits for the page.
READ_AT_ONCE: Final = 20_000  # firms
ON_THE_SHELF: Final = 24  # sets of columns, a day of one question each
OPEN: Final = 2  # registers that one process keeps open: the latest, and the one before it

Progress = Callable[[int, int], None]  # firms read, firms in all


class _Open:
    """A register that is open, and the turn of whoever uses it."""

    def __init__(self, register: CityRegister) -> None:
        path = path_of(register)
        # The city wrote it, and its name is the hash of what it holds.
        population = Population.checked(path, register.sha256, register.firms)
        self.box = Sandbox(path, shelf(), population=population, snapshots=ON_THE_SHELF)
        self.turn = Lock()


_open: Final[OrderedDict[str, _Open]] = OrderedDict()
_lock: Final = Lock()


def is_at_hand(texts: Texts, register: CityRegister, years: int) -> bool:
    """是否随时可答: whether the columns of all years were read before, by whichever process.

    Those of a register that is not large are read while one waits.
    """
    if register.firms <= READ_AT_ONCE:
        return True
    days = days_of(texts.on, years)
    return all(_is_read(replace(texts, on=day), register) for day in days)


def _is_read(texts: Texts, register: CityRegister) -> bool:
    try:
        question = texts.question()
    except Refused:  # not in force by then: nothing is read for that year
        return True
    named = Population(path_of(register), register.sha256, register.firms, ())
    extra = (CODES, *question.extra)
    folder = shelf() / key_of(named, question.lowered.graph, question.on, extra)
    return (folder / TOLD).is_file()


@contextmanager
def open_register(register: CityRegister) -> Iterator[Sandbox]:
    """打开名册: for one at a time; ``rules.problems.Refused`` with what is wrong with its file."""
    with _lock:
        found = _open.get(register.sha256)
        if found is None:
            found = _open[register.sha256] = _Open(register)
        _open.move_to_end(register.sha256)
        while len(_open) > OPEN:
            _open.popitem(last=False)
    with found.turn:
        yield found.box
