"""申报的指南: a firm applies by the commands of the guide alone, each answered as it promises."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from string import Template
from typing import Final

import pytest
from django.test import Client

from huiqi.api.enums import Scope
from huiqi.programmes.models import Application, Call
from tests.api.test_rights import a_token
from tests.cast import Player
from tests.docs.test_integrators import CITY, ROOT, blocks, sent, shown
from tests.programmes.applying import PDF
from tests.programmes.conftest import books, call

__all__ = ["books", "call"]

pytestmark = pytest.mark.django_db
GUIDE: Final = ROOT / "docs" / "howto" / "apply.md"
CURL: Final = "curl "


def _with_files(command: str, folder: Path) -> str:
    """What stands before curl is run as it is; curl is given what it would read."""
    before, curl, asked = command.partition(CURL)
    if before:
        subprocess.run(["bash", "-c", before], cwd=folder, check=True)
    for file in folder.glob("*.json"):
        asked = asked.replace(f"@{file.name}", f"'{file.read_text(encoding='utf-8')}'")
    return curl + asked


def test_a_firm_applies_by_the_commands_of_the_guide(
    client: Client, call: Call, lan: Player, tmp_path: Path
) -> None:
    (tmp_path / "付款凭证.pdf").write_bytes(PDF)
    values = {"HUIQI": CITY, "TOKEN": a_token(lan, Scope.APPLICATIONS), "CALL": call.number}
    lost, given = [], blocks(GUIDE)
    for command, promised in given:
        # Only our own names are filled in: the shell has names of its own.
        whole = Template(_with_files(command, tmp_path)).safe_substitute(values)
        answer = sent(client, whole)
        told = shown(answer)
        lost += [f"{command}{line}\n{told[:400]}" for line in promised if line not in told]
        values.setdefault("ID", str(json.loads(answer.content).get("id", "")))
    assert lost == []
    assert Application.objects.get().state == "active"
