"""接口的任意请求: whatever is sent, the answer is one that the document tells of, never a 500."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from huiqi.api import door
from huiqi.api.actions import make_token
from huiqi.api.enums import Scope
from huiqi.config.wsgi import application
from huiqi.kernel.files import Store
from huiqi.kernel.limits import Limit
from huiqi.parties.enums import Source
from huiqi.parties.models import Organization
from huiqi.rights.actions import corrections
from tests.cast import NOW, Player, credit_code, facts_on_record
from tests.matrix.table import PARAMETER, rows
from tests.programmes.applying import filled_in
from tests.programmes.conftest import books, call, draft

__all__ = ["books", "call", "draft"]

CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
DOCUMENT: Final = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
FOUND: Final[list[Any]] = list(DOCUMENT.get_all_operations())
OPERATIONS: Final = {one.ok().label: one.ok() for one in FOUND}
FEW, MANY = 3, 200
REAL: Final = {
    "programme": "shenzhen.guarantee_fee",
    "credit_code": credit_code("MA5CLAN01"),
    "key": "employees",
}


@pytest.fixture
def secret(lan: Player, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The token of somebody who may do everything, however often."""
    monkeypatch.setattr(corrections, "store", lambda: Store(tmp_path))
    firm = Organization.objects.get(subject=lan.actor.subject_id or 0)
    facts_on_record(firm, Source.SOCIAL_INSURANCE, employees=68)
    # A server drops its connection between requests; here it is that of the test.
    for signal in (request_started, request_finished):
        monkeypatch.setattr(signal, "receivers", [])
    for kind in door.LIMITS:
        monkeypatch.setitem(door.LIMITS, kind, Limit(10**9, timedelta(days=1)))
    return make_token(
        title="测试",
        scopes=list(Scope.values),
        expires_at=NOW + timedelta(days=30),
        now=NOW,
        actor=lan.actor,
    )[1]


@pytest.fixture
def there(request: pytest.FixtureRequest) -> dict[str, Any]:
    """What random text will never hit: of the operation that is asked, what its path names."""
    label = request.node.callspec.params["label"]
    found = dict(REAL)
    if "/applications/{number}" in label:
        draft, lan = request.getfixturevalue("draft"), request.getfixturevalue("lan")
        filled_in(draft, lan)
        found |= {
            "number": draft.pk,
            "evidence": draft.evidence.get().pk,
            "line": draft.invoices.get().pk,
        }
    return {name: value for name, value in found.items() if f"{{{name}}}" in label}


def run(label: str, secret: str, there: dict[str, Any], examples: int) -> None:
    operation = OPERATIONS[label]
    real = [there] if there else []
    kinds = [
        operation.as_strategy(generation_mode=mode, path_parameters=path)
        for mode in GenerationMode
        for path in (None, *real)
    ]
    cases: st.SearchStrategy[Any] = st.one_of(kinds)

    @settings(max_examples=examples, suppress_health_check=list(HealthCheck), deadline=None)
    @given(cases, st.booleans())
    def answer(case: Any, signed: bool) -> None:
        headers = {"Authorization": f"Bearer {secret}"} if signed else {}
        response = case.call(headers=headers)
        case.validate_response(response, checks=CHECKS)

    answer()


@pytest.mark.parametrize("label", OPERATIONS)
def test_any_request_is_answered_as_documented(
    label: str, secret: str, there: dict[str, Any]
) -> None:
    run(label, secret, there, FEW)


def test_every_operation_of_the_interface_is_asked() -> None:
    asked = {re.sub(r"\{\w+\}", "{}", label) for label in OPERATIONS}
    answered = {
        f"{method} {PARAMETER.sub('{}', row.route)}"
        for row in rows()
        if row.route.startswith("/api/v1/") and set(row.answers.values()) - {"404", "405"}
        for method in row.methods
    }
    assert sorted(answered - asked) == ["GET /api/v1/openapi.json"]


def test_answer_that_is_not_documented_would_be_found(
    secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise LookupError("城门")

    monkeypatch.setattr(door, "hit", broken)
    with pytest.raises(FailureGroup) as caught:
        run("GET /api/v1/facts", secret, {}, 1)
    assert {type(one).__name__ for one in caught.value.exceptions} == {"ServerError"}


@pytest.mark.verify
@pytest.mark.parametrize("label", OPERATIONS)
def test_very_many_requests_are_answered_as_documented(
    label: str, secret: str, there: dict[str, Any]
) -> None:
    run(label, secret, there, MANY)
