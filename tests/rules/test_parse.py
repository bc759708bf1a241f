"""解析: which rules are understood, and what is said of those that are not."""

from datetime import date
from fractions import Fraction

import pytest

from huiqi.rules import expr as x
from huiqi.rules.dictionary import FACTS
from huiqi.rules.parse import BadRule, Scope, parse_number, parse_truth
from huiqi.rules.vocabulary import code_of

ON = date(2021, 10, 20)
DAY = ON.toordinal()
SIZE = x.Named(
    "size_class",
    "企业规模",
    x.Const(Fraction(2)),
    tuple(map(x.Level, ("micro", "small", "medium", "large"))),
)
RATE = x.Const(Fraction(1, 2), "ratio", "rate")
CAP = x.Const(Fraction(200_000), "money", "cap")
OPEN = x.Const(Fraction(0), "money", "open", "待核：上限")
SCOPE = Scope(FACTS, code_of, ON, {"rate": RATE, "cap": CAP, "open": OPEN, "size_class": SIZE})

EMPLOYEES = x.Field("employees", "number")
REVENUE = x.Field("revenue", "money")
RENT = x.Field("rent_paid_last_year", "money")
REGISTERED = x.Field("registered_on", "date")


def const(value: int | str) -> x.Const:
    return x.Const(Fraction(value))


def refusal(text: str, *, number: bool = False) -> str:
    with pytest.raises(BadRule) as refused:
        (parse_number if number else parse_truth)(text, SCOPE)
    return str(refused.value).removeprefix(f"规则「{text}」不能使用：")


# What is understood


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("NOT blacklisted", x.Not(x.Flag("blacklisted"))),
        ("TRUE", x.Known(True)),
        ("employees <= 300", x.Compare("<=", EMPLOYEES, const(300))),
        ("(employees) >= 0.1 * 10", x.Compare(">=", EMPLOYEES, const(1))),
        (
            "employees BETWEEN 20 AND 300",
            x.And(
                (
                    x.Compare(">=", EMPLOYEES, const(20)),
                    x.Compare("<=", EMPLOYEES, const(300)),
                )
            ),
        ),
        ("district = '龙岗'", x.OneOf("district", ("440307",))),
        ("'龙岗' <> district", x.Not(x.OneOf("district", ("440307",)))),
        ("district IN ('龙岗', '440305')", x.OneOf("district", ("440307", "440305"))),
        ("district = '深圳'", x.OneOf("district", ("440300",))),
        ("district IN ('深圳市', '龙岗', '深圳')", x.OneOf("district", ("440300", "440307"))),
        ("district = '441900'", x.OneOf("district", ("441900",))),
        ("within(industry, 'C39', '65')", x.Within("industry", ("39", "65"))),
        ("within(industry, '制造业')", x.Within("industry", ("C",))),
        ("holds('srdi')", x.Held("srdi", "", DAY)),
        ("holds('srdi', 'provincial')", x.Held("srdi", "provincial", DAY)),
        (
            "granted_since('srdi', as_of - INTERVAL '5' YEAR)",
            x.Granted("srdi", "", date(2016, 10, 20).toordinal(), DAY),
        ),
        (
            "granted_since('srdi', 'provincial', as_of - INTERVAL '5' YEAR)",
            x.Granted("srdi", "provincial", date(2016, 10, 20).toordinal(), DAY),
        ),
        (
            "every(item_maker_sizes IN ('小型', 'micro'))",
            x.Items("item_maker_sizes", ("small", "micro"), True),
        ),
        ("any(item_maker_sizes IN ('small'))", x.Items("item_maker_sizes", ("small",), False)),
        ("size_class <= 'small'", x.Compare("<=", SIZE, x.Const(Fraction(2), "number", "small"))),
        (
            "'small' >= size_class",
            x.Compare("<=", SIZE, x.Const(Fraction(2), "number", "small")),
        ),
        (
            "size_class IN ('micro')",
            x.Or((x.Compare("=", SIZE, x.Const(Fraction(1), "number", "micro")),)),
        ),
        (
            "registered_on <= '2020-02-28'",
            x.Compare(
                "<=",
                REGISTERED,
                x.Const(Fraction(date(2020, 2, 28).toordinal()), "date", "2020-02-28"),
            ),
        ),
    ],
)
def test_condition_becomes_a_tree(text: str, tree: x.Truth) -> None:
    assert parse_truth(text, SCOPE) == tree


