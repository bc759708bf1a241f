"""检索质量: labelled questions are answered better than PostgreSQL full text answers them."""

from collections import Counter
from functools import partial

import pytest
from django.db import connection

from benchmarks.labelled import HALVES, Labelled, labelled, ndcg, quality, split
from benchmarks.postgres import FullText
from benchmarks.search import clauses_shown, ours
from huiqi.policies.search.finding import Finder

QUESTIONS = labelled()
KEPT = [one for one in QUESTIONS if one.half == "held_out"]


def test_each_half_has_75_questions_and_nobody_chose_them() -> None:
    assert Counter(one.half for one in QUESTIONS) == dict.fromkeys(HALVES, 75)
    assert {one.text: one.half for one in QUESTIONS} == split(QUESTIONS)
    assert len({one.text for one in QUESTIONS}) == len(QUESTIONS)


def test_every_label_names_a_programme_and_a_clause_that_there_are(built: Finder) -> None:
    ids = {entry.id for entry in built.entries}
    clauses = {f"{entry.id}#{one.id}" for entry in built.entries for one in entry.clauses}
    for one in QUESTIONS:
        assert set(one.of) <= ids
        assert max(one.of.values()) == 3
        assert not one.clause or one.clause in clauses


def test_a_better_order_is_worth_more() -> None:
    of = {"a": 3, "b": 1}
    assert ndcg(of, ["a", "b"]) == 1
    assert 0 < ndcg(of, ["c", "b", "a"]) < ndcg(of, ["b", "a"]) < 1
    assert ndcg(of, []) == 0


@pytest.mark.django_db
def test_questions_kept_apart_are_answered_better_than_by_full_text(built: Finder) -> None:
    with connection.cursor() as cursor:
        peer = FullText(cursor, built.entries)
        theirs = quality(KEPT, peer.ask)
        mine = quality(KEPT, partial(ours, built))
    assert mine.ndcg >= 1.25 * theirs.ndcg
    assert mine.mrr >= 1.25 * theirs.mrr
    assert mine.nothing <= theirs.nothing / 4


def test_the_clause_that_answers_is_on_the_first_page(built: Finder) -> None:
    shown, asked = clauses_shown(built, KEPT)
    assert shown >= 0.9 * asked


@pytest.mark.parametrize(
    "one", [one for one in KEPT if one.kind == "title"], ids=lambda one: one.text
)
def test_who_types_the_title_finds_the_policy_first(built: Finder, one: Labelled) -> None:
    assert one.of[ours(built, one.text)[0]] == 3
