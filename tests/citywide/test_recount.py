"""重算: changed rules and new days, by a register or without, cut off or not; and its history."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from huiqi.citywide import registered
from huiqi.citywide.actions import check_sample, rebuild, refresh, refreshing, write_register
from huiqi.citywide.actions.keeping import keep
from huiqi.citywide.aims import aim_on
from huiqi.citywide.enums import Verdict, Why
from huiqi.citywide.models import (
    FirmStanding,
    Match,
    MatchChange,
    MatchTable,
    ProgrammeStanding,
    TableCheck,
)
from huiqi.citywide.queries import (
    changes_of_firm,
    counts_by_group,
    counts_of_programmes,
    firms_judged,
    firms_judged_by_group,
    firms_lacking_only,
    firms_matched,
    latest_register,
    matches_of_firm,
    table_state,
)
from huiqi.citywide.queries.matches import Counts
from huiqi.citywide.tasks import check_matches, refresh_matches
from huiqi.config.grants import apply
from huiqi.config.postgres import APP
from huiqi.kernel.access import ANONYMOUS, SYSTEM
from huiqi.kernel.now import now, today
from huiqi.kernel.refusals import Denied, WrongState
from huiqi.library import Library, load, put
from huiqi.parties import scope
from huiqi.parties.enums import Source
from huiqi.parties.models import Organization
from huiqi.policies.charge import firms_on_file
from huiqi.rules.problems import Problem, Refused
from tests.cast import TODAY, facts_on_record
from tests.citywide.small import (
    Published,
    alone,
    firms_of_the_city,
    publish,
    small_library,
    stored,
    with_another_number,
)

RENT = "shenzhen_longgang.park_rent"
AWARD = "shenzhen_longhua.above_scale_award"
LONGGANG: dict[str, Any] = {
    "district": "440307",
    "park_kind": "tech_park",
    "park_level": "district",
    "rent_subsidy_years": 0,
    "blacklisted": False,
    "titles": [
        {
            "kind": "high_tech_enterprise",
            "level": "national",
            "granted_on": "2019-12-01",
            "valid_until": "2021-11-01",
        }
    ],
}


@pytest.fixture
def firms(db: None, small_rules: None) -> Iterator[list[Organization]]:
    with scope.everything():
        found = firms_of_the_city()
        for firm in found[:2]:
            facts_on_record(firm, Source.REGISTRY, **LONGGANG)
        period = TODAY.year - 1
        facts_on_record(found[0], Source.REGISTRY, period=period, rent_paid_last_year=300_000)
        refresh(on=TODAY, actor=SYSTEM)
        yield found


def test_a_row_says_how_much_since_when_of_which_day_and_by_which_rules(
    firms: list[Organization],
) -> None:
    surely, perhaps = firms_matched(RENT, (Verdict.YES, Verdict.UNKNOWN))[:2]
    assert (surely.subject_id, perhaps.subject_id) == (firms[0].subject_id, firms[1].subject_id)
    assert (surely.verdict, surely.version, surely.missing) == ("yes", "2021-01-01", [])
    assert (surely.sure_fen, surely.possible_fen) == (15_000_000, 15_000_000)
    assert (perhaps.verdict, perhaps.missing) == ("unknown", ["rent_paid_last_year"])
    assert (perhaps.sure_fen, perhaps.possible_fen) == (0, 20_000_000)
    standing = ProgrammeStanding.objects.get(programme=RENT)
    assert (surely.on, surely.rules) == (TODAY, standing.fingerprint)
    assert (standing.on, standing.why) == (TODAY, Why.FIRST)
    assert surely.since <= surely.known_at + timedelta(minutes=1)
    assert MatchChange.objects.count() == 0  # the first judgement is no change


def test_a_new_day_judges_anew_only_those_programmes_that_the_day_may_change(
    firms: list[Organization],
) -> None:
    done = refresh(on=TODAY + timedelta(1), actor=SYSTEM)
    assert set(done.programmes.values()) == {"day"}
    assert RENT in done.programmes  # a title is held on the day itself
    assert "national.sme_size" not in done.programmes
    assert done.changes == 0
    assert stored() == alone(TODAY + timedelta(1))
    assert {one.on for one in ProgrammeStanding.objects.all()} == {TODAY + timedelta(1)}
    # On the second of November the title of both has ended.
    ended = refresh(on=date(2021, 11, 2), actor=SYSTEM)
    assert ended.changes == 2
    (change,) = changes_of_firm(firms[0].subject_id)
    assert (change.programme, change.before, change.after) == (RENT, "yes", "no")
    assert (change.why, change.on) == (Why.DAY, date(2021, 11, 2))


def test_a_changed_fact_and_changed_rules_are_told_apart(firms: list[Organization]) -> None:
    period = TODAY.year - 1
    facts_on_record(firms[1], Source.REGISTRY, period=period, rent_paid_last_year=100)
    done = refresh(on=TODAY, actor=SYSTEM)
    assert (done.firms, done.programmes, done.changes) == (1, {}, 1)
    publish(Published(RENT, None))
    gone = refresh(on=TODAY, actor=SYSTEM)
    assert (gone.firms, gone.programmes) == (0, {RENT: "rules"})
    told = [(one.before, one.after, one.why) for one in changes_of_firm(firms[1].subject_id)]
    assert told == [("yes", "no", "rules"), ("unknown", "yes", "facts")]
    assert stored() == alone(TODAY)
    put(small_library())
    assert refresh(on=TODAY, actor=SYSTEM).changes == len(firms)


def test_an_amount_that_changes_is_no_other_verdict_and_keeps_since_when_it_is_so(
    firms: list[Organization],
) -> None:
    before = matches_of_firm(firms[0].subject_id).get(programme=RENT)
    period = TODAY.year - 1
    facts_on_record(firms[0], Source.TAX, period=period, rent_paid_last_year=1)
    facts_on_record(firms[0], Source.REGISTRY, period=period, rent_paid_last_year=200_000)
    assert refresh(on=TODAY, actor=SYSTEM).changes == 0
    after = matches_of_firm(firms[0].subject_id).get(programme=RENT)
    assert after.sure_fen != before.sure_fen
    assert after.since == before.since
    assert after.known_at > before.known_at


def test_a_recount_that_was_cut_off_goes_on_and_one_for_other_rules_begins_anew(
    firms: list[Organization], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "BATCH", 1)
    written: list[int] = []

    def keeping(*given: object) -> int:
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append(1)
        return keep(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(refreshing, "keep", keeping)
    publish(Published(RENT, 1))
    with pytest.raises(KeyboardInterrupt):
        refresh(on=TODAY, actor=SYSTEM)
    assert table_state().pending == (RENT,)
    assert not table_state().is_current
    assert MatchTable.objects.get().last_subject == firms[1].subject_id
    monkeypatch.setattr(refreshing, "keep", keep)
    assert refresh(on=TODAY, actor=SYSTEM).recounted == 2
    assert table_state().is_current
    written.clear()
    monkeypatch.setattr(refreshing, "keep", keeping)
    publish(Published(RENT, 2))
    with pytest.raises(KeyboardInterrupt):
        refresh(on=TODAY, actor=SYSTEM)
    monkeypatch.setattr(refreshing, "keep", keep)
    put(small_library())  # taken back: some rows are of the text that was
    assert refresh(on=TODAY, actor=SYSTEM).recounted == 4
    assert stored() == alone(TODAY)


def test_who_was_overtaken_by_another_aim_writes_nothing_more(firms: list[Organization]) -> None:
    run = refreshing._Run(aim_on(TODAY), now, lambda *_: None)
    refresh(on=TODAY + timedelta(1), actor=SYSTEM)
    with pytest.raises(WrongState, match="匹配表已改按另一天或另一版规则更新，这一次到此为止"):
        run.all()
    assert stored() == alone(TODAY + timedelta(1))


def test_nobody_but_the_system_writes_to_the_table(firms: list[Organization]) -> None:
    for does in (refresh, check_sample, rebuild):
        with pytest.raises(Denied):
            does(on=TODAY, actor=ANONYMOUS)


def test_what_the_database_does_not_take(firms: list[Organization]) -> None:
    for change, name in (
        ({"verdict": "no"}, "match_is_yes_or_unknown"),
        ({"sure_fen": -1}, "match_amount_is_not_negative"),
        ({"possible_fen": 1, "sure_fen": 2}, "match_amount_is_a_range"),
        ({"possible_fen": 1, "sure_fen": None}, "match_amount_is_a_range"),
        ({"verdict": "unknown", "sure_fen": 1}, "match_that_is_open_promises_nothing"),
        ({"missing": ["titles"]}, "match_that_is_settled_lacks_nothing"),
    ):
        row = Match.objects.filter(programme=RENT, verdict="yes")
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            row.update(**change)


@contextmanager
def as_the_application() -> Iterator[None]:
    """With the rights of the application, whom row-level security binds."""
    apply()
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {APP}")
        yield
        cursor.execute("RESET ROLE")


def test_a_firm_sees_its_own_matches_and_nobody_sees_who_waits(firms: list[Organization]) -> None:
    facts_on_record(firms[2], Source.REGISTRY, district="440309")
    own = firms[0].subject_id
    with as_the_application():
        with scope.subjects([own]):
            assert set(Match.objects.values_list("subject_id", flat=True)) == {own}
            assert FirmStanding.objects.count() == 1
            assert table_state().waiting == 0
            # Whoever records a fact makes the firm wait all the same.
            facts_on_record(firms[0], Source.SELF_DECLARED, district="440309")
        with scope.subjects([]):
            assert Match.objects.count() == MatchChange.objects.count() == 0
        assert table_state().waiting == 2
        assert refresh(on=TODAY, actor=SYSTEM).firms == 2
        assert check_sample(on=TODAY, actor=SYSTEM).different == 0
    assert stored() == alone(TODAY)


def test_groups_and_counts_add_up(firms: list[Organization]) -> None:
    (counts,) = counts_of_programmes([RENT]).values()
    assert counts == Counts(1, 3, 15_000_000, 75_000_000)
    assert counts_by_group(RENT, "district") == {
        "440307": Counts(1, 1, 15_000_000, 35_000_000),
        "unknown": Counts(0, 2, 0, 40_000_000),
    }
    assert firms_judged() == len(firms)
    assert firms_judged_by_group("district") == {"440307": 2, "unknown": 2}
    lacking = firms_lacking_only(RENT, "rent_paid_last_year")
    assert [one.subject_id for one in lacking] == [firms[1].subject_id]


# Checks


def test_what_somebody_wrote_into_the_table_is_found_named_and_put_right(
    firms: list[Organization],
) -> None:
    Match.objects.filter(programme=RENT, verdict="yes").update(possible_fen=15_000_001)
    Match.objects.filter(programme=RENT, subject=firms[1].subject_id).delete()
    found = check_sample(on=TODAY, actor=SYSTEM, size=4, chance=Random(1))
    assert (found.firms, found.different) == (4, 2)
    assert [(one["subject"], one["programme"]) for one in found.differences] == [
        (firms[0].subject_id, RENT),
        (firms[1].subject_id, RENT),
    ]
    assert found.differences[0]["stored"]["possible_fen"] == 15_000_001
    assert found.differences[0]["found"]["possible_fen"] == 15_000_000
    assert found.differences[1]["stored"] is None
    whole = rebuild(on=TODAY, actor=SYSTEM)
    assert (whole.firms, whole.different) == (4, 2)
    assert stored() == alone(TODAY)
    assert rebuild(on=TODAY, actor=SYSTEM).different == 0
    assert [one.different for one in table_state().checks] == [0, 2, 2]


def test_the_sample_passes_over_what_the_table_does_not_claim(firms: list[Organization]) -> None:
    facts_on_record(firms[0], Source.REGISTRY, blacklisted=True)
    found = check_sample(on=TODAY, actor=SYSTEM)
    assert (found.firms, found.different) == (3, 0)
    assert check_sample(on=TODAY + timedelta(1), actor=SYSTEM).firms == 0


def test_the_worker_keeps_the_table_and_checks_it(
    firms: list[Organization], caplog: pytest.LogCaptureFixture
) -> None:
    refresh_matches()
    assert table_state().on == today()
    check_matches()
    assert TableCheck.objects.get().different == 0
    Match.objects.all().delete()
    check_matches()
    assert "与逐户判断不同" in caplog.text


# By a register


# A recount goes the same ways however many programmes there are; that the table is right about
# all of them is told in test_settled.
@pytest.fixture(params=["few", pytest.param("all", marks=pytest.mark.verify)])
def city(
    request: pytest.FixtureRequest,
    demo_city: None,
    own_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[date]:
    put(small_library() if request.param == "few" else None)
    monkeypatch.setattr(refreshing, "FROM_REGISTER", 1)
    monkeypatch.setattr(registered, "BLOCK", 50)
    with scope.everything():
        refresh(on=today(), actor=SYSTEM)
        write_register(on=today(), actor=SYSTEM, now=now())
        yield today()
    put(None)


def changed_rules(by: int = 1) -> str:
    policy = load().policy(RENT)
    put(Library({**load().policies, RENT: with_another_number(policy, by)}))
    return RENT


@pytest.mark.parametrize("readable", [True, False])
def test_changed_rules_are_asked_of_the_register_and_of_whoever_it_does_not_know(
    city: date, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, readable: bool
) -> None:
    assert latest_register() is not None
    # Since the register was written: some firms became known better, one lost its code.
    several = list(firms_on_file().exclude(credit_code=None).order_by("pk")[:5])
    for firm in several[:4]:
        facts_on_record(firm, Source.REGISTRY, **LONGGANG)
    several[4].credit_code = None
    several[4].save()
    refresh(on=city, actor=SYSTEM)
    changed_rules()
    if not readable:

        def unreadable(*_: object) -> Path:
            raise Refused([Problem("有一列读不了。")])

        monkeypatch.setattr(registered, "mapped", unreadable)
    alone_before = firms_judged()
    heard: list[str] = []
    done = refresh(on=city, actor=SYSTEM, told=lambda what, *_: heard.append(what))
    assert done.programmes == {RENT: "rules"}
    assert done.recounted == alone_before  # each once, whichever way
    assert ("读取名册" in heard) is readable
    assert ("名册读不进列存" in caplog.text) is not readable
    assert stored() == alone(city)
    assert check_sample(on=city, actor=SYSTEM).different == 0


def test_a_recount_by_the_register_that_was_cut_off_goes_on(
    city: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed_rules()
    blocks: list[int] = []

    def keeping(*given: object) -> int:
        blocks.append(1)
        if len(blocks) == 2:
            raise KeyboardInterrupt
        return keep(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(refreshing, "keep", keeping)
    with pytest.raises(KeyboardInterrupt):
        refresh(on=city, actor=SYSTEM)
    assert MatchTable.objects.get().rows_done == registered.BLOCK
    monkeypatch.setattr(refreshing, "keep", keep)
    done = refresh(on=city, actor=SYSTEM)
    assert 0 < done.recounted < firms_judged()
    assert stored() == alone(city)


def test_a_register_of_another_year_is_not_used(city: date) -> None:
    next_year = date(city.year + 1, 1, 1)
    refresh(on=next_year, actor=SYSTEM)
    assert stored() == alone(next_year)
