"""政策库命令: the list, one programme, the check of all files, the dictionary of facts."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from huiqi.cli import output, words
from huiqi.cli.given import today
from huiqi.cli.on_file import published_in_city
from huiqi.cli.programme import show_policy
from huiqi.library import FOLDER, load
from huiqi.matters.duties import checked_duties
from huiqi.matters.reading import checked_matters
from huiqi.programmes.definition import checked_definitions
from huiqi.rules.check import check_library
from huiqi.rules.describe import described, described_fact, listed
from huiqi.rules.dictionary import FACTS
from huiqi.rules.files import load_cases
from huiqi.rules.given import Given
from huiqi.rules.problems import Problem, Refused

TYPES: Final = {
    "money": "金额",
    "rate": "比例",
    "count": "整数",
    "number": "数字",
    "date": "日期",
    "flag": "是否",
    "code": "选项",
    "industry": "行业",
    "district": "行政区",
    "text": "文本",
    "codes": "选项列表",
    "titles": "称号列表",
    "awards": "资金列表",
    "loans": "贷款列表",
}


def list_programmes(*, as_json: bool) -> int:
    """目录: every programme with its versions, in order of id."""
    policies = load().policies.values()
    if as_json:
        output.print_json([listed(policy) for policy in policies])
        return 0
    page = output.Page()
    for policy in policies:
        page.row(policy.title, f"{policy.payer}，{words.KINDS[policy.kind]}", style="bold")
        page.line(f"{policy.id}：{words.spans(policy)}", indent=2)
    page.line(f"共 {len(policies)} 个项目；huiqi library show 项目 查看条款。", style="dim")
    return 0


def show(programme: str, *, as_json: bool) -> int:
    """项目: one programme as its file states it."""
    policy = load().policy(programme)
    if as_json:
        output.print_json(described(policy))
    else:
        show_policy(output.Page(), policy)
    return 0


def sql(programme: str, dialect: str, on: str | None) -> int:
    """审计用 SQL: of one programme as it stands on a day; Refused where it is not in force."""
    from huiqi.rules.audit_sql import audit_sql, known

    given = Given(today())
    day = given.day(on, "--on")
    given.attempt(lambda: known(dialect))
    policy = given.attempt(lambda: load().policy(programme))
    edition = policy.edition_on(day) if policy else None
    if policy and edition is None:
        given.problems.append(
            Problem(f"「{programme}」在 {day} 没有生效的版本。", fix="请用 --on 换一个日期。")
        )
    given.refuse()
    assert policy is not None
    assert edition is not None
    print(audit_sql([load().compiled(policy, edition, day, day)], dialect), end="")
    return 0


def check(path: str | None, *, of_city: bool = False, as_json: bool) -> int:
    """检查: Refused with every problem of a library, or of one of its programmes.

    ``of_city``: and of every rule that the running city published itself.
    """
    folder = Path(path) if path else FOLDER
    if folder.name == "rules.yaml":
        folder = folder.parent
    programmes, cases, problems = _checked(folder)
    published, unread = published_in_city() if of_city else (None, ())
    problems += unread
    roadmaps, wrong = checked_matters(folder)
    duties, wrong_too = checked_duties(folder)
    applied, wrong_at_last = checked_definitions(folder)
    problems += wrong + wrong_too + wrong_at_last
    if problems:
        raise Refused(problems)
    if as_json:
        counts = {"programmes": programmes, "cases": cases, "matters": roadmaps, "duties": duties}
        counts["applied_for"] = applied
        if published is not None:
            counts["published"] = published
        output.print_json({**counts, "problems": []})
    else:
        also = f"、{roadmaps} 件事、{duties} 项义务" if roadmaps else ""
        also += f"、{applied} 个可以申报" if applied else ""
        also += f"、本市发布的 {published} 版规则" if published else ""
        line = f"{programmes} 个项目、{cases} 个案例{also}，全部通过。"
        output.Page().line(line, style="green")
    return 0


def _checked(folder: Path) -> tuple[int, int, tuple[Problem, ...]]:
    if not (folder / "rules.yaml").is_file():
        report = check_library(folder)
        return report.programmes, report.cases, report.problems
    # One programme may use values of the others: all are read, its own problems are told.
    folder = folder.resolve()
    report = check_library(folder.parent.parent)
    mine = tuple(one for one in report.problems if Path(one.file).parent == folder)
    return 1, 0 if mine else len(load_cases(folder).cases), mine


def facts(*, as_json: bool) -> int:
    """事实词典: every key that a firm's file may use."""
    if as_json:
        output.print_json([described_fact(fact) for fact in FACTS.values()])
        return 0
    page = output.Page()
    page.table(
        ("键", "类型", "单位", "名称", "来源（先者为准）"),
        ((f.key, TYPES[f.kind], f.unit, f.label, "、".join(f.sources)) for f in FACTS.values()),
    )
    page.line(f"共 {len(FACTS)} 项；取值范围和选项见 huiqi library facts --json。")
    return 0
