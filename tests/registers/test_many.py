"""大名册: a register of a whole city is read in pieces, however long it is."""

import resource
from pathlib import Path

import pytest

from huiqi.rules.credit_code import check_digit
from tests.registers.conftest import bring_in

MEGABYTE = 1024  # kilobytes, in which the system tells the peak


def _written(path: Path, rows: int) -> Path:
    with path.open("w", encoding="utf-8") as out:
        out.write("credit_code,name,district,employees,revenue\n")
        for number in range(rows):
            code = f"91999998{number:09}"
            out.write(
                f"{code}{check_digit(code)},第{number}号公司,南山区,{number % 900},{number}\n"
            )
    return path


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@pytest.mark.verify
@pytest.mark.usefixtures("city_clock")
def test_four_times_the_rows_need_hardly_more_memory(tmp_path: Path) -> None:
    bring_in(_written(tmp_path / "a.csv", 50_000), dry_run=True)
    before = _peak()
    done = bring_in(_written(tmp_path / "b.csv", 200_000))
    assert (done.counts.created, done.counts.facts) == (200_000, 1_000_000)
    assert _peak() - before < 100 * MEGABYTE
