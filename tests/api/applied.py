"""申报接口的说法: what a program sends for one draft, and how it is asked."""

from __future__ import annotations

from base64 import b64encode
from typing import Any, Final

from huiqi.api.enums import Scope
from huiqi.programmes.models import Application
from tests.api.conftest import Ask, Told
from tests.api.test_rights import a_token
from tests.cast import Player
from tests.programmes.applying import PDF

LINE: Final[dict[str, Any]] = {
    "code": "4403201130",
    "number": "12345678",
    "amount": "800000.00",
    "buyer": "澄澜",
    "seller": "机床厂",
    "issued_on": "2020-06-01",
}


def encoded(content: bytes) -> str:
    return b64encode(content).decode()


def a_material(
    content: bytes = PDF, name: str = "付款凭证.pdf", material: str = "payment_proof"
) -> dict[str, str]:
    return {"material": material, "name": name, "content_base64": encoded(content)}


class Program:
    """Of one firm, at one application: asks with its token, a key where there is one to repeat."""

    def __init__(self, ask: Ask, player: Player, application: Application | int) -> None:
        self.ask, self.token = ask, a_token(player, Scope.APPLICATIONS)
        self.number = application if isinstance(application, int) else application.pk

    def __call__(self, what: str, body: Any = None, key: str = "") -> Told:
        headers = {"Idempotency-Key": key} if key else {}
        path = f"/applications/{self.number}{what}"
        return self.ask(path, body, token=self.token, headers=headers)
