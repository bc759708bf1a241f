"""专家评审: drawn so that anybody can redo it, nobody close to the firm, every mark with why."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from hashlib import sha256
from shutil import copytree
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from huiqi.kernel.now import now
from huiqi.kernel.refusals import Denied, Refused, WrongState
from huiqi.library import load
from huiqi.parties.enums import Role, Tie
from huiqi.parties.models import Organization
from huiqi.programmes.definition import Question, definitions, load_definition
from huiqi.programmes.enums import Sitting
from huiqi.programmes.models import Application, PanelDraw, PanelSeat, StageRun
from huiqi.programmes.queries.amounts import banded
from huiqi.programmes.queries.draws import records_of
from huiqi.programmes.queries.experts import file_of, names_of, without
from huiqi.programmes.stages import expert_review, marking, running
from huiqi.programmes.stages.draw_record import problems_of
from huiqi.programmes.stages.drawing import candidates_for
from huiqi.rules.answer import Answer
from huiqi.rules.problems import Refused as FileRefused
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
    criteria = marking.settings_of(run).criteria
    return {one.id: (int(one.points * part), "与材料相符") for one in criteria}


def drawn(walk: Walk, run: StageRun) -> list[PanelSeat]:
    """The register is frozen and the panel drawn."""
    said: dict[str, Any] = {"run": run, "actor": walk.officer.actor, "now": walk.at}
    if not run.draws.exists():
        expert_review.freeze_pool(**said)
    return expert_review.draw_panel(**said)


def handed_in(walk: Walk, run: StageRun, pool: dict[int, Player], *parts: float) -> None:
    handed_in_by(drawn(walk, run), walk, run, pool, *parts)


def handed_in_by(
    seats: list[PanelSeat], walk: Walk, run: StageRun, pool: dict[int, Player], *parts: float
) -> None:
    for seat, part in zip(seats, parts, strict=True):
        expert_review.submit_sheet(
            seat=seat,
            given=sheet(run, part),
            comment="",
            actor=pool[seat.expert_id].actor,
            now=walk.at,
        )


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
