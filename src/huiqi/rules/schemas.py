"""文件架构: the JSON Schemas of rules.yaml and cases.yaml, generated from the shapes.

``python -m huiqi.rules.schemas`` writes them beside this module; editors use them to complete
keys and to mark mistakes while a policy is being written.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from huiqi.rules.cases import CASES
from huiqi.rules.policy_shape import POLICY
from huiqi.rules.shape import Shape, document_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER: Final = Path(__file__).with_name("schemas")
FILES: Final[Mapping[str, tuple[Shape[Any], str]]] = {
    "rules.schema.json": (POLICY, "惠企政策文件 rules.yaml"),
    "cases.schema.json": (CASES, "惠企政策用例 cases.yaml"),
}


def schema_text(name: str) -> str:
    """架构文本: the JSON text of one of ``FILES``, ending in a newline."""
    shape, title = FILES[name]
    return json.dumps(document_schema(shape, title), ensure_ascii=False, indent=2) + "\n"


def write_schemas(folder: Path = FOLDER) -> None:
    """写出架构: all of ``FILES`` into ``folder``, which is made if it is not there."""
    folder.mkdir(exist_ok=True)
    for name in FILES:
        (folder / name).write_text(schema_text(name), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_schemas()
