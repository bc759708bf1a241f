"""政策库命令: list, show, check and the dictionary of facts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from huiqi.cli import output
from huiqi.library import FOLDER, load
from huiqi.rules.answer import clause_of
from huiqi.rules.check import check_library
from huiqi.rules.dictionary import FACTS
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.say_value import outer

if TYPE_CHECKING:
    from rich.console import Console

    from huiqi.rules.policy import Policy


def library(what: str, name: str | None, today: date, *, as_json: bool) -> int:
    """政策库: one of its four questions."""
    match what:
        case "list":
            return _list(today, as_json=as_json)
        case "show":
            return _show(name, as_json=as_json)
        case "check":
            return _check(Path(name) if name else FOLDER, as_json=as_json)
        case _:
            return _facts(as_json=as_json)


def _list(today: date, *, as_json: bool) -> int:
    rows = [_row(policy, today) for policy in load().policies.values()]
    if as_json:
        output.print_json(rows)
        return 0
    console = output.console()
    for row in rows:
        state = "" if row["in_force"] else "（今天不在有效期）"
        console.print(f"{row['id']:<34}{row['title']}{state}")
    return 0


def _row(policy: Policy, today: date) -> dict[str, object]:
    edition = policy.edition_on(today)
    return {
        "id": policy.id,
        "title": policy.title,
        "payer": policy.payer,
        "kind": policy.kind,
        "subject": policy.subject,
        "in_force": edition is not None,
        "versions": [
            {"version": one.from_.isoformat(), "to": one.to and one.to.isoformat()}
            for one in policy.editions
        ],
    }


def _show(name: str | None, *, as_json: bool) -> int:
    if not name:
        fix = "用 huiqi library list 查看。"
        raise Refused([Problem("请写出项目编号。", fix=fix)])
    policy = load().policy(name)
    if as_json:
        output.print_json(_described(policy))
    else:
        _print_policy(output.console(), policy)
    return 0


def _described(policy: Policy) -> dict[str, object]:
    def span(item: object) -> dict[str, object]:
        first, last = getattr(item, "from_", None), getattr(item, "to", None)
        return {"from": first and first.isoformat(), "to": last and last.isoformat()}

    return {
        "id": policy.id,
        "title": policy.title,
        "payer": policy.payer,
        "kind": policy.kind,
        "subject": policy.subject,
        "editions": [
            span(one) | {"note": one.note, "choice": one.choice} for one in policy.editions
        ],
        "parameters": [
            {
                "name": one.name,
                "text": one.text,
                "unit": one.unit,
                "values": {d.from_.isoformat(): d.value and str(d.value) for d in one.values},
                "clause": clause_of(policy, one.cite),
            }
            for one in policy.parameters.values()
        ],
        "conditions": [
            {"id": one.id, "text": one.text, "rule": str(one.rule)}
            | span(one)
            | {"clause": clause_of(policy, one.cite)}
            for one in policy.when
        ],
        "checks": [
            {"id": one.id, "text": one.text, "clause": clause_of(policy, one.cite)}
            for one in policy.checks
        ],
    }


def _print_policy(console: Console, policy: Policy) -> None:
    console.print(f"{policy.title}　[{policy.id}]", style="bold")
    console.print(f"出资：{policy.payer}")
    for edition in policy.editions:
        console.print(f"  版本 {edition.from_} 至 {edition.to or '今'}　{edition.note}")
    console.print("条件", style="bold")
    for one in policy.when:
        span = f"　{one.from_ or ''}—{one.to or ''}" if one.from_ or one.to else ""
        console.print(f"  {one.id}：{one.text}（{clause_of(policy, one.cite)}）{span}")
    console.print("参数", style="bold")
    for parameter in policy.parameters.values():
        clause = clause_of(policy, parameter.cite)
        for dated in parameter.values:
            value = "待核" if dated.value is None else dated.value
            text = parameter.text or parameter.name
            console.print(f"  {text}：{value} {parameter.unit}，自 {dated.from_}（{clause}）")
    console.print("由人核查", style="bold")
    for check in policy.checks:
        console.print(f"  □ {check.text}（{clause_of(policy, check.cite)}）")


def _check(folder: Path, *, as_json: bool) -> int:
    report = check_library(folder)
    if report.problems:
        raise Refused(report.problems)
    told = {"programmes": report.programmes, "cases": report.cases}
    if as_json:
        output.print_json(told)
    else:
        print(f"{report.programmes} 个项目、{report.cases} 个案例，全部通过。")
    return 0


def _facts(*, as_json: bool) -> int:
    rows = [
        {
            "key": fact.key,
            "label": fact.label,
            "type": fact.kind,
            "unit": fact.unit,
            "group": fact.group,
            "sources": list(fact.sources),
            "values": dict(fact.vocabulary),
            "least": outer(fact, fact.lo) if fact.hi else None,
            "most": outer(fact, fact.hi) if fact.hi else None,
        }
        for fact in FACTS.values()
    ]
    if as_json:
        output.print_json(rows)
        return 0
    from rich.table import Table

    table = Table("键", "名称", "类型", "单位", "来源（按可信先后）", box=None, pad_edge=False)
    for row in rows:
        sources = "、".join(row["sources"])  # type: ignore[arg-type]
        table.add_row(*(str(row[key]) for key in ("key", "label", "type", "unit")), sources)
    output.console().print(table)
    return 0
