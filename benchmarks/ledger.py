"""账本: bookings a second beside bare inserts, and entries verified a second, on one server.

``python -m benchmarks.ledger [BOOKINGS] [ENTRIES] [FOLDER]``. The server is an embedded PostgreSQL
of its own with the city's tables, safe on disk as ever (fsync); in FOLDER, by default where the
system puts what is temporary. /dev/shm is faster than any disk, so that nothing is waited for.
Bare inserts are two rows of three numbers in one transaction, in the same table of nothing but a
key, once begun and ended by statements of their own and once as the one statement they are; a
booking is the public action
with its permission, its checks, both legs, their balances and the key of its business, alone,
within the transaction of whoever books, and with others. All take turns, so that all meet the
same disturbances. The processor's time of both sides is told as well: on a busy machine the rest is
waiting. Goals: at least 40 % of bare inserts; at least 200,000 entries verified a
second.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any, Final

# Run as a file, Python looks for modules beside it only.
ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

BOOKINGS: Final = 60  # in each turn: short ones, so that all meet the same disturbances
TURNS: Final = 40
ROUNDS: Final = 7
ENTRIES: Final = 200_000
SHARE, SPEED = 0.4, 200_000  # the goals
TOGETHER: Final = 20  # bookings in one call
NAMES: Final = (
    *("两行直接插入，一个事务", "两行直接插入，只一句", "记账"),
    *("记账，在别的办理的事务里", f"记账，一次 {TOGETHER} 张"),
)
# Which two of them are compared, and what that is called.
RATIOS: Final = (
    ("记账，是一个事务里两行直接插入的", 2, 0),
    ("记账，是只一句的两行直接插入的", 2, 1),
    ("在别的办理的事务里，是一个事务里两行直接插入的", 3, 0),
    (f"一次 {TOGETHER} 张，是一个事务里两行直接插入的", 4, 0),
)
CALLS: Final = 1_000
BATCH: Final = 10_000
COLUMNS: Final = "(id bigserial PRIMARY KEY, account bigint, amount bigint)"
BARE: Final = "INSERT INTO bare (account, amount) VALUES (%s, %s), (%s, %s)"
ENTRY: Final = """
INSERT INTO ledger_entry (deed, booked_on, memo, key, fingerprint, lines, origin_kind, source,
    grants, is_rounded, made_at)
SELECT 'commit', '2021-10-20', '承诺', 'made:' || n, md5(n::text), 2, '', '', 0, false, now()
FROM generate_series(%s, %s) AS n
"""
LEGS: Final = """
INSERT INTO ledger_leg (entry_id, line, account_id, amount_fen, position, balance_fen)
SELECT e.id, line, CASE line WHEN 1 THEN a.id ELSE c.id END,
    CASE line WHEN 1 THEN -100 ELSE 100 END, 0, 0
FROM (SELECT id, right(key, -5)::bigint AS n FROM ledger_entry
      WHERE deed = 'commit' AND key LIKE 'made:%%') AS e
