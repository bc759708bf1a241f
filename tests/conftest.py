"""测试设置: the database of the tests, and how long property tests look for a counter-example."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# A slow machine must not fail a test, so no profile has a deadline. ``dev`` looks at new
# examples every time, ``ci`` at the same ones, ``thorough`` (make verify) at many.
_SLOW = [HealthCheck.too_slow]
settings.register_profile("dev", deadline=None, suppress_health_check=_SLOW)
settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=_SLOW)
settings.register_profile(
    "thorough", deadline=None, max_examples=2_000, suppress_health_check=_SLOW
)
settings.load_profile("dev")

# People, the rights of requests, and the order of rows.
pytest_plugins = ("tests.cast", "tests.application", "tests.order")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,  # the suffix of each xdist worker
) -> None:
    """Start PostgreSQL when the first test wants a database; several workers share it."""
    from huiqi.config.environment import Environment
    from huiqi.config.postgres import Embedded

    environment = Environment.read()
    if environment.is_embedded:
        Embedded.at(environment.data / "postgres").start()


@pytest.fixture(scope="session", autouse=True)
def _flush_history_between_tests() -> Iterator[None]:
    """Tables that may never be emptied are emptied after tests that commit, by switching the
    triggers off as only the owner of a database can."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    execute = DatabaseOperations.execute_sql_flush

    def flush(self: DatabaseOperations, sql_list: list[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = 'replica'")
        try:
            execute(self, sql_list)
        finally:
            with self.connection.cursor() as cursor:
                cursor.execute("SET session_replication_role = 'origin'")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush)
        yield