def test_and_binds_before_or_and_chains_are_flat() -> None:
    tree = parse_truth("blacklisted OR lot_reserved AND non_profit AND first_loan", SCOPE)
    both = x.And((x.Flag("lot_reserved"), x.Flag("non_profit"), x.Flag("first_loan")))
    assert tree == x.Or((x.Flag("blacklisted"), both))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("0.1", x.Const(Fraction(1, 10))),  # exactly a tenth
        ("2 * 3", const(6)),
        ("rate * rent_paid_last_year", x.Scale(Fraction(1, 2), RENT, "rate")),
        ("revenue / 360", x.Scale(Fraction(1, 360), REVENUE)),
        ("cap / 2", x.Const(Fraction(100_000), "money", "cap")),
        ("open * revenue", x.Product(OPEN, REVENUE)),
        ("revenue * employees", x.Product(REVENUE, EMPLOYEES)),
        ("-employees", x.Scale(Fraction(-1), EMPLOYEES)),
        ("revenue - 5", x.Sum((REVENUE, const(-5)))),
        ("least(revenue, cap)", x.Extreme(True, (REVENUE, CAP))),
        ("greatest(revenue, 0)", x.Extreme(False, (REVENUE, const(0)))),
        ("floor(employees)", x.Rounded(EMPLOYEES, Fraction(1), "down")),
        ("ceil(employees)", x.Rounded(EMPLOYEES, Fraction(1), "up")),
        ("paid('a.b')", x.Paid("a.b", DAY)),
        ("count('srdi')", x.Count("srdi", DAY)),
        ("as_of", x.Const(Fraction(DAY), "date", "as_of")),
        (
            "CASE WHEN blacklisted THEN 1 WHEN first_loan THEN 2 ELSE 3 END",
            x.If(x.Flag("blacklisted"), const(1), x.If(x.Flag("first_loan"), const(2), const(3))),
        ),
    ],
)
def test_number_becomes_a_tree(text: str, tree: x.Num) -> None:
    assert parse_number(text, SCOPE) == tree


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("as_of - INTERVAL '12' MONTH", date(2020, 10, 20)),
        ("as_of + INTERVAL '0' MONTH", ON),
        ("DATE '2020-01-31' + INTERVAL '1' MONTH", date(2020, 2, 29)),
        ("DATE '2020-02-29' - INTERVAL '1' YEAR", date(2019, 2, 28)),
        ("as_of - INTERVAL '20' DAY", date(2021, 9, 30)),
    ],
)
def test_interval_from_a_fixed_day_is_a_fixed_day(text: str, day: date) -> None:
    assert parse_number(text, SCOPE) == x.Const(Fraction(day.toordinal()), "date")


# What is not


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("revenu > 1", "没有名为「revenu」的事实或参数。是否为「revenue」？"),
        ("qqqq > 1", "没有名为「qqqq」的事实或参数。"),
        ("holds('high_tech')", "没有称号「high_tech」。是否为「high_tech_enterprise」？"),
        ("holds('qqqq')", "没有称号「qqqq」。"),
        (
            "holds('srdi', '州级')",
            "没有级别「州级」，可选：national、provincial、city、district、other。",
        ),
        ("district = '火星'", "「火星」不是「所在区」的代码或名称。"),
        ("within(industry, '火星')", "「火星」不是「行业」的代码或名称。"),
        (
            "size_class <= 'tiny'",
            "「tiny」不是「企业规模」的等级，可选：micro、small、medium、large。",
        ),
    ],
)
def test_unknown_name_is_refused_with_the_nearest_or_all(text: str, why: str) -> None:
    assert refusal(text) == why


@pytest.mark.parametrize("text", ["rd_spend / revenue > 0.05", "rd_spend / open > 1"])
def test_division_by_a_fact_or_an_open_number_is_refused(text: str) -> None:
    assert refusal(text) == "不能除以事实。请改写成乘法，例如 rd_spend >= 0.05 * revenue。"


def test_division_by_zero_is_refused() -> None:
    assert refusal("revenue / 0 > 1") == "除数是零。"


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("revenue > employees", "金额、数目"),
        ("revenue > loan_rate", "金额、比例"),
        ("registered_on > employees", "数目、日期"),
        ("rate > employees", "比例、数目"),
    ],
)
def test_comparison_of_different_units_is_refused(text: str, units: str) -> None:
    assert refusal(text) == f"单位不同（{units}）。请检查是否写错了事实。"


@pytest.mark.parametrize(
    "text",
    [
        "registered_on > 5",
        "20200228 <= loan_contract_on",
        "loan_contract_on > 2020-02-28",
        "registered_on BETWEEN 1 AND 2",
        "least(registered_on, 5) > as_of",
    ],
)
def test_a_number_is_not_a_date(text: str) -> None:
    assert refusal(text) == (
        "日期不能与不带引号的数字放在一起。"
        "请写成 DATE '2020-02-28'；只看年份的，写 year(日期事实) 与 2020 比较。"
    )


