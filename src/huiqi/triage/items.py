"""事项: the three-level taxonomy of what firms ask for, and who is responsible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

import yaml

FOLDER: Final = Path(__file__).parent

Kind = Literal["consultation", "help", "complaint", "report", "suggestion"]
Service = Literal["consultation", "ordinary", "complex"]


@dataclass(frozen=True, slots=True)
class Item:
    """事项: one entry of the taxonomy.

    ``department`` is the full name of the city's department, as in the policy library; ``local``
    is the name of the district's office after the district («人力资源局»), empty when the city
    handles it itself. ``code`` has two digits for each level. Only level 3 is suggested.
    ``channel`` tells the lawful channel beside this one, in Chinese, or is empty.
    """

    code: str
    title: str
    level: int
    parent: str
    department: str
    local: str
    service: Service
    kinds: tuple[Kind, ...]
    keywords: tuple[str, ...]
    channel: str

    def handler(self, district: str = "") -> str:
        """承办: who handles it for a firm of a district («宝安区»); unknown: the city."""
        return f"深圳市{district}{self.local}" if district and self.local else self.department


@lru_cache(maxsize=1)
def items() -> Mapping[str, Item]:
    """事项: all levels by code, in the order of the file."""
    told = yaml.load((FOLDER / "items.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    found: dict[str, Item] = {}
    for row in told["items"]:
        item = _item(row)
        if item.code in found or (item.parent and item.parent not in found):
            raise ValueError(f"事项编码「{item.code}」重复，或上级不在它前面")
        found[item.code] = item
    return MappingProxyType(found)


def _item(row: Mapping[str, Any]) -> Item:
    code = str(row["code"])
    return Item(
        code=code,
        title=row["title"],
        level=len(code) // 2,
        parent=code[:-2],
        department=row.get("department", ""),
        local=row.get("local", ""),
        service=row.get("service", "ordinary"),
        kinds=tuple(row.get("kinds", ())),
        keywords=tuple(row.get("keywords", ())),
        channel=row.get("channel", ""),
    )
