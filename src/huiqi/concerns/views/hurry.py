"""来得太频繁: how often one address may hand in, ask and upload without an account."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from huiqi.kernel.access import Actor
from huiqi.kernel.limits import Limit, comes_too_often
from huiqi.kernel.refusals import Refused

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
# From one address; an office has one for many people. The city's own choices.
SENDING: Final = Limit(30, HOUR)
LOOKING: Final = Limit(120, MINUTE)  # the page looks by itself while somebody types
UPLOADS: Final = Limit(30, HOUR)  # files: each of them is kept and scanned

TOO_MANY_REQUESTS: Final = 429
SENT_TOO_OFTEN: Final = gettext_lazy(
    "从这个网络来得太频繁，请 %(minutes)s 分钟后再来；写的都留着。着急的请打 12345"
)
UPLOADED_TOO_OFTEN: Final = gettext_lazy(
    "没有登录的，同一个网络一小时最多上传 %(most)s 个文件；请 %(minutes)s 分钟后再传，"
    "或者登录后上传。写的和已经传的都留着。着急的请打 12345"
)


class TooOften(Refused):
    """太频繁: to come again in ``seconds``."""

    def __init__(self, sentence: object, seconds: int, most: int) -> None:
        """One sentence, which may name the minutes and the limit."""
        self.seconds = seconds
        super().__init__([str(sentence) % {"minutes": -(-seconds // 60), "most": most}])


def refuse_hurry(request: HttpRequest, what: str, limit: Limit) -> None:
    """限次: one more of ``what`` from this address; TooOften beyond the limit."""
    _count(request, f"concern-{what}", limit, SENT_TOO_OFTEN)


def count_upload(request: HttpRequest, actor: Actor) -> None:
    """限传: one more file of a visitor without an account; TooOften beyond the limit."""
    if actor.person_id is None:
        _count(request, "concern-upload", UPLOADS, UPLOADED_TOO_OFTEN)


def told_to_wait(answer: HttpResponse, hurried: TooOften) -> HttpResponse:
    """请稍后: the page with what was refused, as the protocol says it."""
    answer.status_code = TOO_MANY_REQUESTS
    answer.headers["Retry-After"] = str(hurried.seconds)
    return answer


def _count(request: HttpRequest, what: str, limit: Limit, sentence: object) -> None:
    if wait := comes_too_often(request, what, limit):
        raise TooOften(sentence, wait, limit.hits)
