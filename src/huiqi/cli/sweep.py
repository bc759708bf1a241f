"""全库匹配命令: every programme over a whole register, with progress, into a folder."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from huiqi.cli import output, words
from huiqi.cli.given import today
from huiqi.library import load
from huiqi.rules.dictionary import FACTS
from huiqi.rules.given import Given
from huiqi.rules.problems import Problem, Refused

if TYPE_CHECKING:
    from argparse import Namespace


MOST_MISSING: Final = 8  # facts that the page lists; the folder has all
EVERY: Final = 1.0  # seconds between two lines of progress
MOST_PROCESSES: Final = 64


def run(asked: Namespace) -> int:
    """执行: the manifest as JSON, or a page."""
    if asked.city == bool(asked.population):
        fix = "请写名册的路径，或写 --city 取本市在库的企业，两者写一个。"
        raise Refused([Problem("不知道匹配哪份名册。", fix=fix)])
    if not asked.city:
        return _swept(asked, Path(asked.population), today())
    with _population(asked) as (path, day):
        return _swept(asked, path, day)


@contextmanager
def _population(asked: Namespace) -> Iterator[tuple[Path, date]]:
    """The firms on file of the city as a register beside ``--out``, and the day that is asked.

    It goes when the sweep is done: what it says is the city's to keep.
    """
    from huiqi.cli.city import acting

    out = Path(asked.out)
    path = out.with_name(f"{out.name}.city.parquet")
    with acting("没有读出全市名册。"):
        from huiqi.kernel.now import today as today_of_city

        given = Given(today_of_city())
        on = given.day(asked.on, "--on")
        given.attempt(lambda: _processes(asked.processes))
        given.refuse()
        _claim(path)
    try:
        _read_city(path, on)
        yield path, on
    finally:
        path.unlink(missing_ok=True)


def _claim(path: Path) -> None:
    """An empty file that nobody else on the machine may read."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
    except OSError as error:
        fix = "请换一个 --out，或检查权限。"
        what = f"这里不能写：{error.strerror}。"
        raise Refused([Problem(what, fix=fix, file=str(path.parent))]) from error


def _read_city(path: Path, on: date) -> None:
    from huiqi.cli.city import acting

    progress = Progress()
    with acting("没有读出全市名册。"):
        from huiqi.kernel.now import now
        from huiqi.policies.population import write_population
        from huiqi.policies.releases import look_again

        look_again()  # the city's firms are answered as the city answers
        told = write_population(path, on, now(), partial(progress.told, "读取在库企业"))
    if told.without_code:
        what = f"另有 {told.without_code:,} 户没有统一社会信用代码，不在其中"
        progress.told(what, 0, 1)


def _swept(asked: Namespace, path: Path, day: date) -> int:
    from huiqi.rules.sweep import How, checked, sweep

    given = Given(day)
    on = given.day(asked.on, "--on")
    processes = given.attempt(lambda: _processes(asked.processes))
    named = asked.programmes
    if given.problems:
        # What is wrong with the register shall not wait for another try.
        given.attempt(lambda: checked(load(), path, on, named, asked.engine))
    given.refuse()
    how = How(
        engine=asked.engine,
        processes=processes,
        shelf=Path(asked.snapshots) if asked.snapshots else None,
        told=Progress().told,
    )
    out = Path(asked.out)
    found = sweep(load(), path, on, out, named, how)
    if asked.json:
        output.print_json(found)
    else:
        _show(output.Page(), found, out)
    return 0


def _processes(text: str | None) -> int | None:
    if text is None:
        return None
    if text.isdecimal() and 1 <= int(text) <= MOST_PROCESSES:
        return int(text)
    fix = f"请写 1 至 {MOST_PROCESSES} 的整数，或不写。"
    raise Refused([Problem(f"--processes 不能是「{text}」。", fix=fix)])


class Progress:
    """进度: on standard error, at most one line a second and the last one of each step."""

    def __init__(self) -> None:
        self._last, self._what = 0.0, ""

    def told(self, what: str, done: int, of: int) -> None:
        """已做到哪里: ``done`` of ``of``; every new step is told at once."""
        now = monotonic()
        if what == self._what and done < of and now - self._last < EVERY:
            return
        self._last, self._what = now, what
        amount = f" {done:,} / {of:,} 户" if of > 1 else ""
        sys.stderr.write(f"==> {what}{amount}\n")
        sys.stderr.flush()


def _show(page: output.Page, found: dict[str, Any], out: Path) -> None:
    firms = found["population"]["firms"]
    page.row(f"{firms:,} 户，{len(found['programmes'])} 个项目版本", f"按 {found['on']} 判断")
    page.title("各项目（符合、可能符合、不符合的户数）")
    for one in found["programmes"]:
        counts = f"{one['yes']:,}　{one['unknown']:,}　{one['no']:,}"
        page.row(one["title"], counts, indent=2)
        told = [f"{one['programme']}，{one['version']} 版"]
        if one["not_in_force"]:
            told.append(f"{one['not_in_force']:,} 户的日期没有生效的版本")
        page.line("；".join([*told, *_money(one)]), indent=4, style="dim")
    page.title("补上哪些数据最能定下来（可能涉及的金额都是上限，不是承诺）")
    for one in found["missing"][:MOST_MISSING]:
        right = f"最多 {words.yuan(one['possible'])}"
        page.row(FACTS[one["fact"]].label, f"{one['pairs']:,} 个匹配对　{right}", indent=2)
    page.line("")
    page.line(f"全部结果在 {out}：各表、每户的匹配和 manifest.json。")


def _money(one: dict[str, Any]) -> list[str]:
    if one["amount_range"] is None:
        return []
    sure, possible = one["amount_range"]
    upper = "上限不详" if possible is None else f"至多 {words.yuan(possible)}"
    open_ = f"（{one['open']:,} 户的上限不详）" if one["open"] else ""
    return [f"已能确定的上限合计 {words.yuan(sure)}，连同未定的{upper}{open_}"]
