"""专家评审: drawn so that anybody can redo it, nobody close to the firm, every mark with why."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from huiqi.kernel.refusals import Denied, Refused, WrongState
from huiqi.parties.enums import Role, Tie
from huiqi.parties.models import Organization
from huiqi.programmes.definition import Question, definitions
from huiqi.programmes.models import PanelSeat, StageRun
from huiqi.programmes.queries.experts import file_of, names_of, without
from huiqi.programmes.stages import expert_review, running
from huiqi.programmes.stages.drawing import candidates_for, order_of
from tests.cast import Player, a_member, a_relation_of, an_organization
from tests.programmes.pages import browser
from tests.programmes.walking import Walk

pytestmark = pytest.mark.django_db
PANEL = 5


class Named(Walk):
    """Of a firm that writes its own name where nobody asked for it."""

    def _answer(self, question: Question, told: dict[str, Any]) -> object:
        if question.kind in ("text", "long_text"):
            return f"{self.firm.name}（简称澄澜）的陈岚主持研制的装备"
        return super()._answer(question, told)


@pytest.fixture(autouse=True)
def _one_factor(settings: object) -> None:
    settings.MFA_REQUIRED_ROLES = ()  # type: ignore[attr-defined]  # the settings of the test


@pytest.fixture
def walk(chenglan: Organization, lan: Player, qin: Player, he: Player) -> Walk:
    """首台（套）, judged blind by five, the highest and the lowest sheet left out."""
    return Named(definitions()["shenzhen.first_set"], chenglan, lan, qin, he, (qin, qin, qin))


@pytest.fixture
def run(walk: Walk) -> StageRun:
    """It waits for experts."""
    application = walk.begin()
    while (found := running.current(application)) is not None and found.kind != "expert_review":
        getattr(walk, f"_{found.kind}")(found)
        application.refresh_from_db()
    assert found is not None
    return found


@pytest.fixture
def pool(city_clock: object) -> dict[int, Player]:
    """Seven experts, of a body that has nothing to do with the firm."""
    lab = an_organization("湾区研究院")
    several = [a_member(f"expert{n}", f"专家{n}", lab, Role.EXPERT) for n in range(7)]
    return {one.person.pk: one for one in several}


def sheet(run: StageRun, part: float = 1.0) -> dict[str, tuple[int | None, str]]:
    criteria = expert_review.settings_of(run).criteria
    return {one.id: (int(one.points * part), "与材料相符") for one in criteria}


def handed_in(walk: Walk, run: StageRun, pool: dict[int, Player], *parts: float) -> None:
    seats = expert_review.draw_panel(run=run, actor=walk.officer.actor, now=walk.at)
    for seat, part in zip(seats, parts, strict=True):
        expert_review.submit_sheet(
            seat=seat,
            given=sheet(run, part),
            comment="",
            actor=pool[seat.expert_id].actor,
            now=walk.at,
        )


def test_anybody_draws_the_same_experts_again_from_the_seed(
    walk: Walk, run: StageRun, pool: dict[int, Player]
) -> None:
    seats = expert_review.draw_panel(run=run, actor=walk.officer.actor, now=walk.at)
    assert [one.expert_id for one in seats] == order_of(seats[0].draw_seed, pool)[:PANEL]
    with pytest.raises(Refused, match="专家已经抽齐"):
        expert_review.draw_panel(run=run, actor=walk.officer.actor, now=walk.at)


@pytest.mark.verify
def test_whoever_is_close_to_the_firm_is_left_out_with_the_reason_and_the_next_is_drawn(
    walk: Walk, run: StageRun, pool: dict[int, Player], chenglan: Organization
) -> None:
    holder = next(iter(pool.values()))
    a_relation_of(chenglan, Tie.SHAREHOLDER, holder.person.name)
    a_member("inside", "内部专家", chenglan, Role.EXPERT)
    seats = expert_review.draw_panel(run=run, actor=walk.officer.actor, now=walk.at)
    drawn = {one.expert.name for one in seats}
    assert len(drawn) == PANEL
    assert not drawn & {holder.person.name, "内部专家"}
    told = {one.recused_because for one in run.seats.filter(state="recused")}
    assert told <= {
        "与申报单位的关系：股东",
        "任职单位「深圳市澄澜智能装备有限公司」就是申报单位，或与它有关联",
    }
    seat = seats[0]
    with pytest.raises(Refused, match="回避要写明原因"):
        expert_review.recuse(seat=seat, because=" ", actor=pool[seat.expert_id].actor, now=walk.at)
    expert_review.recuse(
        seat=seat, because="曾在那里任职", actor=pool[seat.expert_id].actor, now=walk.at
    )
    (other,) = expert_review.draw_panel(run=run, actor=walk.officer.actor, now=walk.at)
    assert other.draw_seed == seat.draw_seed
    assert other.expert_id not in {one.expert_id for one in seats}


@pytest.mark.verify
def test_too_few_experts_are_told_by_how_many_and_nobody_is_drawn(
    walk: Walk, run: StageRun
) -> None:
    lab = an_organization("湾区研究院")
    a_member("only", "唯一", lab, Role.EXPERT)
    with pytest.raises(Refused, match="还差 4 位，请先补充专家库"):
        expert_review.draw_panel(run=run, actor=walk.officer.actor, now=walk.at)
    assert run.seats.count() == 0


@pytest.mark.verify
def test_whoever_judged_the_firm_within_a_year_does_not_judge_it_again(
    walk: Walk, run: StageRun, pool: dict[int, Player]
) -> None:
    handed_in(walk, run, pool, *[1.0] * PANEL)
    other = run.application
    found = candidates_for(other, "seed", walk.at)
    assert [one.because for one in found] == [""] * len(pool)  # the same file, not another one
    other.pk = (other.pk or 0) + 1
    judged = {one.person.pk for one in candidates_for(other, "seed", walk.at) if one.because}
    assert judged == set(PanelSeat.objects.filter(run=run).values_list("expert_id", flat=True))
    later = walk.at + timedelta(days=366)
    assert [one.because for one in candidates_for(other, "seed", later) if one.because] == []


def test_no_page_of_an_expert_tells_the_firm(
    walk: Walk, run: StageRun, pool: dict[int, Player], chenglan: Organization, lan: Player
) -> None:
    a_relation_of(chenglan, Tie.LEGAL_REPRESENTATIVE, "陈岚")
    (seat, *_others) = expert_review.draw_panel(run=run, actor=walk.officer.actor, now=walk.at)
    client = browser(pool[seat.expert_id])
    pages = [client.get("/expert/"), client.get(f"/expert/{seat.pk}/"), client.get("/todo/")]
    pages.append(client.post(f"/expert/{seat.pk}/", {"comment": "没有打分"}))
    assert [one.status_code for one in pages[:2]] == [200, 200]
    whole = "".join(one.content.decode() for one in pages)
    secrets = (
        chenglan.name,
        "澄澜",
        chenglan.credit_code or "",
        "陈岚",
        "甲",
        run.application.number,
    )
    assert [one for one in secrets if one in whole] == []
    assert f"P{run.pk:06d}" in whole
    assert "■■（简称■■）的■■主持研制的装备" in whole


@pytest.mark.verify
def test_what_a_firm_wrote_of_itself_is_blotted_out(run: StageRun, chenglan: Organization) -> None:
    names = names_of(run.application)
    text = f"{chenglan.name}（澄澜，{(chenglan.credit_code or '').lower()}）的装备"
    assert without(text, names) == "■■（■■，■■）的装备"


@pytest.mark.verify
def test_another_experts_seat_is_not_found(
    walk: Walk, run: StageRun, pool: dict[int, Player]
) -> None:
    seats = expert_review.draw_panel(run=run, actor=walk.officer.actor, now=walk.at)
    other = browser(pool[seats[1].expert_id])
    found = [other.get(f"/expert/{seats[0].pk}/"), other.post(f"/expert/{seats[0].pk}/recuse/")]
    assert [one.status_code for one in found] == [404, 404]
    with pytest.raises(Denied, match="须由抽到的专家本人办理"):
        expert_review.submit_sheet(
            seat=seats[0],
            given=sheet(run),
            comment="",
            actor=pool[seats[1].expert_id].actor,
            now=walk.at,
        )


def test_every_mark_is_within_its_bounds_and_says_why_and_a_sheet_is_handed_in_once(
    walk: Walk, run: StageRun, pool: dict[int, Player]
) -> None:
    (seat, *_others) = expert_review.draw_panel(run=run, actor=walk.officer.actor, now=walk.at)
    said: dict[str, Any] = {"seat": seat, "comment": "", "now": walk.at}
    said["actor"] = pool[seat.expert_id].actor
    with pytest.raises(Refused) as refused:
        expert_review.submit_sheet(given={"first": (31, ""), "other": (1, "好")}, **said)
    assert list(refused.value.problems) == [
        "没有「other」这个评分项",
        "「首次进入市场」请打 0 至 30 分",
        "「首次进入市场」请写明打分的理由",
        "「核心技术自主可控」请打 0 至 40 分",
        "「核心技术自主可控」请写明打分的理由",
        "「推广应用前景」请打 0 至 30 分",
        "「推广应用前景」请写明打分的理由",
    ]
    expert_review.submit_sheet(given=sheet(run), **said)
    with pytest.raises(WrongState):
        expert_review.submit_sheet(given=sheet(run), **said)
    assert file_of(seat).title == f"P{run.pk:06d}"


@pytest.mark.verify
def test_the_highest_and_the_lowest_sheet_do_not_count_and_a_chief_says_why_they_differ(
    walk: Walk, run: StageRun, pool: dict[int, Player]
) -> None:
    handed_in(walk, run, pool, 1.0, 0.9, 0.8, 0.7, 0.1)
    result = expert_review.result_of(run)
    assert result is not None
    assert (result.mark, result.spread, result.is_alarming) == (Fraction(240, 3), 90, True)
    said: dict[str, Any] = {"run": run, "now": walk.at}
    with pytest.raises(Denied, match="须由主管部门的处室负责人办理"):
        expert_review.finish_review(actor=walk.officer.actor, kept_because="看过", **said)
    with pytest.raises(Refused, match="各份评分相差 90 分"):
        expert_review.finish_review(actor=walk.chief.actor, **said)
    expert_review.finish_review(actor=walk.chief.actor, kept_because="一份偏低，已核实", **said)
    run.refresh_from_db()
    assert run.state == "passed"


@pytest.mark.verify
def test_below_the_mark_nothing_passes_and_a_person_refuses(
    walk: Walk, run: StageRun, pool: dict[int, Player]
) -> None:
    handed_in(walk, run, pool, *[0.5] * PANEL)
    with pytest.raises(Refused, match="没有达到通过分"):
        expert_review.finish_review(run=run, actor=walk.chief.actor, now=walk.at)
    run.refresh_from_db()
    assert (run.state, run.application.state) == ("open", "active")
