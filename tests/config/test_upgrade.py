"""升级: a running city goes over to another release, and nobody who asks meanwhile is let down."""

import re
import shutil
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from huiqi.config.postgres import Embedded
from tests.config.city import SOURCE, Running, command, eventually, surroundings

MIGRATION = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "{last}")]
    operations = [
        migrations.AddField(
            "ratecount", "later", models.IntegerField(default=0, db_default=0, verbose_name="后来")
        )
    ]
"""
PAGES = ("/", "/policies/", "/match/")


@pytest.fixture
def city(prepared: Embedded) -> Iterator[Running]:
    running = Running(HUIQI_DATA_DIR=str(prepared.folder.parent), HUIQI_DEMO="0")
    running.wait()
    yield running
    running.close()


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The folder of another release, with one migration more."""
    source = tmp_path / "newer" / "src"
    shutil.copytree(SOURCE, source, ignore=shutil.ignore_patterns("__pycache__"))
    kernel = source / "huiqi" / "kernel"
    last = max(path.stem for path in (kernel / "migrations").glob("0*.py"))
    (kernel / "migrations" / "9999_later.py").write_text(MIGRATION.format(last=last))
    models = kernel / "models" / "delivery.py"
    field = '    hits = models.PositiveIntegerField("次数", default=0)\n'
    more = '    later = models.IntegerField("后来", default=0, db_default=0)\n'
    models.write_text(models.read_text().replace(field, field + more))
    return source


def upgrade(city: Running, prepared: Embedded, source: Path) -> subprocess.CompletedProcess[str]:
    ours = {
        "HUIQI_DATA_DIR": str(prepared.folder.parent),
        "HUIQI_BIND": f"127.0.0.1:{city.port}",
        "HUIQI_DEMO": "0",
    }
    return subprocess.run(
        [sys.executable, "-m", "huiqi.cli", "upgrade"],
        env=surroundings(**ours) | {"PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def answers_counted(city: Running) -> float:
    """How many of the visitors' pages /metrics tells of."""
    with urllib.request.urlopen(f"http://127.0.0.1:{city.port}/metrics", timeout=60) as got:
        text = got.read().decode()
    routes = "web:front|web:policies|policies:match"
    pattern = rf'^huiqi_requests_total{{.*route="(?:{routes})",status="200"}} ([0-9.]+)$'
    return sum(float(count) for count in re.findall(pattern, text, re.MULTILINE))


class Visitors:
    """People who ask for one page after another until they are told to stop."""

    def __init__(self, port: int, count: int) -> None:
        self.port = port
        self.answers: Counter[str] = Counter()
        self.stop = threading.Event()
        self.threads = [threading.Thread(target=self._visit, args=[n]) for n in range(count)]

    def __enter__(self) -> "Visitors":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def _visit(self, number: int) -> None:
        while not self.stop.is_set():
            number += 1
            self.answers[self._ask(PAGES[number % len(PAGES)])] += 1

    def _ask(self, page: str) -> str:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{page}", timeout=60) as got:
                got.read()
                return str(got.status)
        except OSError as error:
            return f"{page}: {error!r}"


def does_not_start(city: Running, prepared: Embedded, source: Path) -> bool:
    """Upgrade to a release that is broken: it is told, and that the old one serves on."""
    entry = source / "huiqi" / "config" / "wsgi.py"
    sound = entry.read_text()
    entry.write_text("raise SystemExit('坏了')\n")
    told = upgrade(city, prepared, source)
    entry.write_text(sound)
    return told.returncode == 1 and "新版没有启动。原来的版本仍在应答。" in told.stderr


@pytest.mark.verify  # two upgrades
def test_a_city_is_upgraded_without_a_failed_request(
    city: Running, prepared: Embedded, newer: Path
) -> None:
    before = city.children("web")
    with Visitors(city.port, 2) as visitors:
        assert eventually(lambda: visitors.answers["200"] > 20)
        assert does_not_start(city, prepared, newer)
        assert city.children("web") == before
        told = upgrade(city, prepared, newer)
        assert told.returncode == 0, told.stderr
        assert eventually(lambda: not set(before) & set(city.children("web")))
        so_far = visitors.answers["200"]
        assert eventually(lambda: visitors.answers["200"] > so_far + 20)
    assert set(visitors.answers) == {"200"}
    assert answers_counted(city) == visitors.answers["200"]  # by all processes, old and new
    column = "SELECT count(*) FROM information_schema.columns WHERE column_name = 'later'"
    assert prepared.query(column) == "1"
    assert len(city.children("web")) == 2


def test_upgrading_what_does_not_run_says_so(open_folder: Path) -> None:
    told = command("upgrade", HUIQI_DATA_DIR=str(open_folder / "var"))
    assert told.returncode == 1
    assert "没有正在运行的惠企" in told.stderr
