"""截止前的高峰: firms hand in 50 kB forms at once while the processes that answer are killed.

``python -m tests.contention.rush FIRMS AT_ONCE KILLS`` with HUIQI_DATA_DIR set to an empty folder
(``make rush``: 20,000, 200, 40). A city is started as ``huiqi start`` starts it, unless PORT and
PID behind the three numbers name one that runs on that folder. Over its API every firm saves its
form and hands it in, and asks again under the same key until it is answered. The last tenth come
while the call ends: who arrived in time is in, the others are told how late they were. Prints a
table, and a line of JSON for the tests; 1 when anything is wrong.
"""

from __future__ import annotations

import http.client
import json
import os
import queue
import random
import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from tests.contention.applicants import Applicant

SEED: Final = 20211119  # of who is killed, and when
PATIENCE: Final = 120.0  # seconds for one answer
TRIES: Final = 100  # for one question: after so many the city is down
TOLD_EVERY: Final = 1_000  # so that whoever waits for an hour sees that it goes on
AGAIN: Final = 20  # who was acknowledged asks once more, under the same key


@dataclass
class Rush:
    """高峰: what the clients were answered."""

    port: int
    receipts: dict[int, dict[str, Any]] = field(default_factory=dict)
    refusals: dict[int, str] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    retries: int = 0
    failed: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    pause: threading.Event = field(default_factory=threading.Event)  # never set: between two tries

    def run(self, applicants: Iterable[Applicant], at_once: int, *, only: str = "") -> float:
        """Until every one of them has its answer, so many at a time; the seconds it took."""
        waiting: queue.SimpleQueue[Applicant] = queue.SimpleQueue()
        for one in applicants:
            waiting.put(one)
        work = [
            threading.Thread(target=self._work, args=(waiting, only), daemon=True)
            for _ in range(at_once)
        ]
        began = time.monotonic()
        for each in work:
            each.start()
        for each in work:
            each.join()
        return time.monotonic() - began

    def _work(self, waiting: queue.SimpleQueue[Applicant], only: str) -> None:
        client = Client(self)
        while True:
            try:
                one = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                self._apply(client, one, only)
            except Exception as error:  # noqa: BLE001 -- whatever it is, it is told at the end
                with self.lock:
                    self.failed.append(f"第 {one.number} 家：{error!r}")

    def _apply(self, client: Client, one: Applicant, only: str) -> None:
        if only != "submit":
            body = {"revision": 0, "answers": one.answers()}
            status, told = client.ask(one, "answers", body)
            assert (status, told) == (200, {"revision": 1, "problems": []}), told
        if only == "save":
            return
        began = time.monotonic()
        status, told = client.ask(one, "submission", {"declared": True})
        took = time.monotonic() - began
        with self.lock:
            if status == 200:
                assert self.receipts.setdefault(one.number, told) == told, "另一张回执"
                self.seconds.append(took)
                if len(self.seconds) % TOLD_EVERY == 0:
                    sys.stderr.write(f"已提交 {len(self.seconds):,} 份\n")
            else:
                self.refusals[one.number] = json.dumps(told, ensure_ascii=False)