@pytest.mark.parametrize(
    "text",
    [
        "registered_on + 30 <= as_of",
        "as_of - registered_on > 5",
        "year(registered_on) > 2020",
        "registered_on > '2020-02-28'",
    ],
)
def test_days_and_years_of_a_date_are_numbers(text: str) -> None:
    assert isinstance(parse_truth(text, SCOPE), x.Compare)


@pytest.mark.parametrize(
    "text",
    [
        "revenue + employees",
        "least(revenue, employees)",
        "CASE WHEN blacklisted THEN revenue ELSE employees END",
    ],
)
def test_computation_with_different_units_is_refused(text: str) -> None:
    assert refusal(text, number=True) == "单位不同（金额、数目）。请检查是否写错了事实。"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("known(revenue)", "没有「known」这个函数，或参数个数不对。"),
        ("holds()", "没有「holds」这个函数，或参数个数不对。"),
        (
            "median(revenue) > 1",
            "「MEDIAN(revenue)」不是数值。可用加减乘、除以常数、least、greatest、floor、CASE。",
        ),
        ("nonsense(1) > 1", "没有「nonsense」这个函数，或参数个数不对。"),
    ],
)
def test_unknown_function_is_refused(text: str, why: str) -> None:
    assert refusal(text) == why


@pytest.mark.parametrize(
    "text",
    ["CASE WHEN blacklisted THEN 1 END", "CASE employees WHEN 1 THEN 1 ELSE 2 END"],
)
def test_case_without_else_or_with_a_subject_is_refused(text: str) -> None:
    assert refusal(text, number=True) == "CASE 必须写成 CASE WHEN 条件 THEN 值 … ELSE 值 END。"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("revenue", "「revenue」不是是/否事实，请写成比较，例如 revenue >= 1。"),
        ("district > '龙岗'", "「district」是代码，只能用 =、<> 或 IN 比较。"),
        ("employees IN ('1')", "IN 只用于代码类事实或分级。数值请用 BETWEEN 或比较。"),
        ("blacklisted = true", "「blacklisted」（被列入失信名单）不是数值，不能参加计算。"),
        ("titles > 1", "「titles」（称号与资质）不是数值，不能参加计算。"),
        ("holds(revenue)", "这里应是带引号的文字，得到「revenue」。"),
        ("within(district, 'C')", "within() 的第一个参数必须是行业类事实。"),
        ("every(district IN ('龙岗'))", "every() 和 any() 里应是「清单类事实 IN (…)」。"),
        (
            "granted_since('srdi', registered_on)",
            "granted_since 的最后一个参数必须是确定的日期。",
        ),
        (
            "registered_on + INTERVAL '1' YEAR <= as_of",
            "月份推算只能写在常数一侧，例如 as_of - INTERVAL '12' MONTH。",
        ),
        (
            "registered_on <= DATE '2021-02-30'",
            "「2021-02-30」不是日期（应为 2020-02-28 的形式）。",
        ),
    ],
)
def test_condition_that_mixes_kinds_is_refused(text: str, why: str) -> None:
    assert refusal(text) == why


@pytest.mark.parametrize("interval", ["'1' WEEK", "'x' MONTH", "'1.5' YEAR"])
def test_interval_that_is_not_a_whole_number_of_days_months_or_years_is_refused(
    interval: str,
) -> None:
    told = interval.replace("'", "")
    assert refusal(f"registered_on < as_of - INTERVAL {interval}") == (
        f"间隔「{told}」不可用，应是整数和 DAY、MONTH 或 YEAR。"
    )


@pytest.mark.parametrize(
    "text",
    ["1 + 1", "revenue LIKE 'x'", "revenue IS NULL", "EXISTS(SELECT 1)", "''"],
)
def test_what_is_not_a_condition_is_refused(text: str) -> None:
    assert refusal(text).endswith("」不是条件。条件由比较、IN、AND、OR、NOT 和 holds() 等组成。")


def test_second_statement_and_subquery_are_refused() -> None:
    assert refusal("revenue > 1; DROP TABLE x") == (
        "「revenue > 1; DROP TABLE x」不是条件。条件由比较、IN、AND、OR、NOT 和 holds() 等组成。"
    )
    assert refusal("revenue > (SELECT 1)").startswith("「")


@pytest.mark.parametrize(
    ("text", "near"),
    [("revenue >", ">"), ("(revenue > 1", "1"), ("blacklisted AND", "AND")],
)
def test_unreadable_text_is_refused_with_the_place(text: str, near: str) -> None:
    assert refusal(text) == (
        f"规则「{text}」读不懂，问题在「{near}」附近。请检查括号、引号和 AND/OR 是否成对。"
    )
