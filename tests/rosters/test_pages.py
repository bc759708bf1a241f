"""名单的页面: asked for, read with a record of why, filtered, compared, and taken as Excel."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.db import transaction
from python_calamine import CalamineWorkbook

from huiqi.citywide.models import CityRegister
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.models import AuditEntry
from huiqi.kernel.now import now
from huiqi.parties.enums import Source
from huiqi.parties.models import Organization
from huiqi.rosters import actions
from huiqi.rosters.models import LONGEST_PURPOSE, LONGEST_TITLE, Roster
from tests.cast import Player, facts_on_record
from tests.policies.upkeep import Browser, text
from tests.rosters.conftest import OTHER, SCALE, a_register

HOME = "/desk/rosters/"
GIVEN = {"programme": SCALE, "kind": "near", "title": "规上宣讲会", "purpose": "请差一步的企业来听"}


def asked(client: object, **given: str) -> Roster:
    answer = client.post(f"{HOME}new/", {**GIVEN, **given})  # type: ignore[attr-defined]
    assert answer.status_code == 302
    return Roster.objects.get(pk=int(answer["Location"].split("/")[-2]))


def cells(answer: object) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))  # type: ignore[attr-defined]
    found: list[list[Any]] = book.get_sheet_by_index(0).to_python()
    return found


def test_a_small_register_is_listed_at_once_with_the_step_and_the_reasons(
    register: CityRegister, browser: Browser, qin: Player
) -> None:
    client = browser(qin)
    roster = asked(client)
    assert roster.finished_at is not None
    page = text(client.get(f"{HOME}{roster.pk}/"))
    for words in (
        "规上宣讲会",
        "中山精密",
        "主营业务收入还差 100 万元（现为 1,900 万元）",
        "年收入没有达到本行业规模以上的下限",
        "名单不是决定，没有列入的企业照样可以申报，谁也不会因为名单被拒绝。",
        "另有 1 户也只差一项",
        "不低于本行业的年收入下限（即 2,000 万元）",
    ):
        assert words in page, words
    assert "大川精密" not in page
    assert "规上宣讲会" in text(client.get(HOME))


def test_a_ceiling_is_told_as_a_ceiling(
    register: CityRegister, browser: Browser, bureau: Organization, qin: Player
) -> None:
    from huiqi.policies.models import Keeper
    from tests.cast import TODAY

    award = "shenzhen.srdi_award"
    Keeper.objects.create(programme=award, organization=bureau, since=TODAY, named_at=now())
    client = browser(qin)
    roster = asked(client, programme=award, kind="possible")
    page = text(client.get(f"{HOME}{roster.pk}/"))
    assert "是上限，不是承诺" in page
    assert "最高（上限，不是承诺）" in page


def test_every_look_at_a_list_is_on_record_with_its_purpose_for_each_firm_shown(
    register: CityRegister, makers: dict[str, Organization], browser: Browser, qin: Player
) -> None:
    client = browser(qin)
    roster = asked(client)
    for path in ("", "list.xlsx"):
        before = AuditEntry.objects.count()
        assert client.get(f"{HOME}{roster.pk}/{path}").status_code == 200
        (entry,) = AuditEntry.objects.order_by("id")[before:]
        assert entry.verb == "查看企业名单"
        assert entry.subject_id == makers["near"].subject_id
        assert "请差一步的企业来听" in entry.purpose
    before = AuditEntry.objects.count()
    client.get(f"{HOME}{roster.pk}/?q=没有这家")
    (entry,) = AuditEntry.objects.order_by("id")[before:]
    assert entry.subject_id is None


def test_the_longest_words_are_kept_on_record_whole(
    register: CityRegister, browser: Browser, qin: Player
) -> None:
    client = browser(qin)
    roster = asked(client, title="名" * LONGEST_TITLE, purpose="用" * LONGEST_PURPOSE)
    assert client.get(f"{HOME}{roster.pk}/").status_code == 200
    entry = AuditEntry.objects.order_by("-id")[0]
    assert entry.purpose.endswith("用" * LONGEST_PURPOSE)


def test_a_list_is_taken_as_excel_with_reasons_and_steps(
    register: CityRegister, browser: Browser, qin: Player
) -> None:
    client = browser(qin)
    roster = asked(client)
    head, row = cells(client.get(f"{HOME}{roster.pk}/list.xlsx"))
    told = dict(zip(head, row, strict=True))
    assert told["企业"] == "中山精密"
    assert told["区"] == "龙岗区"
    assert told["差的一步"] == "主营业务收入还差 100 万元（现为 1,900 万元）"
    assert "不满足：年收入没有达到本行业规模以上的下限；现为 1,900 万元；要求" in told[head[10]]
    assert cells(client.get(f"{HOME}{roster.pk}/list.xlsx?district=440305")) == [head]
    listed = cells(client.get(f"{HOME}list.xlsx?programme={SCALE}"))
    assert [row[0] for row in listed[1:]] == ["规上宣讲会"]


def test_filters_leave_the_firms_that_were_asked_for(
    register: CityRegister, browser: Browser, qin: Player
) -> None:
    client = browser(qin)
    roster = asked(client)
    for query, is_there in (
        ("q=中山", True),
        ("q=大川", False),
        ("district=440307&industry=C", True),
        ("district=440305", False),
        ("size=unknown", True),
        ("q=%00中山", True),
    ):
        page = text(client.get(f"{HOME}{roster.pk}/?{query}"))
        assert ("<b>主营业务收入" in page) is is_there, query
        assert ("没有符合这些筛选的企业" in page) is not is_there, query


def test_two_lists_are_compared_and_who_came_and_went_is_shown(
    register: CityRegister, makers: dict[str, Organization], browser: Browser, qin: Player
) -> None:
    client = browser(qin)
    old = asked(client, kind="eligible")
    assert client.get(f"{HOME}{old.pk}/changes/").status_code == 404  # nothing before it
    facts_on_record(makers["yes"], Source.DEPARTMENT, main_revenue=10_000_000)
    facts_on_record(makers["unknown"], Source.DEPARTMENT, main_revenue=50_000_000)
    a_register()
    new = asked(client, kind="eligible")
    came = text(client.get(f"{HOME}{new.pk}/changes/"))
    went = text(client.get(f"{HOME}{new.pk}/changes/?since={old.pk}&show=out"))
    assert "无数精密" in came
    assert "大川精密" not in came
    assert "大川精密" in went
    _head, *rows = cells(client.get(f"{HOME}{new.pk}/changes.xlsx"))
    assert [row[:2] for row in rows] == [["进来", "无数精密"], ["出去", "大川精密"]]
    for wrong in ("x", "9" * 30, str(new.pk)):
        assert client.get(f"{HOME}{new.pk}/changes/?since={wrong}").status_code == 404


def test_a_large_register_is_left_to_the_worker_and_its_progress_is_shown(
    register: CityRegister, browser: Browser, qin: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "SMALL", 3)
    client = browser(qin)
    roster = asked(client)
    assert not roster.is_over
    assert "正在全市名册里找" in text(client.get(f"{HOME}{roster.pk}/"))
    Roster.objects.filter(pk=roster.pk).update(found=10, done=4)
    page = text(client.get(f"{HOME}{roster.pk}/"))
    assert "找到 10 户，已逐户写明 4 户（40%）" in page
    Roster.objects.filter(pk=roster.pk).update(stopped="规则在生成中改过了")
    assert "规则在生成中改过了" in text(client.get(f"{HOME}{roster.pk}/"))


def test_all_that_is_wrong_with_the_form_is_told_at_once_and_nothing_is_lost(
    kept: None, browser: Browser, qin: Player
) -> None:
    client = browser(qin)
    answer = client.post(f"{HOME}new/", {"programme": SCALE, "title": "规上", "kind": "all"})
    page = text(answer)
    assert answer.status_code == 422
    for words in ("先选名单要列哪些企业", "写明名单用来办什么事", "还没有全市名册，请先写一份"):
        assert words in page
    assert 'value="规上"' in page
    assert "先选一项政策" in text(client.post(f"{HOME}new/", {"programme": "no.such"}))
    with transaction.atomic():
        page = text(client.post(f"{HOME}new/", {"register": "1", "programme": SCALE}))
    assert "已请后台写一份新的全市名册" in page


def test_nobody_but_the_officers_in_charge_makes_or_reads_a_list(
    register: CityRegister, browser: Browser, qin: Player, gu: Player, fan: Player, lan: Player
) -> None:
    roster = asked(browser(qin))
    denied = browser(qin).post(f"{HOME}new/", {**GIVEN, "programme": OTHER})
    assert denied.status_code == 403
    assert "须由主管这个项目的部门的人员办理" in text(denied)
    other = browser(gu)
    assert text(other.get(HOME)).count("规上宣讲会") == 0
    assert other.post(f"{HOME}new/", {"register": "1"}).status_code == 403
    for page in ("", "list.xlsx", "changes/", "changes.xlsx"):
        assert other.get(f"{HOME}{roster.pk}/{page}").status_code == 404
        for player in (fan, lan):
            answer = browser(player).get(f"{HOME}{roster.pk}/{page}")
            assert answer.status_code == 403
            assert "须由主管部门的经办人员或处室负责人使用" in text(answer)


def test_a_list_is_reached_from_the_page_of_its_programme(
    register: CityRegister, browser: Browser, qin: Player
) -> None:
    page = text(browser(qin).get(f"/desk/policies/{SCALE}/"))
    assert f"{HOME}?programme={SCALE}" in page


def test_what_is_made_again_is_asked_for_with_the_same_words(
    register: CityRegister, browser: Browser, qin: Player
) -> None:
    client = browser(qin)
    roster = asked(client)
    actions.run_roster(roster_id=roster.pk, actor=SYSTEM, clock=now)
    page = text(client.get(f"{HOME}new/?programme={SCALE}&kind=near&title=规上&purpose=再请一次"))
    assert 'value="near" checked' in page
    assert "再请一次</textarea>" in page
