"""文件库: where registers are kept, and what may come in as one."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.utils.translation import gettext_noop

from huiqi.kernel.content import CSV, PARQUET, TABLES, XLSX, Limits, Purpose
from huiqi.kernel.files import Store, city_store
from huiqi.kernel.refusals import Refused
from huiqi.registers.batches import Kept
from huiqi.registers.enums import Format
from huiqi.registers.tables import format_of
from huiqi.rules.problems import Refused as Unusable


def store() -> Store:
    """文件库: of this city."""
    return city_store()


KINDS: Final = {Format.CSV: CSV, Format.XLSX: XLSX, Format.PARQUET: PARQUET}


def _look(path: Path, name: str) -> str:
    try:
        return KINDS[format_of(Kept(path, name))]
    except Unusable as unusable:
        raise Refused(str(problem) for problem in unusable.problems) from None


# A register is read by what it holds: offices call it what they like.
REGISTER: Final = Purpose(
    accepted=TABLES,
    limits=Limits(size=1 << 30, unpacked=1 << 30),
    named=False,
    smaller=gettext_noop("请拆成几个文件"),
    look=_look,
)
