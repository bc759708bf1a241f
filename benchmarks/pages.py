"""读页面: how many pages a second, beside a bare one-query Django page, in one process, by turns.

``python -m benchmarks.pages [ROUNDS]`` in a city that is set up (``HUIQI_AS_OWNER=1``). The bare
page is what Django's own start gives: its seven middlewares, one row read by the ORM, a template
of four lines. Ours go through every middleware of ours. Processor time of the server's side,
from the request to the bytes; both through the WSGI handler that serves the city. Each page
twice: as a stranger gets it (what is the same for everybody is kept for some seconds), and made
anew for every visitor. The goal: at least 60 % of the bare page's rate for the pages that a
stranger reads.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from statistics import median
from time import process_time
from typing import Any, Final

GOAL: Final = 0.6
ROUNDS: Final = 200
WARM: Final = 5  # the first ones fill what is kept in memory
BARE_MIDDLEWARE: Final = (
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)
BARE: Final = "/bare/"
PAGES: Final = (
    "/",
    "/search/",
    "/search/?q=贷款贴息",
    "/documents/",
    "/matters/",
    "/matters/start-business/",
    "/match/",
)
TEMPLATE: Final = (
    "<!doctype html><title>{{ one.name }}</title>"
    "<h1>{{ one.name }}</h1>\n<p>{{ one.credit_code }}</p>\n<p>{{ one.kind }}</p>"
)

Answer = Callable[[str], int]


def main() -> int:
    """运行: pages a second and the ratio; a missed goal is said, and changes no status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiqi.config.settings")
    import django

    django.setup()
    from django.conf import settings

    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    bare, ours = _bare(), _handler()
    kept = _measured(bare, ours, rounds)
    with _nothing_kept():
        anew = _measured(bare, ours, rounds)
    print(f"{'页面':<26} 每次重做                留存 {settings.HUIQI_KEPT_SECONDS} 秒")
    for path in (BARE, *PAGES):
        told = "" if path == BARE else f"（目标 ≥ {GOAL:.0%}，{_reached(kept[path][1])}）"
        both = "   ".join(
            f"{took:7.2f} 毫秒 {ratio:5.0%}" for took, ratio in (anew[path], kept[path])
        )
        print(f"{path:<28} {both}{told}")
    return 0


def _measured(bare: Answer, ours: Answer, rounds: int) -> dict[str, tuple[float, float]]:
    """Milliseconds of each page, and the bare page's in the same rounds divided by them."""
    spent: dict[str, list[float]] = {path: [] for path in (BARE, *PAGES)}
    for number in range(rounds + WARM):
        for path, found in spent.items():
            took = _took(bare if path == BARE else ours, path)
            if number >= WARM:
                found.append(took)
    base = median(spent[BARE])
    return {path: (median(found), base / median(found)) for path, found in spent.items()}


def _nothing_kept() -> AbstractContextManager[None]:
    from django.test import override_settings

    return override_settings(HUIQI_KEPT_SECONDS=0)


def _reached(ratio: float) -> str:
    return "达到" if ratio >= GOAL else "未达到"


def _bare() -> Answer:
    from django.test import override_settings

    with override_settings(MIDDLEWARE=BARE_MIDDLEWARE):
        return _handler()


def _handler() -> Answer:
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import RequestFactory

    settings.ROOT_URLCONF = "benchmarks.pages_urls"
    handler, factory = WSGIHandler(), RequestFactory()
    host = next(iter(settings.ALLOWED_HOSTS), "localhost")

    def answer(path: str) -> int:
        said: list[str] = []
        environ = factory.get(path, headers={"host": host}).environ
        response: Any = handler(environ, lambda status, _headers: said.append(status))
        for _part in response:
            pass
        response.close()
        return int(said[0][:3])

    return answer


def _took(answer: Answer, path: str) -> float:
    start = process_time()
    status = answer(path)
    spent = (process_time() - start) * 1000
    if status != 200:
        raise SystemExit(f"{path} 返回 {status}，没有可计时的页面。")
    return spent


if __name__ == "__main__":
    raise SystemExit(main())
