"""匹配表命令: what was done, what is found, as a page and as JSON."""

import json

import pytest

from huiqi.citywide.models import Match, TableCheck
from huiqi.cli.run import main
from huiqi.parties.enums import Source
from huiqi.parties.models import Organization
from huiqi.parties.scope import everything
from tests.cast import facts_on_record
from tests.cli.test_answer_schemas import complaints

pytestmark = pytest.mark.usefixtures("demo_city")
BASE = ("sweep", "--city")


def told(capsys: pytest.CaptureFixture[str], *words: str) -> dict:
    assert main([*BASE, *words, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert complaints("match_table", answer) == []
    return answer


def test_the_table_is_made_kept_up_and_compared(capsys: pytest.CaptureFixture[str]) -> None:
    first = told(capsys, "--since")
    assert first["judged"] == first["recounted"] > 0
    assert {one["why"] for one in first["programmes"]} == {"first"}
    assert first["check"] is None
    with everything():
        firm = Organization.objects.filter(kind="enterprise", closed_until=None)[0]
        facts_on_record(firm, Source.REGISTRY, blacklisted=True)
    second = told(capsys, "--since")
    assert (second["firms"], second["programmes"], second["waiting"]) == (1, [], 0)
    whole = told(capsys, "--table")
    assert (whole["check"]["kind"], whole["check"]["different"]) == ("whole", 0)
    with everything():
        row = Match.objects.filter(verdict="yes")[0]
        Match.objects.filter(pk=row.pk).delete()
    found = told(capsys, "--table")["check"]
    assert found["different"] == 1
    assert found["differences"][0]["subject"] == row.subject_id
    assert found["differences"][0]["stored"] is None
    assert main([*BASE, "--since"]) == 0
    page = capsys.readouterr().out
    assert "最近一次全表核对" in page
    assert f"主体 {row.subject_id}，{row.programme}" in page
    assert told(capsys, "--table")["check"]["different"] == 0
    assert TableCheck.objects.count() == 3
