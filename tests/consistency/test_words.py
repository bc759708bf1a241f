"""文字: what people read is marked, and each sentence has its English."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Final

import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po

from huiqi.config.words import collected, english, forms, key_of, renewed, written

# Of all that read the sentences of the code, one process collects them.
pytestmark = pytest.mark.xdist_group("words")

CHINESE: Final = re.compile(r"[\u4e00-\u9fff]+")
PLACEHOLDER: Final = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>")
RENEW: Final = "make words，再把 msgstr 译成英文"

# What an English reader is to type or to recognize as it is written here.
KEPT_CHINESE: Final = {
    "万": "how a Chinese reader writes an amount, understood in a form",
    "零售业": "an industry by its name in the national classification",
}


def _sentences(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _translated() -> Iterator[tuple[str, str]]:
    for message in _sentences(english()):
        yield from ((key_of(message)[0], form) for form in forms(message))


def test_the_catalogue_holds_every_sentence_that_is_said_and_no_other() -> None:
    said = {key_of(message) for message in _sentences(collected())}
    there = {key_of(message) for message in _sentences(english())}
    assert (sorted(said - there, key=str), sorted(there - said, key=str)) == ([], []), RENEW


def _bare(catalogue: Catalog) -> list[str]:
    return [key_of(m)[0] for m in _sentences(catalogue) if not all(forms(m)) or m.fuzzy]


def test_every_sentence_has_its_english() -> None:
    assert _bare(english()) == [], RENEW


def test_sentence_without_its_english_would_be_found() -> None:
    catalogue = Catalog(locale="en", fuzzy=False)
    catalogue.add("有", "there")
    catalogue.add("没有译")
    catalogue.add("没有把握", "unsure", flags=["fuzzy"])
    assert _bare(catalogue) == ["没有译", "没有把握"]


def test_the_catalogue_keeps_nothing_that_nobody_says() -> None:
    assert list(english().obsolete) == [], RENEW


def test_collecting_again_changes_nothing() -> None:
    found = renewed()
    once = written(found)
    there = {key_of(m) for m in read_po(BytesIO(once), charset="utf-8") if m.id}
    assert there == {key_of(m) for m in found if m.id}
    assert b"#, fuzzy" not in once


def test_every_translation_keeps_what_is_filled_in() -> None:
    broken = [
        (chinese, form)
        for chinese, form in _translated()
        if sorted(PLACEHOLDER.findall(chinese)) != sorted(PLACEHOLDER.findall(form))
    ]
    assert broken == []


def test_no_chinese_is_left_in_english_but_what_is_meant() -> None:
    left = [
        (chinese, form)
        for chinese, form in _translated()
        if set(CHINESE.findall(form)) - KEPT_CHINESE.keys()
    ]
    assert left == []


def test_no_translation_speaks_with_chinese_punctuation() -> None:
    found = [form for _, form in _translated() if re.search(r"[，。；：？！「」（）、]", form)]
    assert found == []
