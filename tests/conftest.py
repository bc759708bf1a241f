"""测试设置: the database of the tests, and how long property tests look for a counter-example."""

import gc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from django.utils import translation
from hypothesis import HealthCheck, settings

OF_THE_TESTS: Final = Path(__file__).parents[1] / "var" / "test"
# What the tests wrote need not outlive a crash of the machine.
WITHOUT_CARE: Final = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")
OF_DJANGO: Final = {"auth_permission", "django_content_type"}

# A slow machine must not fail a test, so no profile has a deadline. ``dev`` looks at new
# examples every time, ``ci`` at the same ones, ``thorough`` (make verify) at many.
_SLOW = [HealthCheck.too_slow]
settings.register_profile("dev", deadline=None, suppress_health_check=_SLOW)
settings.register_profile(
    "ci", deadline=None, derandomize=True, max_examples=30, suppress_health_check=_SLOW
)
settings.register_profile("thorough", deadline=None, max_examples=400, suppress_health_check=_SLOW)
settings.load_profile("dev")

# People, the rights of requests, the order of rows, the city of the demonstration, the books.
pytest_plugins = (
    *("tests.cast", "tests.application", "tests.order", "tests.city"),
    "tests.coherent",
)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was imported and collected stays to the end: nobody looks for garbage in it again."""
    _groups_are_heeded(session)
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _groups_are_heeded(session: pytest.Session) -> None:
    """A scheduler that cannot read the groups says nothing: each worker would prepare all that
    one of them prepares for both, and take minutes longer.
    """
    if session.config.getoption("loadgroup", default=False):
        grouped = [one for one in session.items if one.get_closest_marker("xdist_group")]
        if lost := [one.nodeid for one in grouped if "@" not in one.nodeid]:
            raise pytest.UsageError(
                f"pytest-xdist 没有按组分配这些测试（换一版 pytest）：{lost[:3]}"
            )


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,  # the suffix of each xdist worker
) -> None:
    """Start PostgreSQL when the first test wants a database; several workers share it."""
    from huiqi.config.environment import Environment
    from huiqi.config.postgres import Embedded

    environment = Environment.read()
    if environment.is_embedded:
        server = Embedded.at(environment.data / "postgres")
        server.start()
        if environment.data == OF_THE_TESTS:  # never a server in which somebody's city lies
            for told in WITHOUT_CARE:
                server.query(f"ALTER SYSTEM SET {told}")
            server.query("SELECT pg_reload_conf()")


@pytest.fixture(autouse=True)
def _source_language() -> Iterator[None]:
    """A request leaves its language behind in the thread; the next test speaks the city's."""
    translation.activate("zh-hans")
    yield
    translation.activate("zh-hans")


@pytest.fixture(autouse=True)
def _library_that_ships() -> Iterator[None]:
    """What a test published is gone with it; the process answers by the shipped library again."""
    yield
    from huiqi.policies.releases import forget

    forget()


@pytest.fixture
def own_files(settings: Any, tmp_path: Path) -> None:
    """文件库: of this test alone; the other worker puts files into the common one meanwhile."""
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, data=tmp_path)


@pytest.fixture(scope="session", autouse=True)
def _flush_history_between_tests() -> Iterator[None]:
    """Tables that may never be emptied are emptied after tests that commit, by switching the
    triggers off as only the owner of a database can.

    They hold next to nothing, so it is deleted: that is quicker than to make each table and its
    indexes anew. What Django keeps about its own models would only be written again.
    """
    from django.db.backends.postgresql.operations import DatabaseOperations

    execute = DatabaseOperations.execute_sql_flush
    truncate = DatabaseOperations.sql_flush

    def delete(
        self: DatabaseOperations, style: Any, tables: list[str], **options: bool
    ) -> list[str]:
        if options.get("reset_sequences"):
            return truncate(self, style, tables, **options)
        emptied = sorted(set(tables) - OF_DJANGO)
        return [f"DELETE FROM {self.quote_name(table)}" for table in emptied]

    def flush(self: DatabaseOperations, sql_list: list[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = 'replica'")
        try:
            execute(self, sql_list)
        finally:
            with self.connection.cursor() as cursor:
                cursor.execute("SET session_replication_role = 'origin'")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", delete)
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush)
        yield
