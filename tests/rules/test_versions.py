"""历次版本和类似政策: what changed, when, in words; what is alike, and why."""

from datetime import date
from itertools import pairwise

from huiqi.library import load
from huiqi.library.profile import similar_to, versions_of
from huiqi.rules.facts import Facts
from huiqi.rules.versions import Version, under


def test_a_threshold_that_moves_is_told_with_its_clause() -> None:
    latest, middle, first = versions_of("shenzhen.srdi")
    assert [(one.from_, one.to) for one in (latest, middle, first)] == [
        (date(2026, 4, 1), None),
        (date(2022, 6, 1), date(2026, 3, 31)),
        (date(2020, 1, 1), date(2022, 5, 31)),
    ]
    [change] = [one for one in middle.changes if "营业收入下限" in one.text]
    assert change.text == "「营业收入下限」由 3,000 万元 改为 1,000 万元"
    assert change.clause == "工信部企业〔2022〕63号 认定条件三"
    assert first.changes == ()


def test_a_number_that_changes_within_an_edition_is_a_version_of_its_own() -> None:
    assert [one.from_ for one in versions_of("shenzhen.first_set")] == [
        date(2023, 1, 1),
        date(2021, 6, 3),
    ]


def test_versions_of_a_programme_follow_one_another_without_overlap() -> None:
    for programme in load().policies:
        found = versions_of(programme)[::-1]
        assert found
        for one, after in pairwise(found):
            assert one.to is not None
            assert one.from_ <= one.to < after.from_, programme


def test_plain_words_hold_no_formula() -> None:
    told = [
        one.plain for name in load().policies for held in versions_of(name) for one in held.changes
    ]
    assert len(told) > 100
    assert [one for one in told if "CASE" in one or "_" in one] == []


def test_the_same_facts_stand_otherwise_under_another_version() -> None:
    policy = load().policy("shenzhen.srdi")
    _latest, middle, first = versions_of("shenzhen.srdi")
    facts = Facts.read({"revenue": "2500万"}, date(2021, 10, 20))

    def revenue(version: Version) -> str:
        found = under(load(), policy, version, facts)
        return next(one.verdict for one in found.reasons if "营业收入" in one.condition[:10])

    assert (revenue(first), revenue(middle)) == ("no", "yes")


def test_alike_is_what_counts_money_from_the_same_thing_and_says_so() -> None:
    [first, *_] = similar_to("shenzhen_longgang.park_rent")
    assert first.programme == "shenzhen_baoan.park_rent"
    assert first.why[0] == "都按上一年度场地租金支出算钱"


def test_alike_is_mutual_and_never_without_a_reason() -> None:
    for programme in load().policies:
        for one in similar_to(programme):
            assert one.why
            assert one.programme != programme


def test_what_supports_the_same_loan_is_alike() -> None:
    [loan, *_] = similar_to("shenzhen.interest_subsidy")
    assert (loan.programme, loan.why[0]) == ("shenzhen.first_loan_interest", "扶持的是同一笔贷款")
