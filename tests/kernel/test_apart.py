"""逐件办理: one row that fails holds up no other, keeps nothing, and stands in the log."""

from __future__ import annotations

import pytest

from huiqi.kernel.apart import each_apart
from huiqi.kernel.models import RateCount
from tests.cast import NOW


def counted(*names: str) -> list[RateCount]:
    return [RateCount.objects.create(bucket=name, window=NOW) for name in names]


def hit(one: RateCount) -> str:
    one.hits += 1
    one.save()
    if one.bucket == "坏的":
        raise ZeroDivisionError
    return one.bucket


@pytest.mark.django_db
def test_one_that_fails_holds_up_no_other_and_keeps_nothing() -> None:
    first, bad, last = counted("第一件", "坏的", "最后一件")
    found = each_apart([first, bad, last], hit, "试")
    assert (found.done, found.failed) == (("第一件", "最后一件"), (bad,))
    kept = RateCount.objects.order_by("id").values_list("bucket", "hits")
    assert list(kept) == [("第一件", 1), ("坏的", 0), ("最后一件", 1)]


@pytest.mark.django_db
def test_what_failed_stands_in_the_log_without_saying_whose_it_is(
    caplog: pytest.LogCaptureFixture,
) -> None:
    (bad,) = counted("坏的")
    each_apart([bad], hit, "试")
    (told,) = (one for one in caplog.records if one.name == "huiqi.apart")
    assert told.getMessage() == f"试：RateCount {bad.pk} 没有办成"
    assert told.exc_info is not None
