"""诉求的页面: with a million concerns on file, beside the same pages with a thousand, in one run.

``python -m benchmarks.concerns [CONCERNS] [ROUNDS] [FOLDER]``. The server is an embedded PostgreSQL
of its own with the city of the demonstration. To its concerns come copies of them, of other firms,
units and years: one in fifty is open, 300 of those with the office of which the pages are asked,
every other one that ended has a published answer. First a thousand are on file, then a million;
each page is asked for by turns with the others, and made anew for every visitor. Time on the wall,
from the request to the bytes: the database's part counts. The goal for the list, the case and the
board: the slowest twentieth takes at most 1.5 times as long.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final

# Run as a file, Python looks for modules beside it only.
ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

FEW, MANY = 1_000, 1_000_000
GOAL: Final = 1.5
ROUNDS: Final = 60
WARM: Final = 3
OPEN_ONE_IN: Final = 50
OF_THE_OFFICE: Final = 300  # open ones
LATE_ONE_IN: Final = 20  # of the open ones
YEARS: Final = 4
DUE: Final = "2021-10-25T18:00:00+08:00"  # of an open one that is not late
# Who asks for which page; {case} is an open one of the office.
PAGES: Final = (
    ("办理列表", "huangruo", "/desk/concerns/"),
    ("办理列表，查一个词", "huangruo", "/desk/concerns/?text=变压器"),
    ("办理列表，已了结的", "huangruo", "/desk/concerns/?tab=over"),
    ("案卷", "huangruo", "/desk/concerns/{case}/"),
    ("督办台", "jiangxing", "/desk/concerns/board/"),
    ("我的诉求", "chenlan", "/concerns/mine/"),
    ("公开的诉求", "", "/concerns/"),
    ("诉求统计", "", "/concerns/statistics/"),
)
NOT_COPIED: Final = ("id", "number", "key", "problem_id")
# Copies of a concern that is over or open, each of another firm and unit, at another moment.
COPY: Final = """
INSERT INTO concerns_concern (number, key, problem_id, {columns})
SELECT 'SQ-M-' || n, NULL, NULL, {values}
FROM generate_series(%(since)s, %(until)s - 1) AS n
JOIN (SELECT row_number() OVER (ORDER BY id) - 1 AS at, c.* FROM concerns_concern AS c
      WHERE number LIKE 'SQ-2021-%%' AND state IN ({states})) AS model
  ON model.at = n %% (SELECT count(*) FROM concerns_concern
                      WHERE number LIKE 'SQ-2021-%%' AND state IN ({states}))
JOIN firms ON firms.at = n %% (SELECT count(*) FROM firms)
JOIN units ON units.at = n %% (SELECT count(*) FROM units)
WHERE {which}
"""
ANSWERS: Final = """
INSERT INTO concerns_post (concern_id, kind, audience, version, is_substantive, text, author_id,
    unit_id, at)
SELECT id, 'final', CASE WHEN id %% 2 = 0 THEN 'public' ELSE 'firm' END, 1, true,
    '已查明：' || title, officer_id, lead_id, coalesce(replied_at, submitted_at)
FROM concerns_concern WHERE number LIKE 'SQ-M-%%' AND state = 'ended'
  AND substr(number, 6)::bigint >= %(since)s
