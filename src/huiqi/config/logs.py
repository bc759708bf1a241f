"""日志: one JSON object a line, without anybody's data.

A message of the standard library is written as its template, never with its values; an
exception by its type and the places it passed, never by its text, which quotes rows and
addresses. What still looks like a credit code, a number, a mailbox or a secret is blotted out.
"""

from __future__ import annotations

import re
import sys
import traceback
from typing import Any, Final

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

BLOTTED: Final = "***"
PERSONAL: Final = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9A-HJ-NPQRTUWXY]{18}|[0-9]{15}|[0-9]{17}[0-9Xx]|1[3-9][0-9]{9})"
    r"(?![0-9A-Za-z])"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?i:(?:password|passwd|secret|token|口令|密码)\s*[=:：]\s*)\S+"
)


def _where(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """An exception as its type and frames."""
    given = event.pop("exc_info", None)
    if isinstance(given, BaseException):
        given = (type(given), given, given.__traceback__)
    if isinstance(given, tuple) and given[0] is not None:
        frames = traceback.extract_tb(given[2])
        event["exception"] = given[0].__name__
        event["frames"] = [f"{one.filename}:{one.lineno} {one.name}" for one in frames]
    return event


def _blot(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {key: _blotted(value) for key, value in event.items()}


def _blotted(value: Any) -> Any:
    if isinstance(value, str):
        return PERSONAL.sub(BLOTTED, value)
    if isinstance(value, list | tuple):
        return [_blotted(one) for one in value]
    return value if value is None or isinstance(value, bool | int | float) else type(value).__name__


def _with_exception(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """What ``exc_info=True`` stands for, while it is still being handled."""
    if event.get("exc_info") is True:
        event["exc_info"] = sys.exc_info()
    return event


SHARED: Final[list[Processor]] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def formatter() -> structlog.stdlib.ProcessorFormatter:
    """格式: of every line, whoever writes it."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED,
        use_get_message=False,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _where,
            _blot,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


def logging_settings() -> dict[str, Any]:
    """日志设置: for Django's LOGGING; structlog is set up beside it."""
    structlog.configure(
        processors=[
            *SHARED,
            _with_exception,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    handler = {"class": "logging.StreamHandler", "formatter": "json"}
    quiet = {"handlers": [], "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "huiqi.config.logs.formatter"}},
        "handlers": {"lines": handler},
        "root": {"handlers": ["lines"], "level": "WARNING"},
        # Django's own handlers would write a second line, with the address in it.
        "loggers": {
            "django": quiet | {"level": "WARNING"},
            "django_structlog": {"level": "INFO"},
            "huiqi": {"level": "INFO"},
            # It writes addresses with their keys; what was not taken the outbox tells.
            "apprise": quiet | {"level": "CRITICAL"},
            # What went wrong with a request is told by django_structlog, by its route.
            "django.request": quiet | {"level": "CRITICAL"},
            "django.server": quiet | {"level": "CRITICAL", "propagate": False},
        },
    }
