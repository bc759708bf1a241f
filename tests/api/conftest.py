"""接口测试: asks as a program would, and reads numbers as exactly as they are written."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import huiqi.rules

SCHEMAS = Path(huiqi.rules.__file__).parent / "schemas"


@dataclass(frozen=True)
class Told:
    """What one request was answered."""

    response: Any

    @property
    def status(self) -> int:
        return int(self.response.status_code)

    @property
    def text(self) -> str:
        return str(self.response.content.decode())

    @property
    def json(self) -> Any:
        assert self.response["Content-Type"] == "application/json"
        return json.loads(self.text, parse_float=Decimal)

    @property
    def code(self) -> tuple[int, str]:
        """Status and code of an error, which is in its shape and nothing else."""
        assert set(self.json) == {"code", "problems"}
        assert all(problem["what"] for problem in self.json["problems"])
        return self.status, self.json["code"]

    @property
    def whats(self) -> list[str]:
        return [problem["what"] for problem in self.json["problems"]]

    @property
    def keys(self) -> list[str]:
        return [problem.get("key", "") for problem in self.json["problems"]]


Ask = Callable[..., Told]


@pytest.fixture
def ask(db: None) -> Ask:
    """GET, or POST where there is a body: an object, or text or bytes as they are."""
    # As a server does it: what a view raises becomes an answer.
    client = Client(raise_request_exception=False)

    def send(path: str, body: Any = None, *, token: str = "", **more: Any) -> Told:
        headers = more.pop("headers", {}) | ({"Authorization": f"Bearer {token}"} if token else {})
        method = more.pop("method", "GET" if body is None else "POST")
        data = body if isinstance(body, bytes | str) else json.dumps(body, ensure_ascii=False)
        more.setdefault("content_type", "application/json")
        response = client.generic(
            method,
            f"/api/v1{path}",
            "" if body is None else data,
            headers=headers,
            **more,
        )
        return Told(response)

    return send
