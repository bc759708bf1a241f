"""政策页的接口: what a stranger sees, and every problem of an address at once."""

import pytest

from tests.api.conftest import Ask

RENT = "/policies/shenzhen_longgang.park_rent"


def test_a_policy_tells_status_conditions_sum_versions_and_what_is_alike(
    ask: Ask, city_clock: object
) -> None:
    told = ask(f"{RENT}?on=2021-10-20").json
    assert (told["phase"], told["on"], told["last_day"]) == ("now", "2021-10-20", None)
    assert told["answer"]["verdict"] == "unknown"
    assert told["calculation"]["amount_range"] == [0, 200_000]
    assert told["calculation"]["lines"][0]["limits"][0]["bites"] is None
    assert [one["from"] for one in told["versions"]] == ["2021-01-01", "2018-01-01"]
    assert told["similar"][0]["programme"] == "shenzhen_baoan.park_rent"
    assert told["together"][0]["programmes"] == ["shenzhen_guangming.park_rent"]


def test_a_day_out_of_force_is_neither_yes_nor_no(ask: Ask, city_clock: object) -> None:
    told = ask(f"{RENT}?on=2017-12-31").json
    assert (told["phase"], told["in_force"], told["calculation"]) == ("ahead", False, None)
    assert told["answer"]["verdict"] == "not_in_force"


@pytest.mark.parametrize(
    ("query", "keys"),
    [("on=昨天&firm=123&x=1", 3), ("firm=" + "9" * 5000, 1), ("on=2021-02-30", 1)],
)
def test_every_problem_is_told_at_once(ask: Ask, city_clock: object, query: str, keys: int) -> None:
    answer = ask(f"{RENT}?{query}")
    assert answer.status == 422
    assert len(answer.json["problems"]) == keys


def test_a_programme_that_is_none_is_not_found_with_the_nearest(
    ask: Ask, city_clock: object
) -> None:
    answer = ask("/policies/shenzhen_longgang.park_rant")
    assert answer.status == 404
    assert "是否为「shenzhen_longgang.park_rent」" in answer.json["problems"][0]["fix"]
