"""评分和复评: sheets save themselves; other experts judge again; the mark becomes a fact."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from shutil import copytree
from typing import Any

import pytest

from huiqi.kernel.now import now
from huiqi.kernel.refusals import Refused
from huiqi.library import load
from huiqi.parties.enums import Role
from huiqi.programmes.definition import definitions, load_definition
from huiqi.programmes.enums import Sitting
from huiqi.programmes.models import StageRun
from huiqi.programmes.queries.amounts import banded
from huiqi.programmes.queries.draws import records_of
from huiqi.programmes.stages import expert_review, marking
from huiqi.rules.answer import Answer
from huiqi.rules.problems import Refused as FileRefused
from tests.cast import Player, a_member, an_organization
from tests.programmes.experts.panel import PANEL, drawn, handed_in_by
from tests.programmes.pages import browser
from tests.programmes.walking import Walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_factor")]


def test_a_sheet_saves_itself_as_it_is_and_an_older_window_overwrites_nothing(
    walk: Walk, run: StageRun, pool: dict[int, Player]
) -> None:
    (seat, other, *_rest) = drawn(walk, run)
    client, url = browser(pool[seat.expert_id]), f"/expert/{seat.pk}/"
    first = {"points-first": "二十", "why-first": "写到一半", "revision": "0"}
    saved = client.post(f"{url}save/", first)
    assert (saved.status_code, saved.json()["revision"]) == (200, 1)
    assert client.post(f"{url}save/", first).json()["revision"] == 1  # the same again
    page = client.get(url).content.decode()
    assert ("写到一半" in page, 'value="二十"' in page) == (True, True)
    stale = {**first, "why-first": "旧窗口写的"}
    refused = client.post(f"{url}save/", stale)
    assert (refused.status_code, "另一个窗口存过不同的评分" in refused.json()["problem"]) == (
        409,
        True,
    )
    whole = {f"{name}-{one.id}": "1" for one in _criteria(run) for name in ("points", "why")}
    late = client.post(url, {**whole, "revision": "0"})
    told = late.content.decode()
    assert (late.status_code, "存下的：" in told, "写到一半" in told) == (422, True, True)
    seat.refresh_from_db()
    assert (seat.state, seat.scores.count()) == ("drawn", 0)
    # Without a script: the button keeps it; what was seen is on the newest revision.
    assert client.post(url, {**stale, "revision": "1", "go": "stay"}).status_code == 302
    assert client.post(url, {**whole, "revision": "2"}).status_code == 302
    assert client.post(f"{url}save/", {**whole, "revision": "2"}).status_code == 409
    strange = browser(pool[other.expert_id]).post(f"{url}save/", first)
    assert strange.status_code == 404


def _criteria(run: StageRun) -> Any:
    return marking.settings_of(run).criteria


@pytest.fixture
def _second_panel(pool: dict[int, Player]) -> None:
    lab = an_organization("复评研究院")
    for n in range(PANEL):
        one = a_member(f"second{n}", f"复评专家{n}", lab, Role.EXPERT)
        pool[one.person.pk] = one


@pytest.mark.usefixtures("_second_panel")
def test_other_experts_judge_again_and_the_programme_says_which_mark_counts(
    walk: Walk, run: StageRun, pool: dict[int, Player], monkeypatch: pytest.MonkeyPatch
) -> None:
    said: dict[str, Any] = {"run": run, "actor": walk.officer.actor, "now": walk.at}
    seats = drawn(walk, run)
    with pytest.raises(Refused, match="初评还有专家没有交评分，不能复评"):
        expert_review.ask_second(reason="早了", **said)
    handed_in_by(seats, walk, run, pool, 1.0, 0.9, 0.8, 0.7, 0.1)
    officer, url = browser(walk.officer), f"/desk/applications/cases/{run.application.number}/"
    assert "请专家复评" in officer.get(url).content.decode()
    empty = officer.post(f"{url}panel/second/", {"reason": " "})
    assert (empty.status_code, "复评要写明理由" in empty.content.decode()) == (409, True)
    assert officer.post(f"{url}panel/second/", {"reason": "分差 90 分"}).status_code == 302
    assert marking.result_of(run) is None
    with pytest.raises(Refused, match="同一份申报只复评一次"):
        expert_review.ask_second(reason="再来", **said)
    with pytest.raises(Refused, match="还有专家没有交评分"):
        expert_review.finish_review(run=run, actor=walk.chief.actor, now=walk.at)
    second = expert_review.draw_panel(**{**said, "now": now()})
    assert not {one.expert_id for one in second} & {one.expert_id for one in seats}
    handed_in_by(second, walk, run, pool, *[0.9] * PANEL)
    marks = [marking.sitting_result(run, one) for one in Sitting]
    assert [one.mark for one in marks if one] == [80, 90]
    told = []
    settings = marking.settings_of(run)
    for counts in ("second", "mean", "lower"):
        monkeypatch.setattr(
            marking, "settings_of", lambda _run, c=counts: replace(settings, second_counts=c)
        )
        result = marking.result_of(run)
        assert result is not None
        told.append((result.mark, result.is_alarming))
    assert told == [(Fraction(90), False), (Fraction(85), False), (Fraction(80), False)]
    first_draw, second_draw = records_of(run)
    assert (first_draw["problems"], second_draw["problems"]) == ([], [])
    assert (second_draw["sitting"], second_draw["reason"]) == ("second", "分差 90 分")
    page = officer.get(url).content.decode()
    assert ("80.00 分" in page, "90.00 分" in page) == (True, True)


@pytest.mark.usefixtures("_second_panel")
def test_the_mark_becomes_the_fact_by_which_the_rules_tell_the_band(
    walk: Walk, run: StageRun, pool: dict[int, Player], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(marking.settings_of(run), score_fact="platform_score")
    monkeypatch.setattr(marking, "settings_of", lambda _run: settings)
    monkeypatch.setattr(expert_review, "settings_of", lambda _run: settings)
    seats = drawn(walk, run)
    assert marking.scores_of(run.application) == {}
    handed_in_by(seats, walk, run, pool, 1.0, 0.95, 0.9, 0.9, 0.88)
    assert marking.score_facts(run) == {"platform_score": "91.33"}  # never rounded up
    expert_review.finish_review(run=run, actor=walk.chief.actor, now=walk.at)
    fact = run.application.subject.facts.get(key="platform_score")
    assert (str(fact.value), fact.source) == ("91.33", "department")


def test_the_band_of_a_mark_is_told_in_the_words_of_the_rules() -> None:
    platform = definitions()["shenzhen.demonstration_platform"]
    told = []
    for mark in ("90.00", "89.99", "60.00", "59.99"):
        facts = {"platform_years": 3, "assets": 10**7, "service_income": 10**7}
        answer = load().answer(platform.id, {**facts, "platform_score": mark}, date(2023, 6, 1))
        assert isinstance(answer, Answer)
        told += banded(platform.policy, answer.to_dict(), {"platform_score"})
    name = "优质服务奖励的评分档次"
    assert told == [(name, one) for one in ("第一档", "第二档", "第三档", "没有档次")]


def test_a_score_that_is_no_fact_is_told_with_the_nearest_one(tmp_path: Any) -> None:
    here = definitions()["shenzhen.demonstration_platform"].policy.path
    folder = copytree(here, tmp_path / "shenzhen" / "demonstration_platform")
    file = folder / "programme.yaml"
    file.write_text(file.read_text("utf-8").replace("platform_score", "platform_scor"), "utf-8")
    with pytest.raises(FileRefused, match=r"没有名为 platform_scor 的分数事实"):
        load_definition(folder)
