"""分派建议: what is suggested, what is said beforehand, and how often it is right."""

from __future__ import annotations

import hashlib
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.triage import baseline, kept_of, learned_of, measured, ours, without_its_tenth
from huiqi.triage import clusters, items, percent_of, similar, suggest, warnings, whole_words
from huiqi.triage.grams import grams, weights
from huiqi.triage.learn import examples, learn, leaves, lessons, sayings
from huiqi.triage.near import _cosine
from huiqi.triage.suggest import best_first, model, shares

SEALED = ("second", "fourth")  # only totals are looked at, never a single concern
HALVES = ("first", *SEALED)
CALM = "想请教技术改造补助怎么申报，设备已经装好。"


def test_the_taxonomy_has_three_levels_and_every_last_one_a_department() -> None:
    levels = [one.level for one in items().values()]
    assert [levels.count(level) for level in (1, 2, 3)] == [20, 84, 204]
    leaves = [one for one in items().values() if one.level == 3]
    assert [one.title for one in leaves if not one.department or not one.keywords] == []
    assert len({one.title for one in leaves}) == len(leaves)


@pytest.mark.parametrize(("which", "together"), [("first", 300), ("second", 309), ("fourth", 122)])
def test_half_of_the_concerns_was_kept_apart_by_hash(which: str, together: int) -> None:
    learned = [one.text for one in learned_of(which)]
    kept = [one.text for one in kept_of(which)]
    by_hash = sorted(learned + kept, key=lambda text: hashlib.sha256(text.encode()).hexdigest())
    assert (by_hash[::2], by_hash[1::2]) == (learned, kept)
    assert len(set(by_hash)) == together


@pytest.mark.parametrize("which", HALVES)
def test_what_is_kept_apart_is_not_learned_from(which: str) -> None:
    learned = {one.text for one in lessons()}
    assert learned.isdisjoint(one.text for one in kept_of(which))


@pytest.mark.parametrize("which", HALVES)
def test_no_concern_kept_apart_is_nearly_one_that_was_learned_from(which: str) -> None:
    learned = [weights(grams(one.text)) for one in examples()]
    kept = [weights(grams(one.text)) for one in kept_of(which)]
    near = [one for one in kept if max(_cosine(one, other) for other in learned) > 0.6]
    assert len(near) == 0  # how many, never which: two of the halves are sealed


def test_labels_name_the_department_of_their_item_and_others_beside_it() -> None:
    known = {one.department for one in items().values()}
    wrong = [
        one.item
        for one in (*examples(), *(each for which in HALVES for each in kept_of(which)))
        if items()[one.item].department != one.department
        or one.department in one.also
        or not known.issuperset(one.also)
    ]
    assert wrong == []


def test_every_item_has_sayings_and_nothing_else_has() -> None:
    assert sorted(sayings()) == sorted(leaves())
    assert [code for code, said in sayings().items() if len(set(said)) != len(said)] == []


@pytest.mark.parametrize(
    ("which", "department", "department_3", "item"),
    [("second", 0.94, 0.97, 0.91), ("fourth", 0.76, 0.90, 0.67), ("first", 0.96, 0.99, 0.95)],
)
def test_the_halves_kept_apart_are_answered_no_worse_than_was_measured(
    which: str, department: float, department_3: float, item: float
) -> None:
    found, plain = measured(ours, kept_of(which)), measured(baseline, kept_of(which))
    assert found["department"] >= department
    assert found["department_3"] >= department_3
    assert found["item"] >= item
    assert found["department"] > plain["department"]


def test_a_concern_is_measured_without_having_been_learned() -> None:
    one = learned_of("fourth")[0]
    assert without_its_tenth(one.text) != ours(one.text)


def test_the_order_of_lessons_does_not_matter() -> None:
    mixed = list(lessons())
    random.Random(7).shuffle(mixed)
    told, again = model().evidence(CALM), learn(mixed).evidence(CALM)
    assert list(told) == list(again)
    assert all((told[mark] == again[mark]).all() for mark in told)


def test_traditional_characters_are_answered_as_simplified_ones() -> None:
    assert suggest("想請教技術改造補助怎麼申報，設備已經裝好。") == suggest(
        "想请教技术改造补助怎么申报，设备已经装好。"
    )


