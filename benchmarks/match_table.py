"""匹配表更新: a refresh after some firms or one programme changed, beside a full sweep of the city.

``HUIQI_AS_OWNER=1 python -m benchmarks.match_table [FIRMS] [CHANGED]`` in a city that is set up:
that many more firms come on file and so many of them change, all in one transaction that is
undone. The full sweep is what ``huiqi sweep --city`` does: the register written from the
database and swept into a folder, which stores no table yet.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from time import perf_counter
from types import SimpleNamespace
from typing import Any, Final

from benchmarks.register import imported, written

PROGRAMME: Final = "shenzhen_longgang.park_rent"


def main() -> int:
    """运行: prints seconds and ratios; always leaves the city as it was."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiqi.config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.db import transaction

    from huiqi.parties.scope import everything

    firms, changed = (int(word) for word in (*sys.argv[1:], "50000", "1000")[:2])
    with tempfile.TemporaryDirectory() as folder, everything(), transaction.atomic():
        path = Path(folder) / "a.csv"
        written(path, firms, 0)
        imported(path)
        settings.ENVIRONMENT = SimpleNamespace(data=Path(folder))
        _measured(Path(folder), changed)
        transaction.set_rollback(True)
    return 0


def _measured(folder: Path, changed: int) -> None:
    from huiqi.citywide.actions import check_sample, refresh, write_register
    from huiqi.citywide.places import path_of
    from huiqi.citywide.queries import firms_judged
    from huiqi.kernel.access import SYSTEM
    from huiqi.kernel.now import now, today
    from huiqi.library import load
    from huiqi.rules.sweep import How, sweep

    on = today()
    first, _ = _timed(lambda: refresh(on=on, actor=SYSTEM))
    print(f"匹配表初次建立 {first:.1f} 秒，{firms_judged():,} 户")
    reading, register = _timed(lambda: write_register(on=on, actor=SYSTEM, now=now()))
    how = How(processes=1, shelf=folder / "shelf")
    sweeping, _ = _timed(lambda: sweep(load(), path_of(register), on, folder / "out", how=how))
    full = reading + sweeping
    print(f"全库匹配 {full:.1f} 秒（读出名册 {reading:.1f}，匹配 {sweeping:.1f}）")
    _change(changed)
    few, done = _timed(lambda: refresh(on=on, actor=SYSTEM))
    assert done.firms == changed, done
    print(f"{changed:,} 户变化后更新 {few:.2f} 秒，是全库匹配的 {few / full:.1%}")
    _publish()
    one, done = _timed(lambda: refresh(on=on, actor=SYSTEM))
    assert list(done.programmes) == [PROGRAMME], done
    print(f"一个项目变化后更新 {one:.2f} 秒，是全库匹配的 {one / full:.1%}")
    idle, _ = _timed(lambda: refresh(on=on, actor=SYSTEM))
    print(f"没有变化时 {idle:.3f} 秒")
    checking, check = _timed(lambda: check_sample(on=on, actor=SYSTEM))
    print(f"抽查 {check.firms:,} 户 {checking:.1f} 秒，{check.different} 个不同")


def _timed(does: Callable[[], Any]) -> tuple[float, Any]:
    start = perf_counter()
    found = does()
    return perf_counter() - start, found


def _change(count: int) -> None:
    """So many firms are told of one more fact each, as a source tells it."""
    from huiqi.kernel.now import now, today
    from huiqi.parties.enums import Source
    from huiqi.parties.models import Fact
    from huiqi.policies.charge import subjects_of_firms

    told = {"key": "insured_headcount", "source": Source.SOCIAL_INSURANCE, "as_of": today()}
    firms = subjects_of_firms().order_by("-pk").values_list("pk", flat=True)[:count]
    Fact.objects.bulk_create(
        Fact(subject_id=firm, value=7, recorded_at=now(), **told) for firm in firms
    )


def _publish() -> None:
    """One number of one programme is another one from now on."""
    from huiqi.library import Library, load, put

    policy = load().policy(PROGRAMME)
    name, parameter = next(iter(policy.parameters.items()))
    values = tuple(
        replace(one, value=None if one.value is None else one.value + Fraction(1))
        for one in parameter.values
    )
    parameters = {**policy.parameters, name: replace(parameter, values=values)}
    changed = replace(policy, parameters=parameters, sha256="0" * 64)
    put(Library({**load().policies, PROGRAMME: changed}))


if __name__ == "__main__":
    sys.exit(main())
