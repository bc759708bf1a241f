"""可见范围: the database itself shows nobody a foreign firm's data, whatever a query forgot."""

from collections.abc import Iterator
from datetime import date
from types import ModuleType

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, models, transaction
from django.db.utils import ProgrammingError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from huiqi.config.environment import Database, Environment
from huiqi.config.grants import apply
from huiqi.config.postgres import APP
from huiqi.kernel.access import SYSTEM
from huiqi.parties import scope
from huiqi.parties.enums import Source, Tie, Use
from huiqi.parties.middleware import ActorMiddleware
from huiqi.parties.models import (
    BankAccount,
    BankAccountStep,
    Consent,
    Fact,
    FactCorrection,
    Mandate,
    Organization,
    Person,
    Relation,
)
from tests.cast import ALL_POWERS, NOW, Player, a_person, a_relation_of, facts_on_record

FIRMS_DATA = (BankAccount, BankAccountStep, Consent, Fact, FactCorrection, Mandate, Relation)


def give_everything_to(firm: Organization, owner: Person) -> None:
    """One row of every table with firms' data."""
    (fact,) = facts_on_record(firm, Source.TAX, employees=50)
    FactCorrection.objects.create(
        fact=fact, reason="人数有误", asked_by=owner, asked_at=NOW, due_on=date(2021, 11, 10)
    )
    Consent.objects.create(subject=firm.subject, use=Use.BANKS, given_by=owner, given_at=NOW)
    account = BankAccount.objects.create(
        organization=firm,
        holder=firm.name,
        bank="测试银行",
        number=f"62220000{firm.pk:08d}",
        entered_at=NOW,
    )
    BankAccountStep.objects.create(account=account, deed="entered", by=owner, at=NOW)
    Mandate.objects.create(
        organization=firm,
        agent=a_person(f"agent{firm.pk}", "代办"),
        powers=ALL_POWERS,
        granted_by=owner,
        granted_at=NOW,
        expires_at=NOW.replace(year=2022),
    )
    a_relation_of(firm, Tie.SHAREHOLDER, owner.name)


@pytest.fixture
def both(lan: Player, chenglan: Organization, shan: Player, yuanshan: Organization) -> None:
    give_everything_to(chenglan, lan.person)
    give_everything_to(yuanshan, shan.person)


