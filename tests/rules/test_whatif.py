"""最近的改变: the smallest sufficient change, only what may be suggested, and verified."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi.library import load
from huiqi.rules.answer import Answer
from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts
from huiqi.rules.oracle import Oracle
from huiqi.rules.whatif import nearest_change
from tests.rules import small

ON = date(2021, 10, 20)


def changes(folder: Path, rule: str, **facts: object) -> list[tuple[object, object]]:
    small.write(folder, when=(rule,))
    found = small.explain(folder, facts).nearest_change
    return [(one["fact"], one.get("to", one.get("on"))) for one in found]


def test_lacking_revenue_is_told_as_a_gap_and_never_as_advice() -> None:
    maker = {"industry": "39", "main_revenue": "1900万"}
    found = load().explain("national.above_scale", maker, ON)
    assert isinstance(found, Answer)
    assert found.nearest_change == (
        {
            "fact": "main_revenue",
            "label": "主营业务收入",
            "from": 19_000_000,
            "to": 20_000_000,
            "gap": 1_000_000,
            "text": "主营业务收入还差 100 万元（现为 1,900 万元）",
        },
    )


@pytest.mark.parametrize(
    ("rule", "facts", "expected"),
    [
        ("employees >= 20", {"employees": 19}, [("employees", 20)]),
        ("employees > 20", {"employees": 1}, [("employees", 21)]),
        ("revenue > 20", {"revenue": 1}, [("revenue", Decimal("20.01"))]),
        ("rd_spend >= 0.05 * total_costs", {"rd_spend": 1, "total_costs": 100}, [("rd_spend", 5)]),
        ("NOT employees < 20", {"employees": 5}, [("employees", 20)]),
        (
            "employees >= 20 AND class1_ip >= 2",
            {"employees": 5, "class1_ip": 0},
            [("employees", 20), ("class1_ip", 2)],
        ),
        ("employees >= 20 AND employees >= 30", {"employees": 5}, [("employees", 30)]),
        # one field before two, then the smaller relative change
        (
            "(employees >= 20 AND class1_ip >= 2) OR revenue >= 100",
            {"employees": 5, "class1_ip": 0, "revenue": 1},
            [("revenue", 100)],
        ),
        (
            "employees >= 200 OR revenue >= 110",
            {"employees": 100, "revenue": 100},
            [("revenue", 110)],
        ),
    ],
)
def test_smallest_sufficient_change_is_named(
    tmp_path: Path, rule: str, facts: dict[str, object], expected: list[tuple[object, object]]
) -> None:
    assert changes(tmp_path, rule, **facts) == expected


def test_waiting_is_told_in_days(tmp_path: Path) -> None:
    small.write(tmp_path, when=("registered_on <= as_of - INTERVAL '1' YEAR",))
    found = small.explain(tmp_path, {"registered_on": "2020-10-30"}).nearest_change
    assert found == (
        {
            "fact": "registered_on",
            "label": "注册日期",
            "wait_days": 10,
            "on": "2021-10-30",
            "text": "注册日期：还差 10 天（2021-10-30 起，其他条件不变时）",
        },
    )


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        ("holds('srdi')", {"titles": []}),
        ("NOT blacklisted", {"blacklisted": True}),
        ("district = '龙岗'", {"district": "南山"}),
        ("equipment_share >= 0.7", {"equipment_share": "60%"}),
        ("employees <= 20", {"employees": 21}),  # nobody is told to shrink
        ("employees >= 20 AND holds('srdi')", {"employees": 19, "titles": []}),
        ("employees > 10000000 - 1 AND employees < 5", {"employees": 7}),
    ],
)
def test_what_nobody_may_suggest_is_never_named(
    tmp_path: Path, rule: str, facts: dict[str, object]
) -> None:
    assert changes(tmp_path, rule, **facts) == []


@pytest.mark.parametrize("facts", [{"employees": 20}, {}])
def test_nothing_is_named_where_the_answer_is_not_no(
    tmp_path: Path, facts: dict[str, object]
) -> None:
    assert changes(tmp_path, "employees >= 20", **facts) == []


@given(
    st.fixed_dictionaries(
        {
            "employees": st.integers(0, 600),
            "rd_staff": st.integers(0, 200),
            "revenue": st.integers(1, 3 * 10**8),
            "rd_spend": st.integers(0, 10**7),
            "total_costs": st.integers(1, 10**8),
            "class1_ip": st.just(0),
            "class2_ip": st.integers(0, 5),
            "assets": st.integers(0, 3 * 10**8),
        }
    )
)
def test_change_named_is_enough_and_one_step_less_is_not(numbers: dict[str, int]) -> None:
    facts = Facts.read(numbers | {"titles": [], "blacklisted": False}, ON)
    rules = load().rules("national.tech_sme", facts)
    assert rules is not None
    found = nearest_change(rules, facts)
    if not found:
        return
    inner = dict(Facts.read({str(one["fact"]): one["to"] for one in found}, ON).known)
    assert Oracle(facts.replace(**inner)).truth(rules.verdict) == (True, True)
    assert {FACTS[key].change for key in inner} == {"grow"}
    if len(inner) == 1:
        less = {key: int(str(value)) - 1 for key, value in inner.items()}
        assert Oracle(facts.replace(**less)).truth(rules.verdict) == (False, False)
