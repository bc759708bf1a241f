"""项目: how a programme is run: its mode, what it grants, its stages in order, on what basis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from huiqi.programmes.definition.stages import Settings
from huiqi.rules.policy import Cite, Source

# 核准, 评审, 事后, 免申即享
Mode = Literal["approval", "review", "afterwards", "automatic"]
Grants = Literal["money", "title", "title_and_money", "allowance", "admission"]


@dataclass(frozen=True)
class Programme:
    """项目: as its programme.yaml says; ``version`` is told anew with every change.

    ``prefix`` begins the numbers of its applications. ``consent_days`` is how many working days
    a firm has to confirm what it would get without applying (免申即享). ``sources`` are those
    that only the running of the programme rests on; its rules have theirs.
    """

    id: str
    version: str
    prefix: str
    mode: Mode
    grants: Grants
    basis: tuple[Cite, ...]
    stages: tuple[Settings, ...]
    note: str = ""
    consent_days: int = 0
    sources: Mapping[str, Source] = field(default_factory=dict)
    line: int = 0

    @property
    def pays(self) -> bool:
        """是否给钱: money that goes through the books."""
        return self.grants in ("money", "title_and_money")

    @property
    def gives_title(self) -> bool:
        """是否给称号: through its stage of recognition."""
        return self.grants in ("title", "title_and_money")

    def stage(self, kind: str) -> Settings | None:
        """某个环节: of a kind; None where the programme has none."""
        return next((one for one in self.stages if one.kind == kind), None)

    def cites(self) -> Iterator[Cite]:
        """出处: of the programme and of every stage."""
        yield from self.basis
        for one in self.stages:
            yield one.cite
