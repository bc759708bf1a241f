"""文件架构: the committed JSON Schemas are those of the code, and real files satisfy them."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import huiqi
from huiqi.rules.files import programme_folders
from huiqi.rules.schemas import FILES, FOLDER, schema_text, write_schemas
from huiqi.rules.strict_yaml import plain_value, read_path

LIBRARY = Path(huiqi.__file__).parent / "library"
# Written by hand: what the command line answers. tests/cli holds its output against them.
ANSWERS = {
    f"{name}.schema.json" for name in ("match", "explain", "size", "library_list", "workdays")
}
REAL = [
    (path, f"{path.stem}.schema.json")
    for folder in programme_folders(LIBRARY)
    for path in (folder / "rules.yaml", folder / "cases.yaml")
]


def complaints(schema: str, value: Any) -> list[str]:
    validator = Draft202012Validator(json.loads((FOLDER / schema).read_text(encoding="utf-8")))
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


@pytest.mark.parametrize("name", FILES)
def test_committed_schema_is_the_generated_one_byte_for_byte(name: str) -> None:
    assert (FOLDER / name).read_bytes().decode() == schema_text(name)
    Draft202012Validator.check_schema(json.loads(schema_text(name)))


def test_no_other_file_lies_beside_the_schemas(tmp_path: Path) -> None:
    write_schemas(tmp_path)
    generated = {path.name for path in tmp_path.iterdir()}
    assert generated | ANSWERS == {path.name for path in FOLDER.iterdir()}


@pytest.mark.parametrize(
    ("path", "schema"), REAL, ids=[f"{path.parent.name}-{path.stem}" for path, _ in REAL]
)
def test_every_file_of_the_library_satisfies_its_schema(path: Path, schema: str) -> None:
    assert complaints(schema, plain_value(read_path(path).root)) == []


def test_an_editor_is_told_of_a_misspelt_key() -> None:
    cases = {"cases": [{"name": "x", "on": "2021-10-20", "expects": {}}]}
    assert complaints("cases.schema.json", cases) == [
        "$.cases[0]: Additional properties are not allowed ('expects' was unexpected)"
    ]
