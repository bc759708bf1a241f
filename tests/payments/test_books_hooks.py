"""拨付与账本: in the city, from a payment's entry to who checked it, and what was made public."""

from huiqi.kernel.access import SYSTEM
from huiqi.ledger.models import Account, Entry
from huiqi.ledger.queries.support import received_by
from huiqi.ledger.sources import source_of
from huiqi.payments.books import of_line
from huiqi.payments.models import PaymentLine


def test_from_a_payment_one_gets_to_its_order_its_checkers_and_its_files(demo_city: None) -> None:
    entry = Entry.objects.filter(origin_kind=PaymentLine._meta.label, deed="pay").earliest("id")
    assert entry.origin_id is not None
    order = PaymentLine.objects.get(pk=entry.origin_id).order
    source = source_of(entry, SYSTEM)
    assert source.url == f"/payments/orders/{order.pk}/"
    assert order.first_checker
    assert order.made_by.name in source.decision
    assert order.first_checker.name in source.decision
    assert {len(one.digest) for one in source.evidence} == {64}
    assert of_line(10**9, SYSTEM) is None
    account = Account.objects.filter(stage="paid", call="TZ-2021-000012").earliest("id")
    assert account.subject
    assert {one.call for one in received_by(account.subject) if one.disclosed} <= {"TZ-2021-000012"}
    published = [
        one.disclosed
        for held in Account.objects.filter(stage="paid", call="TZ-2021-000012")
        if held.subject
        for one in received_by(held.subject)
    ]
    assert any(published)
