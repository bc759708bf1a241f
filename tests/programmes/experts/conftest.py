"""评审的夹具: 首台（套） waits for experts, and a register of seven."""

from typing import Any

import pytest

from huiqi.parties.enums import Role
from huiqi.parties.models import Organization
from huiqi.programmes.definition import Question, definitions
from huiqi.programmes.models import StageRun
from huiqi.programmes.stages import running
from tests.cast import Player, a_member, an_organization
from tests.programmes.walking import Walk


class Named(Walk):
    """Of a firm that writes its own name where nobody asked for it."""

    def _answer(self, question: Question, told: dict[str, Any]) -> object:
        if question.kind in ("text", "long_text"):
            return f"{self.firm.name}（简称澄澜）的陈岚主持研制的装备"
        return super()._answer(question, told)


@pytest.fixture
def one_factor(settings: object) -> None:
    settings.MFA_REQUIRED_ROLES = ()  # type: ignore[attr-defined]  # the settings of the test


@pytest.fixture
def walk(chenglan: Organization, lan: Player, qin: Player, he: Player) -> Walk:
    """首台（套）, judged blind by five, the highest and the lowest sheet left out."""
    return Named(definitions()["shenzhen.first_set"], chenglan, lan, qin, he, (qin, qin, qin))


@pytest.fixture
def run(walk: Walk) -> StageRun:
    """It waits for experts."""
    application = walk.begin()
    while (found := running.current(application)) is not None and found.kind != "expert_review":
        getattr(walk, f"_{found.kind}")(found)
        application.refresh_from_db()
    assert found is not None
    return found


@pytest.fixture
def pool(city_clock: object) -> dict[int, Player]:
    """Seven experts, of a body that has nothing to do with the firm."""
    lab = an_organization("湾区研究院")
    several = [a_member(f"expert{n}", f"专家{n}", lab, Role.EXPERT) for n in range(7)]
    return {one.person.pk: one for one in several}
