"""推演的记录: asked once, kept for good, worked out by the worker where the register is large."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from python_calamine import CalamineWorkbook

from huiqi.citywide.actions import write_register
from huiqi.citywide.models import CityRegister
from huiqi.citywide.places import folder, path_of
from huiqi.config.grants import apply
from huiqi.config.postgres import APP
from huiqi.kernel.access import ANONYMOUS, SYSTEM
from huiqi.kernel.models import AuditEntry
from huiqi.kernel.now import now, today
from huiqi.kernel.refusals import Denied
from huiqi.library import load
from huiqi.parties import scope
from huiqi.policies import actions as policies
from huiqi.rules.problems import Refused
from huiqi.sandbox import registers
from huiqi.sandbox.actions import NoRegister, finish_run, simulate_policy
from huiqi.sandbox.asking import Asked
from huiqi.sandbox.models import SandboxFirms, SandboxRun
from huiqi.sandbox.queries import firms_of
from huiqi.sandbox.tasks import work_out_run
from tests.sandbox.conftest import HOME, OFFICER, RENT, SignIn, actor_named, text

LESS = Asked(parameters={"rate": "40%"})


def tried(asked: Asked = LESS) -> SandboxRun:
    return simulate_policy(programme=RENT, asked=asked, actor=actor_named(OFFICER), now=now())


@pytest.fixture
def is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every register is too large to be read while somebody waits."""
    monkeypatch.setattr(registers, "READ_AT_ONCE", 0)
    monkeypatch.setattr(registers, "_open", type(registers._open)())


def test_the_same_question_however_written_is_worked_out_once(register: CityRegister) -> None:
    first = tried()
    writes = AuditEntry.objects.filter(verb="政策推演")
    assert writes.count() == 1
    assert (
        tried(Asked(parameters={"rate": "0.4"}, take_up="100%", years="3", title="别的名")) == first
    )
    assert (writes.count(), SandboxRun.objects.count()) == (1, 1)
    assert (first.register, first.made_with, first.asked_by.username) == (
        register,
        "0.1.0",
        OFFICER,
    )
    assert tried(replace(LESS, years="2")) != first
    assert tried(replace(LESS, take_up="30%")) != first


def test_another_register_is_another_run(register: CityRegister) -> None:
    first = tried()
    later = write_register(on=today() + timedelta(days=400), actor=SYSTEM, now=now())
    assert later.sha256 != register.sha256
    second = tried()
    assert (second.register, second.identity != first.identity) == (later, True)


