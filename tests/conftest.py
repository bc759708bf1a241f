"""测试设置: how long the property tests look for a counter-example, and whether by chance."""

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
