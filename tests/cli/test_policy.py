"""政策命令: the page of a programme on a terminal, and every wrong word at once."""

import pytest

from tests.cli.conftest import FIRM, Huiqi

RENT = "shenzhen_longgang.park_rent"
ON = ("--on", "2021-10-20")


def test_a_firm_of_a_file_sees_conditions_caps_versions_and_what_is_alike(huiqi: Huiqi) -> None:
    told = huiqi("policy", RENT, "--firm", FIRM, *ON).out
    for line in (
        "结论：符合",
        "封顶 200,000 元，碰到了，每年上限（市政协第20210370号提案答复 一）",
        "新增「每年上限」：20 万元",
        "不能同时享受，只能选一个：光明区区级科技创新产业园科技企业租金补贴",
        "都按上一年度场地租金支出算钱",
    ):
        assert line in told


def test_without_a_firm_the_conditions_are_unknown(huiqi: Huiqi) -> None:
    told = huiqi("policy", RENT, *ON, "--json").json
    assert told["answer"]["verdict"] == "unknown"
    assert told["calculation"]["missing"] == ["rent_paid_last_year"]


@pytest.mark.parametrize("programme", ["national.sme_size", "shenzhen.listing_support"])
def test_a_programme_without_a_sum_or_with_titles_has_a_page_too(
    huiqi: Huiqi, programme: str
) -> None:
    assert huiqi("policy", programme, *ON).code == 0


def test_every_wrong_word_is_told_at_once(huiqi: Huiqi) -> None:
    words = ("shenzhen_longgang.park_rant", "--firm", "123.json", "--on", "昨天", "--json")
    found = huiqi("policy", *words)
    assert len(found.whats) == 3
