"""记账时断电: a database of its own under load, killed again and again; prints what came of it.

``python -m tests.contention.booking KILLS`` with HUIQI_DATA_DIR set to an empty folder. Writers
note a booking when, and only when, the action has returned; what is in doubt is asked for again
under the same key. Run as a program, for the database of the tests must live on.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

WRITERS = 6
BETWEEN = 40  # bookings acknowledged between two kills
PATIENCE = 120.0  # seconds for so many bookings; and for a writer to stop, a quarter of them
ROOT = Path(__file__).parents[2]


class GaveUpError(Exception):
    """没有等到: who did not get on, and why, in a sentence."""


class Writers:
    """Threads that promise money until they are told to stop."""

    def __init__(self, budget: Any, on: Any, patience: float = PATIENCE) -> None:
        self.budget, self.on, self.patience = budget, on, patience
        self.acknowledged: dict[str, int] = {}
        self.retried = 0
        self.failed: list[str] = []
        self.stop = threading.Event()
        self.more = threading.Condition()
        self.threads = [self._thread(number) for number in range(WRITERS)]

    def _thread(self, number: int) -> threading.Thread:
        # One that hangs does not keep the program alive.
        return threading.Thread(
            target=self._work, args=(number,), name=f"写手 {number}", daemon=True
        )

    def start(self) -> None:
        for one in self.threads:
            one.start()

    def finish(self) -> None:
        """Until all have stopped; GaveUpError when one does not."""
        self.stop.set()
        for one in self.threads:
            if one.ident:
                one.join(self.patience / 4)
        if alive := [one.name for one in self.threads if one.is_alive()]:
            raise GaveUpError(f"{'、'.join(alive)} 没有停下：数据库没有答复，也没有断开")

    def wait_for(self, count: int) -> None:
        """Until so many are acknowledged; GaveUpError when a writer died, or nobody gets on."""
        with self.more:
            self.more.wait_for(
                lambda: self.failed or len(self.acknowledged) >= count, timeout=self.patience
            )
            there, failed = len(self.acknowledged), list(self.failed)
        if failed:
            raise GaveUpError(f"记到第 {there} 笔（要 {count} 笔），{'；'.join(failed)}")
        if there < count:
            told = f"{self.patience:g} 秒内只记到第 {there} 笔（要 {count} 笔）"
            raise GaveUpError(f"{told}，重试了 {self.retried} 次")

    def _work(self, writer: int) -> None:
        number = 0
        try:
            while not self.stop.is_set():
                number += 1
                self._until_it_is_booked(f"w{writer}:{number}", 1 + number % 9)
        except Exception as error:  # noqa: BLE001 -- whatever it is, whoever waits is told
            with self.more:
                self.failed.append(f"写手 {writer} 停在：{error!r}")
                self.more.notify_all()

    def _until_it_is_booked(self, key: str, fen: int) -> None:
        from django.db import DatabaseError, InterfaceError, connection

        while not self.stop.is_set():
            try:
                self._book(key, fen)
            except (DatabaseError, InterfaceError):
                connection.close()
                self.retried += 1
                self.stop.wait(0.05)
                continue
            with self.more:
                self.acknowledged[key] = fen
                self.more.notify_all()
            return

    def _book(self, key: str, fen: int) -> None:
        from huiqi.kernel.access import SYSTEM
        from huiqi.ledger.actions import Business, commit
        from huiqi.parties import scope

        business = Business(key, self.on, "承诺")
        with scope.everything():
            commit(budget=self.budget, call="TZ-1", amount_fen=fen, business=business, actor=SYSTEM)


def main() -> int:
    kills = int(sys.argv[1])
    from huiqi.config.postgres import Embedded

    server = Embedded.at(Path(os.environ["HUIQI_DATA_DIR"]) / "postgres")
    server.start()
    try:
        sys.stdout.write(json.dumps(_run(server, kills)) + "\n")
    except GaveUpError as gave_up:
        sys.stderr.write(f"{gave_up}\n")
        return 1
    finally:
        server.stop("immediate")
    return 0


def _run(server: Any, kills: int) -> dict[str, Any]:
    owner = os.environ | {"HUIQI_AS_OWNER": "1"}
    for words in (("migrate", "--verbosity", "0"), ("grant",)):
        command = [sys.executable, str(ROOT / "manage.py"), *words]
        subprocess.run(command, check=True, cwd=ROOT, env=owner, stdout=sys.stderr)
    os.environ["DJANGO_SETTINGS_MODULE"] = "huiqi.config.settings"
    import django

    django.setup()
    writers = Writers(*_books())
    writers.start()
    try:
        for kill in range(1, kills + 1):
            writers.wait_for(kill * BETWEEN)
            number = server.postmaster()
            assert number
            os.kill(number, signal.SIGKILL)
            server.start()
        writers.wait_for((kills + 1) * BETWEEN)
    finally:
        writers.finish()
    return _found(writers)


def _books() -> tuple[Any, Any]:
    from huiqi.kernel.access import SYSTEM
    from huiqi.kernel.now import now, today
    from huiqi.ledger.actions import Business, appropriate, set_up_budget, set_up_fund
    from huiqi.parties import scope
    from huiqi.parties.models import Organization, Subject

    on = today()
    with scope.everything():
        subject = Subject.objects.create(created_at=now())
        body = Organization.objects.create(subject=subject, name="局", kind="department")
        fund = set_up_fund(code="load", title="专项", department=body, basis="试", actor=SYSTEM)
        budget = set_up_budget(fund=fund, year=2021, actor=SYSTEM)
        given = Business("given", on, "下达")
        appropriate(budget=budget, amount_fen=10**12, business=given, actor=SYSTEM)
    return budget, on


def _found(writers: Writers) -> dict[str, Any]:
    """What is in the books beside what was acknowledged."""
    from django.db import connection

    from huiqi.kernel.now import now
    from huiqi.ledger.models import Entry
    from huiqi.ledger.proof import verify
    from huiqi.parties import scope

    connection.close()
    with scope.everything():
        entries = Entry.objects.filter(deed="commit", legs__amount_fen__gt=0)
        stored = dict(entries.order_by("id").values_list("key", "legs__amount_fen"))
        problems = list(verify(now()).problems)
    acknowledged = writers.acknowledged
    return {
        "acknowledged": len(acknowledged),
        "retried": writers.retried,
        "failed": writers.failed,
        "lost": sorted(acknowledged.items() - stored.items()),
        # What was under way when the writers were told to stop: at most one for each.
        "unasked": max(0, len(stored) - len(acknowledged) - WRITERS),
        "problems": problems,
    }


if __name__ == "__main__":
    sys.exit(main())
