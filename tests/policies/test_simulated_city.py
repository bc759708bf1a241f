"""沙盘与演示城市: the rent support of 龙岗 at two fifths, by a sheet that needs no engine."""

import json
from pathlib import Path
from typing import Any

import pytest

from huiqi.cli.run import main
from huiqi.demo.population import TODAY
from huiqi.kernel.now import now
from huiqi.parties.queries import facts_of_many
from huiqi.parties.scope import everything
from huiqi.policies.charge import firms_on_file
from huiqi.rules.facts import Facts
from tests.cli.test_answer_schemas import complaints

RENT = "shenzhen_longgang.park_rent"
CAP = 200_000
# Yuan: the rent of last year, half of it, two fifths of it; at most 200,000, down to the yuan.
SHEET = {
    "91999999MA00000L94": (55_944, 27_972, 22_377),  # two fifths are 22,377.60
    "91999999MA00Y6G86W": (462_000, 200_000, 184_800),  # half would be 231,000
}
# Of so many firms what is not known may still decide; each may get up to the ceiling.
OPEN = 15


def known_firms() -> dict[str, Facts]:
    """What the city knows of every firm, by credit code."""
    firms = firms_on_file().exclude(credit_code=None)
    codes = dict(firms.values_list("subject_id", "credit_code"))
    known = facts_of_many(list(codes), TODAY, known_at=now())
    return {str(codes[subject]): facts for subject, facts in known}


def conditions(facts: Facts) -> list[bool | None]:
    """The conditions of the rent support as they are written, by hand; None where unknown."""

    def of(key: str, holds: Any) -> bool | None:
        value = facts.get(key)
        return None if value is None else bool(holds(value))

    return [
        _high_tech(facts),
        of("district", lambda code: code == "440307"),
        of("park_level", lambda level: level == "district"),
        of("park_kind", lambda kind: kind in ("accelerator", "tech_park")),
        of("rent_paid_last_year", lambda fen: fen > 0),
        of("rent_subsidy_years", lambda years: years < 3),
        of("blacklisted", lambda listed: not listed),
    ]


def _high_tech(facts: Facts) -> bool | None:
    titles = facts.lists.get("titles")
    if titles is None:
        return None
    day = TODAY.toordinal()
    return any(
        one["kind"] == "high_tech_enterprise"
        and int(str(one["granted_on"])) <= day <= int(str(one["valid_until"]))
        for one in titles
    )


@pytest.mark.usefixtures("demo_city")
def test_rent_at_two_fifths_costs_the_city_what_the_sheet_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with everything():
        known = known_firms()
    judged = {code: conditions(facts) for code, facts in known.items()}
    sure = [code for code, told in judged.items() if all(told)]
    perhaps = [code for code, told in judged.items() if False not in told and None in told]
    assert (sorted(sure), len(perhaps)) == (sorted(SHEET), OPEN)
    for code, (rent, half, two_fifths) in SHEET.items():
        assert known[code].get("rent_paid_last_year") == rent * 100
        assert (min(rent // 2, CAP), min(rent * 2 // 5, CAP)) == (half, two_fifths)

    asked = ("simulate", RENT, "--city", "--set", "rate=40%", "--on", TODAY.isoformat())
    where = ("--snapshots", str(tmp_path / "shelf"), "--json")
    assert main([*asked, *where]) == 0
    said = capsys.readouterr()
    assert f"读取在库企业 {len(known):,} / {len(known):,} 户" in said.err
    found = json.loads(said.out)
    assert complaints("simulate", found) == []
    [one] = found["comparisons"]
    assert [one["sides"][side]["cost"] for side in ("before", "after")] == [
        [227_972, 227_972 + OPEN * CAP],
        [207_177, 207_177 + OPEN * CAP],
    ]
    assert (one["lowered"], one["loss"], one["raised"], one["gain"]) == (2, 20_795, 0, 0)
    assert {
        firm["credit_code"]: (firm["amount_before"], firm["amount_after"])
        for firm in one["affected"]["listed"]
    } == {code: row[1:] for code, row in SHEET.items()}
    assert one["moves"] == [
        {"before": "no", "after": "no", "firms": len(known) - len(SHEET) - OPEN},
        {"before": "unknown", "after": "unknown", "firms": OPEN},
        {"before": "yes", "after": "yes", "firms": len(SHEET)},
    ]
