"""政策核对: what no shape can see - cites, days, names and ids that must agree with each other."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from huiqi.rules.shape import Log, suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from huiqi.rules.cases import Case, Cases
    from huiqi.rules.policy import (
        Amount,
        Cite,
        Edition,
        Item,
        Parameter,
        Policy,
        Source,
        Value,
    )
    from huiqi.rules.problems import Problem

# Words of the expression language; a parameter of that name could never be used.
RESERVED: Final = frozenset(
    {
        *("and", "or", "not", "between", "in", "case", "when", "then", "else", "end"),
        *("interval", "date", "is", "null", "true", "false", "as_of"),
        *("least", "greatest", "floor", "ceil", "within", "holds", "granted_since", "paid"),
        *("count", "every", "any", "known", "year"),
    }
)


def policy_problems(policy: Policy) -> tuple[Problem, ...]:
    """政策的问题: everything in a well-formed policy that contradicts itself, with its line."""
    log = Log(policy.file)
    _check_id(policy, log)
    check_sources(policy.sources, _cites(policy), log)
    _check_ways(policy, log)
    _check_editions(policy.editions, log)
    for parameter in policy.parameters.values():
        _check_parameter(parameter, policy.editions, log)
    for value in policy.values.values():
        _check_value(value, log)
    _check_names(policy, log)
    for items in _lists(policy):
        _check_ids(items, log)
        for item in items:
            _check_range(item, policy.editions, log)
    if policy.amount:
        _check_amount(policy.amount, log)
    _check_stacking(policy, log)
    _check_responsible(policy, log)
    return tuple(log.problems)


def clause_problems(policy: Policy) -> tuple[Problem, ...]:
    """缺条款: every citation of a whole document; of a source not seen nothing more is known."""
    log = Log(policy.file)
    check_clauses(policy.sources, _cites(policy), log)
    return tuple(log.problems)


def check_clauses(sources: Mapping[str, Source], cites: Iterable[Cite], log: Log) -> None:
    """核对条款: a citation names its clause, unless nobody has seen the source."""
    for cite in dict.fromkeys(cites):
        source = sources.get(cite.source)
        if source and not (cite.clause or source.unverified):
            what = f"出处 {cite.source} 没有写条款。"
            fix = '请补写 clause，例如 "第十条"；文件没有分条的，写小标题。'
            log.say(cite.line, what, fix=fix, key="clause")


def check_sources(sources: Mapping[str, Source], cites: Iterable[Cite], log: Log) -> None:
    """核对出处: every citation names a source that is there, every source who issued it."""
    known = tuple(sources)
    for cite in cites:
        if cite.source not in sources:
            log.say(
                cite.line, f"没有来源 {cite.source}。", fix=suggest(cite.source, known), key="cite"
            )
    for source in sources.values():
        if not (source.issuer or source.unverified):
            what = f"来源 {source.name} 没有写发文机关。"
            fix = "请补写 issuer；未见原文的写 unverified: true。"
            log.say(source.line, what, fix=fix, key=source.name)
        if source.implements and source.implements not in known:
            what = f"来源 {source.name} 所依据的 {source.implements} 不是本文件的来源。"
            log.say(source.line, what, fix=suggest(source.implements, known), key="implements")


def case_problems(cases: Cases, policy: Policy) -> tuple[Problem, ...]:
    """用例与政策的出入: ids that cases expect and the policy does not have."""
    log = Log(cases.file)
    known = {
        "failed": tuple(item.id for item in policy.when),
        "checks": tuple(item.id for item in policy.checks),
        "outputs": tuple(item.id for item in policy.outputs),
    }
    for case in cases.cases:
        for key, ids in known.items():
            for name in sorted(getattr(case.expect, key) or ()):
                if name not in ids:
                    what = f"用例「{case.name}」{key} 中的 {name} 不是本政策的编号。"
                    log.say(case.expect.line, what, fix=suggest(name, ids), key=name)
    return tuple(log.problems)


def cases_alone_problems(cases: Cases) -> tuple[Problem, ...]:
    """用例自身的问题: names used twice, and cases that expect nothing."""
    log = Log(cases.file)
    seen: dict[str, Case] = {}
    for case in cases.cases:
        first = seen.setdefault(case.name, case)
        if first is not case:
            why = f"第 {first.line} 行已有同名用例。"
            log.say(case.line, f"用例名「{case.name}」重复。", why, "请改名。", "name")
        if not case.expect.line and not case.needs_human:
            what = f"用例「{case.name}」没有预期。"
            log.say(case.line, what, fix="请补写 expect，或写明 needs_human 的原因。", key="expect")
    return tuple(log.problems)


def _check_id(policy: Policy, log: Log) -> None:
    folder = policy.path.resolve()
    wanted = f"{folder.parent.name}.{folder.name}"
    if policy.id != wanted:
        what = f"编号 {policy.id} 与文件夹不符。"
        log.say(policy.line, what, fix=f"请把 id 写成 {wanted}，或移动文件夹。", key="id")


def _check_ways(policy: Policy, log: Log) -> None:
    """What may stand instead of a condition names one that is there."""
    ids = tuple(item.id for item in policy.when)
    for check in policy.checks:
        if check.instead_of and check.instead_of not in ids:
            what = f"核查项「{check.id}」可代替的条件 {check.instead_of} 不存在。"
            log.say(check.line, what, fix=suggest(check.instead_of, ids), key="instead_of")


def _cites(policy: Policy) -> Iterator[Cite]:
    for parameter in policy.parameters.values():
        yield parameter.cite
        # A value without a citation of its own has the parameter's, which is told once.
        yield from (one.cite for one in parameter.values if one.cite != parameter.cite)
    yield from (value.cite for value in policy.values.values() if value.cite)
    for items in _lists(policy):
        yield from (item.cite for item in items)
    yield from (one.cite for one in policy.responsible)
    yield from (one.cite for one in policy.stacking.shared_caps)
    if policy.stacking.once_per:
        yield policy.stacking.once_per.cite


def _lists(policy: Policy) -> Iterator[Sequence[Item]]:
    # Conditions and checks are told apart by id alone in results, so they share one namespace.
    yield (*policy.when, *policy.checks)
    yield policy.outputs
    if policy.amount:
        yield from (policy.amount.parts, policy.amount.caps, policy.amount.minus)


def _check_editions(editions: Sequence[Edition], log: Log) -> None:
    for edition in editions:
        if edition.to and edition.to < edition.from_:
            what = f"{edition.from_} 起的版本末日 {edition.to} 早于首日。"
            log.say(edition.line, what, fix="请核对两个日期。", key="editions")
    for before, after in pairwise(editions):
        if before.to is None:
            what = f"{before.from_} 起的版本没有末日，其后却还有版本。"
            log.say(before.line, what, fix="请补写 to（含当日）。", key="editions")
        if after.from_ <= (before.to or before.from_):
            what = f"{after.from_} 起的版本与前一版本重叠或次序颠倒。"
            fix = "请从早到晚排列，末日为次版首日的前一天。"
            log.say(after.line, what, fix=fix, key="editions")
        elif before.to:
            _check_gap(before.to, after, log)
    if editions and editions[0].gap:
        what = f"{editions[0].from_} 起的版本写了 gap，其前却没有版本。"
        log.say(editions[0].line, what, fix="请删去 gap。", key="gap")


def _check_gap(last: date, after: Edition, log: Log) -> None:
    days = (after.from_ - last).days - 1
    if days and not after.gap:
        what = f"{after.from_} 起的版本与前一版本之间空了 {days} 天。"
        why = f"前一版本到 {last} 为止，其间没有规则可用。"
        fix = "请核对日期；确有空档的，在这一版本写 gap: 原因。"
        log.say(after.line, what, why, fix, "editions")
    if after.gap and not days:
        what = f"{after.from_} 起的版本写了 gap，与前一版本却首尾相接。"
        log.say(after.line, what, fix="请删去 gap。", key="gap")


def _check_range(item: Item, editions: Sequence[Edition], log: Log) -> None:
    starts = [edition.from_ for edition in editions]
    ends = [edition.to for edition in editions if edition.to]
    for key, day, days in (("from", item.from_, starts), ("to", item.to, ends)):
        if day and day not in days:
            listed = "、".join(map(str, days)) or "无"
            what = f"{item.id} 的 {key} {day} 不是版本的{'首日' if key == 'from' else '末日'}。"
            log.say(item.line, what, fix=f"可用的日期：{listed}。", key=key)
    if item.from_ and item.to and item.to < item.from_:
        what = f"{item.id} 的末日 {item.to} 早于首日 {item.from_}。"
        log.say(item.line, what, fix="请核对两个日期。", key="to")


def _check_parameter(parameter: Parameter, editions: Sequence[Edition], log: Log) -> None:
    last = date.min
    for dated in parameter.values:
        if dated.from_ <= last:
            what = f"参数 {parameter.name} 的日期 {dated.from_} 没有从早到晚排列。"
            log.say(dated.line, what, fix="请调整次序。", key=parameter.name)
        last = dated.from_
        if not any(edition.covers(dated.from_) for edition in editions):
            what = f"参数 {parameter.name} 的日期 {dated.from_} 不在任何版本内。"
            fix = "请改为版本内的日期，或补写版本。"
            log.say(dated.line, what, fix=fix, key=parameter.name)


def _check_value(value: Value, log: Log) -> None:
    if value.cite is None and not value.exact:
        what = f"命名值 {value.name} 没有出处。"
        log.say(value.line, what, fix="请补写 cite；只有 exact 的中间量可以不写。", key=value.name)
    if value.exact and value.formula is None:
        what = f"命名值 {value.name} 写了 exact 却没有 formula。"
        log.say(value.line, what, fix="exact 只用于 formula。", key=value.name)
    if len(set(value.levels)) < len(value.levels):
        log.say(
            value.line,
            f"命名值 {value.name} 的 levels 有重复。",
            fix="请删去重复的。",
            key="levels",
        )


def _check_names(policy: Policy, log: Log) -> None:
    named = [
        *((item.name, item.line, "参数") for item in policy.parameters.values()),
        *((item.name, item.line, "命名值") for item in policy.values.values()),
        *((name, policy.line, "借用的命名值") for name in policy.uses),
    ]
    seen: dict[str, str] = {}
    for name, line, kind in named:
        if name in RESERVED:
            what = f"{kind}不能叫 {name}。"
            log.say(line, what, "它是公式语言的保留字。", "请改名。", name)
        elif name in seen:
            log.say(line, f"{kind} {name} 与{seen[name]}同名。", fix="请改名。", key=name)
        seen.setdefault(name, kind)


def _check_ids(items: Iterable[Item], log: Log) -> None:
    held: dict[str, list[Item]] = {}
    for item in items:
        for other in held.get(item.id, ()):
            if _overlap(item, other):
                why = f"第 {other.line} 行已用，且两者在同一版本内。"
                log.say(
                    item.line, f"编号 {item.id} 重复。", why, "请改名，或写明 from、to。", item.id
                )
                break
        held.setdefault(item.id, []).append(item)


def _overlap(one: Item, two: Item) -> bool:
    start = max(one.from_ or date.min, two.from_ or date.min)
    return start <= min(one.to or date.max, two.to or date.max)


def _check_amount(amount: Amount, log: Log) -> None:
    if not (amount.parts or amount.unknown):
        fix = '请写 parts；暂不知道的写 unknown: "待核：原因"。'
        log.say(amount.line, "金额没有任何分项。", fix=fix, key="amount")
    if amount.rounding.to <= 0:
        log.say(amount.rounding.line, "取整单位须大于 0。", fix="请写 1、100 等。", key="round")


def _check_stacking(policy: Policy, log: Log) -> None:
    stacking = policy.stacking
    if policy.id in stacking.not_with:
        log.say(stacking.line, "not_with 中有本项目自己。", fix="请删去。", key="not_with")
    recurs = stacking.recurs
    if recurs and recurs.at_most:
        _check_parameter_named(recurs.at_most, recurs.line, policy, log)
    seen: set[str] = set()
    for cap in stacking.shared_caps:
        if cap.id in seen:
            log.say(cap.line, f"共同上限 {cap.id} 重复。", fix="请删去一个。", key=cap.id)
        seen.add(cap.id)
        _check_parameter_named(cap.at_most, cap.line, policy, log)
        parameter = policy.parameters.get(cap.at_most)
        if parameter and parameter.unit not in ("元", "万元"):
            what = f"共同上限 {cap.id} 的参数 {cap.at_most} 的单位是 {parameter.unit}。"
            log.say(cap.line, what, fix="上限是金额，单位应为 元 或 万元。", key="at_most")


def _check_parameter_named(name: str, line: int, policy: Policy, log: Log) -> None:
    if name not in policy.parameters:
        fix = suggest(name, tuple(policy.parameters))
        log.say(line, f"没有参数 {name}。", fix=fix, key="at_most")


def _check_responsible(policy: Policy, log: Log) -> None:
    for one in policy.responsible:
        if one.to and one.to < one.from_:
            what = f"主管部门 {one.department} 的末日 {one.to} 早于首日 {one.from_}。"
            log.say(one.line, what, fix="请核对两个日期。", key="to")
    for before, after in pairwise(policy.responsible):
        if before.to is None or after.from_ <= before.to:
            what = f"主管部门 {after.department} 与前一个 {before.department} 的日期重叠。"
            fix = "请从早到晚排列，前一个的末日为后一个首日的前一天。"
            log.say(after.line, what, fix=fix, key="responsible")