JOIN ledger_account c ON c.stage = 'committed' AND c.call = 'R' || e.n %% %s
JOIN ledger_account a ON a.stage = 'available' AND a.budget_id = c.budget_id
CROSS JOIN generate_series(1, 2) AS line
WHERE e.n BETWEEN %s AND %s
ORDER BY e.id, line
"""


def main() -> int:
    """运行: prints both tables; a goal that is missed is said and changes no status."""
    bookings = int(sys.argv[1]) if len(sys.argv) > 1 else BOOKINGS
    entries = int(sys.argv[2]) if len(sys.argv) > 2 else ENTRIES
    where = sys.argv[3] if len(sys.argv) > 3 else None
    with TemporaryDirectory(dir=where) as folder:
        server = own_server(Path(folder))
        try:
            book(bookings)
            prove(entries)
        finally:
            server.stop()
    return 0


def own_server(folder: Path) -> Any:
    """A cluster of its own with all tables; from then on Django is connected to it."""
    os.environ |= {"HUIQI_DATA_DIR": str(folder), "HUIQI_AS_OWNER": "1", "HUIQI_DEMO": "1"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "huiqi.config.settings"
    from huiqi.config.postgres import Embedded

    server = Embedded.at(folder / "postgres")
    server.start()
    for words in (("migrate", "--verbosity", "0"), ("grant",)):
        command = [sys.executable, str(ROOT / "manage.py"), *words]
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    import django

    django.setup()
    return server


def _budgets(count: int) -> list[Any]:
    from huiqi.kernel.access import SYSTEM
    from huiqi.kernel.now import now, today
    from huiqi.ledger.actions import Business, appropriate, set_up_budget, set_up_fund
    from huiqi.parties.models import Organization, Subject

    subject = Subject.objects.create(created_at=now())
    body = Organization.objects.create(subject=subject, name="局", kind="department")
    fund = set_up_fund(code="bench", title="专项", department=body, basis="试", actor=SYSTEM)
    found = []
    for at in range(count):
        budget = set_up_budget(fund=fund, year=2021, programme=f"p{at}", actor=SYSTEM)
        business = Business(f"bench:{at}", today(), "下达")
        appropriate(budget=budget, amount_fen=10**13, business=business, actor=SYSTEM)
        found.append(budget)
    return found


def book(count: int) -> None:
    """记账速度: by turns with bare inserts."""
    from django.db import connection, transaction

    from huiqi.config.postgres import APP
    from huiqi.kernel.access import SYSTEM
    from huiqi.kernel.now import today
    from huiqi.ledger.actions import Business, book_all, commit

    budget, on = _budgets(1)[0], today()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bare {COLUMNS}")
        # Both as the application does, under the rules for its rows.
        cursor.execute(f"GRANT ALL ON bare, bare_id_seq TO {APP}")
        cursor.execute(f"SET ROLE {APP}")
        cursor.execute("SELECT set_config('huiqi.scope', 'all', false)")

    def alone(number: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(BARE, [number, -100, number + 1, 100])

    def bare(number: int) -> None:
        with transaction.atomic():
            alone(number)

    def booked(number: int, kind: str = "alone") -> None:
        business = Business(f"bench:{kind}:{number}", on, "承诺")
        commit(budget=budget, call="R", amount_fen=100, business=business, actor=SYSTEM)

    def within(number: int) -> None:
        with transaction.atomic():
            booked(number, "within")

    def together(number: int) -> None:
        if number % TOGETHER == 0:
            book_all([_slip(budget.pk, on, number + at) for at in range(TOGETHER)], SYSTEM)

    acts = (bare, alone, booked, within, together)
    backend = connection.connection.info.backend_pid
    worked: list[list[float]] = [[] for _ in acts]
    spent: list[list[float]] = []
    for at in range(TURNS):
        spent.append([])
        for act, busy in zip(acts, worked, strict=True):
            before = _worked(backend)
            spent[-1].append(_took(act, at, count))
            busy.append(_worked(backend) - before)
    kept = spent[1:]  # the first one fills what is kept in memory
    speeds = [count / median(one[each] for one in kept) for each in range(len(acts))]
    print(f"负载 {os.getloadavg()[0]:.1f}，{os.cpu_count()} 个核")
    for name, speed in zip(NAMES, speeds, strict=True):
        print(f"{name}　{speed:8.0f} 笔/秒")
    for name, mine, theirs in RATIOS:
        share = median(one[theirs] / one[mine] for one in kept)
        told = "达到" if share >= SHARE else "未达到"
        print(f"{name} {share:.0%}（目标 {SHARE:.0%}，{told}）")
    bare_work, _alone, book_work, *_more = (median(one[1:]) / count * 1e6 for one in worked)
    print(
        f"处理器时间，应用和数据库一起：两行直接插入 {bare_work:.0f} 微秒，"
        f"记账 {book_work:.0f} 微秒，前者是后者的 {bare_work / book_work:.0%}"
    )
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def _worked(backend: int) -> float:
    """Seconds of a processor that we and our session of the database have used by now."""
    told = Path(f"/proc/{backend}/schedstat").read_text(encoding="ascii")
    return process_time() + int(told.split()[0]) / 1e9


def _slip(budget: int, on: Any, number: int) -> Any:
    from huiqi.ledger.enums import Deed, Stage
    from huiqi.ledger.slips import Line, Slip

    lines = (Line(budget, Stage.AVAILABLE, -100), Line(budget, Stage.COMMITTED, 100, "R"))
    return Slip(Deed.COMMIT, f"bench:together:{number}", on, "承诺", lines)


def _took(act: Callable[[int], object], at: int, count: int) -> float:
    start = perf_counter()
    for number in range(at * count, (at + 1) * count):
        act(number)
    return perf_counter() - start


def prove(count: int) -> None:
    """核验速度: of entries that the triggers let in, a tenth of a million and more, all sealed."""
    from django.db import connection, transaction

    from huiqi.kernel.access import SYSTEM
    from huiqi.kernel.now import now, today
    from huiqi.ledger.actions import Business, appropriate, commit, set_up_budget
    from huiqi.ledger.models import Fund
    from huiqi.ledger.proof import seal, verify

    fund, on = Fund.objects.get(), today()
    with transaction.atomic():
        for at in range(CALLS):
            budget = set_up_budget(fund=fund, year=2021, programme=f"q{at}", actor=SYSTEM)
            give = Business(f"bench:q{at}", on, "下达")
            appropriate(budget=budget, amount_fen=10**13, business=give, actor=SYSTEM)
            first = Business(f"bench:r{at}", on, "承诺")
            commit(budget=budget, call=f"R{at}", amount_fen=1, business=first, actor=SYSTEM)
    with connection.cursor() as cursor:
        for start in range(1, count + 1, BATCH):
            span = [start, min(start + BATCH - 1, count)]
            with transaction.atomic():
                cursor.execute(ENTRY, span)
                cursor.execute(LEGS, [CALLS, *span])
        cursor.execute("ANALYZE")
    while seal():
        pass
    report = verify(now())
    spent = [_took(lambda _: verify(now()), at, 1) for at in range(ROUNDS)]
    speed = report.entries / median(spent)
    wrong = f"，有 {len(report.problems)} 处不符" if report.problems else ""
    told = "达到" if speed >= SPEED else "未达到"
    print(f"负载 {os.getloadavg()[0]:.1f}，{os.cpu_count()} 个核")
    print(
        f"核验 {report.entries:,} 张凭证、{report.legs:,} 笔分录、{report.seals} 个封存："
        f"{speed:,.0f} 张/秒（{ROUNDS} 次的中位数，最慢 {report.entries / max(spent):,.0f}，"
        f"最快 {report.entries / min(spent):,.0f}；目标 {SPEED:,}，{told}）{wrong}"
    )


if __name__ == "__main__":
    sys.exit(main())