def test_what_was_asked_and_what_came_of_it_are_never_changed(register: CityRegister) -> None:
    run = tried()
    for rows in (SandboxRun.objects.all(), SandboxFirms.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()
    changes: list[dict[str, Any]] = [
        *({"result": {}}, {"title": "别的"}, {"identity": "0" * 64}, {"stopped": "停"})
    ]
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            SandboxRun.objects.filter(pk=run.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        SandboxFirms.objects.update(rows=[])


def test_large_register_is_left_to_the_worker_and_the_page_tells_how_far_it_is(
    register: CityRegister, officer: Client, is_large: None
) -> None:
    answer = officer.post(HOME, {"p.rate": "40%"})
    run = SandboxRun.objects.get()
    assert (run.result, run.finished_at, run.percent) == (None, None, 0)
    officer.post(HOME, {"p.rate": "40%"})  # asked again it is not asked twice of the worker
    waiting = ProcrastinateJob.objects.filter(task_name=work_out_run.name)
    assert [job.args for job in waiting] == [{"run_id": run.pk}]
    SandboxRun.objects.filter(pk=run.pk).update(done=101)
    page = text(officer.get(answer["Location"]))
    assert "101 / 303 户（33%）" in page
    assert ("http-equiv" in page, '<a href="">看最新进度</a>' in page) == (False, True)
    assert "正在算，33%" in text(officer.get("/desk/sandbox/"))
    for end in ("firms/", "firms.xlsx", "list.xlsx"):
        assert officer.get(f"{answer['Location']}{end}").status_code == 404
    work_out_run(run.pk)
    run.refresh_from_db()
    assert (run.done, run.percent) == (303, 100)
    assert "2 户变少" in text(officer.get(answer["Location"]))
    # Now that its columns lie on the shelf, any process answers the next edit at once.
    registers._open.clear()
    assert tried(Asked(parameters={"rate": "30%"})).result is not None


def test_worker_leaves_what_is_finished_and_only_the_system_finishes(
    register: CityRegister, is_large: None
) -> None:
    run = tried()
    with pytest.raises(Denied):
        finish_run(run_id=run.pk, actor=ANONYMOUS, clock=now)
    done = finish_run(run_id=run.pk, actor=SYSTEM, clock=now)
    assert finish_run(run_id=run.pk, actor=SYSTEM, clock=now) == done
    with scope.everything():
        assert SandboxFirms.objects.count() == 1


def test_run_whose_rules_changed_meanwhile_is_void_and_asked_for_anew(
    register: CityRegister, is_large: None, officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = tried()
    with monkeypatch.context() as patch:
        patch.setattr("huiqi.__version__", "0.2.0")
        stopped = finish_run(run_id=run.pk, actor=SYSTEM, clock=now)
    assert "改过了，这次作废" in stopped.stopped
    page = text(officer.get(f"{HOME}{run.pk}/"))
    assert "没有算成" in page
    assert 'http-equiv="refresh"' not in page
    again = tried()
    assert (again.pk, again.stopped) == (run.pk, "")
    assert finish_run(run_id=run.pk, actor=SYSTEM, clock=now).result is not None


def test_register_whose_file_is_gone_is_told_and_nothing_is_made_up(
    register: CityRegister, is_large: None
) -> None:
    run = tried()
    path_of(register).unlink()
    stopped = finish_run(run_id=run.pk, actor=SYSTEM, clock=now)
    assert stopped.stopped.startswith("名册读不了：")
    assert stopped.result is None


def test_without_a_register_one_is_asked_for_and_what_was_entered_stays(officer: Client) -> None:
    assert not list(folder().glob("*.parquet"))
    answer = officer.post(HOME, {"p.rate": "40%", "d.high_tech": "1"})
    page = officer.get(answer["Location"])
    assert "后台正在写今天的全市名册" in text(page)
    rate = next(one for one in page.context["form"].numbers if one.name == "p.rate")
    assert rate.value == "40%"
    assert page.context["form"].asked.dropped == ("high_tech",)
    assert ProcrastinateJob.objects.filter(task_name__endswith="write_city_register").exists()
    with pytest.raises(NoRegister):
        tried()
    write_register(on=today(), actor=SYSTEM, now=now())
    assert "后台正在写" not in text(officer.get(answer["Location"]))


def test_new_register_is_asked_for_on_request(register: CityRegister, officer: Client) -> None:
    answer = officer.post(f"{HOME}register/", {"p.rate": "40%"})
    assert answer.status_code == 302
    assert "p.rate=40%25" in answer["Location"]
    assert AuditEntry.objects.filter(verb="请求写出全市名册").count() == 1


BAD: dict[str, tuple[Asked, list[tuple[str, str]]]] = {
    "不改": (Asked(), [("", "没有改动任何地方")]),
    "数字": (
        Asked(parameters={"rate": "400", "annual_cap": "二十万", "no_such": "1"}),
        [
            ("parameters.rate", "比例超过了 1"),
            ("parameters.annual_cap", "二十万"),
            ("parameters.no_such", "没有参数「no_such」"),
        ],
    ),
    "条件": (
        Asked(rules={"place": "district =", "no_such": "true", "rent_paid": "x" * 2_001}),
        [
            ("rules.place", "读不懂"),
            ("rules.no_such", "没有条件「no_such」"),
            ("rules.rent_paid", "最多 2,000"),
        ],
    ),
    "全去掉": (
        Asked(dropped=("high_tech", "place", "rent_paid", "years_left", "not_blocked")),
        [("", "条件全部去掉了")],
    ),
    "其余": (
        replace(LESS, before="一", after="9", on="昨天", take_up="0", years="11", title="名" * 101),
        [
            ("before", "没有规则第 一 版"),
            ("after", "没有规则第 9 版"),
            ("on", "推演的日期「昨天」"),
            ("take_up", "申请率不能是「0」"),
            ("years", "不能测算「11」个年度"),
            ("title", "最多 100 个"),
        ],
    ),
    "没有版本": (replace(LESS, on="2017-12-31"), [("", "没有生效的版本")]),
}


@pytest.mark.parametrize("name", BAD)
def test_everything_that_is_wrong_is_told_at_once_by_field(
    register: CityRegister, name: str
) -> None:
    asked, wanted = BAD[name]
    with pytest.raises(Refused) as refused:
        tried(asked)
    told = [(one.key, str(one)) for one in refused.value.problems]
    assert len(told) == len(wanted)
    for (key, sentence), (wanted_key, words) in zip(told, wanted, strict=True):
        assert key == wanted_key
        assert words in sentence
    assert not SandboxRun.objects.exists()


def test_page_of_what_is_wrong_keeps_what_was_entered(
    register: CityRegister, officer: Client
) -> None:
    told = officer.post(
        HOME, {"p.rate": "400", "r.place": "district =", "years": "11", "title": "试"}
    )
    assert told.status_code == 422
    form = told.context["form"]
    assert [field for field, _ in form.problems] == ["years", "p.rate", "r.place"]
    entered = {one.name: one.value for one in (*form.numbers, *form.conditions) if one.value}
    assert entered == {"p.rate": "400", "place": "district ="}
    assert (form.asked.years, form.asked.title, form.shows_conditions) == ("11", "试", True)


def test_programme_that_is_not_for_firms_cannot_be_tried(register: CityRegister) -> None:
    other = next(one for one in load().policies.values() if one.subject != "enterprise")
    bureau = actor_named("pengjia")
    with pytest.raises(Denied):
        simulate_policy(programme=other.id, asked=LESS, actor=bureau, now=now())


# Drafts


def a_draft(share: str, version_of: str = OFFICER) -> int:
    """A rule draft that gives another share, withdrawn so that the next one may be begun."""
    folder_of = load().policy(RENT).path
    rules = (folder_of / "rules.yaml").read_text(encoding="utf-8")
    cases = (folder_of / "cases.yaml").read_text(encoding="utf-8")
    changed = rules.replace('"2018-01-01": "0.5"', f'"2018-01-01": "{share}"')
    assert changed != rules
    actor = actor_named(version_of)
    given = policies.Given(rules=changed.encode(), cases=cases.encode(), why="试", from_on="")
    draft = policies.begin_rules(programme=RENT, actor=actor, now=now(), given=given)
    policies.withdraw_rules(draft=draft, actor=actor, now=now())
    return draft.version


def test_two_drafts_are_tried_against_each_other_and_against_what_is_in_force(
    register: CityRegister, officer: Client
) -> None:
    four, three = a_draft("0.4"), a_draft("0.3")
    drafted = tried(Asked(after=str(four)))
    assert drafted.settings["after"]["version"] == four
    assert drafted.result is not None
    by_number = tried(LESS).result
    assert by_number is not None
    assert drafted.result["sides"] == by_number["sides"]
    between = tried(Asked(before=str(four), after=str(three)))
    assert between.result is not None
    # 0.4 to 0.3 of 462,000 and 55,944, in 分.
    assert between.result["loss"] == 4_620_000 + (22_377 - 16_783) * 100
    page = officer.get(f"{HOME}compare/?a={drafted.pk}&b={between.pk}")
    assert page.status_code == 200
    sure = page.context["lines"][0]
    assert (sure["a"], sure["b"]) == (20_717_700, 20_717_700 - between.result["loss"])
    assert sure["difference"] == -between.result["loss"]
    assert not page.context["differs"]


def test_draft_with_problems_is_not_tried(register: CityRegister) -> None:
    actor = actor_named(OFFICER)
    given = policies.Given(rules=b"id: 1\n")
    draft = policies.begin_rules(programme=RENT, actor=actor, now=now(), given=given)
    with pytest.raises(Refused, match="规则第 1 版还有问题，不能推演"):
        tried(Asked(after=str(draft.version)))


@pytest.mark.parametrize("query", ["", "?a=1", "?a=x&b=y", "?a=999999&b=999999", "?a=1&b=٣"])
def test_comparison_of_what_is_not_there_is_not_found(officer: Client, query: str) -> None:
    assert officer.get(f"{HOME}compare/{query}").status_code == 404


# Firms


def test_affected_firms_are_listed_exported_and_whoever_reads_is_on_record(
    register: CityRegister, officer: Client
) -> None:
    run = tried()
    reads = AuditEntry.objects.filter(act=AuditEntry.Act.READ)
    before = reads.count()
    page = officer.get(f"{HOME}{run.pk}/firms/?show=less")
    assert (page.status_code, page.context["page"].paginator.count) == (200, 2)
    assert officer.get(f"{HOME}{run.pk}/firms/?show=gains").context["rows"] == []
    told = officer.get(f"{HOME}{run.pk}/firms.xlsx")
    assert reads.count() == before + 3
    assert all(one.purpose.startswith("核对政策推演的影响") for one in reads.order_by("-id")[:3])
    book = CalamineWorkbook.from_filelike(BytesIO(told.content))
    rows = book.get_sheet_by_index(0).to_python()[1:]
    listed = sorted(tuple(row[2:]) for row in rows)
    assert listed == [("符合", "符合", 27_972, 22_377), ("符合", "符合", 200_000, 184_800)]
    assert all(row[0] and row[1] for row in rows)


def test_list_of_firms_is_hidden_from_a_connection_that_may_not_see_all(
    register: CityRegister,
) -> None:
    run = tried()
    apply()
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {APP}")
    with scope.subjects([]):
        assert firms_of(run) == []
        with pytest.raises(DatabaseError), transaction.atomic():
            SandboxFirms.objects.create(run=run, rows=[], is_whole=True)
    with scope.everything():
        assert len(firms_of(run)) == 2


def test_more_firms_than_are_kept_are_counted_and_said(
    register: CityRegister, officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huiqi.sandbox.actions.MOST_LISTED", 1)
    run = tried()
    assert run.result is not None
    assert (len(run.firms.rows), run.firms.is_whole, run.result["lowered"]) == (1, False, 2)
    assert "只存下名册里靠前的" in text(officer.get(f"{HOME}{run.pk}/firms/"))


# Who may


@pytest.mark.parametrize("who", ["qinyue", "suhe"])
def test_officers_of_other_bodies_find_nothing(
    register: CityRegister, sign_in: SignIn, who: str
) -> None:
    run = tried()
    client = sign_in(who)
    for end in ("", f"{run.pk}/", f"{run.pk}/firms/", f"{run.pk}/list.xlsx", "compare/?a=1&b=1"):
        assert client.get(f"{HOME}{end}").status_code == 404
    assert client.post(HOME, {"p.rate": "40%"}).status_code == 404
    assert text(client.get("/desk/sandbox/")).count(f"{HOME}{run.pk}/") == 0


@pytest.mark.parametrize("who", ["chenlan", "xuqing", "pengjia", "shenzhiyuan"])
def test_firms_auditors_and_administrators_are_told_who_may(
    register: CityRegister, sign_in: SignIn, who: str
) -> None:
    client = sign_in(who)
    assert client.get("/desk/sandbox/").status_code == 403
    assert client.get(HOME).status_code == 403
    with pytest.raises(Denied):
        simulate_policy(programme=RENT, asked=LESS, actor=actor_named(who), now=now())


def test_desk_lists_the_runs_of_the_body_and_exports_them(
    register: CityRegister, officer: Client
) -> None:
    run = tried(replace(LESS, title="四成"))
    page = text(officer.get("/desk/sandbox/"))
    assert f'href="{HOME}{run.pk}/">四成' in page
    told = officer.get("/desk/sandbox/list.xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(told.content)).get_sheet_by_index(0).to_python()
    assert rows[1][:2] == [run.pk, "四成"]
    assert rows[1][8:] == ["227,972.00 元 至 3,227,972.00 元", "207,177.00 元 至 3,207,177.00 元"]
