"""名册命令: brings a register of firms into the city, and takes one back."""

from __future__ import annotations

import sys
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from huiqi.cli import output
from huiqi.cli.city import acting
from huiqi.config.scanners import NOBODY_LOOKS
from huiqi.kernel.scanning import NoVerdict
from huiqi.rules.problems import Problem, Refused

if TYPE_CHECKING:
    from huiqi.registers.actions import Imported

LISTED: Final = 100  # problems of rows in the answer as JSON; all of them stand in the sheet


def import_file(
    file: str, source: str, as_of: str | None, *, dry_run: bool, forced: bool, as_json: bool
) -> int:
    """导入名册: tells how far it is, then what came of it; rows left out go to an error sheet."""
    day = _day(as_of)
    with acting("名册没有导入，什么也没有改动。"):
        from huiqi.kernel.access import SYSTEM
        from huiqi.kernel.now import now
        from huiqi.parties.enums import Source
        from huiqi.registers.actions import NotUsable, Register, import_register
        from huiqi.registers.errors import line_of, write_errors, write_errors_of_file

        if source not in Source.values:
            known = "、".join(f"{one.value}（{one.label}）" for one in Source)
            raise Refused([Problem(f"没有来源「{source}」。", fix=f"可选：{known}。")])
        path = Path(file)
        _look_at(path)
        register = Register(path, Source(source), day, dry_run, forced)
        errors, sheet = path.with_name(f"{path.stem}-问题.xlsx"), ""
        try:
            done = import_register(register=register, actor=SYSTEM, now=now(), told=_progress)
        except NotUsable as unusable:
            if path.is_file():
                write_errors_of_file(unusable.found, errors, errors.with_suffix(".csv"))
                _progress(f"整份文件的问题逐条列在 {errors}，同名的 .csv 也有")
            raise Refused(unusable.found) from None
        if done.problems.told:
            write_errors(done.table, done.problems, errors, errors.with_suffix(".csv"))
            sheet = str(errors)
        lines = islice(done.problems.lines(), LISTED)
        problems = [line_of(row, flaw)._asdict() | {"row": row} for row, flaw in lines]
    if as_json:
        output.print_json(_told(done, sheet) | {"problems": problems})
    else:
        _say(done, sheet, dry_run=dry_run)
    return 0


def undo(number: str, *, as_json: bool) -> int:
    """撤销导入: by its number."""
    with acting("名册没有导入，什么也没有改动。"):
        from huiqi.kernel.access import SYSTEM
        from huiqi.kernel.now import now
        from huiqi.registers.actions import undo_import
        from huiqi.registers.models import RegisterImport

        found = RegisterImport.objects.filter(pk=int(number)) if number.isdecimal() else None
        one = found.first() if found is not None else None
        if one is None:
            fix = "编号是导入完成时显示的数字。"
            raise Refused([Problem(f"没有编号为「{number}」的导入。", fix=fix)])
        done = undo_import(register_import=one, actor=SYSTEM, now=now(), told=_progress)
    told = {"facts_restored": done.facts_restored, "firms_closed": done.firms_closed}
    if as_json:
        output.print_json(told)
    else:
        output.Page().line(
            f"已撤销导入 {number}：恢复 {done.facts_restored:,} 项事实，"
            f"注销 {done.firms_closed:,} 家没有其他记录的单位。",
            style="green",
        )
    return 0


def _look_at(path: Path) -> None:
    """As with uploads: nothing is read of a file before the city's scanner found it clean."""
    from django.conf import settings

    scanner = settings.ENVIRONMENT.scanner
    if scanner is None:
        _progress(f"注意：{NOBODY_LOOKS}")
    elif path.is_file():  # what is wrong with another path is told where it is opened
        try:
            found = scanner.look(path)
        except NoVerdict as none:
            fix = "请等查杀程序恢复再导入；huiqi inspect 会说明它是否可用。"
            raise Refused(
                [Problem(f"还没有查杀，没有读取。{none}", fix=fix, file=path.name)]
            ) from None
        if found:
            what = f"没有通过查杀（{found}），没有读取。"
            raise Refused([Problem(what, fix="请向交来文件的单位核实。", file=path.name)])


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused([Problem(f"「{text}」不是日期。", fix="请写成 2021-10-20。")]) from None


def _progress(text: str) -> None:
    sys.stderr.write(f"==> {text}\n")
    sys.stderr.flush()


def _told(done: Imported, sheet: str) -> dict[str, object]:
    one = done.manifest or done.before
    return {
        "import": one.pk if one else None,
        "same_file_as_before": done.before is not None,
        "rows": done.counts.rows,
        "rows_refused": done.counts.refused,
        "firms_created": done.counts.created,
        "firms_known": done.counts.known,
        "facts_recorded": done.counts.facts,
        "error_sheet": sheet or None,
    }


def _say(done: Imported, sheet: str, *, dry_run: bool) -> None:
    page, counts = output.Page(), done.counts
    if done.before is not None:
        from huiqi.kernel.now import day_of

        day = day_of(done.before.imported_at).isoformat()
        page.line(f"这份文件已于 {day} 导入（编号 {done.before.pk}），没有变化。")
        page.line("确要再导入一次，请加 --force。")
        return
    page.line(
        f"共 {counts.rows:,} 行：新建 {counts.created:,} 家，已有 {counts.known:,} 家，"
        f"{'将新记' if dry_run else '新记'} {counts.facts:,} 项事实，"
        f"{counts.refused:,} 行有问题。",
        style="green",
    )
    if sheet:
        page.line(f"有问题的行没有导入，逐条列在 {sheet}，同名的 .csv 也有。")
    if done.manifest is not None:
        number = done.manifest.pk
        page.line(f"导入编号 {number}；撤销请执行 huiqi register undo {number}。")
    else:
        page.line("这是试运行，什么也没有改动。")
