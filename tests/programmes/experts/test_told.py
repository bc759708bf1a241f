"""评审查明的: marks with their reasons on the case once the panel is over, and on the list."""

from typing import Any

import pytest

from huiqi.programmes.actions import lists
from huiqi.programmes.models import StageRun
from huiqi.programmes.queries.list_risks import risks_of
from huiqi.programmes.queries.lists import with_applications
from huiqi.programmes.stages import expert_review, marking, running
from tests.cast import Player
from tests.programmes.desk import case_url
from tests.programmes.experts.panel import handed_in
from tests.programmes.pages import browser, read
from tests.programmes.walking import Walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_factor")]
SPREAD = (1.0, 0.9, 0.8, 0.7, 0.1)


def over(walk: Walk, run: StageRun, kept_because: str = "") -> None:
    """The chief ends it: sheets that lie too far apart take a chief, and a reason."""
    expert_review.finish_review(
        run=run, actor=walk.chief.actor, now=walk.at, kept_because=kept_because
    )


def test_marks_are_told_with_their_reasons_and_without_the_names_of_a_blind_panel(
    walk: Walk, run: StageRun, pool: dict[int, Player], shen: Player, fan: Player
) -> None:
    handed_in(walk, run, pool, *SPREAD)
    over(walk, run, "最低的一份没有看附件")
    criteria = marking.settings_of(run).criteria
    result = marking.result_of(run)
    assert result is not None
    for reader in (walk.officer, shen):
        page = read(browser(reader), case_url(run.application)).split("专家评审查明的")[1]
        wanted: list[Any] = [
            *(one.text for one in criteria),
            *("第 1 位", "第 5 位", "与材料相符", "每一项为什么这样打分"),
            *(f"均分 {float(result.mark):.2f}", f"最高最低相差 {result.spread}", "分差过大"),
        ]
        for words in wanted:
            assert words in page, (reader.person.name, words)
        assert [one.person.name for one in pool.values() if one.person.name in page] == []
    assert "专家评审查明的" not in read(browser(fan), case_url(run.application))


def test_a_list_tells_of_sheets_that_differ_with_why_they_were_kept(
    walk: Walk, run: StageRun, pool: dict[int, Player]
) -> None:
    handed_in(walk, run, pool, *SPREAD)
    over(walk, run, "最低的一份没有看附件")
    application = run.application
    application.refresh_from_db()
    while (found := running.current(application)) is not None and found.kind != "publicity":
        getattr(walk, f"_{found.kind}")(found)
        application.refresh_from_db()
    made = lists.draw_up_list(call=walk.call, title="名单", actor=walk.officer.actor, now=walk.at)
    (line,) = with_applications(made.lines.all())
    result, settings = marking.result_of(run), marking.settings_of(run)
    assert result is not None
    told = (
        f"专家评分相差 {result.spread} 分，超过 {settings.spread_alarm} 分；"
        "维持的理由：最低的一份没有看附件"
    )
    assert told in risks_of([line])[line.pk]


def test_a_list_tells_nothing_of_sheets_that_agree(
    walk: Walk, run: StageRun, pool: dict[int, Player]
) -> None:
    handed_in(walk, run, pool, *[0.9] * len(SPREAD))
    over(walk, run)
    application = run.application
    application.refresh_from_db()
    while (found := running.current(application)) is not None and found.kind != "publicity":
        getattr(walk, f"_{found.kind}")(found)
        application.refresh_from_db()
    made = lists.draw_up_list(call=walk.call, title="名单", actor=walk.officer.actor, now=walk.at)
    (line,) = with_applications(made.lines.all())
    assert [one for one in risks_of([line])[line.pk] if one.startswith("专家评分")] == []
