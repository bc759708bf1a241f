"""常问: written out once, asked of other values each time, and told as Django would tell it."""

from datetime import datetime, timedelta

import pytest
from django.db.models import QuerySet

from huiqi.kernel.standing import Standing
from huiqi.parties.models import Membership
from tests.cast import NOW, Player
from tests.cost import asked


def _since(person: int, moment: datetime) -> QuerySet:
    found = Membership.objects.filter(person_id=person, since__lte=moment)
    return found.order_by("role").values_list("organization__name", "role", "since")


def test_every_time_the_rows_are_those_of_the_values_that_are_given(
    lan: Player, gu: Player
) -> None:
    standing = Standing(_since, int, datetime)
    for player in (lan, gu):
        for moment in (NOW, NOW - timedelta(days=9_999)):
            told = standing(player.person.pk, moment)
            assert told == list(_since(player.person.pk, moment))
    assert len(standing(lan.person.pk, NOW)) == 1


def test_each_time_is_one_query_of_its_table(lan: Player) -> None:
    standing = Standing(_since, int, datetime)
    for _ in range(2):
        assert asked(lambda: standing(lan.person.pk, NOW)) == {"parties_membership": 1}


def test_a_value_that_the_statement_does_not_ask_for_is_a_mistake(lan: Player) -> None:
    standing = Standing(lambda _person: Membership.objects.values_list("role"), int)
    with pytest.raises(LookupError, match="does not ask for"):
        standing(lan.person.pk)
