"""已知事实: of every key the best source on the day; unknown stays unknown."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiqi.parties.enums import PUBLIC_KEYS, Source
from huiqi.parties.models import Organization
from huiqi.parties.queries import facts_of, history_of, public_facts_of, size_of
from huiqi.parties.queries.facts import WORDS, KnownFacts, rank
from huiqi.rules.dictionary import FACTS
from tests.cast import NOW, TODAY, facts_on_record

TAX, AUDIT, SELF = Source.TAX, Source.AUDIT, Source.SELF_DECLARED
OF_BIDS = {"采购文件", "投标文件"}  # facts of a lot, never on record for a firm

# Every example begins from the same committed rows; they differ in what they add.
in_one_database = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=40,
)
sources = st.sampled_from(list(Source))
days = st.dates(date(2020, 1, 1), date(2021, 12, 31))
rows = st.lists(st.tuples(sources, days, st.none() | st.integers(0, 1000)), max_size=6)


@contextmanager
def rolled_back() -> Iterator[None]:
    """One example of many in one test: what it adds is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def record(firm: Organization, source: Source, as_of: date, value: object) -> None:
    facts_on_record(firm, source, as_of, insured_headcount=value)


def known(firm: Organization, on: date = TODAY) -> tuple[object, Any]:
    found = facts_of(firm.subject, on)
    return found.outer("insured_headcount"), found.provenance.get("insured_headcount")


def test_dictionary_and_sources_use_the_same_words() -> None:
    ranked = {word for fact in FACTS.values() for word in fact.sources}
    assert ranked - set(WORDS.values()) == OF_BIDS
    assert list(WORDS) == list(Source)


def test_own_word_is_the_last_to_be_believed() -> None:
    last = {key: max(Source, key=lambda source: rank(key, source)) for key in FACTS}
    assert set(last.values()) == {SELF}
    assert all(len({rank(key, source) for source in Source}) == len(Source) for key in FACTS)


def test_nothing_on_record_is_nothing_known(chenglan: Organization) -> None:
    assert facts_of(chenglan.subject, TODAY) == KnownFacts(TODAY)


def test_best_source_wins_and_says_where_it_comes_from(chenglan: Organization) -> None:
    record(chenglan, SELF, date(2021, 9, 1), 80)
    record(chenglan, TAX, date(2021, 3, 1), 50)
    found = facts_of(chenglan.subject, TODAY)
    assert found.outer("insured_headcount") == 50
    assert found.sources == {"insured_headcount": "税务数据"}
    told = found.provenance["insured_headcount"]
    assert (told.source, told.as_of, told.recorded_at) == (TAX, date(2021, 3, 1), NOW)


def test_fact_of_tomorrow_is_not_known_today(chenglan: Organization) -> None:
    record(chenglan, TAX, TODAY + timedelta(days=1), 50)
    assert known(chenglan) == (None, None)
    assert known(chenglan, TODAY + timedelta(days=1))[0] == 50


def test_what_was_recorded_later_is_left_out_of_the_past(chenglan: Organization) -> None:
    record(chenglan, TAX, date(2021, 3, 1), 50)
    assert facts_of(chenglan.subject, TODAY, known_at=NOW).known == {}
    just_after = NOW + timedelta(microseconds=1)
    assert facts_of(chenglan.subject, TODAY, known_at=just_after).outer("insured_headcount") == 50


def test_row_recorded_last_speaks_for_its_day(chenglan: Organization) -> None:
    record(chenglan, TAX, date(2021, 3, 1), 50)
    record(chenglan, TAX, date(2021, 3, 1), 55)
    assert known(chenglan)[0] == 55


def test_annual_figure_counts_for_its_own_year_only(chenglan: Organization) -> None:
    for year, revenue in ((2019, 100), (2020, 200)):
        facts_on_record(chenglan, TAX, date(year + 1, 4, 1), year, revenue=revenue)
    today, a_year_on = (facts_of(chenglan.subject, date(year, 10, 20)) for year in (2021, 2022))
    assert [today.outer(key) for key in ("revenue", "revenue_prior", "revenue_prior2")] == [
        *(200, 100, None)
    ]
    assert [a_year_on.outer(key) for key in ("revenue", "revenue_prior", "revenue_prior2")] == [
        *(None, 200, 100)
    ]
    assert today.provenance["revenue_prior"].period == 2019


def test_list_is_complete_only_where_its_own_source_says_so(chenglan: Organization) -> None:
    title = [{"kind": "srdi", "granted_on": "2020-05-01"}]
    facts_on_record(chenglan, Source.DEPARTMENT, titles=title, titles_complete=False)
    facts_on_record(chenglan, SELF, titles=[], titles_complete=True)
    found = facts_of(chenglan.subject, TODAY)
    assert len(found.lists["titles"]) == 1
    assert found.complete == {"titles": False}
    assert found.sources == {"titles": "认定部门名单"}


