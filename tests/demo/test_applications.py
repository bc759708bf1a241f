"""申报样例: calls are open, 澄澜 has begun, and firms are asked whether they want the award."""

from huiqi.programmes.models import Application, AutoCase, Call


def test_two_calls_are_published_and_one_needs_no_applying(demo_city: None) -> None:
    calls = Call.objects.order_by("programme").values_list("programme", "mode", "state")
    assert list(calls) == [
        ("shenzhen.srdi_award", "automatic", "published"),
        ("shenzhen.technical_upgrade", "afterwards", "published"),
    ]


def test_chenglan_has_begun_and_firms_are_asked(demo_city: None) -> None:
    draft = Application.objects.get()
    assert (draft.state, draft.revision) == ("draft", 1)
    states = set(AutoCase.objects.order_by().values_list("state", flat=True))
    assert (states, AutoCase.objects.count()) == ({"to_confirm"}, 16)
