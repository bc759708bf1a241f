"""网页进程: one process that answers pages on a socket which it was handed.

The city holds the socket and starts several of these. Whoever comes while one is being
replaced waits in the socket's queue instead of being turned away, and each process is a child
of the city itself, so that its end is seen at once. (Granian's own supervisor loses a worker
when two end at the same moment: it empties its list after the second was put on it.)
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, Final

from granian import _futures, _granian, _signals
from granian._loops import loops
from granian.constants import HTTPModes, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels, configure_logging
from granian.wsgi import _callback_wrapper as wrapped

# What Granian's own worker processes are made of; its stubs describe an older form of it. The
# version is pinned, and tests/config/test_city.py fails when a newer one differs.
made: Any = _granian
signals: Any = _signals
scheduler: Any = _futures._new_cbscheduler  # noqa: SLF001

BACKLOG: Final = 1024  # connections that may wait
THREADS: Final = 2  # that run Python
IDLE: Final = 30  # seconds until a thread without work ends
IN_FLIGHT: Final = 64  # connections that one process takes before it lets them wait
IO_THREADS: Final = 512  # the most that Granian starts for what blocks
NO_TLS: Final[tuple[object, ...]] = (
    False,
    None,
    None,
    None,
    "tls1.3",
    None,
    [],
    False,
)  # a proxy's work
NO_METRICS: Final = (None, None)  # ours are told by Django


def serve(listening: int, ready: int) -> None:
    """应答: on the socket ``listening`` until asked to stop, then to the end of what it began.

    A byte is written to ``ready`` once pages are answered, and then for each that was.
    """
    from huiqi.config.wsgi import application

    stopping, stopped = signals.set_sync_signals(), threading.Event()
    stopping.add_cb(stopped.set)
    loop = loops.get(Loops.auto)
    worker = made.WSGIWorker(
        1,
        (None, made.SocketHolder(listening, False, BACKLOG)),
        None,
        *(1, IO_THREADS, THREADS, IDLE, IN_FLIGHT),
        *(HTTPModes.http1, HTTP1Settings(), None, None),
        *NO_TLS,
        NO_METRICS,
    )
    os.set_blocking(ready, False)
    called = wrapped(_telling(application, ready), {}, None)
    worker.serve_mtr(scheduler(loop, called, impl_asyncio=True), loop, stopping)
    _tell(ready)
    stopped.wait()


def _telling(
    application: Callable[..., Iterable[bytes]], ready: int
) -> Callable[..., Iterable[bytes]]:
    def answer(*asked: Any) -> Iterable[bytes]:
        try:
            return application(*asked)
        finally:
            _tell(ready)

    return answer


def _tell(ready: int) -> None:
    # Full when nobody has listened for long: they will hear enough. Gone with whoever listened.
    with suppress(OSError):
        os.write(ready, b"1")


if __name__ == "__main__":
    configure_logging(LogLevels.info, None, True)
    serve(int(sys.argv[1]), int(sys.argv[2]))
