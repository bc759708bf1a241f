"""装入演示城市: whole or not at all, once, on the day of the letter."""

from io import StringIO

from django.core.management import call_command
from procrastinate.contrib.django.models import ProcrastinateJob

from huiqi.demo import chenglan
from huiqi.demo.cast import BODIES, CAST, PASSWORD
from huiqi.demo.load import load_city
from huiqi.demo.population import TODAY
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import now
from huiqi.library import load
from huiqi.parties.enums import Role
from huiqi.parties.models import Fact, Organization, Person
from huiqi.parties.queries import facts_of
from huiqi.policies.actions import count_firms
from huiqi.policies.tasks import ask_for_count, count_firms_tonight
from tests.city import FirstLoad


def test_city_is_loaded_once_and_stands_on_the_day_of_the_letter(
    first_load: FirstLoad, demo_city: None
) -> None:
    first, again = first_load.told, load_city()
    assert (first.is_new, again.is_new) == (True, False)
    assert (first.firms, first.people) == (again.firms, again.people) == (301, len(CAST))
    assert first.facts == again.facts == Fact.objects.count()
    assert first_load.day == TODAY


def test_every_role_is_played_by_somebody_who_can_sign_in(demo_city: None) -> None:
    assert {role for player in CAST for role in player.roles} == set(Role)
    assert all(person.check_password(PASSWORD) for person in Person.objects.all()[:2])
    assert Organization.objects.count() == 301 + len(BODIES)


def test_what_the_city_knows_of_chenglan_is_what_was_written(demo_city: None) -> None:
    firm = Organization.objects.get(name="深圳市澄澜传感技术有限公司")
    known = facts_of(firm.subject, TODAY)
    assert known.outer("revenue_prior2") == 33_210_000
    results = {one.policy.id: one for one in load().match(known).results}
    rent = results["shenzhen_longgang.park_rent"]
    assert rent.money is not None
    assert (rent.verdict, str(rent.money.maximum)) == ("yes", "200000")
    assert chenglan.facts()["credit_code"] == firm.credit_code


def test_firms_are_counted_on_the_first_day_and_not_only_in_its_night(demo_city: None) -> None:
    call_command("demo", stdout=StringIO())
    assert _asked() == 1
    ask_for_count()  # a second start before the worker was there
    assert _asked() == 1
    count_firms(firms=[], on=TODAY, actor=SYSTEM, now=now())  # tests/policies counts real ones
    ProcrastinateJob.objects.all().delete()
    ask_for_count()
    assert _asked() == 0


def _asked() -> int:
    wanted = ProcrastinateJob.objects.filter(task_name=count_firms_tonight.name, status="todo")
    return wanted.count()
