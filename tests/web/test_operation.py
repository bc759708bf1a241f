"""运维: what the service tells of itself, and that nobody's data is in it."""

import json
import logging
import re
from collections.abc import Iterator
from io import StringIO

import pytest
from django.db import connection
from django.test import Client, override_settings

from huiqi.config.environment import BadEnvironment, Environment
from huiqi.config.logs import formatter
from huiqi.kernel import outbox
from huiqi.kernel.models import OutboxMessage
from huiqi.kernel.now import now
from tests.cast import Player

HERE = {"host": "127.0.0.1:8000"}
TOKEN = "a-long-random-token-of-tests"
SECRETS = ("91440300MA5DCL6C7X", "13800138000", "lan@example.com", "口令-绝密-2021", "陈岚岚")


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """Every line of log, as the running city writes it."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    root.setLevel(before)


def told(lines: StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def numbers(client: Client) -> dict[str, float]:
    text = client.get("/metrics", headers=HERE).content.decode()
    found = re.findall(r"^([a-z_]+(?:\{[^}]*\})?) ([0-9.e+-]+)$", text, re.MULTILINE)
    return {name: float(value) for name, value in found}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("headers", "address", "status"),
    [
        ({"host": "127.0.0.1:8000"}, "127.0.0.1", 200),
        ({"host": "localhost"}, "127.0.0.1", 200),
        ({"host": "localhost"}, "10.0.0.7", 404),
        ({"host": "127.0.0.1:8000", "x-forwarded-for": "10.0.0.7"}, "127.0.0.1", 404),
        ({"host": "testserver"}, "127.0.0.1", 404),
        ({"host": "testserver", "authorization": f"Bearer {TOKEN}"}, "10.0.0.7", 200),
        ({"host": "testserver", "authorization": "Bearer "}, "10.0.0.7", 404),
        ({"host": "testserver", "authorization": f"Bearer {TOKEN}x"}, "10.0.0.7", 404),
    ],
)
@override_settings(METRICS_TOKEN=TOKEN)
def test_metrics_are_told_to_this_machine_and_to_the_token(
    client: Client, headers: dict[str, str], address: str, status: int
) -> None:
    assert client.get("/metrics", headers=headers, REMOTE_ADDR=address).status_code == status


@pytest.mark.django_db
def test_no_token_is_no_key(client: Client) -> None:
    headers = {"host": "testserver", "authorization": "Bearer "}
    assert client.get("/metrics", headers=headers, REMOTE_ADDR="10.0.0.7").status_code == 404


def test_a_token_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(BadEnvironment, match="至少要 20 个随机字符"):
        Environment.read({"HUIQI_METRICS_TOKEN": "abc"})


@pytest.mark.django_db
def test_requests_are_counted_by_the_name_of_their_route(client: Client) -> None:
    name = 'huiqi_requests_total{method="GET",route="policies:policy",status="200"}'
    before = numbers(client).get(name, 0)
    client.get("/policies/shenzhen_longgang.park_rent/")
    after = numbers(client)
    assert after[name] == before + 1
    assert after[name.replace("requests_total", "request_seconds_count")] == before + 1


@pytest.mark.django_db
def test_what_waits_is_counted(client: Client) -> None:
    kind = next(iter(outbox._HANDLERS))
    OutboxMessage.objects.create(kind=kind, key="waits", payload={}, created_at=now())
    found = numbers(client)
    assert found["huiqi_outbox_waiting"] == 1
    assert found["huiqi_outbox_oldest_seconds"] >= 0
    assert found["huiqi_audit_unsealed_waiting"] == 0
    assert sum(value for key, value in found.items() if "database_connections" in key) >= 1


@pytest.mark.django_db
def test_an_address_that_somebody_made_up_is_no_name(client: Client) -> None:
    for secret in SECRETS:
        client.get(f"/{secret}/", {"q": secret})
        client.generic("STEAL" + secret[:4].encode().hex(), "/")
    text = client.get("/metrics", headers=HERE).content.decode()
    assert [secret for secret in SECRETS if secret in text] == []
    assert "STEAL" not in text


@pytest.mark.django_db
def test_the_city_is_ready_once_a_worker_was_seen(client: Client) -> None:
    assert client.get("/readyz").json() == {
        "status": "unavailable",
        "database": True,
        "migrations": True,
        "worker": False,
    }
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert client.get("/readyz").json()["status"] == "ok"


@pytest.mark.django_db
def test_nobody_is_in_the_log(client: Client, lan: Player, lines: StringIO) -> None:
    code, phone, mail, password, name = SECRETS
    client.get("/match/", {"code": code, "phone": phone, "mail": mail, "q": name})
    client.get(f"/api/v1/organizations/{code}/match", headers={"authorization": f"Bearer {phone}"})
    client.post("/accounts/login/", {"login": mail, "password": password})
    client.post("/api/v1/match", json.dumps({"facts": {"name": name}}), "application/json")
    client.get(f"/{mail}/{phone}", headers={"user-agent": name, "referer": f"http://x/?{code}"})
    client.force_login(lan.person)
    client.get("/me/")
    assert len([line for line in told(lines) if line["event"] == "request_finished"]) == 6
    assert [secret for secret in SECRETS if secret in lines.getvalue()] == []


@pytest.mark.django_db
def test_a_line_names_the_route_and_hides_who_asked(
    client: Client, lan: Player, lines: StringIO
) -> None:
    client.force_login(lan.person)
    client.get("/me/")
    client.get("/me/")
    first, second = (line for line in told(lines) if line["event"] == "request_finished")
    assert (first["request"], first["code"], first["level"]) == ("GET web:me", 200, "info")
    assert first["actor"] == second["actor"] != str(lan.person.pk)
    assert first["request_id"] != second["request_id"]


def test_what_goes_wrong_is_told_by_its_place_not_its_words(lines: StringIO) -> None:
    for message in ("%s failed", f"{SECRETS[0]} {SECRETS[1]} failed"):
        try:
            raise ValueError(f"Key (mail)=({SECRETS[2]}) password={SECRETS[3]}")
        except ValueError:
            logging.getLogger("someone.else").exception(message, *SECRETS[: message.count("%")])
    first, second = told(lines)
    assert first["exception"] == second["exception"] == "ValueError"
    assert (first["event"], second["event"]) == ("%s failed", "*** *** failed")
    assert [secret for secret in SECRETS if secret in lines.getvalue()] == []
