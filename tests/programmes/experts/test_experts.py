"""专家评审: drawn so that anybody can redo it, nobody close to the firm, every mark with why."""

from datetime import timedelta
from fractions import Fraction
from hashlib import sha256
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from huiqi.kernel.refusals import Denied, Refused, WrongState
from huiqi.parties.enums import Role, Tie
from huiqi.parties.models import Organization
from huiqi.programmes.models import Application, PanelDraw, PanelSeat, StageRun
from huiqi.programmes.queries.draws import records_of
from huiqi.programmes.queries.experts import file_of, names_of, without
from huiqi.programmes.stages import expert_review, marking
from huiqi.programmes.stages.draw_record import problems_of
from huiqi.programmes.stages.drawing import candidates_for
from tests.cast import Player, a_member, a_relation_of, an_organization
from tests.programmes.experts.panel import PANEL, drawn, handed_in, sheet
from tests.programmes.pages import browser
from tests.programmes.walking import Walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_factor")]


def test_the_register_is_frozen_before_the_secret_and_anybody_draws_the_same_again(
    walk: Walk, run: StageRun, pool: dict[int, Player]
) -> None:
    said: dict[str, Any] = {"run": run, "actor": walk.officer.actor, "now": walk.at}
    with pytest.raises(Refused, match="请先冻结候选名册，再抽取"):
        expert_review.draw_panel(**said)
    expert_review.freeze_pool(**said)
    (before,) = records_of(run)
    assert [one["expert"] for one in before["pool"]] == sorted(pool)
    assert (before["secret"], before["seed"], before["problems"]) == (None, None, [])
    with pytest.raises(Refused, match="请按它抽取，不能另换一份"):
        expert_review.freeze_pool(reason="再抽一次", **said)
    late = a_member("late", "后来的", an_organization("后来的研究院"), Role.EXPERT)
    seats = expert_review.draw_panel(**said)
    (after,) = records_of(run)
    same = ("pool", "pool_sha256", "secret_sha256", "case", "draw")
    assert [after[key] for key in same] == [before[key] for key in same]
    # Drawn again with nothing but what is on record.
    assert sha256(after["secret"].encode()).hexdigest() == before["secret_sha256"]
    seed = ":".join((after["secret"], before["pool_sha256"], run.application.number, "1"))
    found = sha256(seed.encode()).hexdigest()
    order = sorted(pool, key=lambda pk: sha256(f"{found}:{pk}".encode()).hexdigest())
    assert [one.expert_id for one in seats] == order[:PANEL]
    assert late.person.pk not in order
    assert after["problems"] == []
    with pytest.raises(Refused, match="专家已经抽齐"):
        expert_review.draw_panel(**said)


def test_what_the_firm_hands_in_does_not_move_the_draw_and_another_record_is_seen(
    walk: Walk, run: StageRun, pool: dict[int, Player]
) -> None:
    drawn(walk, run)
    (told,) = records_of(run)
    assert run.application.snapshots.get().digest not in str(told)
    for key, changed, problem in (
        ("pool", told["pool"][1:], "名册和冻结时的指纹不符"),
        ("secret", "0" * 64, "密数和冻结时的指纹不符"),
        ("case", "另一份", "种子和算出来的不符"),
        ("seats", told["seats"][1:], "应当抽到的是 "),
        ("drawn_at", None, "还没有抽取，却已经有席位"),
    ):
        assert any(one.startswith(problem) for one in problems_of({**told, key: changed})), key


def test_the_database_lets_nobody_change_what_was_committed_to_or_draw_twice(
    walk: Walk, run: StageRun, pool: dict[int, Player]
) -> None:
    expert_review.freeze_pool(run=run, actor=walk.officer.actor, now=walk.at)
    rows = PanelDraw.objects.filter(run=run)
    changes: tuple[dict[str, Any], ...] = (
        *({"secret": "1" * 64}, {"pool": []}, {"commitment": "1" * 64}),
    )
    for changed in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**changed)
    expert_review.draw_panel(run=run, actor=walk.officer.actor, now=walk.at)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(drawn_at=walk.at + timedelta(days=1))
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()


def test_an_officer_freezes_draws_and_downloads_the_record_and_a_stranger_does_not(
    walk: Walk, run: StageRun, pool: dict[int, Player], lan: Player
) -> None:
    officer, number = browser(walk.officer), run.application.number
    step = f"/desk/applications/cases/{number}/panel/"
    early = officer.post(f"{step}draw/")
    assert (early.status_code, "请先冻结候选名册" in early.content.decode()) == (409, True)
    assert "冻结候选名册" in officer.get(f"/desk/applications/cases/{number}/").content.decode()
    assert [officer.post(f"{step}{one}/").status_code for one in ("freeze", "draw")] == [302, 302]
    page = officer.get(f"/desk/applications/cases/{number}/").content.decode()
    assert "重抽一遍，结果相同" in page
    (record,) = officer.get(f"{step}draws.json").json()["draws"]
    assert (record["problems"], len(record["seats"])) == ([], PANEL)
    assert [browser(lan).get(f"{step}draws.json").status_code] == [403]


