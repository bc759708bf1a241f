"""测试的设置: those of the city, on a database of its own beside the developer's."""

import os
from pathlib import Path

os.environ.setdefault("HUIQI_DATA_DIR", str(Path(__file__).parents[1] / "var" / "test"))
os.environ.setdefault("HUIQI_AS_OWNER", "1")

from huiqi.config.settings import *  # noqa: F403

# A password is as safe as ever; its hash need not cost a tenth of a second in every test.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


class _Undefined(str):
    """A variable that no view gives would be printed as nothing; in the tests it is a mistake."""

    def __mod__(self, name: object) -> str:
        if str(name).startswith("authenticators."):
            return ""  # allauth links to kinds of second factor that somebody may not have
        raise LookupError(f"the template asks for {name}, which no view gives")


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = _Undefined("%s")  # type: ignore[index]  # noqa: F405

# The threads of a served city leave no connection behind that would keep the database.
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405

# A test looks for published rules itself: nothing depends on when the last look was.
HUIQI_RULES_SECONDS = None  # type: ignore[misc]

# A test sees at once what it has changed; tests/web/test_public_pages.py keeps pages again.
HUIQI_KEPT_SECONDS = 0  # type: ignore[misc]

# Pages of tests write no minutes; tests/kernel/test_uptime.py and tests/web count them.
HUIQI_MEASURES_ITSELF = False  # type: ignore[misc]
