"""易读: what people read is short, and says nothing that only an office says."""

from statistics import median

import pytest

from huiqi.web.words import meanings
from tests.texts.plain import (
    ABBREVIATION,
    KNOWN_ABBREVIATIONS,
    OFFICIAL,
    length,
    sentences,
    spoken,
)

# Half of all sentences: shared goal for plain language; no single one beyond what fits two
# lines of a phone in large type.
MEDIAN = 25
LONGEST = 45


# Of all that read the sentences of the code, one process collects them.
pytestmark = pytest.mark.xdist_group("words")


@pytest.fixture(scope="module")
def said() -> dict[str, list[str]]:
    return spoken()


@pytest.mark.parametrize("kind", ["界面", "一句话", "条件"])
def test_half_of_the_sentences_are_short(said: dict[str, list[str]], kind: str) -> None:
    assert len(said[kind]) > 40
    assert median(length(one) for one in said[kind]) <= MEDIAN


def test_no_sentence_is_too_long_to_be_read_at_once(said: dict[str, list[str]]) -> None:
    long = [(length(one), one) for them in said.values() for one in them if length(one) > LONGEST]
    assert long == [], "拆成两句，或用分号分开"


def test_nobody_is_spoken_to_in_the_words_of_an_office(said: dict[str, list[str]]) -> None:
    found = [
        (word, plain, one)
        for them in said.values()
        for one in them
        for word, plain in OFFICIAL.items()
        if word in one
    ]
    assert found == []


def test_every_abbreviation_is_one_that_readers_know_or_find_explained(
    said: dict[str, list[str]],
) -> None:
    used = {word for them in said.values() for one in them for word in ABBREVIATION.findall(one)}
    explained = {word for way in meanings() for word in ABBREVIATION.findall(way)}
    assert used - KNOWN_ABBREVIATIONS - explained == set()


def test_length_counts_what_is_read_out() -> None:
    assert length("补 30%，最多 200 万元") == 5
    assert sentences(["先答一题；再比对。", "18 位", "OK"]) == ["先答一题", "再比对", "18 位"]
