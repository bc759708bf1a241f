"""共享缓存: what one process puts in all see; of many who add at once one is told that it did."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from allauth.core import ratelimit
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.db import connection
from django.test import Client, RequestFactory

from huiqi.config.grants import apply
from huiqi.config.postgres import APP
from huiqi.kernel.models import SharedValue
from huiqi.kernel.shared_cache import SharedCache, forget_expired
from tests.cast import Player
from tests.kernel.threads import together

ROOT = Path(__file__).parents[2]


@pytest.fixture
def cache(db: None) -> BaseCache:
    return SharedCache("", {})


def test_value_is_there_until_its_time_is_over(cache: BaseCache) -> None:
    cache.set("a", [1.5, "y", None], 60)
    cache.set("b", 1, 0)
    cache.set("c", 1, None)
    assert [cache.get(key) for key in "abcd"] == [[1.5, "y", None], None, 1, None]
    assert cache.get("d", "none") == "none"
    assert [cache.touch(key, 0) for key in "abcd"] == [True, False, True, False]
    assert [cache.get(key) for key in "abcd"] == [None] * 4
    cache.set("e", 1, 60)
    assert (cache.delete("e"), cache.delete("e"), cache.delete("a")) == (True, False, False)
    cache.set("f", 1, 60)
    cache.set("g", 1, 0)
    assert forget_expired() == 3
    assert [one.key for one in SharedValue.objects.all()] == [":1:f"]
    cache.clear()
    assert not SharedValue.objects.exists()


def test_value_is_added_only_where_there_is_none(cache: BaseCache) -> None:
    assert [cache.add("a", n, 60) for n in (1, 2)] == [True, False]
    assert cache.get("a") == 1
    cache.set("a", 1, 0)
    assert cache.add("a", 3, 60)
    assert cache.get("a") == 3


def test_moment_comes_back_to_the_last_digit(cache: BaseCache) -> None:
    """allauth looks for the attempt that it takes back by its moment."""
    moments = [1634693400.1234567, 0.1 + 0.2]
    cache.set("a", moments, 60)
    assert cache.get("a") == moments


def test_what_is_no_json_is_refused(cache: BaseCache) -> None:
    with pytest.raises(TypeError):
        cache.set("a", object(), 60)


def test_application_may_do_all_of_it(cache: BaseCache) -> None:
    apply()
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {APP}")
    cache.set("a", 1, 60)
    assert (cache.add("a", 2, 60), cache.touch("a", 60), cache.delete("a")) == (False, True, True)
    assert forget_expired() == 0
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.mark.django_db(transaction=True)
def test_of_many_who_add_at_once_one_is_told_that_it_did() -> None:
    told = together(lambda number: SharedCache("", {}).add("lock", number, 60), 8)
    assert sorted(told) == [False] * 7 + [True]


ATTEMPTS = """
import json
from django.test import RequestFactory
from allauth.core import ratelimit
asked = RequestFactory().post("/accounts/login/")
print(json.dumps([ratelimit.consume(asked, action="login") for _ in range(20)]))
"""


def _attempts_elsewhere() -> list[bool]:
    """Twenty attempts to sign in, in a process of its own, on the database of the tests."""
    settings = connection.settings_dict
    told = subprocess.run(
        [sys.executable, "-c", f"{SETUP}\n{ATTEMPTS}", str(settings["NAME"])],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    allowed: list[bool] = json.loads(told.stdout.splitlines()[-1])
    return allowed


SETUP = """
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
"""


@pytest.mark.django_db(transaction=True)
def test_attempts_to_sign_in_are_counted_over_all_processes() -> None:
    """Thirty a minute from one address, however many processes answer."""
    asked = RequestFactory().post("/accounts/login/")
    assert [ratelimit.consume(asked, action="login") for _ in range(20)] == [True] * 20
    assert _attempts_elsewhere() == [True] * 10 + [False] * 10


def test_page_that_is_asked_too_often_says_so_and_the_count_is_in_the_database(
    client: Client, lan: Player
) -> None:
    assert isinstance(caches["default"], SharedCache)
    given = {"login": "chenlan", "password": "x"}
    told = [client.post("/accounts/login/", given).status_code for _ in range(31)]
    assert told[-1] == 429
    assert SharedValue.objects.filter(key__contains="allauth:rl").exists()
    # In another browser, from the same address, it is the same.
    assert Client().post("/accounts/login/", given).status_code == 429