def test_row_that_no_longer_reads_is_unknown_and_told(chenglan: Organization) -> None:
    facts_on_record(chenglan, TAX, insured_headcount="很多", construction_qualified=True)
    facts_on_record(chenglan, TAX, a_key_of_old=1)
    found = facts_of(chenglan.subject, TODAY)
    assert found.known == {"construction_qualified": True}
    assert list(found.provenance) == ["construction_qualified"]
    assert [problem.key for problem in found.problems] == ["insured_headcount"]


def test_strangers_are_told_what_the_register_publishes(chenglan: Organization) -> None:
    facts_on_record(
        chenglan, Source.REGISTRY, name=chenglan.name, district="440305", insured_headcount=9
    )
    facts_on_record(chenglan, SELF, industry="3569")
    facts_on_record(chenglan, TAX, date(2021, 4, 1), 2020, revenue=5)
    found = public_facts_of(chenglan.subject, TODAY)
    assert found.known == {"name": chenglan.name, "district": "440305"}
    assert set(PUBLIC_KEYS) - set(FACTS) == set()


def test_history_tells_every_row_of_a_key_in_every_year(chenglan: Organization) -> None:
    facts_on_record(chenglan, TAX, date(2020, 4, 1), 2019, revenue=1)
    facts_on_record(chenglan, SELF, date(2021, 4, 1), 2020, revenue=2)
    facts_on_record(chenglan, TAX, date(2021, 4, 1), 2020, revenue=None, rd_spend=7)
    told = [(row.period, row.source, row.value) for row in history_of(chenglan.subject, "revenue")]
    assert told == [(2019, TAX, 1), (2020, SELF, 2), (2020, TAX, None)]
    assert list(history_of(chenglan.subject, "revenue_prior")) == list(
        history_of(chenglan.subject, "revenue")
    )


def test_size_follows_the_facts_and_is_unknown_without_them(chenglan: Organization) -> None:
    assert size_of(chenglan.subject, TODAY)["class"] == "unknown"
    facts_on_record(chenglan, Source.REGISTRY, industry="3569")
    facts_on_record(chenglan, TAX, date(2021, 4, 1), 2020, employees=150, revenue=30_000_000)
    assert size_of(chenglan.subject, TODAY)["class"] == "small"
    assert size_of(chenglan.subject, date(2022, 10, 20))["class"] == "unknown"


# Properties


@in_one_database
@given(before=rows, best=st.integers(0, 1000), worse=sources, day=days, value=st.integers(0, 1000))
def test_worse_ranked_fact_never_changes_the_answer(
    chenglan: Organization,
    before: list[tuple[Source, date, int | None]],
    best: int,
    worse: Source,
    day: date,
    value: int,
) -> None:
    with rolled_back():
        for one in before:
            record(chenglan, *one)
        record(chenglan, TAX, TODAY, best)
        answer = known(chenglan)
        if rank("insured_headcount", worse) > rank("insured_headcount", TAX):
            record(chenglan, worse, day, value)
        assert known(chenglan) == answer
        assert answer[0] == best


@in_one_database
@given(before=rows, source=sources, age=st.integers(1, 500), value=st.none() | st.integers(0, 9))
def test_older_fact_of_the_same_source_never_changes_the_answer(
    chenglan: Organization,
    before: list[tuple[Source, date, int | None]],
    source: Source,
    age: int,
    value: int | None,
) -> None:
    with rolled_back():
        for one in before:
            record(chenglan, *one)
        record(chenglan, source, TODAY, 7)
        answer = known(chenglan)
        record(chenglan, source, TODAY - timedelta(days=age), value)
        assert known(chenglan) == answer


@in_one_database
@given(chain=st.permutations(list(Source)))
def test_withdrawal_falls_back_to_the_next_source_until_nothing_is_known(
    chenglan: Organization, chain: list[Source]
) -> None:
    with rolled_back():
        for number, source in enumerate(chain):
            record(chenglan, source, TODAY, number)
        for source in sorted(chain, key=lambda one: rank("insured_headcount", one)):
            value, told = known(chenglan)
            assert (value, told.source) == (chain.index(source), source)
            record(chenglan, source, TODAY, None)
        assert known(chenglan) == (None, None)


@in_one_database
@given(before=rows)
def test_what_only_withdrawals_speak_of_stays_unknown(
    chenglan: Organization, before: list[tuple[Source, date, int | None]]
) -> None:
    with rolled_back():
        for source, day, _ in before:
            record(chenglan, source, day, None)
        assert known(chenglan) == (None, None)
        assert "insured_headcount" in facts_of(chenglan.subject, TODAY).unknown
