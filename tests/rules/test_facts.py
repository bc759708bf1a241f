"""一户事实: what a whole firm's facts become, and every problem of them at once."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from huiqi.rules.facts import Facts
from huiqi.rules.problems import Place, Refused

ON = date(2021, 10, 20)
GRANTED, UNTIL = date(2019, 12, 1).toordinal(), date(2022, 12, 1).toordinal()


def read(given: Mapping[str, object]) -> Facts:
    return Facts.read(given, ON)


def refusals(given: Mapping[str, object]) -> list[str]:
    with pytest.raises(Refused) as refused:
        read(given)
    return [str(problem) for problem in refused.value.problems]


# Scalars


def test_keys_may_be_chinese_labels() -> None:
    assert read({"所在区": "龙岗", "营业收入": "2亿"}).known == {
        "district": "440307",
        "revenue": 20_000_000_000,
    }


def test_unknown_words_leave_a_fact_unknown() -> None:
    facts = read({"revenue": None, "employees": "未知", "district": "—", "blacklisted": ""})
    assert facts.known == {}
    assert facts.get("revenue") is None
    assert facts.outer("revenue") is None


def test_value_may_say_where_it_comes_from() -> None:
    facts = read({"revenue": {"value": "100万", "source": "审计报告"}})
    assert facts.known == {"revenue": 100_000_000}
    assert facts.sources == {"revenue": "审计报告"}


def test_outer_values_are_what_files_write_and_never_floats() -> None:
    given = {
        "revenue": Decimal("1.5"),
        "assets": 7,
        "equipment_share": Decimal("0.05"),
        "registered_on": "2018-03-01",
        "district": "440307",
        "blacklisted": False,
    }
    facts = read(given)
    assert {key: facts.outer(key) for key in given} == given
    assert type(facts.outer("revenue")) is Decimal
    assert type(facts.outer("assets")) is int


def test_name_and_credit_code_are_at_hand_and_absent_ones_are_empty() -> None:
    facts = read({"name": "甲公司", "credit_code": "91350100m000100y43"})
    assert (facts.name, facts.credit_code) == ("甲公司", "91350100M000100Y43")
    assert (read({}).name, read({}).credit_code) == ("", None)


def test_changed_copy_leaves_the_facts_as_they_were() -> None:
    facts = read({"employees": 5})
    assert facts.replace(employees=6, revenue=100).known == {"employees": 6, "revenue": 100}
    assert facts.known == {"employees": 5}


def test_unknown_facts_are_listed_in_the_order_people_are_asked() -> None:
    facts = read({"name": "甲公司", "registered_on": "2018-03-01", "titles": []})
    assert facts.unknown[:3] == ("credit_code", "entity_kind", "district")
    assert [key for key in facts.unknown if key in ("titles", "awards_paid")] == ["awards_paid"]


# Annual facts


def test_bare_number_is_the_last_full_year_before_the_day() -> None:
    assert read({"revenue": 5}).known == read({"revenue": {"value": 5, "period": 2020}}).known


@pytest.mark.parametrize(
    ("period", "known"),
    [
        (2020, {"revenue": 500}),
        ("2020年", {"revenue": 500}),
        (2020.0, {"revenue": 500}),
        (2019, {"revenue_prior": 500}),
        (2018, {"revenue_prior2": 500}),
        ("2020年度", {"revenue": 500}),
        ("２０２０", {"revenue": 500}),
        ("2020-12-31", {"revenue": 500}),
        (2017, {}),
        (2021, {}),  # the year of the day is not over
    ],
)
def test_period_places_an_annual_value_and_a_wrong_year_stays_unknown(
    period: object, known: Mapping[str, object]
) -> None:
    assert read({"revenue": {"value": 5, "period": period}}).known == known


def test_key_of_an_earlier_year_may_name_that_year() -> None:
    given = {"revenue_prior": {"value": 5, "period": 2019}}
    assert read(given).known == read({"revenue": {"value": 5, "period": 2019}}).known
    assert read(given).known == {"revenue_prior": 500}


def test_same_value_is_another_years_on_another_day() -> None:
    given = {"revenue": {"value": 5, "period": 2020}}
    assert Facts.read(given, date(2021, 1, 1)).known == {"revenue": 500}
    assert Facts.read(given, date(2020, 12, 31)).known == {}
    assert Facts.read(given, date(2022, 1, 1)).known == {"revenue_prior": 500}


def test_several_years_are_placed_one_by_one() -> None:
    years = [{"value": value, "period": year} for value, year in ((3, 2018), (1, 2020), (2, 2019))]
    assert read({"revenue": years}).known == {
        "revenue": 100,
        "revenue_prior": 200,
        "revenue_prior2": 300,
    }


def test_fact_of_one_year_only_never_falls_back_on_an_older_one() -> None:
    assert read({"employees": {"value": 9, "period": 2019}}).known == {}


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (
            {"revenue": {"value": 5, "period": "去年"}},
            "「营业收入」的年度「去年」读不懂，应是 2020 的形式。",
        ),
        (
            {"revenue": {"value": 5, "period": "2020Q1"}},
            "「营业收入」的年度「2020Q1」读不懂，应是 2020 的形式。",
        ),
        (
            {"revenue": {"value": 5, "period": "2020-06-30"}},
            "「营业收入」的年度「2020-06-30」读不懂，应是 2020 的形式。",
        ),
        (
            {"revenue_prior": {"value": 5, "period": 2018}},
            (
                "「前一年营业收入」（revenue_prior）在评估日 2021-10-20 是 2019 年度，"
                "period 却写了 2018。"
                "2018 年度的值请写在 revenue_prior2 下，或改正 period。"
            ),
        ),
        (
            {"revenue_prior2": {"value": 5, "period": 2020}},
            (
                "「前两年营业收入」（revenue_prior2）在评估日 2021-10-20 是 2018 年度，"
                "period 却写了 2020。"
                "2020 年度的值请写在 revenue 下，或改正 period。"
            ),
        ),
        (
            {"revenue_prior": {"value": 5, "period": 2015}},
            (
                "「前一年营业收入」（revenue_prior）在评估日 2021-10-20 是 2019 年度，"
                "period 却写了 2015。"
                "2015 年度的值请写在 revenue 下，或改正 period。"
            ),
        ),
        (
            {"revenue": {"value": 5, "source": 3}},
            "「营业收入」的来源（source）应是文字。",
        ),
        (
            {"district": {"value": "龙岗", "period": 2020}},
            "「所在区」不是年度数据，不需要 period。",
        ),
        ({"revenue": {"val": 5}}, "「营业收入」应是一个值，或 {value, period, source}。"),
        ({"revenue": {"value": 5, "note": 1}}, "「营业收入」里没有「note」这一项。"),
        (
            {"revenue": [{"value": 1, "period": 2020}, {"value": 2, "period": 2020}]},
            "「营业收入」（revenue）给了两个不同的值。请只留一个。",
        ),
        (
            {"revenue": 1, "营业收入": 2},
            "「营业收入」（revenue）给了两个不同的值。请只留一个。",
        ),
    ],
)
def test_value_that_cannot_be_placed_is_refused(given: Mapping[str, object], why: str) -> None:
    assert refusals(given) == [why]


def test_same_value_given_twice_is_no_contradiction() -> None:
    assert read({"revenue": 1, "营业收入": "1元"}).known == {"revenue": 100}


# Lists


def test_absent_list_is_unknown_and_an_empty_one_is_known() -> None:
    assert read({"titles": None}).lists == {}
    assert read({"titles": []}).lists == {"titles": ()}


def test_title_is_read_with_names_and_days() -> None:
    entry = {
        "kind": "高新技术企业",
        "level": "国家级",
        "granted_on": "2019年12月1日",
        "valid_until": "2022/12/1",
    }
    assert read({"titles": [entry]}).lists["titles"] == (
        {
            "kind": "high_tech_enterprise",
            "level": "national",
            "granted_on": GRANTED,
            "valid_until": UNTIL,
        },
    )


def test_unknown_parts_of_an_entry_are_left_out() -> None:
    entry = {"kind": "srdi", "granted_on": None, "valid_until": "不详"}
    assert read({"titles": [entry]}).lists["titles"] == ({"kind": "srdi"},)


def test_awards_loans_and_codes_are_lists_too() -> None:
    facts = read(
        {
            "awards_paid": [{"programme": "a.b", "amount": "20万", "year": 2021}],
            "loans": [{"loan_amount": "100万", "loan_rate": "5%"}],
            "item_maker_sizes": "小型、micro",
        }
    )
    assert facts.lists == {
        "awards_paid": ({"programme": "a.b", "amount": 20_000_000, "year": 2021},),
        "loans": ({"loan_amount": 100_000_000, "loan_rate": 50_000_000},),
        "item_maker_sizes": ("small", "micro"),
    }


def test_list_may_say_that_it_is_not_complete() -> None:
    assert read({"titles": [], "titles_complete": False}).complete == {"titles": False}
    assert read({"titles": [], "titles_complete": "true"}).complete == {"titles": True}
    assert read({"titles": []}).complete == {}


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"titles": "无"}, "「称号与资质」（titles）应是一个列表。没有时写 []。"),
        (
            {"titles": ["srdi"]},
            "「称号与资质」第 1 项：应是 {kind、level、granted_on、valid_until}。",
        ),
        ({"titles": [{"level": "national"}]}, "「称号与资质」第 1 项：缺少「kind」。"),
        ({"awards_paid": [{"amount": 5}]}, "「已领资金」第 1 项：缺少「programme」。"),
        (
            {"titles": [{"kind": "srdi", "granted": "2019-12-01"}]},
            "「称号与资质」第 1 项：没有「granted」这一项。是否为「granted_on」？",
        ),
        (
            {"titles": [{"kind": "srdi", "valid_until": "2021-02-30"}]},
            (
                "「称号与资质」第 1 项：「有效期至」（valid_until）：「2021-02-30」这一天不存在。"
                "请核对年月日。"
            ),
        ),
        (
            {"titles": [], "titles_complete": "是"},
            "「titles_complete」应是 true 或 false，得到「是」。",
        ),
        (
            {"item_maker_sizes": 3},
            "「各项货物制造商规模」（item_maker_sizes）应是一个列表。没有时写 []。",
        ),
    ],
)
def test_list_that_cannot_be_read_is_refused(given: Mapping[str, object], why: str) -> None:
    assert refusals(given) == [why]


# Problems


def test_every_problem_is_told_at_once() -> None:
    given = {
        "employees": -1,
        "revenu": 5,
        "registered_on": "2021-02-30",
        "equipment_share": 5,
        "credit_code": "91350100M000100Y48",
        "awards_paid": [{"programme": "a.b", "amount": -1, "year": 1800}],
        "zzz": 1,
    }
    assert refusals(given) == [
        "「从业人员」（employees）：「-1」不能是负数。",
        "没有名为「revenu」的事实。是否为「revenue」？",
        "「注册日期」（registered_on）：「2021-02-30」这一天不存在。请核对年月日。",
        (
            "「设备投资占固定资产投资比」（equipment_share）：「5」超出范围，应在 0 与 1 之间。"
            "若指百分之 5，请写 0.05 或 5%。"
        ),
        "统一社会信用代码校验位不符：末位应为「3」，得到「8」。请核对各位数字。",
        "「已领资金」第 1 项：「金额」（amount）：「-1」不能是负数。",
        "「已领资金」第 1 项：「年度」（year）：「1800」超出范围，应在 1900 与 2199 之间。",
        "没有名为「zzz」的事实。用 huiqi library facts 查看全部事实。",
    ]


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (
            Place("甲.yaml", line=3, firm=2),
            "甲.yaml:3：「从业人员」（employees）：「-1」不能是负数。",
        ),
        (
            Place("甲.json", firm=3),
            "甲.json 第 3 户：「从业人员」（employees）：「-1」不能是负数。",
        ),
        (Place("甲.xlsx", row=4), "甲.xlsx 第 4 行：「从业人员」（employees）：「-1」不能是负数。"),
        (Place(), "「从业人员」（employees）：「-1」不能是负数。"),
    ],
)
def test_problem_names_the_place_and_the_fact(place: Place, told: str) -> None:
    with pytest.raises(Refused) as refused:
        Facts.read({"employees": -1}, ON, place)
    (problem,) = refused.value.problems
    assert problem == place.problem("employees", "「从业人员」（employees）：「-1」不能是负数。")
    assert str(problem) == told


def test_problem_of_a_key_stands_where_the_key_stands() -> None:
    place = Place("a.yaml", 1, keys={"从业人员": Place("a.yaml", 7)})
    with pytest.raises(Refused) as refused:
        Facts.read({"assets": -1, "从业人员": -1}, ON, place)
    assert [problem.line for problem in refused.value.problems] == [1, 7]


def test_labels_with_roman_numerals_and_full_width_brackets_are_found() -> None:
    assert read({"Ⅰ类知识产权": 1, "研发（科技）人员": 2, "研发(科技)人员": 2}).known == {
        "class1_ip": 1,
        "rd_staff": 2,
    }


def test_name_keeps_the_brackets_it_is_registered_with() -> None:
    assert read({"name": "甲（深圳）公司"}).name == "甲（深圳）公司"
    assert read({"name": " 未知 "}).name == ""


def test_list_may_say_where_it_comes_from() -> None:
    facts = read({"titles": {"value": [], "source": "认定部门名单"}})
    assert (facts.lists, facts.sources) == ({"titles": ()}, {"titles": "认定部门名单"})


def test_only_a_list_can_be_incomplete() -> None:
    assert refusals({"revenue_complete": False}) == [
        "「营业收入」不是列表，不能写「revenue_complete」。请去掉这一项。"
    ]


@pytest.mark.parametrize(
    ("short", "kind"),
    [("高企", "high_tech_enterprise"), ("小巨人", "little_giant"), ("专精特新", "srdi")],
)
def test_title_is_known_by_what_people_call_it(short: str, kind: str) -> None:
    assert read({"titles": [{"kind": short}]}).lists["titles"] == ({"kind": kind},)


def test_list_has_at_most_a_thousand_entries() -> None:
    assert len(read({"loans": [{}] * 1000}).lists["loans"]) == 1000
    assert refusals({"loans": [{}] * 1001}) == [
        "「各笔贷款」（loans）有 1001 项，最多 1000 项。请核对是否重复。"
    ]
