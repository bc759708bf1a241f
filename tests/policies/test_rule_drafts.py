"""规则草稿: uploaded, shown with all that is wrong, reviewed by another, in force from a day on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from huiqi.kernel.now import now
from huiqi.kernel.refusals import Denied, Refused
from huiqi.library import load, shipped
from huiqi.policies import actions
from huiqi.policies.models import EffectRun, RuleDraft
from huiqi.policies.releases import forget, look_again, look_if_due, unreadable
from huiqi.policies.search.entry import library_entries
from huiqi.policies.sharing import library_version
from huiqi.policies.tasks import count_effect, take_over_rules
from huiqi.rules.facts import Facts
from tests.cast import TODAY, Player
from tests.policies.drafting import NEW, begun, handed_in, rules
from tests.policies.upkeep import AWARD, HOME, OTHER, Browser, text

RULES: Final = f"{HOME}rules/"
MARCH: Final = date(2022, 3, 1)
TITLE: Final = {
    "kind": "srdi",
    "level": "provincial",
    "granted_on": "2021-01-15",
    "valid_until": "2026-01-14",
}
OnCommit = Callable[..., Any]


def _upload(client: Client, data: bytes, **more: Any) -> Any:
    file = SimpleUploadedFile("rules.yaml", data)
    given = {"rules_file": file, "why": "提高省级奖励", "from_on": "2022-03-01", **more}
    return client.post(RULES, given, follow=True)


def _ceiling(day: date) -> object:
    found = load().answer(AWARD, Facts.read({"titles": [TITLE], "awards_paid": []}, day))
    return found.money.maximum  # type: ignore[union-attr]


def test_officer_uploads_a_draft_and_sees_cases_and_differences_before_anything_is_published(
    kept: None, browser: Browser, qin: Player
) -> None:
    page = text(_upload(browser(qin), rules(*NEW)))
    assert "规则第 1 版" in page
    assert "文件没有问题" in page
    assert "17 个案例全部相符" in page
    assert "「省专精特新最高奖励」由 20 万元 改为 25 万元" in page
    assert load().policy(AWARD) is shipped().policy(AWARD)


def test_all_that_is_wrong_is_told_at_once_with_its_line_and_the_fix(
    kept: None, browser: Browser, qin: Player
) -> None:
    client = browser(qin)
    bad = rules(
        ("holds('little_giant') OR holds('srdi')", "employes > 5"),
        ('{source: "measures", clause: "适用对象"}', '{source: "measures"}'),
    )
    page = text(_upload(client, bad))
    assert "文件有 2 处问题" in page
    assert "第 18 行" in page
    assert "employees" in page  # what was probably meant
    assert "没有写条款" in page
    assert "案例还跑不了" in page
    draft = RuleDraft.objects.get()
    refused = client.post(
        f"{RULES}1/", {"revision": "1", "do": "submit", "rules": draft.rules, "cases": draft.cases}
    )
    assert refused.status_code == 422
    assert "规则文件还有 2 处问题" in text(refused)
    assert RuleDraft.objects.get().stage == "draft"


UNUSABLE: Final = {
    "GBK": ('title: "奖励"'.encode("gbk"), "像是 GBK 编码"),
    "十兆": (b"a" * 10_000_000, "rules.yaml 有 300,001 字节，最多 300,000 字节"),
    "Excel": (b"PK\x03\x04abc", "文件是 Excel 表格或压缩包"),
    "零字节": (b"id: \x00", "不是文本"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_file_that_is_no_text_is_refused_and_nothing_is_kept(
    kept: None, browser: Browser, qin: Player, name: str
) -> None:
    data, words = UNUSABLE[name]
    response = _upload(browser(qin), data, from_on="昨天", why="字" * 201)
    assert response.status_code == 422
    page = text(response)
    assert words in page
    assert "要写成 2021-10-20 这样的日期" in page
    assert "最多 200 个字，现在有 201 个" in page
    assert not RuleDraft.objects.exists()


def test_four_eyes_publish_and_the_new_text_answers_from_its_day_on(
    kept: None,
    browser: Browser,
    qin: Player,
    he: Player,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    writer, reviewer = browser(qin), browser(he)
    _upload(writer, rules(*NEW))
    draft = RuleDraft.objects.get()
    form = {"revision": "1", "do": "submit", "rules": draft.rules, "cases": draft.cases}
    early = writer.post(f"{RULES}1/", form)
    assert early.status_code == 422
    assert "还没有算完对企业的影响" in text(early)
    assert writer.post(f"{RULES}1/count/").status_code == 302
    assert "正在算：0 / 0 户" in text(writer.get(f"{RULES}1/"))
    count_effect(EffectRun.objects.get().pk)
    assert writer.post(f"{RULES}1/", form).status_code == 302
    own = text(writer.get(f"{RULES}1/"))
    assert "您写过这一稿，须由本部门没有写过它的另一个人复核" in own
    assert writer.post(f"{RULES}1/publish/").status_code == 403
    assert "复核通过并发布" in text(reviewer.get(f"{RULES}1/"))
    before = library_version()
    with django_capture_on_commit_callbacks(execute=True):
        assert reviewer.post(f"{RULES}1/publish/").status_code == 302
    assert "何川复核" in text(reviewer.get(f"{RULES}1/"))
    assert [_ceiling(day) for day in (date(2022, 2, 28), MARCH)] == [200_000, 250_000]
    assert library_version() != before
    # Until its day has come, pages and search tell of the text before.
    assert load().policy(AWARD).title == "深圳市专精特新企业奖励"
    stranger = Client()
    page = text(stranger.get(f"/policies/{AWARD}/?on=2022-03-01"))
    assert "25" in page


def test_on_its_day_the_text_is_the_face_of_the_programme_everywhere(
    kept: None, qin: Player, he: Player
) -> None:
    draft = handed_in(qin, *NEW, from_on=TODAY.isoformat())
    actions.publish_rules(draft=draft, actor=he.actor, now=now())
    assert look_again()
    assert not look_again()
    assert load().policy(AWARD).title == "深圳市专精特新企业奖励（二〇二二年）"
    assert {one.id: one.title for one in library_entries()}[AWARD].endswith("（二〇二二年）")
    stranger = Client()
    assert "（二〇二二年）</h1>" in text(stranger.get(f"/policies/{AWARD}/"))
    before = text(stranger.get(f"/policies/{AWARD}/?on=2021-10-19"))
    assert "<h1>深圳市专精特新企业奖励</h1>" in before
    assert "（二〇二二年）" in stranger.get(f"/api/v1/programmes/{AWARD}").json()["title"]
    assert "（二〇二二年）" in text(stranger.get("/search/?q=专精特新企业奖励"))
    assert _ceiling(date(2021, 10, 19)) == 200_000


def test_second_look_that_a_process_takes_by_itself_waits_its_seconds(
    kept: None, qin: Player, he: Player, settings: Any
) -> None:
    actions.publish_rules(draft=handed_in(qin), actor=he.actor, now=now())
    assert not look_if_due()  # the settings of the tests: never by itself
    settings.HUIQI_RULES_SECONDS = 3_600
    assert look_if_due()
    forget()
    settings.HUIQI_RULES_SECONDS = 0
    assert look_if_due()
    assert not look_if_due()


def test_worker_takes_over_what_was_published_into_the_documents(
    kept: None, qin: Player, he: Player
) -> None:
    draft = handed_in(qin, *NEW, from_on=TODAY.isoformat())
    actions.publish_rules(draft=draft, actor=he.actor, now=now())
    take_over_rules(0)
    assert load().policy(AWARD).sha256 != shipped().policy(AWARD).sha256
    assert load().policy(OTHER) == shipped().policy(OTHER)


def test_returned_draft_says_why_and_comes_back(
    kept: None, browser: Browser, qin: Player, he: Player
) -> None:
    handed_in(qin)
    reviewer, writer = browser(he), browser(qin)
    assert reviewer.post(f"{RULES}1/return/", {"remark": " "}).status_code == 422
    reviewer.post(f"{RULES}1/return/", {"remark": "依据写哪一条"})
    page = text(writer.get(f"{RULES}1/"))
    assert "依据写哪一条" in page
    assert "已退回" in page
    draft = RuleDraft.objects.get()
    again = actions.submit_rules(draft=draft, actor=qin.actor, now=now())
    assert again.stage == "submitted"
    assert again.reviewed_by_id is None


# 不能提交的 -> why
NOT_YET: Final = {
    "没有写日期": ("", "请写明自何日起施行"),
    "日期已过": ("2021-10-19", "施行日期 2021-10-19 已经过去"),
}


@pytest.mark.parametrize("name", NOT_YET)
def test_draft_without_a_day_to_come_is_not_handed_in(kept: None, qin: Player, name: str) -> None:
    day, words = NOT_YET[name]
    with pytest.raises(Refused) as refused:
        handed_in(qin, *NEW, from_on=day)
    assert any(words in one for one in refused.value.problems)


def test_text_that_changes_nothing_and_one_that_ends_before_its_day_are_not_handed_in(
    kept: None, qin: Player
) -> None:
    draft = begun(qin, ("payer: ", "payer:  "))
    RuleDraft.objects.filter(pk=draft.pk).update(rules=rules().decode())
    with pytest.raises(Refused, match="一字不差"):
        actions.submit_rules(draft=draft, actor=qin.actor, now=now())
    ended = rules(('{from: "2021-03-01"}', '{from: "2021-03-01", to: "2021-12-31"}'))
    draft.refresh_from_db()
    saved = actions.save_rules(
        draft=draft,
        revision=draft.revision,
        given=actions.Given(rules=ended),
        actor=qin.actor,
        now=now(),
    )
    with pytest.raises(Refused, match="从 2022-03-01 起，这一稿里没有任何版本"):
        actions.submit_rules(draft=saved, actor=qin.actor, now=now())


def test_what_was_published_meanwhile_keeps_a_draft_from_being_published(
    kept: None, qin: Player, he: Player
) -> None:
    first = handed_in(qin)
    RuleDraft.objects.filter(pk=first.pk).update(based_on="0" * 64)
    with pytest.raises(Refused, match="您起草以后，这个项目又有新的规则发布"):
        actions.publish_rules(draft=first, actor=he.actor, now=now())


def test_next_draft_begins_with_what_was_published_last(
    kept: None, browser: Browser, qin: Player, he: Player
) -> None:
    actions.publish_rules(draft=handed_in(qin), actor=he.actor, now=now())
    look_again()
    client = browser(qin)
    client.post(RULES, {"why": "再改"})
    assert RuleDraft.objects.get(version=2).rules == RuleDraft.objects.get(version=1).rules
    assert "这个项目已有规则第 2 版在办" in text(client.post(RULES, {"why": "又改"}))
    file = client.get(f"{RULES}0/rules.yaml")
    assert file.content.decode() == RuleDraft.objects.get(version=1).rules
    assert client.get(f"{RULES}0/source.yaml").status_code == 404


def test_second_of_two_who_save_loses_nothing(
    kept: None, browser: Browser, qin: Player, he: Player
) -> None:
    begun(qin)
    draft = RuleDraft.objects.get()
    form = {"revision": "1", "rules": draft.rules, "cases": draft.cases}
    browser(he).post(f"{RULES}1/", {**form, "why": "改一处"})
    response = browser(qin).post(f"{RULES}1/", {**form, "why": "改另一处"})
    assert response.status_code == 409
    assert "何川保存过这一稿" in text(response)
    assert "改另一处" in text(response)


def test_database_itself_refuses_an_author_who_reviews_and_a_text_that_changes_afterwards(
    kept: None, qin: Player, he: Player
) -> None:
    draft = handed_in(qin)
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleDraft.objects.filter(pk=draft.pk).update(
            stage="published",
            reviewed_by=qin.person,
            reviewed_at=now(),
            reviewed_office="局",
            published_at=now(),
        )
    actions.publish_rules(draft=draft, actor=he.actor, now=now())
    for change in ({"rules": "x"}, {"from_on": TODAY}, {"stage": "withdrawn"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            RuleDraft.objects.filter(pk=draft.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        RuleDraft.objects.filter(pk=draft.pk).delete()


def test_nobody_else_drafts_or_sees_the_rule_of_a_programme(
    kept: None, browser: Browser, qin: Player, gu: Player, lan: Player
) -> None:
    begun(qin)
    with pytest.raises(Denied):
        actions.begin_rules(programme=OTHER, actor=qin.actor, now=now())
    assert browser(gu).get(f"{RULES}1/").status_code == 404
    assert browser(lan).get(f"{RULES}1/").status_code == 403
    assert browser(qin).get(f"/desk/policies/{OTHER}/rules/").status_code == 404


def test_published_text_that_can_no_longer_be_read_changes_nothing_and_is_told(
    kept: None, qin: Player, he: Player
) -> None:
    draft = handed_in(qin)
    RuleDraft.objects.filter(pk=draft.pk).update(rules="id: 1\n")
    RuleDraft.objects.filter(pk=draft.pk).update(
        stage="published",
        reviewed_by=he.person,
        reviewed_at=now(),
        reviewed_office="局",
        published_at=now(),
    )
    assert look_again()
    assert _ceiling(MARCH) == 200_000
    ((found, refused),) = unreadable()
    assert found.pk == draft.pk
    assert refused.problems


def test_newer_file_that_ships_does_not_override_what_was_published(
    kept: None, browser: Browser, qin: Player, he: Player
) -> None:
    draft = handed_in(qin)
    RuleDraft.objects.filter(pk=draft.pk).update(shipped="0" * 64)
    draft.refresh_from_db()
    actions.publish_rules(draft=draft, actor=he.actor, now=now())
    look_again()
    assert _ceiling(MARCH) == 250_000
    assert "随附的规则文件更新过" in text(browser(qin).get(RULES))