@pytest.mark.verify
def test_whoever_is_close_to_the_firm_is_left_out_with_the_reason_and_the_next_is_drawn(
    walk: Walk, run: StageRun, pool: dict[int, Player], chenglan: Organization
) -> None:
    holder = next(iter(pool.values()))
    a_relation_of(chenglan, Tie.SHAREHOLDER, holder.person.name)
    inside = a_member("inside", "内部专家", chenglan, Role.EXPERT)
    seats = drawn(walk, run)
    (record,) = records_of(run)
    told = {one["expert"]: one["because"] for one in record["pool"] if one["because"]}
    assert told == {
        holder.person.pk: "与申报单位的关系：股东",
        inside.person.pk: "任职单位「深圳市澄澜智能装备有限公司」就是申报单位，或与它有关联",
    }
    assert len({one.expert_id for one in seats} - set(told)) == PANEL
    seat = seats[0]
    with pytest.raises(Refused, match="回避要写明原因"):
        expert_review.recuse(seat=seat, because=" ", actor=pool[seat.expert_id].actor, now=walk.at)
    expert_review.recuse(
        seat=seat, because="曾在那里任职", actor=pool[seat.expert_id].actor, now=walk.at
    )
    (other,) = drawn(walk, run)  # the only one left of the register, by the same draw
    assert other.draw_id == seat.draw_id
    assert other.expert_id not in {one.expert_id for one in seats}
    assert records_of(run)[0]["problems"] == []


@pytest.mark.verify
def test_a_register_that_is_used_up_is_frozen_again_with_the_reason(
    walk: Walk, run: StageRun, pool: dict[int, Player], chenglan: Organization
) -> None:
    seats = drawn(walk, run)
    for seat in seats[:3]:
        actor = pool[seat.expert_id].actor
        expert_review.recuse(seat=seat, because="有利害关系", actor=actor, now=walk.at)
    said: dict[str, Any] = {"run": run, "actor": walk.officer.actor, "now": walk.at}
    with pytest.raises(Refused, match="还差 1 位：请补充专家库，写明理由再冻结一次"):
        expert_review.draw_panel(**said)
    with pytest.raises(Refused, match="再次冻结名册要写明理由"):
        expert_review.freeze_pool(**said)
    with pytest.raises(Refused, match="专家库里能评的专家还差 1 位"):
        expert_review.freeze_pool(reason="三位回避", **said)
    a_member("more", "补充专家", an_organization("补充研究院"), Role.EXPERT)
    expert_review.freeze_pool(reason="三位回避，已补充专家库", **said)
    assert len(expert_review.draw_panel(**said)) == 3
    first, second = records_of(run)
    assert (first["reason"], second["reason"]) == ("", "三位回避，已补充专家库")
    assert (first["problems"], second["problems"]) == ([], [])


@pytest.mark.verify
def test_too_few_experts_are_told_by_how_many_and_nobody_is_drawn(
    walk: Walk, run: StageRun
) -> None:
    lab = an_organization("湾区研究院")
    a_member("only", "唯一", lab, Role.EXPERT)
    with pytest.raises(Refused, match="还差 4 位，请先补充专家库"):
        drawn(walk, run)
    assert (run.draws.count(), run.seats.count()) == (0, 0)


@pytest.mark.verify
def test_whoever_judged_the_firm_within_a_year_does_not_judge_it_again(
    walk: Walk, run: StageRun, pool: dict[int, Player]
) -> None:
    handed_in(walk, run, pool, *[1.0] * PANEL)
    other = run.application
    a_case_more = StageRun(pk=0, application=Application(pk=0, subject=other.subject))
    judged = set(PanelSeat.objects.filter(run=run).values_list("expert_id", flat=True))
    found = candidates_for(a_case_more, walk.at)
    assert {one.person.pk for one in found if one.because} == judged
    later = candidates_for(a_case_more, walk.at + timedelta(days=366))
    assert [one.because for one in later if one.because] == []


def test_no_page_of_an_expert_tells_the_firm(
    walk: Walk, run: StageRun, pool: dict[int, Player], chenglan: Organization, lan: Player
) -> None:
    a_relation_of(chenglan, Tie.LEGAL_REPRESENTATIVE, "陈岚")
    (seat, *_others) = drawn(walk, run)
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
    seats = drawn(walk, run)
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
    (seat, *_others) = drawn(walk, run)
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
    result = marking.result_of(run)
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
