"""白话说明: written as new versions, reviewed by another, kept for ever; what a firm may read."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.utils import InternalError, ProgrammingError
from django.test import Client

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.models import MoveLog
from huiqi.kernel.now import now
from huiqi.kernel.refusals import Denied, Refused, WrongState
from huiqi.library import Library, load
from huiqi.parties.enums import Role
from huiqi.parties.models import Organization
from huiqi.policies.actions import (
    WrittenMeanwhile,
    begin_summary,
    load_documents,
    publish_summary,
    return_summary,
    save_draft,
    submit_summary,
    withdraw_summary,
)
from huiqi.policies.models import PARTS, Basis, Keeper, Summary
from huiqi.policies.states import SUMMARY
from huiqi.policies.summaries import published_summary
from tests.cast import TODAY, Player, a_member

AWARD, OTHER = "shenzhen.srdi_award", "shenzhen.first_set"
WORDS = {
    "gist": "“小巨人”最高五十万元。",
    "who": "有国家“小巨人”或省专精特新称号的企业。",
    "how_much": "国家级最高五十万元，省级最高二十万元。",
    "how": "等通知，在网上报。",
    "when": "2021-03-01 起。",
    "basis": "深府规〔2021〕1号；市政协第20210370号提案答复 一。",
    "why": "把名称写全",
}


@pytest.fixture
def on_file(city_clock: datetime) -> None:
    """Two programmes are enough here, and are loaded sooner than all."""
    load_documents(library=two_programmes(), actor=SYSTEM)


def two_programmes() -> Library:
    library = load()
    return replace(library, policies={name: library.policies[name] for name in (AWARD, OTHER)})


@pytest.fixture
def kept(on_file: None, bureau: Organization) -> None:
    """市中小企业服务局 keeps the words of the award."""
    Keeper.objects.create(programme=AWARD, organization=bureau, since=TODAY, named_at=now())


def a_draft(who: Player, **given: str) -> Summary:
    draft = begin_summary(programme=AWARD, actor=who.actor, now=now())
    return save_draft(
        summary=draft, revision=draft.revision, given=WORDS | given, actor=who.actor, now=now()
    )


def published(writer: Player, reviewer: Player, **given: str) -> Summary:
    draft = submit_summary(summary=a_draft(writer, **given), actor=writer.actor, now=now())
    return publish_summary(summary=draft, actor=reviewer.actor, now=now())


def state(summary: Summary) -> str:
    summary.refresh_from_db()
    return summary.state


# From the library


def test_every_programme_has_its_first_version_from_the_library(city_clock: datetime) -> None:
    load_documents(library=load(), actor=SYSTEM)
    found = Summary.objects.filter(state="published", version=1, made_by=None)
    assert set(found.values_list("programme", flat=True)) == set(load().policies)
    assert all(one.gist and one.who and one.basis for one in found)


def test_loading_again_writes_no_new_version(on_file: None) -> None:
    assert load_documents(library=two_programmes(), actor=SYSTEM).summaries == 0


def test_what_the_library_says_anew_replaces_its_own_words_and_no_others(
    kept: None, qin: Player, he: Player
) -> None:
    library = two_programmes()
    changed = {
        name: replace(policy, summary=f"{policy.summary}（新）")
        for name, policy in library.policies.items()
    }
    officers = published(qin, he)
    told = load_documents(library=replace(library, policies=changed), actor=SYSTEM)
    assert told.summaries == len(changed) - 1
    assert published_summary(AWARD) == officers
    other = published_summary(OTHER)
    assert other is not None
    assert (other.version, other.gist[-3:]) == (2, "（新）")


# Four eyes


def test_new_version_is_published_by_another_officer_of_the_department(
    kept: None, qin: Player, he: Player
) -> None:
    done = published(qin, he)
    assert (done.version, done.made_by, done.reviewed_by) == (2, qin.person, he.person)
    assert done.reviewed_office == "市中小企业服务局"
    assert list(
        Summary.objects.filter(programme=AWARD).order_by("version").values_list("state", flat=True)
    ) == ["replaced", "published"]
    moves = MoveLog.objects.filter(kind="policies.Summary", object_id=done.pk).order_by("id")
    assert list(moves.values_list("move", flat=True)) == ["submit", "publish"]


def test_nobody_reviews_what_they_wrote(kept: None, qin: Player, he: Player) -> None:
    draft = submit_summary(summary=a_draft(qin), actor=qin.actor, now=now())
    for act in (
        lambda: publish_summary(summary=draft, actor=qin.actor, now=now()),
        lambda: return_summary(summary=draft, remark="再改", actor=qin.actor, now=now()),
    ):
        with pytest.raises(Denied, match="您写过这一稿，须由本部门没有写过它的另一个人复核"):
            act()
    assert state(draft) == "submitted"


def test_whoever_wrote_a_single_word_of_it_is_no_reviewer(
    kept: None, qin: Player, he: Player, bureau: Organization
) -> None:
    third = a_member("luwen", "陆闻", bureau, Role.BUREAU_OFFICER)
    draft = a_draft(qin)
    draft = save_draft(
        summary=draft, revision=draft.revision, given={"how": "网上报。"}, actor=he.actor, now=now()
    )
    draft = submit_summary(summary=draft, actor=qin.actor, now=now())
    with pytest.raises(Denied, match="您写过这一稿"):
        publish_summary(summary=draft, actor=he.actor, now=now())
    assert publish_summary(summary=draft, actor=third.actor, now=now()).state == "published"


def test_database_itself_refuses_the_writer_as_reviewer(kept: None, qin: Player) -> None:
    draft = submit_summary(summary=a_draft(qin), actor=qin.actor, now=now())
    draft.reviewed_by, draft.reviewed_at, draft.reviewed_office = qin.person, now(), "市局"
    with pytest.raises(ValidationError, match="写过这一稿的人不能复核它，须由另一个人复核"):
        draft.validate_constraints()
    with (
        pytest.raises(IntegrityError, match="summary_is_reviewed_by_somebody_else"),
        transaction.atomic(),
    ):
        draft.save()


def test_database_itself_refuses_to_publish_without_review(kept: None, qin: Player) -> None:
    draft = a_draft(qin)
    Summary.objects.filter(programme=AWARD, version=1).update(state="replaced")
    with (
        pytest.raises(IntegrityError, match="summary_is_reviewed_before_it_is_published"),
        transaction.atomic(),
    ):
        Summary.objects.filter(pk=draft.pk).update(state="published", published_at=now())


def test_what_was_published_is_never_rewritten_or_removed(
    kept: None, qin: Player, he: Player
) -> None:
    done = published(qin, he)
    for change in (
        lambda: Summary.objects.filter(pk=done.pk).update(gist="别的"),
        lambda: Summary.objects.filter(pk=done.pk).update(when="别的"),
        lambda: Summary.objects.filter(pk=done.pk).delete(),
    ):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            change()


@pytest.mark.parametrize("who", ["gu", "fan", "lan", "shen"])
def test_only_officers_of_the_department_in_charge_write(
    kept: None, request: pytest.FixtureRequest, who: str
) -> None:
    player: Player = request.getfixturevalue(who)
    with pytest.raises(Denied, match="须由主管这个项目的部门的人员办理"):
        begin_summary(programme=AWARD, actor=player.actor, now=now())


def test_programme_that_nobody_keeps_is_written_by_nobody(on_file: None, qin: Player) -> None:
    with pytest.raises(Denied, match="须由主管这个项目的部门的人员办理"):
        begin_summary(programme=AWARD, actor=qin.actor, now=now())


# Drafts


def test_draft_that_lacks_parts_is_not_handed_in_and_all_of_them_are_told(
    kept: None, qin: Player
) -> None:
    draft = a_draft(qin, gist=" ", how="", why="")
    with pytest.raises(Refused) as refused:
        submit_summary(summary=draft, actor=qin.actor, now=now())
    assert [one[:8] for one in refused.value.problems] == [
        "「一句话」还是空",
        "「怎么办」还是空",
        "请写明改了什么、",
    ]


def test_text_that_is_too_long_is_refused_and_every_part_is_told(kept: None, qin: Player) -> None:
    draft = begin_summary(programme=AWARD, actor=qin.actor, now=now())
    long = dict.fromkeys((*PARTS, "why"), "字" * 10000)
    with pytest.raises(Refused) as refused:
        save_draft(summary=draft, revision=draft.revision, given=long, actor=qin.actor, now=now())
    assert refused.value.problems[0] == ("「一句话」最多 600 个字，现在有 10000 个，请写短一些")
    assert len(refused.value.problems) == len(PARTS) + 1


def test_second_of_two_who_write_at_once_is_told_and_nothing_is_lost(
    kept: None, qin: Player, he: Player
) -> None:
    draft = begin_summary(programme=AWARD, actor=qin.actor, now=now())
    opened = draft.revision
    save_draft(
        summary=draft, revision=opened, given={"how": "到窗口办。"}, actor=he.actor, now=now()
    )
    with pytest.raises(WrittenMeanwhile, match="何川保存过这一稿。你的文字没有存进去") as told:
        save_draft(
            summary=draft, revision=opened, given={"how": "网上办。"}, actor=qin.actor, now=now()
        )
    assert told.value.current.how == "到窗口办。"
    saved = save_draft(
        summary=draft,
        revision=told.value.current.revision,
        given={"how": "网上办，也可到窗口。"},
        actor=qin.actor,
        now=now(),
    )
    assert saved.how == "网上办，也可到窗口。"


def test_saving_what_is_there_already_is_no_new_saving(kept: None, qin: Player) -> None:
    draft = a_draft(qin)
    again = save_draft(summary=draft, revision=0, given=WORDS, actor=qin.actor, now=now())
    assert again.revision == draft.revision


def test_returned_draft_says_what_to_change_and_is_handed_in_again(
    kept: None, qin: Player, he: Player
) -> None:
    draft = submit_summary(summary=a_draft(qin), actor=qin.actor, now=now())
    with pytest.raises(Refused, match="退回要写明哪里要改"):
        return_summary(summary=draft, remark=" ", actor=he.actor, now=now())
    back = return_summary(summary=draft, remark="电话写错了", actor=he.actor, now=now())
    assert (back.state, back.remark) == ("returned", "电话写错了")
    fixed = save_draft(
        summary=back, revision=back.revision, given={"how": "网上报。"}, actor=qin.actor, now=now()
    )
    again = submit_summary(summary=fixed, actor=qin.actor, now=now())
    assert publish_summary(summary=again, actor=he.actor, now=now()).state == "published"


def test_one_version_is_written_at_a_time(kept: None, qin: Player, he: Player) -> None:
    draft = a_draft(qin)
    with pytest.raises(Refused, match="这个项目已有第 2 版在办（草稿），请先办完或撤回那一版"):
        begin_summary(programme=AWARD, actor=he.actor, now=now())
    withdraw_summary(summary=draft, actor=qin.actor, now=now())
    assert begin_summary(programme=AWARD, actor=he.actor, now=now()).version == 3


def test_what_is_handed_in_is_not_written_on(kept: None, qin: Player) -> None:
    draft = submit_summary(summary=a_draft(qin), actor=qin.actor, now=now())
    with pytest.raises(WrongState, match="这一稿现在是「待复核」，不能再改"):
        save_draft(
            summary=draft,
            revision=draft.revision,
            given={"how": "别的"},
            actor=qin.actor,
            now=now(),
        )


def test_restoring_is_a_new_version_with_the_old_words(kept: None, qin: Player, he: Player) -> None:
    published(qin, he)
    first = Summary.objects.get(programme=AWARD, version=1)
    draft = begin_summary(programme=AWARD, actor=he.actor, now=now(), restored=first)
    assert (draft.version, draft.parts, draft.restored_from) == (3, first.parts, first)
    assert draft.why == "恢复第 1 版"
    other = Summary.objects.get(programme=OTHER, version=1)
    withdraw_summary(summary=draft, actor=he.actor, now=now())
    with pytest.raises(Refused, match="要恢复的版本不是这个项目的"):
        begin_summary(programme=AWARD, actor=he.actor, now=now(), restored=other)


@pytest.mark.parametrize("move", SUMMARY.moves)
def test_move_from_the_wrong_state_is_refused(kept: None, qin: Player, move: str) -> None:
    gone = withdraw_summary(summary=a_draft(qin), actor=qin.actor, now=now())
    with pytest.raises(WrongState, match="现在的状态是「已撤回」"):
        SUMMARY.fire(gone, move, actor=qin.actor, now=now() + timedelta(minutes=1))


# What everybody reads


def test_policy_page_shows_the_published_words_and_never_a_draft(
    client: Client, kept: None, qin: Player, he: Player
) -> None:
    path = f"/policies/{AWARD}/"
    a_draft(qin, how="<script>alert(1)</script>")
    page = client.get(path).content.decode()
    assert "随政策库装入" in page
    assert "alert(1)" not in page
    withdraw_summary(summary=Summary.objects.get(version=2), actor=qin.actor, now=now())
    published(qin, he, how="<script>alert(2)</script>")
    page = client.get(path).content.decode()
    assert "&lt;script&gt;alert(2)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "市中小企业服务局复核" in page


def test_document_page_tells_in_plain_words_what_rests_on_it(client: Client, on_file: None) -> None:
    award = published_summary(AWARD)
    assert award is not None
    pk = Basis.objects.get(programme=AWARD, source="measures").document_id
    assert award.gist in client.get(f"/documents/{pk}/").content.decode()
