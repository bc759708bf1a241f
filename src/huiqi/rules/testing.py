"""案例检验: the worked cases of every programme are run as tests; a difference is a problem."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

from huiqi.rules.answer import Answer
from huiqi.rules.book import Library, OutOfForce
from huiqi.rules.facts import Facts
from huiqi.rules.files import Case, Cases, load_cases
from huiqi.rules.judged import Judged
from huiqi.rules.policy import Policy
from huiqi.rules.problems import Place, Problem, Refused


def run_cases(library: Library) -> list[Problem]:
    """检验全部案例: every difference between what a case expects and what the engine says."""
    return [problem for policy in library.policies.values() for problem in check(library, policy)]


def check(library: Library, policy: Policy) -> list[Problem]:
    """检验一个项目: the problems of its cases, each with file and line; empty when all agree."""
    try:
        cases = load_cases(policy.path)
    except Refused as refused:
        return list(refused.problems)
    found = [problem for case in cases.cases for problem in tried(library, policy, cases, case)]
    return list(dict.fromkeys(found))


def tried(library: Library, policy: Policy, cases: Cases, case: Case) -> Iterator[Problem]:
    """试一个案例: every difference between what it expects and what the engine says."""
    file = str(Path(policy.file).with_name("cases.yaml"))
    try:
        facts = Facts.read(cases.facts(case), case.on, Place(file, case.line), consistent=False)
        found = library.answer(policy.id, facts)
    except Refused as refused:
        yield from refused.problems
        return
    for told in differences(case, found):
        yield Problem(f"案例「{case.name}」：{told}", file=file, line=case.line)


def differences(case: Case, found: Answer | Judged | OutOfForce) -> Iterator[str]:
    """不符之处: between what a case expects and an answer, as sentences; none when they agree."""
    expect = case.expect
    verdict = "not_in_force" if isinstance(found, OutOfForce) else found.verdict
    if expect.verdict is not None and verdict != expect.verdict:
        why = _why(found)
        yield f"结论应为 {expect.verdict}，得到 {verdict}{why}。"
    if isinstance(found, OutOfForce):
        return
    yield from _money_differences(case, found)
    for name, wanted, got in (
        ("不满足的条款", expect.failed, found.failed),
        ("缺少的事实", expect.missing, found.missing),
        ("人工核查项", expect.checks, _checks(found)),
    ):
        if wanted is not None and set(wanted) != set(got):
            yield f"{name}应为 {_listed(wanted)}，得到 {_listed(got)}。"
    yield from _output_differences(case, found)


def _checks(found: Answer | Judged) -> list[str]:
    return [check.id for check in found.policy.only(found.rules.edition).checks]


def _why(found: Answer | Judged | OutOfForce) -> str:
    if isinstance(found, OutOfForce):
        return ""
    open_ones = [name for name, verdict in found.verdicts if verdict != "yes"]
    return f"（未满足或未知：{_listed(open_ones)}；缺 {_listed(found.missing)}）"


def _money_differences(case: Case, found: Answer | Judged) -> Iterator[str]:
    money, expect = found.money, case.expect
    if expect.has("amount_max"):
        got = money.maximum if money else None
        if got != expect.amount_max:
            yield f"金额上限应为 {expect.amount_max}，得到 {got}。"
    if expect.has("amount_gross"):
        got = money.gross if money else None
        if got != expect.amount_gross:
            yield f"扣除前金额应为 {expect.amount_gross}，得到 {got}。"
    if expect.has("expense_limit") and found.expense_limit != expect.expense_limit:
        yield f"同一笔费用的合计上限应为 {expect.expense_limit}，得到 {found.expense_limit}。"
    if expect.has("amount_range") and money and money.range != expect.amount_range:
        yield f"金额区间应为 {expect.amount_range}，得到 {money.range}。"


def _output_differences(case: Case, found: Answer | Judged) -> Iterator[str]:
    outputs = dict(found.outputs)
    for name, wanted in (case.expect.outputs or {}).items():
        got = outputs.get(name)
        if _same(wanted) != _same(got):
            yield f"结果「{name}」应为 {wanted}，得到 {got}。"


def _same(value: object) -> object:
    return Fraction(str(value)) if _is_number(value) else value


def _is_number(value: object) -> bool:
    try:
        Fraction(str(value))
    except ValueError:
        return False
    return True


def _listed(names: Iterable[str]) -> str:
    return "、".join(names) or "无"