@dataclass
class Client:
    """企业的程序: one connection, opened anew when it breaks; the same question under one key."""

    rush: Rush
    connection: http.client.HTTPConnection | None = None

    def ask(self, one: Applicant, what: str, body: dict[str, Any]) -> tuple[int, Any]:
        """Until it is answered, whatever is killed meanwhile."""
        data = json.dumps(body, ensure_ascii=False).encode()
        headers = {
            "Authorization": f"Bearer {one.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"{what}-{one.number}",
        }
        path = f"/api/v1/applications/{one.draft}/{what}"
        for _attempt in range(TRIES):
            try:
                status, told = self._once(path, data, headers)
            except (OSError, http.client.HTTPException):
                self._drop()
            else:
                if status < 500:
                    return status, told
            with self.rush.lock:
                self.rush.retries += 1
            self.rush.pause.wait(0.2)
        raise TimeoutError(f"{path} 没有应答")

    def _once(self, path: str, data: bytes, headers: dict[str, str]) -> tuple[int, Any]:
        if self.connection is None:
            self.connection = http.client.HTTPConnection(
                "127.0.0.1", self.rush.port, timeout=PATIENCE
            )
        self.connection.request("POST", path, data, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if answer.status < 500 else text

    def _drop(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.connection = None


class Killer(threading.Thread):
    """杀手: after every so many receipts one of the processes that answer pages, at random."""

    def __init__(self, city: Any, rush: Rush, kills: int, of: int) -> None:
        super().__init__(daemon=True)
        self.city, self.rush, self.over = city, rush, threading.Event()
        self.chance = random.Random(SEED)
        self.after = sorted(self.chance.sample(range(1, max(of, kills + 1)), kills))
        self.killed = 0

    def run(self) -> None:
        """Never the next before the last has come back: the city gives up on what dies at once."""
        for wanted in self.after:
            while len(self.rush.receipts) < wanted or len(self.city.children("web")) < 2:
                if self.over.wait(0.1):
                    return
            os.kill(self.chance.choice(self.city.children("web")), signal.SIGKILL)
            self.killed += 1
            if self.over.wait(5):
                return


def main() -> int:
    """运行: 0 when nothing was lost, doubled or wrong."""
    firms, at_once, kills, *where = map(int, sys.argv[1:])
    with _a_city(where) as city:
        told = _rushed(city, firms, at_once, kills)
        # Before the city stops: an hour's figures must not be lost to a slow goodbye.
        sys.stdout.write(f"{_table(told)}\n{json.dumps(told, ensure_ascii=False)}\n")
        sys.stdout.flush()
    return 1 if any(told["wrong"].values()) else 0


@contextmanager
def _a_city(where: list[int]) -> Iterator[Any]:
    from tests.config.city import Found, Running

    if where:
        yield Found(*where)
        return
    # The clock is set by whoever rushes, and not by the demonstration.
    city = Running(HUIQI_DATA_DIR=os.environ["HUIQI_DATA_DIR"], HUIQI_DEMO="0")
    try:
        city.wait()
        yield city
    finally:
        city.close()


def _rushed(city: Any, firms: int, at_once: int, kills: int) -> dict[str, Any]:
    os.environ["DJANGO_SETTINGS_MODULE"] = "huiqi.config.settings"
    import django

    django.setup()
    from huiqi.parties import scope
    from tests.contention import applicants as them

    with scope.everything():
        call = them.a_call_with_a_long_form()
        every = them.applicants(call, firms)
        them.stand_at(call.ends_at - timedelta(hours=8))
    rush, late = Rush(city.port), max(firms // 10, 2)
    in_time, last, too_late = every[:-late], every[-late : -late // 2], every[-late // 2 :]
    killer = Killer(city, rush, kills, len(in_time))
    killer.start()
    seconds = rush.run(in_time, at_once)
    handed_in = len(rush.receipts)
    rush.run([*last, *too_late], at_once, only="save")
    with scope.everything():
        them.stand_at(call.ends_at - timedelta(seconds=1))
    rush.run(last, at_once, only="submit")
    with scope.everything():
        them.stand_at(call.ends_at + timedelta(seconds=1))
    rush.run(too_late, at_once, only="submit")
    rush.run(in_time[:AGAIN], at_once, only="submit")  # what was taken is answered again
    killer.over.set()
    killer.join()
    receipts = {number: one["sha256"] for number, one in rush.receipts.items()}
    with scope.everything():
        wrong = them.found_in_the_books(call, every, receipts, rush.refusals)
    wrong["failed"] = rush.failed
    wrong["taken_too_late"] = [one.number for one in too_late if one.number in receipts]
    wrong["refused_in_time"] = [one.number for one in in_time if one.number in rush.refusals]
    return {
        "firms": firms,
        "at_once": at_once,
        "bytes": len(json.dumps(every[-1].answers(), ensure_ascii=False).encode()),
        "acknowledged": len(receipts),
        "refused": len(rush.refusals),
        "per_second": round(handed_in / seconds, 1),
        **{f"p{share}": round(_share(rush.seconds, share), 2) for share in (50, 95, 99)},
        "kills": killer.killed,
        "retries": rush.retries,
        "wrong": {what: found[:10] for what, found in wrong.items()},
    }


def _share(seconds: list[float], percent: int) -> float:
    return sorted(seconds)[min(len(seconds) * percent // 100, len(seconds) - 1)]


def _table(told: dict[str, Any]) -> str:
    wrong = sum(map(len, told["wrong"].values()))
    rows = [
        ("申报单位，同时", f"{told['firms']:,}，{told['at_once']}"),
        ("一份申报表", f"{told['bytes']:,} 字节"),
        ("确认的提交 / 截止后不收的", f"{told['acknowledged']:,} / {told['refused']:,}"),
        ("每秒保存并提交", f"{told['per_second']} 份"),
        ("提交用时 p50、p95、p99（含重试）", f"{told['p50']}、{told['p95']}、{told['p99']} 秒"),
        ("被杀的网页进程", str(told["kills"])),
        ("重试", f"{told['retries']:,} 次"),
        ("丢失、重复、没有回执、错收错拒、账不平", f"{wrong} 件"),
    ]
    return "\n".join(["| 截止前的高峰 | |", "|---|---|", *(f"| {a} | {b} |" for a, b in rows)])


if __name__ == "__main__":
    sys.exit(main())
