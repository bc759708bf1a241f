"""名册的测试: files as offices send them, and what is on record afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.refusals import Refused
from huiqi.parties.enums import Source
from huiqi.registers.actions import Imported, Register, import_register
from tests.cast import NOW, credit_code

CODES = [credit_code(f"MA5REG{number:03}") for number in range(6)]
HEADING = "统一社会信用代码,名称,所在区,行业,从业人员,营业收入"
FIRST = f"{CODES[0]},深圳市甲一科技有限公司,南山区,制造业,12,1000万"
SECOND = f"{CODES[1]},深圳市乙二科技有限公司,440309,C39,３４,2500000.50"

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A file with these lines, or these bytes."""

    def written(*lines: str | bytes, name: str = "名册.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        parts = [one if isinstance(one, bytes) else f"{one}\n".encode(encoding) for one in lines]
        path.write_bytes(b"".join(parts))
        return path

    return written


def bring_in(path: Path, source: Source = Source.REGISTRY, **how: Any) -> Imported:
    return import_register(register=Register(path, source, **how), actor=SYSTEM, now=NOW)


def refusal(path: Path, **how: Any) -> Sequence[str]:
    """The sentences with which a whole file is refused."""
    with pytest.raises(Refused) as caught:
        bring_in(path, **how)
    return caught.value.problems


def row_problems(path: Path) -> dict[int, list[str]]:
    return bring_in(path).problems.told
