"""名单的测试共用: a programme that the bureau keeps, firms around its limits, and a register."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from huiqi.citywide.actions import write_register
from huiqi.citywide.models import CityRegister
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import now, today
from huiqi.parties.enums import Source
from huiqi.parties.models import Organization
from huiqi.policies.models import Keeper
from tests.cast import TODAY, an_organization, credit_code, facts_on_record
from tests.policies.upkeep import browser

__all__ = ["browser"]

SCALE = "national.above_scale"  # manufacturers from 20 million yuan of main revenue
OTHER = "shenzhen.first_set"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files of the city lie in a folder of the test's own."""

    class Environment:
        data = tmp_path

    monkeypatch.setattr(settings, "ENVIRONMENT", Environment)
    return tmp_path


def a_maker(name: str, number: str, **facts: object) -> Organization:
    """A manufacturer in 龙岗, with what else is known of it."""
    firm = an_organization(name, code=credit_code(number))
    known: dict[str, Any] = {"industry": "39", "district": "440307", **facts}
    facts_on_record(firm, Source.DEPARTMENT, **known)
    return firm


@pytest.fixture
def kept(city_clock: datetime, bureau: Organization) -> None:
    """市中小企业服务局 keeps one programme, and nothing of any other."""
    Keeper.objects.create(programme=SCALE, organization=bureau, since=TODAY, named_at=now())


@pytest.fixture
def makers(kept: None) -> dict[str, Organization]:
    """大川 meets the programme, 中山 lacks a million, 无数 has told nothing of its revenue."""
    return {
        "yes": a_maker("大川精密", "000000001", main_revenue=30_000_000),
        "near": a_maker("中山精密", "000000002", main_revenue=19_000_000),
        "unknown": a_maker("无数精密", "000000003"),
        "no": a_maker("小农场", "000000004", main_revenue=1, industry="01"),
    }


def a_register() -> CityRegister:
    """全市名册: of today, as known now."""
    return write_register(on=today(), actor=SYSTEM, now=now())


@pytest.fixture
def register(makers: dict[str, Organization]) -> CityRegister:
    return a_register()
