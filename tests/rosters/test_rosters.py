"""名单: made of the latest register, each firm as it is told itself, kept and compared."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from huiqi.citywide.models import CityRegister
from huiqi.citywide.places import path_of
from huiqi.kernel.access import ANONYMOUS, SYSTEM
from huiqi.kernel.models import AuditEntry
from huiqi.kernel.now import now, today
from huiqi.kernel.refusals import Denied, Refused
from huiqi.kernel.rows import save
from huiqi.kernel.sight import everything, within
from huiqi.library import load
from huiqi.parties.enums import Source
from huiqi.parties.models import Organization
from huiqi.parties.queries import facts_of
from huiqi.policies.models import Keeper
from huiqi.rosters import actions
from huiqi.rosters.enums import Kind
from huiqi.rosters.models import Roster, RosterFirm
from huiqi.rosters.queries import (
    UNKNOWN,
    FirmFilter,
    came_in,
    earlier_rosters,
    firms_of,
    programmes_in_charge,
    went_out,
)
from huiqi.rosters.tasks import make_roster
from huiqi.rules.answer import Answer
from tests.cast import TODAY, Player, facts_on_record
from tests.rosters.conftest import OTHER, SCALE, a_maker, a_register

WHY = "准备规上企业奖励的宣讲会"


def asked(player: Player, kind: str = "eligible", **given: str) -> Roster:
    told = {"title": "规上企业", "purpose": WHY, "programme": SCALE, **given}
    return actions.ask_for_roster(kind=kind, actor=player.actor, now=now(), **told)


def made(player: Player, kind: str = "eligible", batches: int | None = None) -> Roster:
    roster = asked(player, kind)
    return actions.run_roster(roster_id=roster.pk, actor=SYSTEM, clock=now, batches=batches)


def names(roster: Roster) -> list[str]:
    return list(firms_of(roster).values_list("name", flat=True))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("eligible", "大川精密"), ("possible", "无数精密"), ("near", "中山精密")],
)
def test_a_list_names_the_firms_of_its_kind_and_says_of_each_what_it_is_told_itself(
    kind: str, expected: str, register: CityRegister, qin: Player
) -> None:
    roster = made(qin, kind)
    assert roster.finished_at is not None
    assert (roster.total, roster.found, roster.done, roster.listed) == (4, 1, 1, 1)
    # 小农场 lacks one thing as well: another industry, which nobody may suggest.
    assert (roster.stuck, roster.gone, roster.percent) == (int(kind == "near"), 0, 100)
    assert (roster.on, roster.register, roster.versions) == (today(), register, "2018-01-01")
    (row,) = firms_of(roster)
    assert row.name == expected
    firm = Organization.objects.get(name=expected)
    assert (row.subject_id, row.credit_code) == (firm.subject_id, firm.credit_code)
    alone = load().explain(SCALE, facts_of(firm.subject, today()))
    assert isinstance(alone, Answer)
    told = [(one.id, one.verdict, one.value, one.needed, one.clause) for one in alone.reasons]
    keys = ("id", "verdict", "value", "needed", "clause")
    assert [tuple(one[key] for key in keys) for one in row.reasons] == told
    assert row.missing == list(alone.missing)
    assert (row.district, row.industry) == ("440307", "C")


def test_who_is_one_step_away_is_told_the_condition_and_the_step(
    register: CityRegister, qin: Player
) -> None:
    (row,) = firms_of(made(qin, "near"))
    assert row.lacks == "年收入没有达到本行业规模以上的下限"
    assert row.step_text == "主营业务收入还差 100 万元（现为 1,900 万元）"
    assert row.is_rest_sure
    assert (row.low_fen, row.high_fen) == (None, None)
    assert [one["gap"] for one in row.step] == [1_000_000]


def test_the_same_list_is_not_made_twice_at_a_time_and_its_making_is_on_record(
    register: CityRegister, qin: Player, he: Player
) -> None:
    first = asked(qin)
    assert asked(he) == first
    assert asked(he, "near") != first
    entry = AuditEntry.objects.filter(object_id=first.pk, verb="生成企业名单").get()
    assert (entry.person_id, entry.detail) == (qin.person.pk, {"用途": WHY})
    actions.run_roster(roster_id=first.pk, actor=SYSTEM, clock=now)
    assert asked(qin) == first  # the same words, of the same register, by the same rules
    assert asked(he) != first
    a_register()
    assert asked(qin) != first


def test_of_two_who_ask_at_once_one_is_told_to_wait(register: CityRegister, qin: Player) -> None:
    roster = asked(qin)
    twice = {
        field.attname: getattr(roster, field.attname)
        for field in Roster._meta.concrete_fields
        if field.attname != "id"
    }
    with pytest.raises(Refused, match="同样的名单正在做，等它做完"):
        save(Roster(**twice))


def test_interrupted_it_goes_on_behind_the_last_batch_and_names_nobody_twice(
    makers: dict[str, Organization], qin: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "BATCH", 1)
    a_maker("二川精密", "000000005", main_revenue=20_000_000)
    a_register()
    first = made(qin, batches=1)
    assert (first.found, first.done, first.finished_at, first.percent) == (2, 1, None, 50)
    again = actions.run_roster(roster_id=first.pk, actor=SYSTEM, clock=now)
    assert (again.done, again.listed) == (2, 2)
    assert names(again) == ["大川精密", "二川精密"]
    assert actions.run_roster(roster_id=first.pk, actor=SYSTEM, clock=now).done == 2


def test_a_finished_list_is_never_changed(register: CityRegister, qin: Player) -> None:
    roster = made(qin)
    for rows in (Roster.objects.filter(pk=roster.pk), RosterFirm.objects.filter(roster=roster)):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Roster.objects.filter(pk=roster.pk).update(title="另一个")
    with pytest.raises(DatabaseError), transaction.atomic():
        RosterFirm.objects.filter(roster=roster).update(name="另一家")


def test_what_came_in_and_went_out_between_two_lists(
    register: CityRegister, makers: dict[str, Organization], qin: Player
) -> None:
    old = made(qin)
    facts_on_record(makers["yes"], Source.DEPARTMENT, main_revenue=10_000_000)
    facts_on_record(makers["unknown"], Source.DEPARTMENT, main_revenue=50_000_000)
    a_register()
    new = made(qin)
    assert list(earlier_rosters(new)) == [old]
    assert [one.name for one in came_in(old, new)] == ["无数精密"]
    assert [one.name for one in went_out(old, new)] == ["大川精密"]
    assert names(old) == ["大川精密"]  # it stays as it was


def test_facts_that_came_after_the_register_are_not_in_the_list(
    register: CityRegister, makers: dict[str, Organization], qin: Player
) -> None:
    from huiqi.parties.models import Fact

    Fact.objects.create(
        subject=makers["yes"].subject,
        key="main_revenue",
        value=1,
        as_of=TODAY,
        source=Source.DEPARTMENT,
        recorded_at=now(),
    )
    (row,) = firms_of(made(qin))
    assert row.name == "大川精密"
    assert row.reasons[1]["value"] == "3,000 万元"


@pytest.mark.parametrize("kind", ["eligible", "near"])
def test_a_firm_whose_facts_were_changed_behind_the_register_is_left_out_and_counted(
    kind: str, register: CityRegister, makers: dict[str, Organization], qin: Player
) -> None:
    # As if it had been recorded before the register was written.
    for name, revenue in (("yes", 1), ("near", 30_000_000)):
        facts_on_record(makers[name], Source.DEPARTMENT, main_revenue=revenue)
    roster = made(qin, kind)
    assert (roster.found, roster.listed, roster.gone) == (1, 0, 1)
    assert roster.finished_at is not None


def test_a_filter_leaves_those_of_a_group_or_a_name(register: CityRegister, qin: Player) -> None:
    roster = made(qin)
    (row,) = firms_of(roster)
    for wanted in (
        FirmFilter(text="大川"),
        FirmFilter(text=row.credit_code[5:]),
        FirmFilter(district="440307", industry="C", size=UNKNOWN),
    ):
        assert [one.name for one in firms_of(roster, wanted)] == ["大川精密"]
    for wanted in (
        FirmFilter(text="中山"),
        FirmFilter(district="440305"),
        FirmFilter(size="micro"),
    ):
        assert list(firms_of(roster, wanted)) == []


def test_all_that_is_wrong_with_a_request_is_told_at_once(kept: None, qin: Player) -> None:
    with pytest.raises(Refused) as refused:
        asked(qin, "every", title=" ", purpose="长" * 201)
    assert list(refused.value.problems) == [
        "先选名单要列哪些企业：符合、可能符合或差一步",
        "给名单起个名称",
        "用途最多 100 个字",
        "还没有全市名册，请先写一份",
    ]


def test_a_programme_that_is_not_for_firms_or_not_in_force_has_no_list(
    register: CityRegister, bureau: Organization, qin: Player
) -> None:
    policies = load().policies.values()
    teams = next(one.id for one in policies if one.subject != "enterprise")
    idle = next(
        one.id
        for one in policies
        if one.subject == "enterprise" and one.edition_by == "application"
        if not one.edition_on(TODAY)
    )
    for programme, why in ((teams, "不是给企业的项目"), (idle, "没有生效的版本")):
        Keeper.objects.create(programme=programme, organization=bureau, since=TODAY, named_at=now())
        with pytest.raises(Refused, match=why):
            asked(qin, programme=programme)


def test_only_the_officers_in_charge_make_lists_and_only_the_system_writes_them(
    register: CityRegister, qin: Player, gu: Player, fan: Player, lan: Player
) -> None:
    for player in (gu, fan, lan):
        with pytest.raises(Denied, match="须由主管这个项目的部门的人员办理"):
            asked(player)
        assert programmes_in_charge(player.actor, today()) == []
    with pytest.raises(Denied, match="须由主管这个项目的部门的人员办理"):
        asked(qin, programme=OTHER)
    with pytest.raises(Denied):
        actions.run_roster(roster_id=asked(qin).pk, actor=ANONYMOUS, clock=now)
    assert programmes_in_charge(qin.actor, today()) == [SCALE]


def test_a_list_whose_register_is_gone_or_whose_rules_changed_is_void(
    register: CityRegister, qin: Player
) -> None:
    roster = asked(qin)
    path_of(register).unlink()
    stopped = actions.run_roster(roster_id=roster.pk, actor=SYSTEM, clock=now)
    assert "已被更新的代替" in stopped.stopped
    a_register()
    other = asked(qin)
    Roster.objects.filter(pk=other.pk).update(rules="0" * 64)
    stopped = actions.run_roster(roster_id=other.pk, actor=SYSTEM, clock=now)
    assert "规则在生成中改过了" in stopped.stopped
    with pytest.raises(DatabaseError), transaction.atomic():
        Roster.objects.filter(pk=other.pk).update(stopped="")


def test_the_worker_makes_what_was_asked_for(register: CityRegister, qin: Player) -> None:
    roster = asked(qin)
    make_roster(roster_id=roster.pk)
    roster.refresh_from_db()
    assert (roster.listed, roster.is_over) == (1, True)


@pytest.mark.parametrize("kind", Kind.values)
def test_a_list_of_nobody_is_a_list(kind: str, kept: None, qin: Player) -> None:
    a_maker("小农场", "000000004", main_revenue=1, industry="01")
    a_register()
    roster = made(qin, kind)
    assert (roster.found, roster.listed, roster.percent) == (0, 0, 100)
    assert roster.finished_at is not None


def test_whose_sight_is_narrow_sees_no_firm_of_any_list(
    register: CityRegister, makers: dict[str, Organization], qin: Player
) -> None:
    made(qin)
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        is_bound = not cursor.fetchone()[0]
    with within(str(makers["yes"].subject_id)):
        assert RosterFirm.objects.exists() is not is_bound
    with everything():
        assert RosterFirm.objects.exists()
