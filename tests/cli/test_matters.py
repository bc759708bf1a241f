"""办事命令: the list, one life event with its days, and what cannot be asked."""

from huiqi.matters.reading import matters
from tests.cli.conftest import Huiqi


def test_the_list_names_every_life_event(huiqi: Huiqi) -> None:
    told = huiqi("matters", "list", "--json").json
    assert [one["id"] for one in told] == list(matters())
    lines = huiqi("matters", "list").lines
    assert lines[-1] == f"共 {len(matters())} 件事；huiqi matters show 编号 查看步骤。"


def test_a_life_event_is_told_with_its_days(huiqi: Huiqi) -> None:
    told = huiqi("matters", "show", "start-business", "--start", "2021-10-20", "--json").json
    assert told["plan"] == {
        "start": "2021-10-20",
        "until": "2021-11-09",
        "working_days": 14,
        "exact": False,
        "provisional": False,
        "unverified": True,
    }
    (register,) = [one for one in told["steps"] if one["id"] == "register"]
    assert (register["start"], register["until"], register["legal"]["length"]) == (
        "2021-10-20",
        "2021-10-25",
        3,
    )
    assert (
        register["basis"]
        == "《中华人民共和国市场主体登记管理条例》（国务院令第746号）第十九条（待核）"
    )


def test_people_read_the_same(huiqi: Huiqi) -> None:
    lines = huiqi("matters", "show", "start-business", "--start", "2021-10-20").lines
    assert "最早 2021-10-20 递交，最早 2021-10-25 办完，3 工作日（待核）（主线）" in lines
    assert "· 营业执照（市场监管登记已有，免交）" in lines


def test_everything_wrong_with_the_question_is_told(huiqi: Huiqi) -> None:
    told = huiqi("matters", "show", "start-busines", "--start", "2021-02-30", "--json")
    assert len(told.whats) == 2
    assert told.refused[-1]["fix"] == "是否为「start-business」？"
    assert (
        "工作日历始于"
        in huiqi("matters", "show", "go-public", "--start", "1999-01-04", "--json").whats[0]
    )
