"""环节的设置: one frozen class for each kind of the closed list; days are working days.

Every number rests on ``cite``, a clause of one of the sources of the programme's rules; where
that source is unverified, pages say 待核.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from huiqi.rules.policy import Cite

Office = Literal["city", "district"]
OnResume = Literal["continue", "reset"]
SecondCounts = Literal["second", "mean", "lower"]


@dataclass(frozen=True)
class Stage:
    """环节: ``days`` is how long the office has, counted from the next day."""

    cite: Cite
    days: int
    office: Office = "city"
    on_resume: OnResume = "continue"
    line: int = 0

    @property
    def kind(self) -> str:
        """种类: the word of the closed list."""
        return KIND_OF[type(self)]


@dataclass(frozen=True)
class FormalCheck(Stage):
    """形式审查: ``reply_days`` the firm has to complete what is missing, told once."""

    reply_days: int = 5


@dataclass(frozen=True)
class Criterion:
    """评分项: at most ``points``; ``text`` says what is judged."""

    id: str
    text: str
    points: int
    line: int = 0


@dataclass(frozen=True)
class ExpertReview(Stage):
    """专家评审: ``panel`` experts score 0 to 100 over all criteria; below ``pass_mark`` fails.

    ``drop_extremes`` leaves out the highest and the lowest; ``blind`` hides the firm; sheets
    that lie more than ``spread_alarm`` points apart are looked at again: another panel may judge
    too (复评), and ``second_counts`` says which mark counts then: the second one, the mean of both,
    or the lower. ``score_fact`` is the fact of the dictionary that the mark becomes.
    """

    panel: int = 5
    pass_mark: int = 60
    drop_extremes: bool = False
    blind: bool = False
    spread_alarm: int = 30
    second_counts: SecondCounts = "second"
    score_fact: str = ""
    criteria: tuple[Criterion, ...] = ()


@dataclass(frozen=True)
class Audit(Stage):
    """专项审计: of the amounts of the questions ``of``; the lower of two figures counts."""

    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class SiteVisit(Stage):
    """现场核查: by ``visitors`` people at least."""

    visitors: int = 2


@dataclass(frozen=True)
class Publicity(Stage):
    """公示: of the award list; the period itself is that of publicity, a dated parameter."""


@dataclass(frozen=True)
class Recognition(Stage):
    """认定: gives the title ``title`` of ``level``, valid ``valid_years``; 0 without end."""

    title: str = ""
    level: str = "city"
    valid_years: int = 0


@dataclass(frozen=True)
class FundingPlan(Stage):
    """资金计划: what each firm is granted against the budget.

    ``allocation`` full pays everybody in full or nobody; pro_rata reduces all alike when the
    ceiling of the call does not suffice (足额或折算). In 元, both included: ``floor`` is what
    each gets at least when all are reduced, ``cap`` what each gets at most; None: no bound.
    """

    allocation: Literal["full", "pro_rata"] = "full"
    floor: int | None = None
    cap: int | None = None


@dataclass(frozen=True)
class Disbursement(Stage):
    """拨付: in ``instalments``, exact shares that make up the whole."""

    instalments: tuple[Fraction, ...] = (Fraction(1),)


@dataclass(frozen=True)
class CompletionCheck(Stage):
    """验收: ``after_months`` after the money arrived at the earliest."""

    after_months: int = 0


@dataclass(frozen=True)
class Performance(Stage):
    """绩效评价: the firm reports ``after_months`` after the money arrived."""

    after_months: int = 12


Settings = (
    FormalCheck
    | ExpertReview
    | Audit
    | SiteVisit
    | Publicity
    | Recognition
    | FundingPlan
    | Disbursement
    | CompletionCheck
    | Performance
)

KINDS: Final[dict[str, type[Stage]]] = {
    "formal_check": FormalCheck,
    "expert_review": ExpertReview,
    "audit": Audit,
    "site_visit": SiteVisit,
    "publicity": Publicity,
    "recognition": Recognition,
    "funding_plan": FundingPlan,
    "disbursement": Disbursement,
    "completion_check": CompletionCheck,
    "performance": Performance,
}
KIND_OF: Final = {made: kind for kind, made in KINDS.items()}
