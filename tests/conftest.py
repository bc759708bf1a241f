"""测试设置: the database of the tests, and how long property tests look for a counter-example."""

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
