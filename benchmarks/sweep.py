"""全库匹配: a made-up register of a million firms against the whole library, cold and warm.

``python -m benchmarks.sweep [ROWS]`` (default 1,000,000). Cold reads the Parquet into a column
snapshot first; warm finds it there. «kernel» is the bitmap kernel alone, in this process, over
the same snapshot: what the sweep adds is amounts, groups, missing facts, and the files.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from huiqi.library import load
from huiqi.rules.bits import Bits
from huiqi.rules.credit_code import ALPHABET
from huiqi.rules.sweep import How, sweep
from huiqi.rules.sweep.mapped import bytes_of, opened
from huiqi.rules.sweep.question import asked

if TYPE_CHECKING:
    from collections.abc import Sequence

ON: Final = date(2022, 10, 20)
UNKNOWN: Final = 0.05  # of each column
SEED: Final = 20211020


def main() -> None:
    """运行: the table, and how much memory a process took beside the snapshot."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        path = folder / "register.parquet"
        pq.write_table(register(rows), path)
        how = How(shelf=folder / "shelf")
        print(f"{rows:,} 户，名册 {path.stat().st_size / 1e6:.0f} MB\n")
        cold = _spent(lambda: sweep(load(), path, ON, folder / "cold", how=how))
        warm = _spent(lambda: sweep(load(), path, ON, folder / "warm", how=how))
        (snapshot,) = (folder / "shelf").iterdir()
        question = asked(load(), ON)
        found = opened(snapshot, question.lowered.graph)
        bits = Bits(question.lowered)
        bits.counts(found.snapshot)
        kernel = _spent(lambda: bits.counts(found.snapshot))
        held = bytes_of(snapshot)
        started = _spent(lambda: opened(snapshot, question.lowered.graph))
        size = sum(one.stat().st_size for one in (folder / "warm").rglob("*") if one.is_file())
        pairs = sum(
            pq.read_metadata(one).num_rows
            for kind in ("matches", "possible")
            for one in (folder / "warm" / kind).iterdir()
        )
    print("| 一步 | 秒 | 户/秒 |\n|---|---|---|")
    for name, seconds in (
        ("第一次（连读名册）", cold),
        ("再次（快照已在）", warm),
        ("内核计数", kernel),
    ):
        print(f"| {name} | {seconds:.2f} | {rows / seconds:,.0f} |")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\n{len(question.variants)} 组规则，{pairs:,} 个匹配对，结果 {size / 1e6:.0f} MB")
    print(
        f"快照 {held / 1e6:.0f} MB，打开 {started * 1e3:.0f} 毫秒，工作进程内存峰值 {peak:.0f} MB"
    )


def _spent(work: Any) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


# The register


def register(rows: int) -> pa.Table:
    """名册: as the library reads them, each column independent, five in a hundred unknown."""
    chance = np.random.default_rng(SEED)

    def some(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
        picked = pa.array(values, kind).take(pa.array(chance.integers(0, len(values), rows)))
        return _with_gaps(picked, chance)

    def up_to(most: int, kind: pa.DataType) -> pa.Array:
        return _with_gaps(pa.array(chance.integers(0, most, rows)).cast(kind), chance)

    days = pa.array(chance.integers(14_000, 19_000, rows).astype(np.int32)).cast(pa.date32())
    title = {"kind": "high_tech_enterprise", "granted_on": date(2021, 12, 1)}
    titles = pa.list_(pa.struct({"kind": pa.string(), "granted_on": pa.date32()}))
    flags = ("blacklisted", "first_loan", "in_catalogue", "invention_patent")
    counts = {"employees": 3000, "insured_headcount": 3000, "class1_ip": 20, "class2_ip": 20}
    return pa.table(
        {
            "credit_code": _codes(rows),
            "district": some(["440303", "440304", "440306", "440307", "440311"], pa.string()),
            "industry": some(["39", "65", "35", "51", "F", "I", "72"], pa.string()),
            "registered_on": _with_gaps(days, chance),
            "titles": some([[], [title]], titles),
            **{key: up_to(10**9, pa.decimal128(20, 0)) for key in MONEY},
            **{key: some([True, False], pa.bool_()) for key in flags},
            **{key: up_to(most, pa.int32()) for key, most in counts.items()},
            "rent_subsidy_years": up_to(4, pa.int32()),
            "above_scale_years": up_to(3, pa.int32()),
            "park_kind": some(["tech_park", "incubator"], pa.string()),
            "park_level": some(["district", "city"], pa.string()),
        }
    )


MONEY: Final = (
    *("revenue", "revenue_prior", "main_revenue", "assets", "net_profit", "rd_spend"),
    *("rent_paid_last_year", "upgrade_investment", "brand_spend", "loan_amount"),
)


def _with_gaps(values: pa.Array, chance: np.random.Generator) -> pa.Array:
    import pyarrow.compute as pc

    known = pa.array(chance.random(len(values)) >= UNKNOWN)
    return pc.if_else(known, values, pa.scalar(None, values.type))


def _codes(rows: int) -> pa.Array:
    """Valid credit codes, one after another."""
    digits = np.char.zfill(np.arange(rows).astype(str), 9)
    first = np.char.add("91440300", digits)
    places = first.astype("S17").view(np.uint8).reshape(-1, 17).astype(np.int64) - ord("0")
    weights = np.array([pow(3, i, 31) for i in range(17)])
    last = np.array(list(ALPHABET))[-(places * weights).sum(axis=1) % 31]
    return pa.array(np.char.add(first, last))


if __name__ == "__main__":
    main()
