"""名单命令: of one programme, the firms of a register or of the city, each with its reasons."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from huiqi.cli import output, words
from huiqi.cli.given import today
from huiqi.cli.progress import Progress
from huiqi.library import load
from huiqi.rules import say
from huiqi.rules.dictionary import FACTS
from huiqi.rules.given import Given
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.sweep.listing import (
    Asking,
    Entry,
    Kind,
    Lister,
    Telling,
    asking,
    facts_of_rows,
    on_shelf,
)
from huiqi.rules.sweep.population import Population
from huiqi.rules.sweep.run import default_shelf
from huiqi.rules.sweep.wording import reason_line, reason_told, step_text
from huiqi.rules.vocabulary import DISTRICTS

if TYPE_CHECKING:
    from argparse import Namespace

NAMES: Final[Mapping[Kind, str]] = {"eligible": "符合", "possible": "可能符合", "near": "差一步"}
SHOWN: Final = 20  # firms that the page lists; the file and the JSON have all
NO_DECISION: Final = "名单不是决定，没有列入的企业照样可以申报；金额是上限，不是承诺。"


@dataclass(frozen=True)
class Source:
    """名册: which file is asked, on which day, and where its columns are kept."""

    path: Path
    on: date
    shelf: Path


@dataclass(frozen=True)
class Row:
    """一户: under its code, with its name where the register or the city knows it."""

    code: str
    name: str
    entry: Entry


@dataclass(frozen=True)
class Roster:
    """名单: of a programme, as it was found; ``stuck`` are near and have no step."""

    of: Asking
    population: Population
    kind: Kind
    rows: tuple[Row, ...]
    stuck: int


def run(asked: Namespace) -> int:
    """执行: the list as JSON, or a page; with ``--out`` as an Excel file beside it."""
    out = Path(asked.out) if asked.out else None
    with _source(asked, out) as source:
        found = _found(asked, source)
        names = _names_of_city(found) if not asked.population else {}
    if out is not None:
        _write(out, found, names)
    if asked.json:
        output.print_json(described(found, names))
    else:
        _show(output.Page(), found, names, out)
    return 0


# What is asked


def _kind(asked: Namespace) -> Kind:
    return "near" if asked.near else "possible" if asked.possible else "eligible"


@contextmanager
def _source(asked: Namespace, out: Path | None) -> Iterator[Source]:
    if asked.population:
        given = Given(today())
        on = given.day(asked.on, "--on")
        _check(given, asked.programme, on, out, Path(asked.population))
        shelf = Path(asked.snapshots) if asked.snapshots else default_shelf()
        yield Source(Path(asked.population), on, shelf)
        return
    from huiqi.cli.of_city import city_register

    held, on = _of_city(asked, out)
    if held is not None:
        yield held
        return
    with tempfile.TemporaryDirectory(prefix="huiqi-roster-") as scratch:
        path = Path(scratch) / "city.parquet"
        with city_register(path, on):
            yield Source(path, on, Path(scratch) / "shelf")


def _check(given: Given, programme: str, on: date, out: Path | None, path: Path | None) -> None:
    """Refused with all that is wrong with the day, the programme, the register and the file."""
    given.attempt(lambda: _writable(out))
    given.attempt(lambda: asking(load(), on, programme))
    if path is not None:
        given.attempt(lambda: Population.read(path))
    given.refuse()


def _writable(out: Path | None) -> None:
    if out is None:
        return
    if out.suffix.lower() != ".xlsx":
        fix = "请写成 名单.xlsx 的形式。"
        raise Refused([Problem(f"--out「{out}」不是 Excel 文件的名字。", fix=fix, key="--out")])
    if out.exists():
        fix = "请换一个名字，或先移走它。"
        what = "已经有这个文件，"
        raise Refused([Problem(what, "不会覆盖。", fix, file=str(out))])
    if not out.parent.is_dir():
        raise Refused([Problem("没有这个文件夹。", fix="请先建好。", file=str(out.parent))])


def _of_city(asked: Namespace, out: Path | None) -> tuple[Source | None, date]:
    """The latest register of the city, or None where that is not of the day that is asked."""
    from huiqi.cli.city import acting
    from huiqi.cli.of_city import FAILED

    with acting(FAILED):
        from huiqi.citywide.places import path_of, shelf
        from huiqi.citywide.queries import latest_register
        from huiqi.kernel.now import today as today_of_city
        from huiqi.policies.releases import look_again

        look_again()  # the city's firms are answered as the city answers
        register, given = latest_register(), Given(today_of_city())
        if register is None and asked.on is None:
            fix = "请先让城市写一份（每夜自动写），或用 --on 写明哪一天，当场读取。"
            given.problems.append(Problem("本市还没有全市名册。", fix=fix, key="POPULATION"))
        usual = register.on if register and asked.on is None else given.today
        on = usual if asked.on is None else given.day(asked.on, "--on")
        _check(given, asked.programme, on, out, None)
        if register is not None and register.on == on:
            return Source(path_of(register), on, shelf()), on
        return None, on


# What is found


def _found(asked: Namespace, source: Source) -> Roster:
    kind, progress = _kind(asked), Progress()
    population = Population.read(source.path)
    of = asking(load(), source.on, asked.programme)
    register = on_shelf(population, of, source.shelf, partial(progress.told, "读取名册"))
    listed = Lister(of, register).find(kind, partial(progress.told, "查找"))
    telling, rows, stuck = Telling(kind), [], listed.stuck
    facts = facts_of_rows(population, listed.rows, source.on)
    places = zip(listed.codes, listed.variants.tolist(), facts, strict=True)
    for number, (code, variant, known) in enumerate(places, 1):
        entry = telling.of(of.rules[variant], known)
        progress.told("逐户写明", number, len(listed.codes))
        if entry is None:
            stuck += 1
            continue
        rows.append(Row(code, known.name, entry))
    return Roster(of, population, kind, tuple(rows), stuck)


def _names_of_city(found: Roster) -> dict[str, str]:
    from huiqi.cli.city import acting

    with acting("没有读出企业名称。"):
        from huiqi.parties.models import Organization

        codes = [row.code for row in found.rows]
        firms = Organization.objects.filter(credit_code__in=codes)
        return {str(code): name for code, name in firms.values_list("credit_code", "name")}


# What is told


def described(found: Roster, names: Mapping[str, str]) -> dict[str, object]:
    """名单描述: for JSON."""
    policy = found.of.rules[0].policy
    return {
        "programme": policy.id,
        "title": policy.title,
        "kind": found.kind,
        "on": found.of.question.on.isoformat(),
        "versions": list(found.of.versions),
        "population": {"sha256": found.population.sha256, "firms": found.population.size},
        "listed": len(found.rows),
        "without_step": found.stuck,
        "is_decision": False,
        "firms": [_firm(row, names) for row in found.rows],
    }


def _firm(row: Row, names: Mapping[str, str]) -> dict[str, object]:
    entry, answer = row.entry, row.entry.answer
    ends = None if entry.lacks or answer.money is None else answer.money.range
    return {
        "credit_code": row.code,
        "name": names.get(row.code, row.name) or None,
        "version": answer.rules.version,
        "verdict": answer.verdict,
        "amount_range": ends and [_plain(end) for end in ends],
        "reasons": [reason.to_dict() for reason in answer.reasons],
        "missing": list(answer.missing),
        "lacks": entry.lacks or None,
        "is_rest_sure": entry.is_sure,
        "step": list(answer.nearest_change),
    }


def _plain(value: Fraction | None) -> object:
    return None if value is None else say.plain(value)


def _show(page: output.Page, found: Roster, names: Mapping[str, str], out: Path | None) -> None:
    policy, on = found.of.rules[0].policy, found.of.question.on
    page.row(policy.title, f"按 {on} 判断", style="bold")
    counts = f"{NAMES[found.kind]}：{len(found.rows):,} 户（名册 {found.population.size:,} 户）"
    page.title(counts)
    for row in found.rows[:SHOWN]:
        page.row("　".join(filter(None, (names.get(row.code, row.name), row.code))), _right(row))
        for line in _told(row):
            page.line(line, indent=4, style="dim")
    left = len(found.rows) - SHOWN
    if left > 0:
        page.line(f"还有 {left:,} 户，用 --out 写成 Excel，或用 --json。")
    if found.stuck:
        why = "也只差一项，但那一项不是企业做得到或等得到的，没有列入"
        page.line(f"另有 {found.stuck:,} 户{why}。", style="dim")
    if out is not None:
        page.line(f"全部企业和理由在 {out}。")
    page.line(NO_DECISION, style="dim")


def _right(row: Row) -> str:
    return "" if row.entry.lacks else words.ceiling(row.entry.answer)


def _told(row: Row) -> Iterator[str]:
    answer = row.entry.answer
    if row.entry.lacks:
        yield f"差的一步：{step_text(answer.nearest_change)}"
        yield row.entry.lacks + ("" if row.entry.is_sure else "；其余条件里还有没定的")
    elif answer.missing:
        yield f"还缺：{words.listed(answer.missing)}"


# The file


HEADINGS: Final = (
    *(("企业", 36), ("统一社会信用代码", 22), ("区", 12)),
    *(("已定的上限（元，不是承诺）", 22), ("至多的上限（元，不是承诺）", 22)),
    *(("差的条件", 40), ("差的一步", 44), ("缺少的事实", 28)),
    *(("理由（条件；现为；要求；依据）", 90), ("规则版本", 12)),
)


def _write(out: Path, found: Roster, names: Mapping[str, str]) -> None:
    """The list as an Excel file, whole or not at all."""
    try:
        from huiqi.kernel.sheets import Column, workbook
    except ImportError:
        fix = "请安装 huiqi[city]，或用 --json。"
        raise Refused([Problem("写 Excel 需要 XlsxWriter。", fix=fix, key="--out")]) from None
    money = ("已定的上限（元，不是承诺）", "至多的上限（元，不是承诺）")
    columns = [
        Column(title, "yuan" if title in money else "text", width) for title, width in HEADINGS
    ]
    title = f"{NAMES[found.kind]} {found.of.question.on}"
    output.write_whole(out, workbook(title, columns, (_cells(row, names) for row in found.rows)))


def _cells(row: Row, names: Mapping[str, str]) -> Sequence[Any]:
    entry, answer = row.entry, row.entry.answer
    low, high = (None, None) if entry.lacks or not answer.money else answer.money.range
    district = str(answer.facts.known.get("district", ""))
    return (
        names.get(row.code, row.name),
        row.code,
        DISTRICTS.get(district, district),
        None if low is None else int(low * 100),
        None if high is None else int(high * 100),
        entry.lacks,
        step_text(answer.nearest_change),
        "、".join(FACTS[key].label for key in answer.missing),
        "\n".join(reason_line(reason_told(reason)) for reason in answer.reasons),
        answer.rules.version,
    )
