"""行话: words that readers may have to look up are explained, in words that need no looking up."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from huiqi.matters.figures import FIGURE
from huiqi.rules.problems import Refused
from huiqi.web.words import load_words, meanings, words
from tests.texts.jargon import OTHERS, PLAIN, domain_words, jargon, said, used
from tests.texts.plain import ABBREVIATION, KNOWN_ABBREVIATIONS, OFFICIAL, length, sentences

# Of all that read the sentences of the code, one process collects them.
pytestmark = pytest.mark.xdist_group("words")

LONGEST = 40

ENTRIES = [one for group in words() for one in group.words]


def explained(word: str) -> bool:
    """Whether it is, or a word within it that says what is special about it."""
    return any(way in word for way in meanings())


def test_every_word_of_the_domain_that_a_page_says_is_explained() -> None:
    assert sorted(word for word in used() if not explained(word)) == []


def test_every_word_beyond_the_glossary_that_a_page_says_is_explained_itself() -> None:
    assert sorted((used() & OTHERS) - set(meanings())) == []


def test_plain_are_only_words_of_the_glossary_that_a_page_says_and_nobody_explains() -> None:
    words = domain_words()
    idle = [one for one in PLAIN if one not in words or one not in said() or explained(one)]
    assert sorted(idle) == []


def test_every_word_that_is_explained_is_jargon() -> None:
    assert sorted(set(meanings()) - jargon() - {"首贷户"}) == []


def test_every_word_that_is_explained_stands_on_some_page() -> None:
    unsaid = [one.term for one in ENTRIES if not any(way in said() for way in one.written)]
    assert unsaid == []


def test_explanations_are_short_and_plain() -> None:
    texts = [one.text for one in ENTRIES]
    assert [one for one in sentences(texts) if length(one) > LONGEST] == []
    assert [(word, one) for one in texts for word in OFFICIAL if word in one] == []
    short = {word for one in texts for word in ABBREVIATION.findall(one)}
    assert short - KNOWN_ABBREVIATIONS == set()


def test_explanations_carry_no_figure_that_a_policy_may_change() -> None:
    told = [one.text for one in ENTRIES if FIGURE.search(one.text)]
    assert told == []


def test_no_word_is_explained_by_itself() -> None:
    assert [one.term for one in ENTRIES if any(way in one.text for way in one.written)] == []


def test_an_editor_is_told_of_everything_at_once(tmp_path: Path) -> None:
    entry = '{term: "贴息", en: "x", text: "y", text_en: "z"}'
    file = tmp_path / "plain.yaml"
    head = 'groups:\n  - {id: "a", title: "甲", title_en: "A", words: ['
    file.write_text(f"{head}{entry}, {entry}, {entry}]}}\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load_words(file)
    assert [one.what for one in refused.value.problems] == ["「贴息」解释了两次。"] * 2


@pytest.mark.django_db
def test_page_explains_every_word_in_the_language_of_the_reader(client: Client) -> None:
    page = client.get(reverse("web:words"))
    text = page.content.decode()
    assert page.status_code == 200
    assert [one.term for one in ENTRIES if f'id="{one.term}"' not in text] == []
    assert [one.term for one in ENTRIES if escape(one.text) not in text] == []
    assert reverse("web:words") in client.get("/").content.decode()
    english = client.get(reverse("web:words"), headers={"accept-language": "en"}).content.decode()
    assert [one.term for one in ENTRIES if escape(one.text_en) not in english] == []
    assert [one.term for one in ENTRIES if one.text in english] == []
