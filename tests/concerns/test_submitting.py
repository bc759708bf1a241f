"""提交: what is wrong is said at once, what is grave has to be seen, and nothing is taken twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from huiqi.concerns.actions.submitting import Contact, Filing, submit_concern
from huiqi.concerns.enums import Channel, Confidentiality, Kind, State
from huiqi.concerns.models import Concern
from huiqi.concerns.queries import cases_in_sight, cases_of_asker, duty_of
from huiqi.concerns.words import Cautioned
from huiqi.kernel.access import ANONYMOUS
from huiqi.kernel.refusals import Denied, Refused
from tests.cast import NOW, TODAY
from tests.concerns.conftest import ITEM, TEXT, World

GOOD = Filing(text=TEXT, kind=Kind.HELP)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "还没有写内容。请写明发生了什么、希望怎么办。"),
        ("　\n\x00", "还没有写内容。请写明发生了什么、希望怎么办。"),
        ("🙏🙏🙏", "只有符号或表情，看不出是什么事。请用文字写明发生了什么、希望怎么办。"),
        (
            "补" * 100_000,
            "内容最多 5000 个字，现在有 100000 个：请写要点，其余放进附件",
        ),
    ],
)
def test_text_that_says_nothing_or_too_much_is_refused(world: World, text: str, told: str) -> None:
    with pytest.raises(Refused) as refused:
        world.submitted(text)
    assert refused.value.problems == (told,)
    assert not Concern.objects.exists()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("隔壁工厂着火了，请快来人", "fire"),
        ("法定代表人身份证 11010519491231002X，补助没到账", "identity"),
        ("后台密码：Abcd1234，请帮我们查补助", "password"),
        ("你们他妈的什么时候拨款", "abuse"),
    ],
)
def test_grave_warning_has_to_be_seen_before_it_is_taken(
    world: World, text: str, code: str
) -> None:
    with pytest.raises(Cautioned) as told:
        world.submitted(text)
    assert code in {one.code for one in told.value.cautions}
    assert not Concern.objects.exists()
    assert world.submitted(text, is_sure=True).state == State.SUBMITTED


def test_secret_number_does_not_stand_in_the_title(world: World) -> None:
    case = world.submitted("身份证 11010519491231002X 的补助没到账", is_sure=True)
    assert case.title == "身份证 ****************** 的补助没到账"


def test_every_flaw_is_told_at_once(world: World) -> None:
    filing = Filing(
        text=" ",
        kind="wish",
        organization=world.firm,
        district="000000",
        confidentiality="top",
        contact=Contact("人" * 41, "abc", "no-mail"),
    )
    with pytest.raises(Refused) as told:
        submit_concern(filing=filing, actor=world.owner.actor, now=NOW)
    assert told.value.problems == (
        "还没有写内容。请写明发生了什么、希望怎么办。",
        "先选种类：咨询、求助、投诉、举报或建议",
        "选一个本市的区，或不选",
        "选一般或保密",
        "联系人最多 40 个字",
        "电话应为 7 到 15 位数字，例如 13800000000 或 0755-12345678",
        "邮箱的写法不对，例如 name@example.com",
    )


def test_same_form_twice_is_one_concern(world: World) -> None:
    first = world.submitted(key="form-1")
    assert world.submitted(key="form-1") == first
    with pytest.raises(Refused, match="请刷新页面再写"):
        world.submitted("另一件事：展会摊位退费", key="form-1")


def test_what_no_database_keeps_is_left_out_of_every_field(world: World) -> None:
    case = world.submitted(
        f"{TEXT}\x00\ud800", key="form\x001", contact=Contact("陈\x00岚", "0755-12345678")
    )
    assert (case.text, case.key, case.contact_name) == (TEXT, "form1", "陈岚")


def test_key_that_is_too_long_is_refused_in_a_sentence(world: World) -> None:
    with pytest.raises(Refused, match="提交凭据"):
        world.submitted(key="k" * 81)


def test_same_text_is_open_once_for_a_firm(world: World) -> None:
    case = world.submitted()
    with pytest.raises(Refused, match=case.number):
        world.submitted(f"  {TEXT}\n")


def test_database_itself_refuses_the_same_text_twice(world: World) -> None:
    case = world.submitted()
    twin = Concern.objects.get(pk=case.pk)
    twin.pk, twin.number = None, "SQ-2021-999999"
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_nobody_files_for_a_firm_they_do_not_stand_for(world: World) -> None:
    filing = replace(GOOD, organization=world.firm)
    with pytest.raises(Denied, match="须由本企业人员办理"):
        submit_concern(filing=filing, actor=world.other_firm.actor, now=NOW)


def test_clerk_files_for_a_firm_that_then_sees_it(world: World) -> None:
    filing = replace(
        GOOD, organization=world.firm, channel=Channel.COUNTER, contact=Contact("陈", "13800000000")
    )
    case = submit_concern(filing=filing, actor=world.clerk.actor, now=NOW)
    assert case.is_behalf
    assert list(cases_of_asker(world.owner.actor)) == [case]
    assert list(cases_of_asker(world.clerk.actor)) == []
    with pytest.raises(Denied, match="代填须由窗口"):
        submit_concern(filing=filing, actor=world.owner.actor, now=NOW)


def test_without_login_a_contact_has_to_be_proved(world: World) -> None:
    unproved = replace(GOOD, contact=Contact("王", email="wang@example.com"))
    with pytest.raises(Denied, match="验证联系方式"):
        submit_concern(filing=unproved, actor=ANONYMOUS, now=NOW)
    proved = replace(GOOD, contact=Contact("王", email="wang@example.com", checked_at=NOW))
    case = submit_concern(filing=proved, actor=ANONYMOUS, now=NOW)
    assert (case.filed_by, case.subject) == (None, None)


def test_report_is_always_kept_close(world: World) -> None:
    assert world.submitted(kind=Kind.REPORT).confidentiality == Confidentiality.CLOSE


# Who sees it


def test_firm_sees_its_own_and_no_other(world: World) -> None:
    case = world.submitted()
    assert list(cases_of_asker(world.owner.actor)) == [case]
    assert list(cases_of_asker(world.other_firm.actor)) == []


def test_officers_see_what_they_dispatch_handle_or_supervise(world: World) -> None:
    case = world.dispatched()
    seen = [
        who
        for who in ("clerk", "first", "chief", "other_officer", "force_officer", "supervisor")
        if case in cases_in_sight(getattr(world, who).actor)
    ]
    assert seen == ["clerk", "first", "chief", "supervisor"]


def test_confidential_case_is_seen_by_desk_chief_and_its_officer_only(world: World) -> None:
    case = world.dispatched(world.submitted(kind=Kind.REPORT))
    seen = [
        who
        for who in ("clerk", "first", "second", "chief", "supervisor")
        if case in cases_in_sight(getattr(world, who).actor)
    ]
    assert seen == ["clerk", "chief"]


def test_unit_is_found_by_the_name_that_the_taxonomy_gives(world: World) -> None:
    assert duty_of(ITEM, "", TODAY) == world.bureau
    assert duty_of("999999", "", TODAY) is None
