"""全市名册: what the database knows of all firms, swept, is what each firm is told."""

import fcntl
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from huiqi.cli.run import main
from huiqi.kernel.now import now, today
from huiqi.library import load
from huiqi.parties.queries import facts_of_many
from huiqi.parties.scope import everything
from huiqi.policies.charge import firms_on_file
from huiqi.policies.population import write_population
from huiqi.rules.facts import Facts
from huiqi.rules.judged import Judged
from huiqi.rules.sweep import How

Paid = dict[tuple[str, str], tuple[int, int | None]]


def _one_by_one(
    known: Mapping[int, Facts], codes: Mapping[int, str | None]
) -> tuple[dict[str, Counter[str]], Paid]:
    """Firms by verdict of each programme, and what those get who surely meet it."""
    library = load()
    policies = [one.id for one in library.policies.values() if one.subject == "enterprise"]
    verdicts: dict[str, Counter[str]] = {}
    paid: Paid = {}
    for subject, facts in known.items():
        answers = (library.judge(name, facts) for name in policies)
        for one in (found for found in answers if isinstance(found, Judged)):
            verdicts.setdefault(one.policy.id, Counter())[one.verdict] += 1
            if one.verdict == "yes" and one.money:
                low, high = one.money.range
                ends = int(low * 100), None if high is None else int(high * 100)
                paid[one.policy.id, str(codes[subject])] = ends
    return verdicts, paid


@pytest.mark.usefixtures("demo_city")
def test_the_firms_on_file_swept_are_told_what_each_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day, moment = today(), now()
    with everything():
        told = write_population(tmp_path / "city.parquet", day, moment)
        again = write_population(tmp_path / "again.parquet", day, moment)
        coded = firms_on_file().exclude(credit_code=None).order_by("credit_code")
        codes = dict(coded.values_list("subject_id", "credit_code"))
        known = dict(facts_of_many(list(codes), day, known_at=moment))
    assert told == again
    assert told.firms == len(codes) > 0
    assert (tmp_path / "again.parquet").read_bytes() == (tmp_path / "city.parquet").read_bytes()
    written = pq.read_table(tmp_path / "city.parquet", columns=["credit_code"]).column(0)
    assert written.to_pylist() == list(codes.values())
    how = How(processes=1, shelf=tmp_path / "shelf")
    manifest = load().sweep(tmp_path / "city.parquet", day, tmp_path / "out", how=how)
    expected, paid = _one_by_one(known, codes)
    found: dict[str, Counter[str]] = {}
    for line in manifest["programmes"]:
        counts = Counter({key: line[key] for key in ("yes", "no", "unknown")})
        found[line["programme"]] = found.get(line["programme"], Counter()) + counts
    assert {name: of for name, of in found.items() if of} == expected
    assert paid
    assert paid == {
        (one["programme"], one["credit_code"]): (
            one["amount_sure_fen"],
            one["amount_possible_fen"],
        )
        for one in pq.read_table(tmp_path / "out" / "matches").to_pylist()
        if one["amount_sure_fen"] is not None
    }
    asked = ("sweep", "--city", "--snapshots", str(tmp_path / "shelf"), "--processes", "1")
    assert main([*asked, "--out", str(tmp_path / "told"), "--json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out) == manifest
    assert f"读取在库企业 {len(codes):,} / {len(codes):,} 户" in said.err
    # Of the register itself nothing is left.
    assert {one.name for one in tmp_path.iterdir()} == {
        *("city.parquet", "again.parquet", "shelf", "out", "told")
    }
    assert main([*asked, "--on", "2021-02-30", "--out", str(tmp_path / "no"), "--json"]) == 1
    assert "--on「2021-02-30」这一天不存在。" in capsys.readouterr().err
    assert not list(tmp_path.glob("no*"))


@pytest.mark.usefixtures("demo_city")
def test_register_that_a_killed_sweep_left_goes_at_the_next_start_whatever_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    left = tmp_path / "out.city.parquet"
    left.write_bytes(b"half a register")
    other = tmp_path / "other.city.parquet"
    other.write_bytes(b"somebody's own")
    asked = ["sweep", "--city", "--out", str(tmp_path / "out"), "--json"]
    assert main([*asked, "--on", "2021-02-30"]) == 1
    assert (left.exists(), other.read_bytes()) == (False, b"somebody's own")
    assert "读取在库企业" not in capsys.readouterr().err


@pytest.mark.usefixtures("demo_city")
def test_city_is_not_read_for_a_sweep_that_would_be_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("我的", encoding="utf-8")
    asked = ["sweep", "--city", "--out", str(tmp_path / "out"), "--json", "--engine", "flink"]
    assert main([*asked, "--programmes", "no.such"]) == 1
    said = capsys.readouterr().err
    assert "没有「flink」这个引擎。" in said
    assert "no.such" in said
    assert "已经有这个文件或非空的文件夹，" in said
    assert "读取在库企业" not in said
    assert [one.name for one in tmp_path.iterdir()] == ["out"]


@pytest.mark.usefixtures("demo_city")
def test_register_of_a_sweep_that_still_runs_is_not_taken_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "out.city.parquet"
    with path.open("wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert main(["sweep", "--city", "--out", str(tmp_path / "out"), "--json"]) == 1
    assert "另一个命令正在用这个文件。" in capsys.readouterr().err
    assert path.exists()
