"""匹配页和政策页: what they cost beside a bare page, in one process, by turns.

``HUIQI_AS_OWNER=1 python -m benchmarks.match_page [ROUNDS]`` in a city that is set up. Processor
time of the server's side, from the request to the bytes; the bare page has the same frame and
the same reader. The goal: at most 60 milliseconds beyond the bare page. Then a profile says
where the time of the list goes: working out, or putting on the page.
"""

from __future__ import annotations

import os
import sys
from cProfile import Profile
from pstats import Stats
from statistics import median, quantiles
from typing import Any, Final

from benchmarks.asked import milliseconds

BARE: Final = "/styleguide/"
LIST: Final = "/match/"
POLICY: Final = "/policies/shenzhen.interest_subsidy/"
GOAL: Final = 60.0  # milliseconds
ROUNDS: Final = 60
PROFILED: Final = 10
PARTS: Final = {"find": "判断和说明", "render_to_string": "排成页面", "reader": "读企业的事实"}


def main() -> int:
    """运行: prints milliseconds and the ratio; a missed goal is said, and changes no status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiqi.config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.db import transaction
    from django.test import Client

    from huiqi.parties.models import Person

    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    host = next(iter(settings.ALLOWED_HOSTS), "localhost")
    client = Client(headers={"host": host})
    with transaction.atomic():
        client.force_login(Person.objects.get(username="chenlan"))
        spent: dict[str, list[float]] = {BARE: [], LIST: [], POLICY: []}
        for number in range(rounds + 3):
            for path, found in spent.items():
                took = milliseconds(client, path)
                if number >= 3:  # the first ones fill what is kept in memory
                    found.append(took)
        shares = _shares(client)
        transaction.set_rollback(True)
    for path, found in spent.items():
        last = quantiles(found, n=20)[-1]
        print(f"{path:<38} 中位数 {median(found):6.1f} 毫秒，95% {last:6.1f} 毫秒")
    for path in (LIST, POLICY):
        _compare(path, spent[path], spent[BARE])
    print("，".join(f"{name} {share:.0%}" for name, share in shares.items()))
    return 0


def _compare(path: str, spent: list[float], bare: list[float]) -> None:
    beyond = median(a - b for a, b in zip(spent, bare, strict=True))
    ratio = median(a / b for a, b in zip(spent, bare, strict=True))
    told = "达到" if beyond <= GOAL else "未达到"
    print(f"{path} 同一轮相比：{ratio:.1f} 倍，多 {beyond:.1f} 毫秒（目标 ≤ {GOAL:g}，{told}）")


def _shares(client: Any) -> dict[str, float]:
    """What of the list's time is working out, and what putting it on the page."""
    profile = Profile()
    profile.enable()
    for _round in range(PROFILED):
        client.get(LIST)
    profile.disable()
    spent = {
        function: cumulative
        for (file, _line, function), (_, _, _, cumulative, _) in Stats(profile).stats.items()  # type: ignore[attr-defined]
        if function in PARTS and ("huiqi" in file or "django/template" in file)
    }
    whole = max(entry[3] for entry in Stats(profile).stats.values())  # type: ignore[attr-defined]
    return {PARTS[name]: spent.get(name, 0.0) / whole for name in PARTS}


if __name__ == "__main__":
    raise SystemExit(main())
