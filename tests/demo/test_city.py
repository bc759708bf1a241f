"""测试里的演示城市: whole for whoever asks for it, untouched by whoever was there before."""

import pytest
from django.db import connection

from huiqi.demo.cast import CAST
from huiqi.parties.models import Organization, Person


@pytest.mark.parametrize("visit", ["first", "second"])
def test_nothing_that_a_test_does_to_the_city_outlives_it(demo_city: None, visit: str) -> None:
    assert Person.objects.count() == len(CAST)
    Organization.objects.filter(name="深圳市澄澜传感技术有限公司").update(name=visit)
    Person.objects.create_user("passer_by", name="过客")


def test_whoever_does_not_ask_for_the_city_finds_nobody(db: None) -> None:
    assert not Person.objects.exists()


def test_city_that_is_served_is_a_copy_of_its_own(city_database: str, served_city: None) -> None:
    assert connection.settings_dict["NAME"] == f"{city_database}_served"
    assert Person.objects.count() == len(CAST)


def test_city_is_not_entered_from_within_another_database(
    db: None, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(RuntimeError, match="夹具只要 demo_city"):
        request.getfixturevalue("demo_city")
