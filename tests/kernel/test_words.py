"""说法: filled in by name, in the language of whoever reads; what is kept speaks one language."""

import pytest
from django.test import Client
from django.utils.translation import gettext_lazy, override

from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import counted, flaws_of_words, in_words, legible, on_record, worded
from huiqi.parties.units import unit_word


def test_sentence_is_filled_in_by_name_in_the_readers_language() -> None:
    sentence, name = "「%(name)s」已经注销", "澄澜"
    assert worded(sentence, name=name) == "「澄澜」已经注销"
    with override("en"):
        assert worded(sentence, name=name) == "“澄澜” has been deregistered"


def test_sentence_with_a_gap_is_a_mistake() -> None:
    with pytest.raises(KeyError, match="name"):
        worded("「%(name)s」已经注销")


def test_what_is_kept_speaks_the_citys_language_whoever_asks() -> None:
    with override("en"):
        assert str(gettext_lazy("待答复")) == "Awaiting an answer"
        assert on_record(gettext_lazy("待答复")) == "待答复"


def test_letters_that_no_database_keeps_are_left_out() -> None:
    assert legible(" 名\x00称\ud800已变更\n") == "名称已变更"


def test_unit_is_a_word_in_english_and_an_unknown_one_stays() -> None:
    assert (unit_word("人"), unit_word("克拉"), unit_word("")) == ("人", "克拉", "")
    with override("en"):
        assert (unit_word("人"), unit_word("克拉")) == ("people", "克拉")


@pytest.mark.parametrize("template", ["400.html", "500.html"])
def test_page_that_stands_alone_speaks_the_readers_language(template: str) -> None:
    from django.template.loader import render_to_string

    with override("en"):
        page = render_to_string(template)
    assert '<html lang="en">' in page
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in page)
    assert '<html lang="zh-Hans-CN">' in render_to_string(template)


def test_refusal_reaches_an_english_reader_in_english(client: Client, db: None) -> None:
    told = client.get("/api/v1/nothing", headers={"Accept-Language": "en"}).json()
    assert (
        told["problems"][0]["what"]
        == "There is no such address, or nothing there that you may see."
    )


def test_count_takes_the_form_that_the_readers_language_has_for_it() -> None:
    def told(count: int) -> str:
        return counted("另有 %(count)s 处问题没有列出", count)

    assert told(1) == "另有 1 处问题没有列出"
    with override("en"):
        assert [told(1), told(2)] == [
            "1 more problem is not listed",
            "2 more problems are not listed",
        ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ["请写明理由"]),
        (" \x00 ", ["请写明理由"]),
        ("一二三四五六", ["理由最多 5 个字，现在有 6 个，请写短一些"]),
        (" 一二三四五 ", []),
    ],
)
def test_field_that_says_nothing_or_too_much_is_told_so(text: str, told: list[str]) -> None:
    assert list(flaws_of_words(text, "理由", 5)) == told


def test_what_is_said_in_words_is_kept_without_its_edges() -> None:
    assert in_words(" 已查明\x00 ", "理由", 5) == "已查明"
    with pytest.raises(Refused, match="请写明理由"):
        in_words("\n", "理由", 5)
