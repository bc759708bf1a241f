"""问一页: how long the server took for a page, in milliseconds; no page that is not there."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time
from typing import Any

OK = 200


def milliseconds(client: Any, path: str, clock: Callable[[], float] = process_time) -> float:
    """毫秒: from the request to the bytes, by ``clock``; ends the run for any other answer."""
    start = clock()
    response = client.get(path)
    spent = (clock() - start) * 1000
    if response.status_code != OK:
        raise SystemExit(f"{path} 返回 {response.status_code}，没有可计时的页面。")
    return spent
