"""解释命令: one programme in full."""

from tests.cli.conftest import FIRM, FIRMS, Firm, Huiqi

ON = ("--on", "2021-10-20")
LONGGANG = "shenzhen_longgang.park_rent"


def test_the_same_keys_as_in_match_with_the_tree_and_the_steps(huiqi: Huiqi) -> None:
    told = huiqi("explain", LONGGANG, FIRM, *ON, "--json").json
    match = huiqi("match", FIRM, *ON, "--json").json
    same = next(one for one in match["results"] if one["programme"] == LONGGANG)
    assert {key: told[key] for key in same} == same
    assert set(told) - set(same) == {"tree", "amount_steps", "figures"}


def test_several_firms_are_a_list(huiqi: Huiqi) -> None:
    told = huiqi("explain", LONGGANG, FIRMS, *ON, "--json").json
    assert [one["verdict"] for one in told] == ["yes", "no", "no"]


def test_a_page_shows_every_condition_with_its_clause_and_its_parts(huiqi: Huiqi) -> None:
    lines = huiqi("explain", LONGGANG, FIRM, *ON).lines
    start = lines.index("✓ 2. 入驻龙岗区区级科技企业加速器或科技创新产业园")
    assert lines[start + 1 : start + 9] == [
        "依据：市政协第20210370号提案答复 一",
        "✓ 以下须全部满足",
        "✓ 所在区是龙岗区",
        "✓ 园区级别是区级",
        "✓ 园区类型属于加速器或科技园",
        "✓ 3. 上一年度有场地租金支出",
        "依据：市政协第20210370号提案答复 一",
        "✓ 上一年度场地租金支出大于零（现为 46.2 万元）",
    ]


def test_a_page_shows_the_steps_of_the_amount_and_what_people_check(huiqi: Huiqi) -> None:
    lines = huiqi("explain", LONGGANG, FIRM, *ON).lines
    assert lines[2].split() == ["结论：符合", "最高", "200,000", "元"]
    assert "2. 可得（取整后，最高不超过）：200,000 元" in lines
    assert "□ 园区已由龙岗区认定，凭园区认定文件（市政协第20210370号提案答复 一）" in lines


def test_a_page_shows_the_numbers_of_the_policy_each_with_its_clause(huiqi: Huiqi) -> None:
    lines = huiqi("explain", LONGGANG, FIRM, *ON).lines
    start = lines.index("所用数字")
    assert lines[start + 1 : start + 4] == [
        "连续享受的最多年数：3 年，2018-01-01 起（市政协第20210370号提案答复 一）",
        "租金扶持比例；旧版比例相同：50%，2018-01-01 起（市政协第20210370号提案答复 一）",
        "每年上限：200,000 元，2021-01-01 起（市政协第20210370号提案答复 一）",
    ]


def test_a_no_shows_no_amount_but_the_way_to_a_person(huiqi: Huiqi) -> None:
    lines = huiqi("explain", "shenzhen_guangming.park_rent", FIRM, *ON).lines
    assert lines[2] == "结论：不符合"
    assert lines[-1] == "如有异议可向主管部门申请人工复核；系统不自行拒绝任何申请。"
    assert "金额（上限，不是承诺）" not in lines


def test_outside_every_edition_it_is_neither_yes_nor_no(huiqi: Huiqi) -> None:
    day = ("--on", "2021-02-28")
    told = huiqi("explain", "shenzhen.srdi_award", FIRM, *day, "--json").json
    assert (told["verdict"], told["on"]) == ("not_in_force", "2021-02-28")
    assert huiqi("explain", "shenzhen.srdi_award", FIRM, *day).lines[1:] == [
        "shenzhen.srdi_award，出资：深圳市",
        "结论：当日不在有效期，既非符合，也非不符合。有效期：2021-03-01 起",
    ]


def test_a_result_in_yuan_is_written_without_decimals_that_it_does_not_have(huiqi: Huiqi) -> None:
    lines = huiqi("explain", "shenzhen.voucher_allowance", FIRM, *ON).lines
    assert "一年最多可申领的额度：100,000 元" in lines


def test_a_year_of_days_is_divided_by_and_not_told_as_a_percentage(
    huiqi: Huiqi, firm: Firm
) -> None:
    loan = {"loan_drawn_on": "2022-07-01", "loan_amount": 3650000, "loan_days": 100}
    path = firm(loan)
    page = huiqi("explain", "shenzhen.first_loan_interest", path, "--on", "2022-12-01").out
    assert "贷款金额3,650,000元×贷款使用天数100天×2%÷365=20,000元" in "".join(page.split())


def test_the_day_of_the_loan_is_told_where_it_is_out_of_force(huiqi: Huiqi, firm: Firm) -> None:
    path = firm({"loan_drawn_on": "2022-05-31"})
    lines = huiqi("explain", "shenzhen.first_loan_interest", path, "--on", "2022-12-01").lines
    assert lines[2].startswith("结论：贷款发放日 2022-05-31 不在有效期，既非符合，也非不符合。")


def test_a_bid_is_explained_though_match_lists_firms_only(huiqi: Huiqi, firm: Firm) -> None:
    path = firm({"lot_kind": "goods", "bid_price": 1000000})
    told = huiqi("explain", "national.price_deduction", path, *ON, "--json").json
    assert told["programme"] == "national.price_deduction"


def test_a_yes_or_no_fact_is_told_with_its_answer(huiqi: Huiqi) -> None:
    assert "✓ 未被列入失信名单" in huiqi("explain", LONGGANG, FIRM, *ON).lines
