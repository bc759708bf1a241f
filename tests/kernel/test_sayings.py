"""存句: kept as a sentence and its values, said anew to each reader; never a page that breaks."""

import json

import pytest
from django.utils.translation import override

from huiqi.inbox.models import Todo
from huiqi.kernel.money import exact
from huiqi.kernel.pieces import said
from huiqi.kernel.sayings import (
    Saying,
    amount_kept,
    counting,
    kept_of,
    label_kept,
    plainly,
    read,
    saying,
)
from huiqi.parties.enums import Source

NAME = "澄澜"


def again(one: Saying) -> Saying:
    """As it comes back out of the database."""
    found = read(json.loads(json.dumps(one.kept())))
    assert found is not None
    return found


def test_saying_speaks_the_language_of_whoever_reads_it() -> None:
    kept = again(saying("「%(name)s」已经注销", name=NAME))
    assert str(kept) == "「澄澜」已经注销"
    with override("en"):
        assert str(kept) == "“澄澜” has been deregistered"
        assert plainly(kept) == "「澄澜」已经注销"


def test_value_that_is_a_saying_is_said_in_the_same_language() -> None:
    told = "答复更正申请：%(source)s的数据"
    kept = again(saying(told, source=label_kept(Source.TAX.label)))
    assert str(kept) == "答复更正申请：税务的数据"
    with override("en"):
        assert str(Source.TAX.label) in str(kept)
        assert "税务" not in str(kept)


@pytest.mark.parametrize("fen", [0, 1, -150, 123_456_789])
def test_amount_is_kept_to_the_last_fen(fen: int) -> None:
    for language in ("zh-hans", "en"):
        with override(language):
            assert str(again(amount_kept(fen))) == exact(fen)


def test_counted_saying_has_the_form_of_its_number() -> None:
    told = "向银行追问拨付单 %(number)s 的 %(count)s 笔未定付款"
    one, two = (str_in_english(counting(told, count, number="BF-1")) for count in (1, 2))
    assert one.replace("1 ", "") != two.replace("2 ", "")


def str_in_english(one: Saying) -> str:
    with override("en"):
        return str(again(one))


@pytest.mark.parametrize(
    "wrong", [None, "", [], {}, ["一句"], [1, {}, False], ["一句", [], False], "一句"]
)
def test_what_is_no_saying_is_read_as_none(wrong: object) -> None:
    assert read(wrong) is None


def test_row_of_before_and_row_that_is_spoilt_are_read_as_they_stand() -> None:
    old = Todo(text="核查并答复异议 YY-1")
    spoilt = Todo(text="复核", said={"text": ["复核%(draft)s", {}, False], "note": ["x"]})
    with override("en"):
        assert (old.told("text"), old.told("note"), old.is_said("text")) == (old.text, "", False)
        assert spoilt.told("text") == "复核"
        assert 'lang="zh' in str(said(old, "text"))


def test_names_within_english_are_marked_as_chinese() -> None:
    todo = Todo(text="-", said=kept_of(text=saying("「%(name)s」已经注销", name=NAME)))
    assert said(todo, "text") == "「澄澜」已经注销"
    with override("en"):
        assert str(said(todo, "text")).count("<span") == 1


def test_text_of_a_person_is_escaped_on_english_pages() -> None:
    todo = Todo(text="-", said=kept_of(text=saying("「%(name)s」已经注销", name="<b>澄澜")))
    with override("en"):
        assert "<b>" not in str(said(todo, "text"))
