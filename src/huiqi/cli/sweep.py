"""全库匹配命令: every programme over a whole register, with progress, into a folder."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from huiqi.cli import output, words
from huiqi.cli.given import today
from huiqi.cli.progress import Progress
from huiqi.library import load
from huiqi.rules.dictionary import FACTS
from huiqi.rules.given import Given
from huiqi.rules.problems import Problem, Refused

if TYPE_CHECKING:
    from argparse import Namespace


MOST_MISSING: Final = 8  # facts that the page lists; the folder has all
MOST_PROCESSES: Final = 64


def run(asked: Namespace) -> int:
    """执行: the manifest as JSON, or a page; or the city's table of matches kept up."""
    if asked.since or asked.table:
        from huiqi.cli import match_table

        return match_table.run(asked, Progress())
    if not asked.out:
        fix = "请写 --out 和一个新的文件夹；要更新本市的匹配表请写 --city --since。"
        raise Refused([Problem("不知道结果写到哪里。", fix=fix)])
    if asked.city == bool(asked.population):
        fix = "请写名册的路径，或写 --city 取本市在库的企业，两者写一个。"
        raise Refused([Problem("不知道匹配哪份名册。", fix=fix)])
    if not asked.city:
        # An address stays as it is written; a path of ours would lose one of its slashes.
        register = asked.population
        return _swept(asked, register if "://" in register else Path(register), today())
    from huiqi.cli.of_city import as_the_city, city_register, without_remains
    from huiqi.rules.sweep import refuse_early

    out = Path(asked.out)
    path = out.with_name(f"{out.name}.city.parquet")
    without_remains(path)  # whatever is wrong with this call
    given = Given(as_the_city())
    on = given.day(asked.on, "--on")
    given.attempt(lambda: _processes(asked.processes))
    given.attempt(lambda: refuse_early(load(), on, asked.programmes, asked.engine, out))
    given.refuse()
    with city_register(path, on):
        return _swept(asked, path, on)


def _swept(asked: Namespace, path: Path | str, day: date) -> int:
    from huiqi.rules.sweep import How, checked, sweep

    given = Given(day)
    on = given.day(asked.on, "--on")
    processes = given.attempt(lambda: _processes(asked.processes))
    named = asked.programmes
    how = How(
        engine=asked.engine,
        processes=processes,
        shelf=Path(asked.snapshots) if asked.snapshots else None,
        told=Progress().told,
        master=asked.master,
    )
    if given.problems:
        # What is wrong with the register shall not wait for another try.
        given.attempt(lambda: checked(load(), path, on, named, how))
    given.refuse()
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
