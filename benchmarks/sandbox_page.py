"""政策沙盘的页面: one number edited, and the result is back; beside a bare page, by turns.

``HUIQI_AS_OWNER=1 python -m benchmarks.sandbox_page [ROUNDS]`` in a city that is set up and whose
register is written. Every round asks something that nobody asked before, so nothing is answered
from what is kept of another run; from the form sent to the bytes of the result, both requests.
The goal: at most 300 milliseconds. Nothing stays in the city.
"""

from __future__ import annotations

import os
import sys
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any, Final

BARE: Final = "/styleguide/"
HOME: Final = "/desk/sandbox/shenzhen_longgang.park_rent/"
GOAL: Final = 300.0  # milliseconds
ROUNDS: Final = 40
WARM: Final = 3  # rounds that open the register and fill what is kept in memory


def main() -> int:
    """运行: prints milliseconds and the ratio; a missed goal is said, and changes no status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiqi.config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.db import transaction
    from django.test import Client

    from huiqi.citywide.queries import latest_register
    from huiqi.parties.models import Person

    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    register = latest_register()
    if register is None:
        print("还没有全市名册：先启动城市，等后台写好。")
        return 1
    client = Client(headers={"host": next(iter(settings.ALLOWED_HOSTS), "localhost")})
    spent: dict[str, list[tuple[float, float]]] = {"空页面": [], "改一处，看到结果": []}
    with transaction.atomic():
        client.force_login(Person.objects.get(username="huangruo"))
        for number in range(rounds + WARM):
            empty = _took(lambda: client.get(BARE))
            edited = _took(lambda number=number: _edit(client, number))
            if number >= WARM:
                spent["空页面"].append(empty)
                spent["改一处，看到结果"].append(edited)
        transaction.set_rollback(True)
    print(f"名册 {register.firms:,} 户，{rounds} 次，每次改成没有问过的比例")
    for name, found in spent.items():
        for kind, times in zip(("墙上时间", "处理器时间"), zip(*found, strict=True), strict=True):
            last = quantiles(times, n=20)[-1]
            print(f"{name}　{kind}　中位数 {median(times):6.1f} 毫秒，95% {last:6.1f} 毫秒")
    whole, bare = (
        median(each for each, _ in spent[name]) for name in ("改一处，看到结果", "空页面")
    )
    met = "达到" if whole < GOAL else "没有达到"
    print(f"是空页面的 {whole / bare:.1f} 倍；目标 {GOAL:.0f} 毫秒，{met}")
    return 0


def _edit(client: Any, number: int) -> None:
    """One share that nobody asked for: the form sent, and the page that it leads to."""
    sent = client.post(HOME, {"p.rate": f"{10 + number}.{os.getpid() % 10_000:04d}%"})
    assert sent.status_code == 302, sent.content.decode()[:2_000]
    assert client.get(sent.headers["Location"]).status_code == 200


def _took(ask: Any) -> tuple[float, float]:
    """Milliseconds by the clock on the wall and of the processor."""
    wall, cpu = perf_counter(), process_time()
    ask()
    return (perf_counter() - wall) * 1_000, (process_time() - cpu) * 1_000


if __name__ == "__main__":
    sys.exit(main())
