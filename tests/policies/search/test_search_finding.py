"""查找: names, sounds, slips of the pen, other words, numbers; and filters that count honestly."""

from datetime import date

import pytest

from huiqi.policies.search.finding import Finder, Result
from huiqi.policies.search.measures import measure_asked
from huiqi.policies.search.vocabulary import synonyms

ON = date(2021, 10, 20)


def ask(finder: Finder, text: str, **chosen: tuple[str, ...]) -> Result:
    return finder.find(text, on=ON, chosen=chosen)


def first(result: Result) -> str:
    return result.hits[0].entry.id


@pytest.mark.parametrize(
    ("text", "programme"),
    [
        ("专精特新“小巨人”企业认定", "national.little_giant"),
        ("xiaojuren", "national.little_giant"),
        ("xjr", "national.little_giant"),
        ("xiaojvren", "national.little_giant"),
        ("技术该造", "shenzhen.technical_upgrade"),
        ("jishugaizao", "shenzhen.technical_upgrade"),
        ("技改", "shenzhen.technical_upgrade"),
        ("担保废", "shenzhen.guarantee_fee"),
        ("高心技术企业", "national.high_tech_enterprise"),
        ("国高", "national.high_tech_enterprise"),
        ("龙岗租金", "shenzhen_longgang.park_rent"),
        ("连续用款不少于三个月", "shenzhen.interest_subsidy"),
    ],
)
def test_the_policy_that_is_meant_comes_first(built: Finder, text: str, programme: str) -> None:
    assert first(ask(built, text)) == programme


def test_a_document_number_inside_a_sentence_finds_what_rests_on_it(built: Finder) -> None:
    for text in ("根据深府规[2021]1号", "深府规〔2021〕1号", "深府规 (2021) 1 号"):
        found = {hit.entry.id for hit in ask(built, text).hits}
        assert found == {"shenzhen.growth_award", "shenzhen.srdi_award"}


def test_what_was_read_for_what_was_written_is_told(built: Finder) -> None:
    assert ask(built, "技术该造").question.meant == (("技术该造", "技术改造"),)


def test_people_in_a_question_are_counted(built: Finder) -> None:
    assert ask(built, "我有 30 个员工能拿什么补贴").question.people == 30


def test_the_clause_asked_for_is_shown_first(built: Finder) -> None:
    hit = ask(built, "连续用款不少于三个月").hits[0]
    assert hit.clauses[0].id == "long_enough"


def test_every_synonym_stands_for_a_term_of_some_policy(built: Finder) -> None:
    texts = "\n".join(f"{one.title}\n{one.summary}\n{one.body}" for one in built.entries)
    texts = texts.replace("（", "(").replace("）", ")")
    groups = {(same[1:] and frozenset(same)) or frozenset() for same in synonyms().values()}
    assert [sorted(group) for group in groups if not any(word in texts for word in group)] == []


def test_each_count_is_what_choosing_it_would_give(built: Finder, bare: Finder) -> None:
    for finder in (built, bare):
        chosen = {"kind": ("subsidy",), "deadline": ("open",)}
        result = ask(finder, "企业贷款", **chosen)
        for name, counts in result.counts.items():
            for value, count in counts.items():
                assert ask(finder, "企业贷款", **{**chosen, name: (value,)}).total == count


def test_two_choices_of_one_facet_add_up(built: Finder) -> None:
    both = ask(built, "", district=("龙岗区", "龙华区"))
    each = [ask(built, "", district=(one,)) for one in ("龙岗区", "龙华区")]
    assert both.total == sum(one.total for one in each) == 3


def test_pages_hold_every_result_once(built: Finder) -> None:
    pages = [built.find("", on=ON, page=page) for page in (1, 2, 3, 4, 5)]
    found = [hit.entry.id for page in pages for hit in page.hits]
    assert sorted(found) == sorted(entry.id for entry in built.entries)


def test_a_page_too_high_shows_the_last(built: Finder) -> None:
    assert built.find("", on=ON, page=9_999).page == 5


def test_nothing_found_gives_words_that_are_near(built: Finder) -> None:
    result = ask(built, "龘靐齉风")
    assert result.total == 0
    assert "风险补偿" in result.near


def test_filters_that_leave_nothing_tell_what_there_is_without_them(built: Finder) -> None:
    result = ask(built, "小巨人", district=("龙岗区",))
    assert (result.total, result.without_filters) == (0, 2)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "的",
            "'; DROP TABLE x; --",
            "(a+)+$",
            "[",
            "\\",
            "*:*",
            'title:"x',
            "AND OR NOT",
        ),
        *(
            "<script>alert(1)</script>",
            "\x00",
            "\ud83d\ude00",
            "😀" * 500,
            "补贴" * 5_000,
            "a" * 10_000,
        ),
        *(
            "%%%",
            "{{ 7*7 }}",
            "..",
            "～！@#￥%……&*",
            "𠮷" * 30,
            "1" * 10_000,
            "२०२१",
            "ＡＢＣ１２３",
        ),
    ],
)
def test_whatever_is_typed_is_answered(built: Finder, bare: Finder, text: str) -> None:
    assert ask(built, text).total >= 0
    assert ask(bare, text).total >= 0


@pytest.mark.parametrize(
    ("asked", "states", "not_this"),
    [
        ("用满几个月", "不少于三个月", "不少于三年"),
        ("最多能拿多少钱", "最高一百万元", "三个月以上"),
        ("社保要几个人", "参保不少于15人", "满两年"),
        ("利息补几成", "补百分之五十", "五十万元"),
        ("能补几成利息", "补一半", "一年一次"),
        ("要成立几年", "设立满2年", "2人"),
    ],
)
def test_a_question_for_a_number_knows_the_clause_that_states_one(
    asked: str, states: str, not_this: str
) -> None:
    measure = measure_asked(asked)
    assert measure is not None
    assert (bool(measure.search(states)), bool(measure.search(not_this))) == (True, False)


@pytest.mark.parametrize("asked", ["贷款贴息", "几乎没有", "多少有点", "几时"])
def test_who_asks_for_no_number_is_shown_none_first(asked: str) -> None:
    assert measure_asked(asked) is None


def test_the_clause_with_the_months_answers_how_many_months(built: Finder) -> None:
    found = built.find("贴息的贷款要用满几个月", on=ON)
    clauses = {hit.entry.id: hit.clauses for hit in found.hits}
    assert clauses["shenzhen.interest_subsidy"][0].id == "long_enough"
