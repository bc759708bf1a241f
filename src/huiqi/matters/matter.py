"""一件事: a life event of a firm as a roadmap of steps, as written in its file of the library.

Plain frozen values. Periods are never guessed: one that nobody has verified is None.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from huiqi.rules.policy import Cite, Formula, Source

Unit = Literal["工作日", "日", "月"]
Level = Literal["firm", "bank", "district", "city", "province", "national"]

UNITS: Final = ("工作日", "日", "月")
LEVELS: Final = ("firm", "bank", "district", "city", "province", "national")
ITSELF: Final = "firm"
OPEN: Final = "待核"  # what nobody has compared with its source


@dataclass(frozen=True)
class Period:
    """时限: ``length`` of working days, calendar days or months; 0 is the same day.

    ``at_least`` marks a minimum that the source prescribes; other periods are maxima.
    """

    length: int
    cite: Cite
    unit: Unit = "工作日"
    at_least: bool = False
    line: int = 0


@dataclass(frozen=True)
class CityHas:
    """市里已有: which register holds a material, and the fact by which that can be seen.

    ``fact`` is empty where the register is not among the facts of a firm.
    """

    source: str
    cite: Cite
    fact: str = ""
    line: int = 0


@dataclass(frozen=True)
class Material:
    """材料: what a step needs; ``city_has`` None for what the firm brings itself."""

    name: str
    text: str
    cite: Cite
    city_has: CityHas | None = None
    line: int = 0


@dataclass(frozen=True)
class Told:
    """判断: a condition on the facts of a firm, with the sentence that is said when it holds."""

    rule: Formula
    text: str
    line: int = 0


@dataclass(frozen=True)
class Place:
    """办理入口: the system where a step is done, named and linked, never imitated."""

    name: str
    url: str = ""
    line: int = 0


@dataclass(frozen=True)
class Step:
    """步骤: one thing to be done, by whom, with what, within which time, after which others.

    ``days_open`` says why neither period is known. ``done`` and ``skip`` are None where no
    fact can tell that the step is done already, or does not concern the firm.
    """

    id: str
    text: str
    department: str
    level: Level
    place: Place
    fee: str
    cite: Cite
    needs: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    promised: Period | None = None
    legal: Period | None = None
    days_open: str = ""
    note: str = ""
    programme: str = ""
    done: Told | None = None
    skip: Told | None = None
    line: int = 0

    @property
    def period(self) -> Period | None:
        """计划用时: what was promised, else what the law allows; None where neither is known."""
        return self.promised or self.legal


@dataclass(frozen=True)
class Matter:
    """一件事: ``id`` is the name of its file and of its page, ``rank`` its place in the list."""

    id: str
    rank: int
    title: str
    summary: str
    who: str
    sources: Mapping[str, Source]
    steps: tuple[Step, ...]
    materials: Mapping[str, Material] = field(default_factory=dict)
    file: str = ""
    line: int = 0

    def step(self, name: str) -> Step:
        """步骤: by its id; KeyError when there is none."""
        return next(step for step in self.steps if step.id == name)

    def materials_of(self, step: Step) -> tuple[Material, ...]:
        """所需材料: of a step, in the order written."""
        return tuple(self.materials[name] for name in step.needs)

    def cites(self) -> Iterator[Cite]:
        """全部出处: of materials, steps and periods."""
        for material in self.materials.values():
            yield material.cite
            if material.city_has:
                yield material.city_has.cite
        for step in self.steps:
            yield step.cite
            yield from (period.cite for period in (step.promised, step.legal) if period)

    def said(self, cite: Cite) -> str:
        """出处的写法: title, document number and clause; 待核 where nobody has seen the source."""
        return said(self.sources[cite.source], cite.clause)

    def doubts(self, cite: Cite) -> bool:
        """是否待核: whether nobody has compared what rests on this with its source."""
        return doubtful(self.sources[cite.source], cite.clause)


def said(source: Source, clause: str) -> str:
    """出处的写法: 《名称》（文号）条款，待核 where the source is not verified."""
    number = f"（{source.document_no}）" if source.document_no else ""
    doubt = f"（{OPEN}）" if source.unverified and OPEN not in clause else ""
    return f"《{source.title}》{number}{clause}{doubt}"


def doubtful(source: Source, clause: str) -> bool:
    """是否待核: nobody has seen the source, or has found this clause in it."""
    return source.unverified or OPEN in clause
