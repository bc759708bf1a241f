"""开放数据命令: every dataset of the running city into a folder, with its catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from huiqi.cli import output
from huiqi.cli.city import database
from huiqi.cli.whole import whole_folder
from huiqi.rules.problems import Problem, Refused

ADDRESS: Final = "/open/"


def export(folder: str, *, as_json: bool) -> int:
    """导出: Refused when nothing is published, or the folder holds files already.

    All of it or nothing: a command that is killed leaves no folder that looks complete.
    """
    with whole_folder(Path(folder)) as beside, database():
        from django.db import DatabaseError

        try:
            written = _export(beside)
        except DatabaseError:
            fix = "请先执行 huiqi start 建立数据库，或检查数据库地址和权限。"
            raise Refused([Problem("开放数据读不出来。", fix=fix)]) from None
    if as_json:
        output.print_json({"folder": folder, "files": written})
        return 0
    page = output.Page()
    for name, rows in written.items():
        page.row(name, "" if rows is None else f"{rows} 行")
    page.line(f"共 {len(written)} 个文件，写在 {folder}。", style="green")
    return 0


def _export(target: Path) -> dict[str, int | None]:
    from django.conf import settings

    from huiqi.library import load
    from huiqi.opendata import catalogue, queries
    from huiqi.opendata.forms import as_csv, as_json
    from huiqi.opendata.giving import NAMES as GIVING
    from huiqi.opendata.giving import as_giving
    from huiqi.opendata.lines import one_line
    from huiqi.opendata.shelf import DATASETS
    from huiqi.opendata.sources.policies import rule_file
    from huiqi.rules.schemas import schema_text

    current = queries.current()
    if not current:
        fix = "请先执行 huiqi start；城市每天早上发布一次。"
        raise Refused([Problem("还没有发布过开放数据。", fix=fix)])
    written: dict[str, int | None] = {}
    for name, edition in current.items():
        one = DATASETS[name]
        _write(target / f"{name}.csv", as_csv(one, queries.contents(edition)))
        _write(target / f"{name}.json", as_json(one, edition, queries.contents(edition)))
        _write(target / f"{name}.csv-metadata.json", [one_line(catalogue.csvw(one))])
        written |= {f"{name}.csv": edition.size, f"{name}.json": edition.size}
        written[f"{name}.csv-metadata.json"] = None
    root = settings.PUBLIC_URL + ADDRESS
    for dataset in (one for one in GIVING if one in current):
        edition, name = current[dataset], f"{dataset}.360giving.json"
        _write(target / name, as_giving(edition, queries.contents(edition), root))
        written[name] = None
    for policy in load().policies.values():
        _write(target / "rules" / f"{policy.id}.json", [one_line(rule_file(policy))])
        written[f"rules/{policy.id}.json"] = None
    _write(target / "rules.schema.json", [schema_text("rules.schema.json")])
    dcat: Any = catalogue.dcat(current, root)
    _write(target / "data.json", [one_line(dcat)])
    return written | {"rules.schema.json": None, "data.json": None}


def _write(path: Path, parts: Iterable[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Lines end as the format says, on every system.
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(parts)
