"""办案测试的说法: 澄澜 has handed in; 覃越 and 何川 have the case on their desk."""

from __future__ import annotations

from typing import Any

from django.test import Client

from huiqi.programmes.models import Application, StageRun
from huiqi.programmes.stages import running

DESK = "/desk/applications/"
CLAUSE = "深工信规〔2021〕7号 项目条件"


def run_of(application: Application) -> StageRun:
    found = running.current(application)
    assert found is not None
    return found


def case_url(application: Application, step: str = "") -> str:
    return f"{DESK}cases/{application.number}/{step}"


def press(client: Client, application: Application, step: str, **given: Any) -> Any:
    return client.post(case_url(application, step), given)