@pytest.fixture
def as_application(both: None) -> Iterator[None]:
    """The rest of the test runs with the rights of the application, and no scope at all."""
    apply()
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {APP}")
        cursor.execute("SELECT set_config('huiqi.scope', '', true)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def counts() -> dict[type[models.Model], int]:
    """Of rows that raw querysets, without any scope of their own, get to see."""
    return {model: model._default_manager.count() for model in FIRMS_DATA}


def test_every_table_with_firms_data_is_under_the_rule(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
            " AND relname LIKE 'parties%'"
            " ORDER BY relname"
        )
        ruled = [name for (name,) in cursor.fetchall()]
    assert ruled == sorted(model._meta.db_table for model in FIRMS_DATA)


def test_nothing_is_seen_without_a_scope(as_application: None) -> None:
    assert counts() == dict.fromkeys(FIRMS_DATA, 0)


@pytest.mark.parametrize("leaked", ["everything", "1 OR true", "1,", "-1", "ALL"])
def test_nothing_is_seen_with_a_scope_that_cannot_be_read(
    as_application: None, leaked: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('huiqi.scope', %s, true)", [leaked])
    assert counts() == dict.fromkeys(FIRMS_DATA, 0)


def test_firm_sees_its_own_rows_and_nothing_foreign(
    as_application: None, lan: Player, chenglan: Organization
) -> None:
    scope.narrow(lan.actor)
    assert counts() == dict.fromkeys(FIRMS_DATA, 1)
    assert Fact.objects.get().subject_id == chenglan.subject_id
    assert Relation.objects.get().organization_id == chenglan.pk


def test_firm_cannot_write_into_another(
    as_application: None, lan: Player, yuanshan: Organization
) -> None:
    scope.narrow(lan.actor)
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        facts_on_record(yuanshan, Source.SELF_DECLARED, employees=1)


def test_merged_firm_is_seen_by_the_one_that_took_it_over(
    as_application: None, lan: Player, chenglan: Organization, yuanshan: Organization
) -> None:
    subject = yuanshan.subject
    subject.merged_into = chenglan.subject
    subject.save()
    scope.narrow(lan.actor)
    assert counts() == dict.fromkeys(FIRMS_DATA, 2)


def test_agent_sees_the_mandate_before_acting_for_anybody(
    as_application: None, chenglan: Organization
) -> None:
    agent = Person.objects.get(username=f"agent{chenglan.pk}")
    scope.recognize(agent.pk)
    assert [one.organization_id for one in Mandate.objects.all()] == [chenglan.pk]
    assert Fact.objects.count() == 0


@pytest.mark.parametrize("name", ["qin", "gu", "he", "fan", "shen"])
def test_officers_and_auditors_see_all(
    as_application: None, name: str, request: pytest.FixtureRequest
) -> None:
    assert scope.scope_of(request.getfixturevalue(name).actor) == "all"


@pytest.mark.parametrize("name", ["system_admin", "security_admin", "audit_admin"])
def test_administrators_see_no_firm(
    both: None, name: str, request: pytest.FixtureRequest, bureau: Organization
) -> None:
    assert scope.scope_of(request.getfixturevalue(name).actor) == str(bureau.subject_id)


def test_tasks_see_everything_only_while_they_ask_for_it(as_application: None) -> None:
    with scope.everything():
        assert counts() == dict.fromkeys(FIRMS_DATA, 2)
    assert counts() == dict.fromkeys(FIRMS_DATA, 0)
    assert scope.scope_of(SYSTEM) == "all"


def test_task_for_one_firm_sees_that_firm(as_application: None, chenglan: Organization) -> None:
    with scope.subjects([chenglan.subject_id]):
        assert counts() == dict.fromkeys(FIRMS_DATA, 1)
    assert counts() == dict.fromkeys(FIRMS_DATA, 0)


def test_what_goes_wrong_within_the_same_scope_is_not_swallowed(as_application: None) -> None:
    with scope.everything():
        with pytest.raises(LookupError), scope.everything():
            raise LookupError
        assert counts() == dict.fromkeys(FIRMS_DATA, 2)
    assert counts() == dict.fromkeys(FIRMS_DATA, 0)


def test_what_the_register_publishes_is_seen_by_everybody(
    chenglan: Organization, as_application: None
) -> None:
    with scope.everything():
        facts_on_record(chenglan, Source.REGISTRY, name=chenglan.name, employees=50)
        facts_on_record(chenglan, Source.SELF_DECLARED, name="另一个名字")
    assert [(fact.key, fact.value) for fact in Fact.objects.all()] == [("name", chenglan.name)]


# Connections as the running city has them


@pytest.fixture
def city_connection(transactional_db: None, both: None) -> Iterator[None]:
    """The connection of a worker: signed in as the application, without any scope."""
    apply()
    where = Environment.read()
    url = Database("", "", APP) if where.is_embedded else Database.of_url(where.database_url, "")
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(
        USER=url.user, PASSWORD=url.password, OPTIONS={"options": "-c timezone=UTC"}
    )
    yield
    connection.close()
    connection.settings_dict.clear()
    connection.settings_dict.update(before)


def seen_by(user: object) -> list[int]:
    """The subjects whose facts a view sees that forgot to scope its query."""
    seen: list[int] = []

    def view(_request: HttpRequest) -> HttpResponse:
        seen.extend(Fact.objects.order_by("id").values_list("subject_id", flat=True))
        return HttpResponse()

    request = RequestFactory().get("/")
    request.user = user  # type: ignore[assignment]
    request.session = SessionStore()
    ActorMiddleware(view)(request)
    return seen


def test_scope_of_one_request_does_not_survive_into_the_next_on_the_same_connection(
    city_connection: None, lan: Player, shan: Player, chenglan: Organization, yuanshan: Organization
) -> None:
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (worker,) = cursor.fetchone()
    assert seen_by(lan.person) == [chenglan.subject_id]
    assert seen_by(object()) == []
    assert seen_by(shan.person) == [yuanshan.subject_id]
    assert list(Fact.objects.all()) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid(), current_user")
        assert cursor.fetchone()[0] == worker


def test_view_that_fails_leaves_no_scope_behind(city_connection: None, qin: Player) -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        assert Fact.objects.count() == 2
        raise LookupError

    request = RequestFactory().get("/")
    request.user = qin.person
    request.session = SessionStore()
    with pytest.raises(LookupError):
        ActorMiddleware(view)(request)
    assert Fact.objects.count() == 0


def test_leaked_scope_does_not_reach_the_next_person(
    city_connection: None, lan: Player, chenglan: Organization
) -> None:
    scope.narrow(SYSTEM)
    assert seen_by(lan.person) == [chenglan.subject_id]
    assert seen_by(object()) == []


# Requests of tests


def test_request_of_a_test_has_no_more_rights_than_one_of_the_city(
    client: Client, lan: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def page(_request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user, current_setting('huiqi.scope')")
            seen.extend(cursor.fetchone())
        return HttpResponse()

    urls = ModuleType("tests.parties.urls")
    monkeypatch.setattr(urls, "urlpatterns", [path("", page)], raising=False)
    with override_settings(ROOT_URLCONF=urls):
        client.get("/")
        client.force_login(lan.person)
        client.get("/")
    assert seen == [APP, "", APP, str(lan.actor.subject_id)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('huiqi.scope')")
        assert cursor.fetchone()[1] == "all"
