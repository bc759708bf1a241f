"""政策维护的待办: told to whoever has to act, with a clock, and gone when it is done."""

from __future__ import annotations

from datetime import date

import pytest

from huiqi.inbox.models import Todo
from huiqi.kernel.access import ANONYMOUS, SYSTEM
from huiqi.kernel.now import now
from huiqi.kernel.refusals import Denied
from huiqi.library import load
from huiqi.parties.enums import Kind
from huiqi.parties.models import Organization
from huiqi.policies import actions
from huiqi.policies.actions import remind_keepers
from huiqi.policies.charge import derived_on, keeper_ids, keepings
from huiqi.policies.departments import directory
from huiqi.policies.models import Basis, Keeper, LinkCheck, PolicyDocument, Summary
from tests.cast import TODAY, Player, an_organization
from tests.policies.drafting import begun, counted, handed_in
from tests.policies.upkeep import AWARD, HOME, OTHER, WORDS, Browser, draft_of


def _open() -> list[tuple[str, str]]:
    found = Todo.objects.filter(done_at=None).order_by("id")
    return [(one.addressee, one.text) for one in found]


def test_draft_of_a_rule_waits_for_its_reviewer_and_comes_back_to_its_author(
    kept: None, qin: Player, he: Player, bureau: Organization
) -> None:
    draft = handed_in(qin)
    title = load().policy(AWARD).title
    assert _open() == [(bureau.name, f"复核规则草稿第 1 版：{title}")]
    todo = Todo.objects.get()
    assert todo.due_at is not None
    assert todo.url == f"{HOME}rules/1/"
    returned = actions.return_rules(draft=draft, remark="写依据", actor=he.actor, now=now())
    assert _open() == [(qin.person.name, f"改好退回的规则草稿第 1 版：{title}")]
    again = actions.submit_rules(draft=returned, actor=qin.actor, now=now())
    assert [who for who, _ in _open()] == [bureau.name]
    actions.publish_rules(draft=again, actor=he.actor, now=now())
    assert _open() == []


def test_withdrawn_draft_asks_nobody_any_more(kept: None, qin: Player) -> None:
    actions.withdraw_rules(draft=handed_in(qin), actor=qin.actor, now=now())
    assert _open() == []


def test_words_of_a_programme_wait_for_their_reviewer_too(
    kept: None, browser: Browser, qin: Player, he: Player, bureau: Organization
) -> None:
    draft_of(browser(qin)).post(f"{HOME}draft/", {"do": "submit", "revision": "2", **WORDS})
    assert [who for who, _ in _open()] == [bureau.name]
    browser(he).post(f"{HOME}draft/return/", {"remark": "再短些"})
    assert [who for who, _ in _open()] == [qin.person.name]
    assert Summary.objects.get(version=2).state == "returned"


def test_proposal_goes_to_the_administrators_and_once_accepted_back_to_the_department(
    kept: None, qin: Player, system_admin: Player, bureau: Organization
) -> None:
    given = {"clause": "第一条", "wrong": "金额不对", "evidence": "新文件"}
    proposal = actions.propose_change(programme=AWARD, given=given, actor=qin.actor, now=now())
    ((who, what),) = _open()
    assert "系统管理员" in who
    assert what.startswith("答复规则修改建议")
    answered = actions.answer_proposal(
        proposal=proposal, accept=True, answer="请起草", actor=system_admin.actor, now=now()
    )
    assert _open() == [(bureau.name, f"建议已采纳，起草规则：{load().policy(AWARD).title}")]
    draft = actions.begin_rules(programme=AWARD, actor=qin.actor, now=now(), proposal=answered)
    assert draft.proposal == answered
    assert _open() == []


