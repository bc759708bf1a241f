"""来得多勤: how often one address may object or ask; only a keyed hash of it is kept, for a day."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from huiqi.kernel.limits import Limit, hit
from huiqi.kernel.now import now


def comes_too_often(request: HttpRequest, what: str, limit: Limit) -> int:
    """是否太频繁: in how many seconds to come again; 0 when it is not too often. Counts."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    name = salted_hmac("huiqi.publicity.address", address).hexdigest()[:32]
    return hit(f"publicity:{what}:{name}", limit, now()).retry_after
