"""读取一件事: every roadmap of the library, checked; refused with all problems at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeVar

from huiqi.library import FOLDER, load
from huiqi.matters.conditions import check_rules
from huiqi.matters.figures import check_figures
from huiqi.matters.matter import ITSELF, Matter, Step
from huiqi.matters.order import circle
from huiqi.matters.shape import MATTER
from huiqi.rules.dictionary import FACTS
from huiqi.rules.files import programme_folders
from huiqi.rules.policy import Formula
from huiqi.rules.policy_checks import check_clauses, check_sources
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.shape import Bad, Log, Shape, suggest
from huiqi.rules.strict_yaml import read_path

MATTERS: Final = "matters"
T = TypeVar("T")


@lru_cache(maxsize=1)
def matters() -> Mapping[str, Matter]:
    """全部一件事: that ship with huiqi, by id, in the order of the list."""
    return load_matters(FOLDER / MATTERS, tuple(load().policies))


def load_matters(folder: Path, programmes: Collection[str]) -> Mapping[str, Matter]:
    """读取一件事: of a folder; Refused with the problems of every file.

    ``programmes`` are the ids that a step may name.
    """
    found, problems = read_folder(folder, MATTER, lambda one, log: _check(one, programmes, log))
    problems += _ranks(found)
    if problems:
        raise Refused(problems)
    return {one.id: one for one in sorted(found, key=lambda one: one.rank)}


def checked_matters(library: Path) -> tuple[int, tuple[Problem, ...]]:
    """核对一件事: how many a library folder holds, none where it has no such files; problems."""
    ids = [f"{one.parent.name}.{one.name}" for one in programme_folders(library)]
    try:
        return len(load_matters(library / MATTERS, ids)), ()
    except Refused as refused:
        return 0, refused.problems


def read_folder(
    folder: Path, shape: Shape[T], check: Callable[[T, Log], None]
) -> tuple[list[T], list[Problem]]:
    """读取文件夹: what every file of it holds, and the problems of all of them."""
    found: list[T] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        document = read_path(path)
        log = Log(str(path), document.problems)
        value: Any = shape.read(document.root, log, path.name)
        if not isinstance(value, Bad):
            value = replace(value, file=str(path))
            check(value, log)
            found.append(value)
        problems += sorted(log.problems, key=lambda one: one.line)
    return found, problems


def _ranks(found: list[Matter]) -> list[Problem]:
    first: dict[int, Matter] = {}
    log: list[Problem] = []
    for one in found:
        other = first.setdefault(one.rank, one)
        if other is not one:
            what = f"次序 {one.rank} 与 {Path(other.file).name} 相同。"
            log.append(Problem(what, fix="请改 rank。", file=one.file, line=one.line, key="rank"))
    return log


def _check(matter: Matter, programmes: Collection[str], log: Log) -> None:
    if Path(matter.file).stem != matter.id:
        what = f"编号 {matter.id} 与文件名不符。"
        log.say(matter.line, what, fix=f"请把文件改名为 {matter.id}.yaml。", key="id")
    cites = tuple(matter.cites())
    check_sources(matter.sources, cites, log)
    check_clauses(matter.sources, cites, log)
    _check_materials(matter, log)
    ids = [step.id for step in matter.steps]
    for place, step in enumerate(matter.steps):
        if step.id in ids[:place]:
            log.say(step.line, f"编号 {step.id} 重复。", fix="请改名。", key="id")
        _check_step(matter, step, ids, programmes, log)
    if around := circle(matter.steps):
        what = f"步骤互相等待：{' → '.join(around)}。"
        line = matter.step(around[0]).line
        log.say(line, what, "这样没有一步能先办。", "请改正 after。", "after")
    check_rules(_rules(matter), log)
    if not log.problems:
        _check_doubts(matter, log)


def _check_doubts(matter: Matter, log: Log) -> None:
    for material in matter.materials.values():
        if matter.doubts(material.cite):
            check_figures(material.name, material.line, {"text": material.text}, log)
    for step in matter.steps:
        if matter.doubts(step.cite):
            texts = {"text": step.text, "fee": step.fee, "days_open": step.days_open}
            check_figures(step.id, step.line, texts | {"note": step.note}, log)


def _rules(matter: Matter) -> Iterator[Formula]:
    for step in matter.steps:
        yield from (told.rule for told in (step.done, step.skip) if told)


def _check_materials(matter: Matter, log: Log) -> None:
    used = {name for step in matter.steps for name in step.needs}
    for material in matter.materials.values():
        if material.name not in used:
            what = f"材料 {material.name} 没有步骤用到。"
            log.say(material.line, what, fix="请在 needs 中写上，或删去。", key="materials")
        has = material.city_has
        if has and has.fact and has.fact not in FACTS:
            what = f"没有名为 {has.fact} 的事实。"
            log.say(has.line, what, fix=suggest(has.fact, tuple(FACTS)), key="fact")


def _check_step(
    matter: Matter, step: Step, ids: Collection[str], programmes: Collection[str], log: Log
) -> None:
    for key, names, known in (
        ("after", step.after, tuple(ids)),
        ("needs", step.needs, tuple(matter.materials)),
        ("programme", (step.programme,) if step.programme else (), tuple(programmes)),
    ):
        for name in names:
            if name not in known:
                what = f"{step.id} 的 {key} 中没有 {name} 这一项。"
                log.say(step.line, what, fix=suggest(name, known), key=key)
    for key, period in (("promised", step.promised), ("legal", step.legal)):
        if period and period.length < 0:
            what = f"{step.id} 的时限 {period.length} 小于 0。"
            log.say(period.line, what, fix="请改为 0 或更大。", key=key)
    if step.period is None and not step.days_open:
        what = f"{step.id} 没有时限，也没有说明原因。"
        own = "由企业自己决定" if step.level == ITSELF else "待核"
        log.say(step.line, what, fix=f"请补写 days_open，例如「{own}」。", key="days_open")
