"""项目文件架构: the JSON Schemas of programme.yaml and form.yaml, generated from the shapes.

``python -m huiqi.programmes.definition.schemas`` writes them beside this module; editors use
them to complete keys and to mark mistakes while a programme is being written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from huiqi.programmes.definition.shape import FORM_FILE, PROGRAMME_FILE
from huiqi.rules.shape import Shape, document_schema

FOLDER: Final = Path(__file__).with_name("json_schemas")
FILES: Final[Mapping[str, tuple[Shape[Any], str]]] = {
    "programme.schema.json": (PROGRAMME_FILE, "惠企申报项目 programme.yaml"),
    "form.schema.json": (FORM_FILE, "惠企申报表 form.yaml"),
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
