"""名单命令与城市: the latest register of the city, or one of the day that is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from huiqi.citywide.models import CityRegister
from huiqi.cli import city, main
from tests.rosters.conftest import SCALE


@pytest.fixture(autouse=True)
def running(monkeypatch: pytest.MonkeyPatch) -> None:
    """The city runs: its database is that of the test."""

    @contextmanager
    def database() -> Iterator[None]:
        yield

    monkeypatch.setattr(city, "database", database)


def told(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["roster", SCALE, *words, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_the_latest_register_of_the_city_is_listed_with_names(
    register: CityRegister, capsys: pytest.CaptureFixture[str]
) -> None:
    found = told(capsys, "--near")
    assert found["on"] == register.on.isoformat()
    assert found["population"] == {"sha256": register.sha256, "firms": 4}
    (firm,) = found["firms"]
    assert firm["name"] == "中山精密"
    assert [one["text"] for one in firm["step"]] == ["主营业务收入还差 100 万元（现为 1,900 万元）"]


def test_another_day_is_read_for_the_moment_and_leaves_no_file(
    makers: dict[str, object], data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = told(capsys, "--on", "2021-10-21")
    assert found["on"] == "2021-10-21"
    assert [one["name"] for one in found["firms"]] == ["大川精密"]
    assert not CityRegister.objects.exists()
    assert [path for path in data.rglob("*") if path.is_file()] == []


def test_a_city_without_a_register_says_what_to_do_with_all_else(
    makers: dict[str, object], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["roster", "no.such", "--out", str(tmp_path / "a.txt"), "--json"]) == 1
    problems = json.loads(capsys.readouterr().err)["problems"]
    assert [one["what"] for one in problems] == [
        "本市还没有全市名册。",
        f"--out「{tmp_path / 'a.txt'}」不是 Excel 文件的名字。",
        "政策库里没有「no.such」。",
    ]
