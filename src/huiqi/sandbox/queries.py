"""推演的查询: what was tried of the programmes of a body, and the firms that a run affects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from django.db.models import QuerySet

from huiqi.parties.models import Organization
from huiqi.rules.say import shown
from huiqi.sandbox.asking import Asked
from huiqi.sandbox.models import SandboxFirms, SandboxRun

GAINS, LOSES, MORE, LESS = "gains", "loses", "more", "less"
UNKNOWN: Final = "unknown"
BATCH: Final = 5_000  # names asked for at a time


@dataclass(frozen=True)
class Row:
    """受影响的一户: as it was listed; amounts are 分 that are sure, as ceilings."""

    credit_code: str
    before: str
    after: str
    fen_before: int
    fen_after: int

    @property
    def sure_before(self) -> int | None:
        """改前的上限: None where it is not decided whether the firm qualifies."""
        return None if self.before == UNKNOWN else self.fen_before

    @property
    def sure_after(self) -> int | None:
        """改后的上限: None where it is not decided whether the firm qualifies."""
        return None if self.after == UNKNOWN else self.fen_after

    def is_in(self, show: str) -> bool:
        """是否在这一类: of the filters of the list."""
        match show:
            case "gains":
                return self.after == "yes" != self.before
            case "loses":
                return self.before == "yes" != self.after
            case "more":
                return self.fen_after > self.fen_before
            case "less":
                return self.fen_after < self.fen_before
        return True


def runs_of(programmes: Iterable[str]) -> QuerySet[SandboxRun]:
    """推演: of these programmes, the latest first, with who asked and on which register."""
    found = SandboxRun.objects.filter(programme__in=list(programmes)).order_by("-id")
    return found.select_related("asked_by", "register")


def asked_of(run: SandboxRun) -> Asked:
    """原来的提问: of a run, to be asked again or changed a little."""
    told = run.settings
    rules = told["rules"]
    return Asked(
        parameters=told["parameters"],
        rules={name: rule for name, rule in rules.items() if rule},
        dropped=tuple(name for name, rule in rules.items() if not rule),
        before=_version(told["before"]),
        after=_version(told["after"]),
        on=run.on.isoformat(),
        take_up=shown(Fraction(told["take_up"]), "ratio"),
        years=str(told["years"]),
        title=run.title,
    )


def _version(draft: dict[str, object] | None) -> str:
    return str(draft["version"]) if draft else ""


def firms_of(run: SandboxRun, show: str = "") -> list[Row]:
    """受影响的企业: of a run; none for whoever may not see all firms."""
    kept = SandboxFirms.objects.filter(run=run).first()
    rows = (Row(*one) for one in kept.rows) if kept else ()
    return [one for one in rows if one.is_in(show)]


def is_whole(run: SandboxRun) -> bool:
    """名单是否完整: False where there are more than are kept by name."""
    return not SandboxFirms.objects.filter(run=run, is_whole=False).exists()


def names_of(rows: Sequence[Row]) -> dict[str, str]:
    """企业名称: by credit code."""
    codes = [one.credit_code for one in rows]
    named: dict[str, str] = {}
    for start in range(0, len(codes), BATCH):
        found = Organization.objects.filter(credit_code__in=codes[start : start + BATCH])
        pairs = found.order_by("id").values_list("credit_code", "name")
        named |= {str(code): name for code, name in pairs}
    return named
