"""接口文档: the committed file is that of the code, whole and true of every operation."""

import json
from pathlib import Path
from typing import Any

from huiqi.api.main import api
from huiqi.api.openapi import document, document_text
from huiqi.api.problems import CODES
from tests.api.conftest import Ask

FILE = Path(__file__).parents[2] / "docs" / "reference" / "openapi.json"


def references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*map(references, value.values()))
    return set().union(*map(references, value)) if isinstance(value, list) else set()


def test_committed_document_is_that_of_the_code() -> None:
    # manage.py openapi writes it anew.
    assert FILE.read_bytes() == document_text().encode()


def test_served_document_is_the_committed_one(ask: Ask) -> None:
    told = ask("/openapi.json")
    assert told.json["openapi"] == "3.1.0"
    assert told.response.content == FILE.read_bytes()


def test_every_reference_leads_somewhere() -> None:
    told = json.loads(document_text())
    for reference in references(told):
        inner = told
        for step in reference.removeprefix("#/").split("/"):
            inner = inner[step]
        assert isinstance(inner, dict)


def test_every_operation_tells_what_it_does_and_which_errors_it_makes() -> None:
    for path, methods in document()["paths"].items():
        for operation in methods.values():
            assert operation["summary"]
            assert {200, 401, 422, 429, 500, 503} <= set(operation["responses"])
            assert (404 in operation["responses"]) == ("{" in path)
            assert (415 in operation["responses"]) == ("requestBody" in operation)
            assert (403 in operation["responses"]) == ("x-scope" in operation)


def test_every_operation_has_a_door() -> None:
    for router in api._get_bound_routers():
        for view in router.path_operations.values():
            for operation in view.operations:
                assert [type(one).__name__ for one in operation.auth_callbacks] == ["Door"]


def test_document_lists_every_code() -> None:
    assert document()["components"]["schemas"]["problems"]["properties"]["code"] == {
        "enum": list(CODES)
    }
