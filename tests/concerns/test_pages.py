"""办理端的页面: an officer's list and case, and what a form does; others find nothing."""

from __future__ import annotations

import pytest

from huiqi.concerns.actions import asking, helping, working
from huiqi.concerns.enums import Answer, Kind, NoteColor
from huiqi.concerns.models import CommonProblem, Concern
from tests.concerns.conftest import ITEM, TEXT, World, after, answered, confirmed, replied
from tests.visits import client_of, page


@pytest.fixture(autouse=True)
def _without_second_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def of(case: Concern, act: str = "") -> str:
    return f"/desk/concerns/{case.number}/{act}{'/' if act else ''}"


def test_list_shows_what_the_office_has_to_do(world: World) -> None:
    case = world.submitted()
    told = page(world.clerk, "/desk/concerns/?tab=desk")
    assert case.title in told
    assert "待分派" in told
    assert case.title not in page(world.first, "/desk/concerns/")


def test_desk_confirms_what_was_suggested(world: World) -> None:
    case = world.submitted()
    told = page(world.clerk, of(case))
    assert f'name="item" value="{ITEM}" checked' in told
    sent = client_of(world.clerk).post(
        of(case, "dispatch"), {"item": ITEM, "unit": "", "service": "ordinary"}
    )
    assert sent.status_code == 302
    case.refresh_from_db()
    assert (case.state, case.lead) == ("dispatched", world.bureau)


def test_desk_reads_which_item_the_writer_thought_right(world: World) -> None:
    case = world.submitted()
    assert "提诉求的人选的" not in page(world.clerk, of(case))
    other = world.submitted(text=f"{TEXT}请尽快。", item=ITEM)
    assert page(world.clerk, of(other)).count("提诉求的人选的") == 1


def test_form_that_is_refused_keeps_what_was_typed_and_says_why(world: World) -> None:
    case = world.submitted()
    sent = client_of(world.clerk).post(
        of(case, "refuse"), {"ground": "2", "text": "法院已经立案", "channel": ""}
    )
    told = sent.content.decode()
    assert sent.status_code == 409
    assert "请写明应当向哪里提出" in told
    assert "法院已经立案" in told


def test_case_of_another_unit_is_not_found(world: World) -> None:
    case = world.dispatched()
    page(world.other_officer, of(case), 404)
    sent = client_of(world.other_officer).post(of(case, "reply"), {"text": "x"})
    assert sent.status_code == 404


def test_confidential_case_is_not_found_by_a_colleague(world: World) -> None:
    case = world.dispatched(world.submitted(kind=Kind.REPORT))
    page(world.first, of(case), 404)
    page(world.supervisor, of(case), 404)
    assert "签收" in page(world.chief, of(case))


def test_officer_answers_on_the_page(world: World) -> None:
    case = world.working()
    sent = client_of(world.first).post(
        of(case, "reply"), {"text": "下周到账", "offered": "explained", "public": "yes"}
    )
    assert sent.status_code == 302
    case.refresh_from_db()
    assert (case.state, case.offered) == ("replied", "explained")
    assert case.posts.get().audience == "public"


def everything(world: World) -> Concern:
    """A case with something in every section of its page."""
    case = world.working()
    working.note_in_case(case=case, text="财政已批", actor=world.first.actor, now=after(hours=1))
    helping.ask_co_unit(
        case=case, unit=world.other, text="请核对", actor=world.first.actor, now=after(hours=1)
    )
    helping.ask_extension(
        case=case, days=3, reason="等复核", actor=world.first.actor, now=after(hours=1)
    )
    helping.supervise(
        case=case,
        color=NoteColor.RED,
        text="两天内办",
        days=2,
        actor=world.supervisor.actor,
        now=after(hours=1),
    )
    case = answered(case, world.first, after(hours=2))
    case = confirmed(case, world, Answer.NOT, after(hours=3))
    return working.sign_concern(case=case, actor=world.second.actor, now=after(hours=3))


@pytest.mark.parametrize("who", ["clerk", "second", "chief", "other_officer", "supervisor"])
def test_every_reader_of_a_long_case_is_shown_it(world: World, who: str) -> None:
    case = everything(world)
    told = page(getattr(world, who), of(case))
    assert "两天内办" in told
    assert "请核对" in told


def test_every_form_says_what_is_missing_and_never_breaks(world: World) -> None:
    from huiqi.concerns.views.acts import ACTS

    case = everything(world)
    client = client_of(world.chief)
    answers = {act: client.post(of(case, act), {}).status_code for act in ACTS}
    assert set(answers.values()) <= {302, 403, 404, 409}


def test_board_tells_the_two_numbers_apart(world: World) -> None:
    done = confirmed(replied(world), world, Answer.PARTLY, after(days=1))
    asking.rate_case(case=done, score=1, text="慢", actor=world.owner.actor, now=after(days=1))
    told = page(world.supervisor, "/desk/concerns/board/")
    assert "部门办结" in told
    assert "部分解决" in told
    assert done.number in told
    page(world.chief, "/desk/concerns/board/", 403)


def test_list_is_exported(world: World) -> None:
    world.submitted()
    sent = client_of(world.clerk).get("/desk/concerns/list.xlsx")
    assert sent.status_code == 200


def test_nothing_is_opened_by_a_form_that_is_refused_in_its_last_field(world: World) -> None:
    case = world.working()
    given = {"title": "拨付慢", "summary": "公示后不拨付", "due_on": "2021-12-31"}
    sent = client_of(world.chief).post(of(case, "make-common"), given)
    assert (sent.status_code, "为什么是共性问题" in sent.content.decode()) == (409, True)
    assert not CommonProblem.objects.exists()
    sent = client_of(world.chief).post(of(case, "make-common"), given | {"reason": "多家如此"})
    assert sent.status_code == 302
    case.refresh_from_db()
    assert case.problem == CommonProblem.objects.get()
