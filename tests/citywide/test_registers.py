"""全市名册: written whole or not at all, named by its hash, the latest kept."""

import stat
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.conf import settings

from huiqi.citywide.actions import registers, write_register
from huiqi.citywide.models import CityRegister
from huiqi.citywide.places import folder, path_of, shelf
from huiqi.citywide.queries import KEPT, latest_register
from huiqi.citywide.tasks import write_city_register
from huiqi.kernel.access import ANONYMOUS, SYSTEM
from huiqi.kernel.now import now, today
from huiqi.kernel.refusals import Denied
from huiqi.parties.scope import everything
from huiqi.policies.charge import firms_on_file
from huiqi.rules.sweep.population import hash_of

pytestmark = pytest.mark.usefixtures("demo_city")


@pytest.fixture(autouse=True)
def _data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Environment:
        data = tmp_path

    monkeypatch.setattr(settings, "ENVIRONMENT", Environment)


def test_a_register_holds_every_firm_with_a_code_and_is_named_by_its_hash() -> None:
    assert latest_register() is None
    moment = now()
    register = write_register(on=today(), actor=SYSTEM, now=moment)
    with everything():
        firms = firms_on_file()
        with_code = firms.exclude(credit_code=None)
        assert register.firms == with_code.count() > 0
        assert register.without_code == firms.filter(credit_code=None).count()
        codes = list(with_code.order_by("credit_code").values_list("credit_code", flat=True))
    assert (register.on, register.known_at) == (today(), moment)
    assert hash_of(path_of(register)) == register.sha256
    written = pq.read_table(path_of(register), columns=["credit_code"]).column(0)
    assert written.to_pylist() == codes
    assert latest_register() == register


def test_nobody_else_on_the_machine_may_read_a_register() -> None:
    register = write_register(on=today(), actor=SYSTEM, now=now())
    assert stat.S_IMODE(path_of(register).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder().stat().st_mode) == 0o700
    assert stat.S_IMODE(shelf().stat().st_mode) == 0o700


def test_the_same_facts_are_one_file_and_two_moments() -> None:
    moment = now()
    first = write_register(on=today(), actor=SYSTEM, now=moment)
    second = write_register(on=today(), actor=SYSTEM, now=moment + timedelta(seconds=1))
    assert path_of(first) == path_of(second)
    assert latest_register() == second
    assert CityRegister.objects.count() == 2


def test_older_files_make_room_and_their_rows_stay() -> None:
    days = [today() + timedelta(days=365 * n) for n in range(KEPT + 1)]
    written = [write_register(on=day, actor=SYSTEM, now=now()) for day in days]
    hashes = {one.sha256 for one in written[-KEPT:]}
    assert {path.stem for path in folder().glob("*.parquet")} == hashes
    assert CityRegister.objects.count() == len(days)


def test_a_register_that_fails_midway_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(path: Path, *_: object) -> None:
        path.write_bytes(b"half")
        raise RuntimeError("disk")

    monkeypatch.setattr(registers, "write_population", failing)
    with pytest.raises(RuntimeError):
        write_register(on=today(), actor=SYSTEM, now=now())
    assert list(folder().iterdir()) == []
    assert latest_register() is None


def test_nobody_but_the_system_writes_the_register_of_the_city() -> None:
    with pytest.raises(Denied):
        write_register(on=today(), actor=ANONYMOUS, now=now())


def test_the_worker_writes_the_register_of_today() -> None:
    write_city_register()
    register = latest_register()
    assert register is not None
    assert register.on == today()
