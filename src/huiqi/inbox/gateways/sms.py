"""短信的出口: to the city's gateway, in an interface of our own (docs/howto/city.md).

Behind it stands whatever operator the city has a contract with; a small program translates.
"""

from __future__ import annotations

from typing import Final

import requests
from django.conf import settings

from huiqi.inbox.gateways.answers import Gone, NotTaken

GONE: Final = 410  # there is no such number any more; 404 may be a gateway that was moved
# In every language: text messages are signed by law, and robots let through what has this word.
SIGN: Final = "【惠企】"
SECONDS: Final = (4.0, 8.0)  # to connect, to answer
TAKEN: Final = (200, 201, 202, 409)  # 409: taken before under the same key


def send(number: str, text: str, key: str) -> None:
    """发短信: NotTaken when the gateway did not take it; the same ``key`` is sent once.

    Gone, when the gateway says that the number is no longer in use.
    """
    if settings.SMS_GATEWAY is None:
        raise NotTaken("没有短信网关")
    url, token = settings.SMS_GATEWAY
    try:
        with requests.post(
            url,
            json={"to": number, "text": text},
            headers={"Authorization": f"Bearer {token}", "Idempotency-Key": key},
            timeout=SECONDS,
            allow_redirects=False,
            stream=True,  # its status is all that is read
        ) as answer:
            status = answer.status_code
    except requests.RequestException:
        raise NotTaken("短信网关没有应答") from None
    if status == GONE:
        raise Gone("这个号码已经停用")
    if status not in TAKEN:
        raise NotTaken(f"短信网关没有收下（{status}）")
