"""公示的命令: lists, shows one as everybody may read it, sets the period; a no is told in full."""

from contextlib import nullcontext

import pytest

from huiqi.publicity.actions import Said, file_objection, withdraw_notice
from huiqi.publicity.models import NoticePeriod
from tests.cast import NOW, TODAY
from tests.cli.conftest import Huiqi
from tests.publicity.conftest import Desk


@pytest.fixture(autouse=True)
def _in_the_database_of_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiqi.cli.city.database", nullcontext)


def test_notice_is_listed_and_shown_as_everybody_may_read_it(desk: Desk, huiqi: Huiqi) -> None:
    notice = desk.notice()
    file_objection(notice=notice, award=None, said=Said("有误", is_named=False), now=NOW)
    (listed,) = huiqi("notice", "list", "--phase", "running", "--json").json
    assert (listed["number"], listed["total"], listed["count"]) == (notice.number, 1_580_000, 3)
    assert listed["objections"] == {"named": 0, "anonymous": 1, "answered": 0, "upheld": 0}
    shown = huiqi("notice", "show", notice.number).lines
    assert shown[0] == f"{notice.number}　公示中　技改拟资助名单"
    assert shown[-1] == "3. 不公开（个体工商户，名称可能含经营者姓名）　80,000.00 元"
    (_, _, trader) = huiqi("notice", "show", notice.number, "--json").json["awards"]
    assert (trader["name"], trader["standing"]) == (None, "running")
    withdraw_notice(notice=notice, reason="重来", actor=desk.he.actor, now=NOW)
    told = huiqi("notice", "show", notice.number, "--json").json
    assert (told["withdrawn_for"], told["awards"]) == ("重来", [])
    assert huiqi("notice", "list", "--phase", "ended").lines == ["没有公示。"]


def test_period_is_set_and_every_mistake_is_told_at_once(desk: Desk, huiqi: Huiqi) -> None:
    told = huiqi("notice", "period", "0", "--since", "明天", "--basis", " ", "--json")
    assert told.whats == ["「0」不是 1 至 60 的整数。", "「明天」不是日期。", "没有写依据。"]
    words = ("--since", TODAY.isoformat(), "--basis", "试〔2021〕2号")
    made = huiqi("notice", "period", "10", *words).lines
    assert made == ["从 2021-10-20 开始的公示起，公示期至少 10 个工作日。"]
    assert NoticePeriod.objects.get().working_days == 10
    assert huiqi("notice", "list", "--phase", "lost", "--json").whats == ["没有进展「lost」。"]
    gone = huiqi("notice", "show", "GS-1", "--json")
    assert gone.whats == ["没有公示「GS-1」，或者还没有开始。"]
