"""催录账户: whether a firm, for which money waits, was told to enter an account.

One to-do for each account that the firm has had to enter so far: one that was entered and closed
again is asked for anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Count

from huiqi.inbox.models import Todo
from huiqi.parties.models import BankAccount, Organization


def asked_firms(firms: Iterable[Organization]) -> set[int]:
    """已催的企业: of these, by number, whose people still have the to-do."""
    keys = {key: pk for pk, key in asking_keys(firms).items()}
    todos = Todo.objects.filter(key__in=keys, done_at=None).order_by("id")
    return {keys[key] for key in todos.values_list("key", flat=True)}


def asking_keys(firms: Iterable[Organization]) -> Mapping[int, str]:
    """催录待办的键: of each firm, by number, as its accounts stand now."""
    numbers = [one.pk for one in firms]
    entered = BankAccount.objects.filter(organization__in=numbers).order_by("organization_id")
    counted = dict(entered.values_list("organization_id").annotate(Count("pk")))
    return {pk: f"payments:account-wanted:{pk}:{counted.get(pk, 0)}" for pk in numbers}
