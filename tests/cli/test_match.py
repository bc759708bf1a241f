"""匹配命令: who may have what, in JSON as promised and on a page for people."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from huiqi.library import load
from tests.cli.conftest import FIRM, FIRMS, Firm, Huiqi

ON = ("--on", "2021-10-20")
TENANT = {
    "name": "甲公司",
    "district": "龙岗",
    "park_level": "district",
    "park_kind": "tech_park",
    "rent_paid_last_year": 300000,
    "rent_subsidy_years": 0,
    "blacklisted": False,
    "titles": [
        {
            "kind": "high_tech_enterprise",
            "level": "national",
            "granted_on": "2019-12-01",
            "valid_until": "2022-12-01",
        }
    ],
}


def test_one_firm_is_an_object_and_several_are_a_list_in_their_order(huiqi: Huiqi) -> None:
    assert huiqi("match", FIRM, *ON, "--json").json["firm"] == {
        "name": "深圳市澄澜传感技术有限公司",
        "credit_code": "91440399MA5DCL6C71",
    }
    assert [one["firm"]["name"] for one in huiqi("match", FIRMS, *ON, "--json").json] == [
        "深圳市澄澜传感技术有限公司",
        "深圳市岭上云帆软件有限公司",
        "深圳市坪湖制造有限公司",
    ]


def test_every_programme_for_firms_is_answered_or_listed_as_not_in_force(huiqi: Huiqi) -> None:
    told = huiqi("match", FIRM, "--on", "2020-06-01", "--json").json
    results = [one["programme"] for one in told["results"]]
    absent = [one["programme"] for one in told["not_in_force"]]
    assert sorted(results + absent) == [
        one.id for one in load().policies.values() if one.subject == "enterprise"
    ]
    assert {"shenzhen.srdi_award", "shenzhen_guangming.park_rent"} <= set(absent)


def test_half_the_rent_is_the_ceiling_of_longgang(huiqi: Huiqi, firm: Firm) -> None:
    results = huiqi("match", firm(TENANT), *ON, "--json").json["results"]
    rent = next(one for one in results if one["programme"] == "shenzhen_longgang.park_rent")
    assert (rent["verdict"], rent["amount_max"], rent["is_ceiling"]) == ("yes", 150000, True)


def test_an_amount_is_written_as_digits_and_never_as_a_float(huiqi: Huiqi, firm: Firm) -> None:
    told = huiqi("match", firm({"industry": "C39", "main_revenue": 19999999.5}), *ON, "--json")
    (scale,) = (r for r in told.json["results"] if r["programme"] == "national.above_scale")
    (change,) = scale["nearest_change"]
    assert (change["from"], change["gap"]) == (Decimal("19999999.5"), Decimal("0.5"))


def test_a_page_groups_the_answers_and_lines_up_the_ceilings(huiqi: Huiqi) -> None:
    told = huiqi("match", FIRM, *ON, "--json").json
    count = Counter((one["verdict"], one["is_ceiling"]) for one in told["results"])
    near = sum(bool(one["nearest_change"]) for one in told["results"])
    without_money = count["yes", False]
    paying = [one for one in told["results"] if one["verdict"] == "yes" and one["is_ceiling"]]
    priced = sum(one["amount_max"] is not None for one in paying)
    lines = huiqi("match", FIRM, *ON).out.splitlines()
    heads = [line for line in lines if line and not line.startswith(" ")]
    assert heads[1:] == [
        f"可以申领：{priced} 项（金额都是上限，不是承诺）",
        f"已知条件都满足，金额还不能定：{len(paying) - priced} 项",
        f"符合条件：{without_money} 项（不涉及资金）",
        f"可能符合：{count['unknown', True] + count['unknown', False]} 项，还缺事实",
        f"差一点（其他事实不变时）：{near} 项",
        f"不符合：{count['no', True] + count['no', False] - near} 项",
        f"当日不在有效期：{len(told['not_in_force'])} 项（既非符合，也非不符合）",
    ]
    ceilings = [line for line in lines if line.endswith(" 元") and "最高" in line]
    assert len({_width(line) for line in ceilings}) == 1
    best = told["best_combination"]
    (line,) = (line for line in ceilings if "最优组合" in line)
    assert line.split() == [
        *("最优组合：同时申领", str(len(best["programmes"])), "项", "合计最高"),
        *(f"{best['amount_max']:,}", "元"),
    ]


def _width(line: str) -> int:
    return sum(1 if char.isascii() or char == "✓" else 2 for char in line)


def test_a_refusal_names_clause_value_and_need_and_the_way_to_a_person(huiqi: Huiqi) -> None:
    lines = huiqi("match", FIRM, *ON).lines
    start = lines.index("✗ 光明区区级科技创新产业园科技企业租金补贴")
    assert lines[start + 2 : start + 5] == [
        "没有入驻光明区区级科技创新产业园：所在区为龙岗区，要求是光明区",
        "依据：市政协第20210370号提案答复 一",
        "如有异议可向主管部门申请人工复核；系统不自行拒绝任何申请。",
    ]


def test_what_is_missing_is_named_with_the_key_to_write_it_under(huiqi: Huiqi, firm: Firm) -> None:
    path = firm(TENANT | {"rent_paid_last_year": None})
    lines = huiqi("match", path, *ON).lines
    start = next(n for n, line in enumerate(lines) if line.startswith("? 龙岗区"))
    assert lines[start].split()[2:] == ["最高可能", "200,000", "元"]
    assert lines[start + 2] == "还缺：上一年度场地租金支出（rent_paid_last_year）"


def test_a_firm_short_of_revenue_sees_how_far_it_is(huiqi: Huiqi, firm: Firm) -> None:
    path = firm({"industry": "C39", "revenue": 19000000, "main_revenue": 19000000})
    lines = huiqi("match", path, *ON).lines
    assert any(line.startswith("差一点（其他事实不变时）：") for line in lines)
    assert "最近的改变：主营业务收入还差 100 万元（现为 1,900 万元）" in lines


def test_nothing_on_a_page_in_a_pipe_is_coloured_or_ends_in_spaces(huiqi: Huiqi) -> None:
    for told in (huiqi("match", FIRM, *ON), huiqi("match", FIRMS, "--on", "2019-01-01")):
        assert "\x1b" not in told.out
        assert [line for line in told.out.splitlines() if line != line.rstrip()] == []


@pytest.mark.parametrize("name", ["firm.yaml", "firm.yml"])
def test_yaml_says_the_same_as_json(huiqi: Huiqi, firm: Firm, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("name: 甲公司\nindustry: C39\nemployees: 10\n", encoding="utf-8")
    same = firm({"name": "甲公司", "industry": "C39", "employees": 10})
    assert huiqi("match", str(path), *ON, "--json").out == huiqi("match", same, *ON, "--json").out


def test_what_the_best_combination_leaves_out_is_named_with_the_reason(
    huiqi: Huiqi, firm: Firm
) -> None:
    title = {
        "kind": "little_giant",
        "level": "national",
        "granted_on": "2021-07-19",
        "valid_until": "2024-07-18",
    }
    paid = {"programme": "shenzhen.srdi_award", "title": "little_giant", "amount": 500000}
    facts = {"titles": [title], "awards_paid": [paid | {"year": 2021}]}
    lines = huiqi("match", firm(TENANT | facts), *ON).lines
    assert next(line for line in lines if "专精特新企业奖励" in line).endswith("已领足或为零")
    assert "未选「深圳市专精特新企业奖励」：已领足或金额为零" in lines
