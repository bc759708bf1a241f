"""写出全市名册: one file of all firms, at one moment; older files make room."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction

from huiqi.citywide.models import CityRegister
from huiqi.citywide.places import folder, path_of
from huiqi.citywide.queries.registers import KEPT
from huiqi.kernel.access import Actor, is_system, require
from huiqi.kernel.rows import save
from huiqi.parties import scope
from huiqi.policies.population import Written, write_population
from huiqi.rules.sweep.population import hash_of

Progress = Callable[[int, int], None]  # firms done, firms in all


def write_register(
    *, on: date, actor: Actor, now: datetime, told: Progress = lambda *_: None
) -> CityRegister:
    """写出名册: of the facts of ``on`` as known at ``now`` (excluded), all firms at one moment.

    The file stands complete or not at all. Denied to all but the system, for it holds what is
    known of every firm.
    """
    require(is_system, actor)
    part = folder() / f".{os.getpid()}.part"
    try:
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        with transaction.atomic(), scope.everything():
            written = write_population(part, on, now, told)
        digest = hash_of(part)
        part.rename(folder() / f"{digest}.parquet")
    finally:
        part.unlink(missing_ok=True)
    return _kept(on, now, digest, written)


def _kept(on: date, now: datetime, digest: str, written: Written) -> CityRegister:
    found = save(
        CityRegister(
            on=on,
            known_at=now,
            sha256=digest,
            firms=written.firms,
            without_code=written.without_code,
            written_at=now,
        )
    )
    recent = CityRegister.objects.order_by("-id")[:KEPT]
    wanted = {path_of(one) for one in recent}
    for path in folder().glob("*.parquet"):
        if path not in wanted:
            path.unlink(missing_ok=True)
    return found
