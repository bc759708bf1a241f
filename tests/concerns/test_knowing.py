"""诉求写成知识: no version of an answer tells whose concern it was; what is close makes none."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from huiqi.concerns.actions import working
from huiqi.concerns.actions.knowing import write_answer
from huiqi.concerns.actions.submitting import Contact
from huiqi.concerns.enums import Confidentiality, Resolution
from huiqi.concerns.models import Concern
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.knowledge import actions as knowledge
from huiqi.knowledge.actions import Written
from huiqi.knowledge.models import Edition, Entry
from tests.cast import TODAY
from tests.concerns.conftest import World, after, replied
from tests.visits import client_of

ANSWER = Written(
    question="公示完三个月补贴没到账，什么时候拨付？",
    answer="公示期满后按月拨付，每月 5 日到账。",
    basis="深财规〔2019〕6号 第十二条",
    expires_on=TODAY + timedelta(days=200),
)
LATER = after(days=1)


@pytest.fixture(autouse=True)
def _without_second_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def replied_to(world: World, **more: object) -> Concern:
    case = working.sign_concern(
        case=world.dispatched(world.submitted(**more)),  # type: ignore[arg-type]
        actor=world.first.actor,
        now=after(hours=1),
    )
    return working.reply_to_concern(
        case=case,
        text="按月拨付。",
        offered=Resolution.EXPLAINED,
        actor=world.first.actor,
        now=after(hours=2),
    )


def answer_of(world: World, case: Concern, written: Written = ANSWER) -> Edition:
    return write_answer(case=case, written=written, actor=world.first.actor, now=LATER)


def test_what_is_kept_close_makes_no_answer(world: World) -> None:
    case = replied_to(world, confidentiality=Confidentiality.CLOSE)
    with pytest.raises(Refused, match="保密的，不能写成知识"):
        answer_of(world, case)
    sent = client_of(world.first).post(
        f"/desk/concerns/{case.number}/know/",
        {
            "question": ANSWER.question,
            "answer": ANSWER.answer,
            "basis": ANSWER.basis,
            "expires_on": "2022-06-30",
        },
    )
    assert (sent.status_code, Entry.objects.count()) == (409, 0)
    assert "保密的，不能写成知识" in sent.content.decode()


def test_nothing_is_known_before_somebody_replied(world: World) -> None:
    with pytest.raises(WrongState, match="答复以后"):
        answer_of(world, world.working())


def test_case_that_is_kept_close_meanwhile_is_not_published(world: World) -> None:
    case = replied(world)
    one = answer_of(world, case)
    Concern.objects.filter(pk=case.pk).update(confidentiality=Confidentiality.CLOSE)
    with pytest.raises(Refused, match="保密的，不能写成知识"):
        knowledge.publish_edition(edition=one, actor=world.second.actor, now=LATER)


def test_office_written_where_a_name_is_asked_for_is_nobody(world: World) -> None:
    case = replied_to(world, contact=Contact(name="财务", phone="13800002210"))
    answer_of(world, case, replace(ANSWER, answer="请财务人员在线提交。"))
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "flaw"),
    [
        ({"answer": "{firm}的补贴每月 5 日到账。"}, "不要写企业名称「{firm}」"),
        ({"question": "{code}的补贴什么时候到账？"}, "不要写提出诉求的人「{code}」"),
        ({"basis": "欧阳静琳来电所述"}, "不要写提出诉求的人「欧阳静琳」"),
        ({"answer": "请问 ou@example.cn"}, "不要写提出诉求的人「ou@example.cn」"),
        ({"basis": "见 13812345678 的短信"}, "手机"),
    ],
)
def test_every_version_is_looked_at_as_the_first_is(
    world: World, wrong: dict[str, str], flaw: str
) -> None:
    case = replied_to(world, contact=Contact(name="欧阳静琳", email="ou@example.cn"))
    filled = {"firm": world.firm.name, "code": world.firm.credit_code}
    ((name, text),) = wrong.items()
    written = replace(ANSWER, **{name: text.format(**filled)})  # type: ignore[arg-type]
    sentence = flaw.format(**filled)
    with pytest.raises(Refused, match=sentence):
        answer_of(world, case, written)
    first = knowledge.publish_edition(
        edition=answer_of(world, case), actor=world.second.actor, now=LATER
    )
    with pytest.raises(Refused, match=sentence):
        knowledge.write_edition(
            entry=first.entry, written=written, actor=world.second.actor, now=LATER
        )