def test_an_item_of_a_likely_department_comes_before_one_that_is_alone() -> None:
    known = leaves()
    codes = list(known)
    alone = codes.index("150201")  # of the customs
    many = [at for at, code in enumerate(codes) if known[code].department.endswith("税务局")]
    sums = np.full(len(codes), -9.0)
    sums[alone] = 2.01
    sums[many] = 2.0
    assert best_first(shares(sums))[0] == codes[many[0]]
    assert sum(shares(sums).values()) < 1


def test_the_words_that_decided_stand_in_the_text() -> None:
    first = suggest(CALM)[0]
    assert items()[first.item].title == "技术改造补助"
    assert "技术改造" in first.words[0]


def test_a_district_has_its_own_office() -> None:
    assert suggest(CALM, "宝安区")[0].department == "深圳市宝安区工业和信息化局"
    assert suggest(CALM)[0].department == "深圳市工业和信息化局"


@pytest.mark.parametrize("text", ["", "  \n", "😀😀😀", "\u202e\u0000", "qzxv", "的"])
def test_what_says_nothing_has_no_suggestion(text: str) -> None:
    assert suggest(text) == ()


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200) | st.text("停电补贴贷款社保发票我们12345 ", max_size=80))
def test_any_text_is_answered_in_order_and_alike(text: str) -> None:
    found = suggest(text)
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < one <= 1 for one in scores)
    assert sum(scores) <= 1.000001
    assert found == suggest(text)
    assert all(text[span.start : span.end] for one in warnings(text) for span in one.spans)


def test_a_hundred_thousand_characters_are_answered() -> None:
    text = "停电了，" * 25_000
    assert items()[suggest(text)[0].item].title == "停电与电压"
    assert [one.code for one in warnings(text)] == ["long"]


def test_the_same_matter_is_nearest() -> None:
    among = [(1, "发票额度不够用"), (2, "园区昨天又停电了"), (3, "招不到工人")]
    assert [one.key for one in similar("我们园区又停电", among)] == [2]


def test_common_problems_are_found_whatever_the_order() -> None:
    told = {
        1: "园区昨天又停电了",
        2: "园区今天又停电了",
        3: "发票额度不够用",
        4: "发票额度不够用了",
        5: "招不到工人",
        6: "园区昨晚又停电了",
    }
    mixed = list(told.items())
    random.Random(7).shuffle(mixed)
    assert clusters(told) == ((1, 2, 6), (3, 4))
    assert clusters(dict(mixed)) == clusters(told)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (CALM, []),
        ("", ["empty"]),
        ("😀😀😀", ["no-words"]),
        ("啊" * 20, ["repeated-character"]),
        ("补贴\u202e到账", ["hidden"]),
        ("补贴\x07到账", ["control"]),
        ("仓库着火了快来人", ["fire"]),
        ("有人持刀在门口", ["police"]),
        ("工人触电了", ["ambulance"]),
        ("身份证 110101199003070012", []),
        ("身份证 110101199003070011，", ["identity"]),
        ("卡号 4111 1111 1111 1111", ["card"]),
        ("卡号 4111 1111 1111 1112", []),
        ("打我电话 13800138000", ["phone"]),
        ("登录密码是 abc12345", ["password"]),
        ("他妈的什么时候拨款", ["abuse"]),
        ("法院判决以后不执行", ["litigation"]),
        ("我已经申请行政复议了", ["review"]),
        ("我上访过", ["petition"]),
        ("上次的诉求没人理", ["repeated"]),
    ],
)
def test_what_is_said_before_it_is_handed_in(text: str, codes: list[str]) -> None:
    assert [one.code for one in warnings(text)] == codes


def test_a_secret_is_shown_where_it_stands() -> None:
    text = "联系 138 0013 8000 谢谢"
    (span,) = warnings(text)[0].spans
    assert text[span.start : span.end] == "138 0013 8000"


def test_every_lawful_ground_has_a_sentence() -> None:
    told = "东莞市政府 已立案 信访 国家秘密 代开发票 重复提交 劳动监察"
    assert sorted({one.ground for one in warnings(told)}) == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("score", "told"), [(0.0, 1), (0.004, 1), (0.5, 50), (0.999, 99), (1.0, 99)]
)
def test_words_alone_are_never_certain_of_anything(score: float, told: int) -> None:
    assert percent_of(score) == told


def test_only_whole_words_are_told_to_a_reader() -> None:
    item = next(one for one in items().values() if one.keywords)
    word = item.keywords[0]
    assert whole_words(item, (word, word[:1] + "的", item.title)) == (word, item.title)
