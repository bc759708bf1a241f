"""公平竞争审查提示: what a rule brings before the review, with its clause; never a verdict."""

import re
from dataclasses import replace
from datetime import date

import pytest

from huiqi.library import load
from huiqi.rules.book import Library
from huiqi.rules.compile import Rules
from huiqi.rules.fair_competition import (
    ASKED,
    INSTRUMENTS,
    REMINDER,
    Note,
    instrument_on,
    review_note,
)
from huiqi.rules.policy import Condition, Formula, Policy
from tests.rules.test_simulate import RENT

ON = date(2022, 10, 20)
UNDER_REGULATION = date(2024, 8, 1)
LETTER = "市政协第20210370号提案答复 一"
REGULATION = "公平竞争审查条例（国务院令第783号）"
DETAILED = "公平竞争审查制度实施细则（国市监反垄规〔2021〕2号）"


@pytest.fixture(scope="module")
def library() -> Library:
    return load()


def compiled(library: Library, policy: Policy, on: date = ON) -> Rules:
    edition = policy.edition_on(on)
    assert edition is not None
    return Library({**library.policies, policy.id: policy}).compiled(policy, edition, on, on)


def note(library: Library, policy: Policy, on: date = UNDER_REGULATION) -> Note:
    return review_note(compiled(library, policy, on), on)


def with_condition(policy: Policy, rule: str, text: str) -> Policy:
    cite = policy.when[0].cite
    added = Condition(id="added", text=text, cite=cite, rule=Formula(rule, 1))
    return replace(policy, when=(*policy.when, added))


def test_the_rent_support_brings_its_park_its_title_and_its_money(library: Library) -> None:
    found = note(library, library.policy(RENT))
    assert [(one.topic, one.seen, one.clause, one.standard) for one in found.points] == [
        ("title", "高新技术企业", LETTER, f"{REGULATION}第十条"),
        ("place", "所在区、园区级别、园区类型", LETTER, f"{REGULATION}第九条、第十条"),
        ("money", "金额", LETTER, f"{REGULATION}第十条"),
    ]
    place = found.points[1]
    assert place.provision == "入驻龙岗区区级科技企业加速器或科技创新产业园"
    assert place.question == "请审查：是否因所在地不同而区别对待经营者，有无依据。"


@pytest.mark.parametrize(
    ("rule", "text", "topic", "seen"),
    [
        ("district = '深圳'", "在本市注册", "place", "所在区"),
        ("hk_macao_invested", "港澳资企业", "ownership", "港澳资企业"),
        ("entity_kind = 'enterprise'", "是企业", "ownership", "主体类型"),
        ("NOT blacklisted", "与深圳某某集团公司配套", "named", "与深圳某某集团公司"),
        ("provider_admitted", "服务机构已入库", "supplier", "服务机构已入库"),
        ("localisation_share >= 0.7", "本地采购比例", "local_goods", "国产化率"),
        ("NOT blacklisted", "十年内不外迁", "outside", "不外迁"),
        ("employees >= 20", "二十人以上", "size", "从业人员"),
        ("holds('srdi', 'city')", "市级专精特新", "local_title", "市级专精特新企业"),
        ("count('standard_lead') >= 1", "主导标准", "title", "主导制定标准"),
        ("within(industry, 'C')", "制造业", "industry", "行业"),
        ("registered_on <= as_of - INTERVAL '3' YEAR", "成立满三年", "entry", "注册日期"),
    ],
)
def test_a_condition_is_brought_under_what_it_asks(
    library: Library, rule: str, text: str, topic: str, seen: str
) -> None:
    rent = library.policy(RENT)
    before, after = (note(library, one) for one in (rent, with_condition(rent, rule, text)))
    [added] = [one for one in after.points if one not in before.points]
    assert (added.topic, added.provision, added.seen) == (topic, text, seen)


def test_a_condition_on_conduct_alone_is_not_brought(library: Library) -> None:
    rent = library.policy(RENT)
    after = with_condition(rent, "NOT blacklisted", "未被列入失信名单")
    assert note(library, after).points == note(library, rent).points


def test_what_people_check_is_read_by_its_words(library: Library) -> None:
    rent = library.policy(RENT)
    moving = replace(rent.checks[0], id="stays", text="承诺十年内不迁离本区")
    found = note(library, replace(rent, checks=(*rent.checks, moving)))
    assert [(one.topic, one.seen) for one in found.points if one.provision == moving.text] == [
        ("outside", "不迁离")
    ]


def test_a_draft_says_which_points_it_brings(library: Library) -> None:
    rent = library.policy(RENT)
    draft = with_condition(rent, "employees >= 20", "二十人以上")
    found = review_note(compiled(library, draft), ON, compiled(library, rent))
    assert [one.topic for one in found.points if one.is_new] == ["size"]
    assert [one.is_new for one in review_note(compiled(library, rent), ON).points] == [False] * 3


@pytest.mark.parametrize(
    ("on", "instrument"),
    [
        (date(2021, 6, 28), ""),
        (date(2021, 6, 29), DETAILED),
        (date(2024, 7, 31), DETAILED),
        (date(2024, 8, 1), REGULATION),
    ],
)
def test_the_instrument_is_that_of_the_day(library: Library, on: date, instrument: str) -> None:
    found = note(library, library.policy(RENT), on)
    assert found.instrument == instrument
    if instrument:
        assert found.basis == f"按 {on} 有效的{instrument}列出。"
        assert all(one.standard.startswith(instrument) for one in found.points)
    else:
        assert found.basis == f"{on} 适用的公平竞争审查依据待核，请向市场监督管理部门核对。"
        assert {one.standard for one in found.points} == {"待核"}


def test_an_article_that_nobody_has_read_says_so(library: Library) -> None:
    place = note(library, library.policy(RENT), ON).points[1]
    assert place.standard == f"{DETAILED}第十四条（待核）、第十五条"


def test_instruments_follow_each_other_without_a_gap() -> None:
    first, second = INSTRUMENTS
    assert (second.first - first.last).days == 1
    assert instrument_on(date.max) == second


def test_every_point_asks_and_none_judges() -> None:
    for _, asked in ASKED.values():
        assert "是否" in asked or "能否" in asked
        assert not re.search("违反|违法|不得|应当取消|通过审查", asked)
    assert "不是审查结论" in REMINDER


def test_every_programme_of_the_library_can_be_brought(library: Library) -> None:
    for policy in library.policies.values():
        rules = compiled(library, policy, policy.editions[-1].from_)
        told = review_note(rules, UNDER_REGULATION).to_dict()
        assert (told["instrument"], told["reminder"]) == (REGULATION, REMINDER)
        money = [one for one in review_note(rules, ON).points if one.topic == "money"]
        assert bool(money) == bool(rules.parts)
