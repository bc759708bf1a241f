"""申报样例: calls are open; 澄澜 has begun one, is to complete another and was paid for a third."""

from huiqi.inbox.models import Todo
from huiqi.programmes.models import Application, AutoCase, Call, CorrectionRequest
from huiqi.programmes.queries.money import standing_of_application


def test_four_calls_are_published_and_one_needs_no_applying(demo_city: None) -> None:
    calls = Call.objects.order_by("programme").values_list("programme", "mode", "state")
    assert list(calls) == [
        ("shenzhen.guarantee_fee", "approval", "published"),
        ("shenzhen.srdi_award", "automatic", "published"),
        ("shenzhen.technical_upgrade", "afterwards", "published"),
        ("shenzhen_longgang.park_rent", "approval", "published"),
    ]


def test_chenglan_has_begun_one_and_firms_are_asked(demo_city: None) -> None:
    draft = Application.objects.get(call__programme="shenzhen.technical_upgrade")
    assert (draft.state, draft.revision) == ("draft", 1)
    states = set(AutoCase.objects.order_by().values_list("state", flat=True))
    assert (states, AutoCase.objects.count()) == ({"to_confirm"}, 16)


def test_chenglan_is_to_complete_one_and_told_so(demo_city: None) -> None:
    returned = Application.objects.get(call__programme="shenzhen.guarantee_fee")
    asked = CorrectionRequest.objects.get(run__application=returned)
    assert (returned.state, len(asked.items), asked.answered_at) == ("returned", 2, None)
    todo = Todo.objects.get(key=f"application:{returned.pk}:correction:{asked.run_id}")
    assert (todo.text, todo.done_at) == (f"补正申报 {returned.number} 的材料", None)


def test_chenglan_was_paid_its_rent_through_every_stage(demo_city: None) -> None:
    paid = Application.objects.get(call__programme="shenzhen_longgang.park_rent")
    stages = paid.stages.order_by("position").values_list("kind", "state")
    assert list(stages) == [
        ("formal_check", "passed"),
        ("site_visit", "passed"),
        ("publicity", "passed"),
        ("funding_plan", "passed"),
        ("disbursement", "passed"),
    ]
    standing = standing_of_application(paid)
    assert (paid.state, paid.granted_fen, standing.paid) == ("closed", 20_000_000, 20_000_000)
