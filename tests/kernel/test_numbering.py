"""编号: readable, without gaps, never twice however many ask at once."""

from datetime import date

import pytest
from django.db import transaction

from huiqi.kernel.numbering import next_number
from tests.kernel.threads import together

ON = date(2021, 10, 20)


def test_numbers_count_up_for_each_prefix_and_year(db: None) -> None:
    asked = [("SQ", ON), ("SQ", ON), ("SB", ON), ("SQ", date(2022, 1, 1))]
    assert [next_number(prefix, on) for prefix, on in asked] == [
        "SQ-2021-000001",
        "SQ-2021-000002",
        "SB-2021-000001",
        "SQ-2022-000001",
    ]


@pytest.mark.parametrize("prefix", ["", "s", "sq", "SQ1", "SQSQSQS", "SQ'"])
def test_prefix_is_a_few_capital_letters(db: None, prefix: str) -> None:
    with pytest.raises(ValueError, match="应为 2 至 6 个大写字母"):
        next_number(prefix, ON)


@pytest.mark.django_db(transaction=True)
def test_number_taken_in_vain_is_given_out_again() -> None:
    with transaction.atomic():
        assert next_number("SQ", ON) == "SQ-2021-000001"
        transaction.set_rollback(True)
    with transaction.atomic():
        assert next_number("SQ", ON) == "SQ-2021-000001"


@pytest.mark.django_db(transaction=True)
def test_number_is_asked_for_inside_a_transaction() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        next_number("SQ", ON)


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_get_eight_numbers() -> None:
    def ask(_number: int) -> list[str]:
        found = []
        for _ in range(10):
            with transaction.atomic():
                found.append(next_number("SQ", ON))
        return found

    numbers = sorted(number for found in together(ask, 8) for number in found)
    assert numbers == [f"SQ-2021-{number:06d}" for number in range(1, 81)]
