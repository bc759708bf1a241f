"""命令行测试: calls commands as a shell would and reads both streams."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from huiqi.cli import main

ROOT = Path(__file__).parents[2]
FIRM = str(ROOT / "examples" / "chenglan.json")
FIRMS = str(ROOT / "examples" / "firms.xlsx")


@dataclass(frozen=True)
class Told:
    """What one call said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert (self.code, self.err) == (0, "")
        return json.loads(self.out, parse_float=Decimal)

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.out.splitlines() if line.strip()]

    @property
    def refused(self) -> list[dict[str, Any]]:
        """Every problem of a refusal, from JSON."""
        assert (self.code, self.out) == (1, "")
        refused = json.loads(self.err)
        assert set(refused) == {"code", "problems"}
        assert refused["code"] == "refused"
        return list(refused["problems"])

    @property
    def whats(self) -> list[str]:
        """What was wrong, from a refusal as JSON."""
        return [problem["what"] for problem in self.refused]


Huiqi = Callable[..., Told]
Firm = Callable[..., str]


@pytest.fixture
def huiqi(capsys: pytest.CaptureFixture[str]) -> Huiqi:
    def call(*words: str) -> Told:
        code = main(list(words))
        told = capsys.readouterr()
        return Told(code, told.out, told.err)

    return call


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    """A file with the facts of a firm, or of several."""

    def write(*firms: dict[str, Any], name: str = "firm.json") -> str:
        path = tmp_path / name
        told: Any = firms[0] if len(firms) == 1 else list(firms)
        path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        return str(path)

    return write