def test_what_ends_within_thirty_days_a_dead_link_and_a_programme_of_nobody_are_told_daily(
    kept: None, bureau: Organization, system_admin: Player
) -> None:
    first_set = load().policy(OTHER)
    last = first_set.editions[-1].to
    assert last is not None
    Keeper.objects.create(programme=OTHER, organization=bureau, since=TODAY, named_at=now())
    PolicyDocument.objects.filter(bases__programme=AWARD).update(
        source_url="https://gone.example/a"
    )
    LinkCheck.objects.create(url="https://gone.example/a", is_alive=False, at=now())
    day = date(last.year, last.month, 1)
    remind_keepers(on=day, actor=SYSTEM, now=now())
    told = {text for _, text in _open()}
    assert f"政策快到期：{first_set.title}" in told
    assert "换掉打不开的政策链接" in told
    assert f"指定维护单位：{load().policy('national.little_giant').title}" in told
    assert not any(text.startswith("指定") and first_set.title in text for text in told)
    before = Todo.objects.count()
    remind_keepers(on=day, actor=SYSTEM, now=now())
    assert Todo.objects.count() == before
    # Once it opens again, and on a day on which nothing ends, nobody is asked.
    LinkCheck.objects.create(url="https://gone.example/a", is_alive=True, at=now())
    remind_keepers(on=TODAY, actor=SYSTEM, now=now())
    assert all(text.startswith("指定维护单位") for _, text in _open())
    with pytest.raises(Denied):
        remind_keepers(on=TODAY, actor=ANONYMOUS, now=now())


# Who keeps what


def _cited(programme: str, issuer: str, kind: str = "measures", level: str = "city") -> None:
    document = PolicyDocument.objects.create(
        title=f"{programme}的办法{kind}", issuer=issuer, kind=kind, level=level
    )
    Basis.objects.create(document=document, programme=programme, source=f"s{document.pk}")


def test_programme_without_a_department_is_kept_by_the_issuer_of_its_document(
    city_clock: object, bureau: Organization
) -> None:
    city = an_organization("深圳市工业和信息化局", Kind.DEPARTMENT)
    _cited("shenzhen.srdi", "深圳市工业和信息化局")
    found = keepings(["shenzhen.srdi"], TODAY)["shenzhen.srdi"]
    assert (found.ids, found.how) == (frozenset({city.pk}), "derived")
    assert found.document == "shenzhen.srdi的办法measures"
    Keeper.objects.create(
        programme="shenzhen.srdi", organization=bureau, since=TODAY, named_at=now()
    )
    assert keeper_ids("shenzhen.srdi", TODAY) == {bureau.pk}


# 推定不出的 -> programme, issuer, kind and level of its only document
NOBODY = {
    "市政府的文件": ("shenzhen.srdi", "深圳市人民政府", "measures", "city"),
    "提案答复": ("shenzhen.srdi", "深圳市工业和信息化局", "reply", "city"),
    "区里的项目": ("shenzhen_longgang.park_rent", "深圳市工业和信息化局", "measures", "city"),
    "国家的项目": ("national.little_giant", "深圳市工业和信息化局", "measures", "city"),
    "部委的文件": ("national.little_giant", "工业和信息化部", "measures", "national"),
}


@pytest.mark.parametrize("name", NOBODY)
def test_department_is_not_derived_from_what_does_not_tell_it(
    city_clock: object, bureau: Organization, name: str
) -> None:
    an_organization("深圳市工业和信息化局", Kind.DEPARTMENT)
    programme, issuer, kind, level = NOBODY[name]
    _cited(programme, issuer, kind, level)
    assert derived_on(TODAY, [programme]) == {}
    assert keeper_ids(programme, TODAY) == frozenset()


def test_department_that_was_dissolved_hands_its_programmes_on(
    city_clock: object, bureau: Organization
) -> None:
    _cited("shenzhen.srdi", "深圳市科技创新委员会")
    assert derived_on(TODAY, ["shenzhen.srdi"])["shenzhen.srdi"][0] == "深圳市科技创新委员会"
    later = derived_on(date(2024, 1, 1), ["shenzhen.srdi"])
    assert later["shenzhen.srdi"][0] == "深圳市科技创新局"


def test_library_names_a_department_for_every_issuer_it_derives_from() -> None:
    assert set(directory().responsible.values()) <= {
        *directory().by_name,
        "深圳市中小企业服务局",
    }


def test_reviewer_who_wrote_a_word_is_not_told_to_be_one(kept: None, qin: Player) -> None:
    draft = counted(begun(qin), qin)
    actions.submit_rules(draft=draft, actor=qin.actor, now=now())
    assert str(Todo.objects.get().note) == "要由没有写过这一稿的人复核。"