"""
MOVES: Final = """
INSERT INTO kernel_movelog (kind, object_id, move, source, target, person_id, note, at)
SELECT 'concerns.Concern', id, move, '', state, officer_id, '', submitted_at
FROM concerns_concern, unnest(ARRAY['dispatch', 'sign', 'reply']) AS move
WHERE number LIKE 'SQ-M-%%' AND substr(number, 6)::bigint >= %(since)s
"""
Timed = Mapping[str, list[float]]


def main() -> int:
    """运行: a table of both sizes; a goal that is missed is said and changes no status."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS
    where = sys.argv[3] if len(sys.argv) > 3 else None
    from benchmarks.ledger import own_server

    with TemporaryDirectory(dir=where) as folder:
        server = own_server(Path(folder))
        try:
            demo = [sys.executable, str(ROOT / "manage.py"), "demo"]
            subprocess.run(demo, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
            _prepare()
            _fill(0, FEW)
            few = _timed(rounds)
            _fill(FEW, many)
            _tell(few, _timed(rounds), many)
        finally:
            server.stop()
    return 0


def _prepare() -> None:
    from django.conf import settings
    from django.db import connection

    settings.SECOND_FACTOR_REQUIRED = False
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('huiqi.scope', 'all', false)")
        cursor.execute(
            "CREATE TEMPORARY TABLE firms AS SELECT row_number() OVER (ORDER BY id) - 1 AS at,"
            " id, subject_id FROM parties_organization WHERE kind = 'enterprise' AND id <> %s",
            [_firm()],
        )
        cursor.execute(
            "CREATE TEMPORARY TABLE units AS SELECT row_number() OVER (ORDER BY id) - 1 AS at, id"
            " FROM parties_organization WHERE kind IN ('department', 'district_office')"
        )


def _fill(since: int, until: int) -> None:
    """Concerns from ``since`` (included) to ``until`` (excluded), as many open as there are."""
    from django.db import connection

    start = perf_counter()
    every = {"since": since, "until": until, "office": _office(), "officer": _officer()}
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE concerns_concern ENABLE ALWAYS TRIGGER counted_insert")
        cursor.execute("SET session_replication_role = replica")  # no trigger for each row
        for states, which in (
            ("'ended'", f"n % {OPEN_ONE_IN} <> 0"),
            ("'working'", f"n % {OPEN_ONE_IN} = 0"),
        ):
            cursor.execute(_copy(states, which).replace("%%", "%%"), every)
        cursor.execute(ANSWERS, every)
        cursor.execute(MOVES, every)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("SELECT concerns_fold_counts()")  # as every night
        cursor.execute("VACUUM (ANALYZE)")  # as the database does by itself in time
    print(f"{until:,} 件在册，装入 {perf_counter() - start:.0f} 秒")


def _copy(states: str, which: str) -> str:
    from huiqi.concerns.models import Concern

    is_ours = f"(n / {OPEN_ONE_IN}) < {OF_THE_OFFICE} AND n % {OPEN_ONE_IN} = 0"
    unit = f"CASE WHEN {is_ours} THEN %(office)s ELSE units.id END"
    back = f"(n % {YEARS * 365}) * interval '1 day'"
    late = f"model.due_at IS NULL OR n % {OPEN_ONE_IN * LATE_ONE_IN} = 0"
    other = {
        "subject_id": "firms.subject_id",
        "organization_id": "firms.id",
        "title": "model.title || n",
        "fingerprint": "md5(n::text)",
        "lead_id": unit,
        "unit_id": f"CASE WHEN model.unit_id IS NULL THEN NULL ELSE {unit} END",
        "officer_id": f"CASE WHEN {is_ours} THEN %(officer)s::bigint ELSE NULL END",
        **dict.fromkeys(
            ("due_at", "step_due_at", "first_due_at", "last_due_at"),
            f"CASE WHEN {late} THEN model.due_at ELSE '{DUE}' END",
        ),
        "rung": f"CASE WHEN {late} THEN model.rung ELSE 0 END",
        "submitted_at": f"model.submitted_at - {back}",
        "ended_at": f"model.ended_at - {back}",
    }
    columns = [one.column for one in Concern._meta.concrete_fields]
    kept = [one for one in columns if one not in NOT_COPIED]
    values = ", ".join(other.get(one, f"model.{one}") for one in kept)
    told = COPY.format(columns=", ".join(kept), values=values, states=states, which=which)
    # What the driver must not take for a place to fill in.
    return told.replace(" % ", " %% ").replace("%%%%", "%%")


def _firm() -> int:
    """The one that asks for its own: it brings no more than it did."""
    from huiqi.parties.models import Membership

    return Membership.objects.filter(person__username="chenlan")[0].organization_id


def _office() -> int:
    from huiqi.parties.models import Membership

    return Membership.objects.filter(person__username="huangruo")[0].organization_id


def _officer() -> int:
    from huiqi.parties.models import Person

    return Person.objects.get(username="huangruo").pk


def _timed(rounds: int) -> Timed:
    """Milliseconds of each page, by turns."""
    from django.conf import settings
    from django.test import Client

    from benchmarks.asked import milliseconds
    from huiqi.concerns.models import Concern
    from huiqi.parties.models import Person

    settings.HUIQI_KEPT_SECONDS = 0
    host = next(iter(settings.ALLOWED_HOSTS), "localhost")
    case = Concern.objects.filter(officer=_officer(), state="working").first()
    assert case is not None
    asked: list[tuple[str, Any, str]] = []
    for name, who, path in PAGES:
        client = Client(headers={"host": host})
        if who:
            client.force_login(Person.objects.get(username=who))
        asked.append((name, client, path.format(case=case.number)))
    spent: dict[str, list[float]] = {name: [] for name, _client, _path in asked}
    for number in range(rounds + WARM):
        for name, client, path in asked:
            took = milliseconds(client, path, perf_counter)
            if number >= WARM:
                spent[name].append(took)
    return spent


def _tell(few: Timed, many: Timed, count: int) -> None:
    print(f"\n{'页面':<12} {FEW:,} 件：中位、95%   {count:,} 件：中位、95%   95% 之比")
    for name, before in few.items():
        after = many[name]
        slow_before, slow_after = quantiles(before, n=20)[-1], quantiles(after, n=20)[-1]
        ratio = slow_after / slow_before
        told = "达到" if ratio <= GOAL else "未达到"
        print(
            f"{name:<12} {median(before):6.1f} {slow_before:6.1f} 毫秒   "
            f"{median(after):6.1f} {slow_after:6.1f} 毫秒   "
            f"{ratio:.2f}（目标 ≤ {GOAL}，{told}）"
        )


if __name__ == "__main__":
    raise SystemExit(main())
