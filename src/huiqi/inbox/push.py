"""推送: one message, or the morning's digest, to one address; only titles and a link leave."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiqi.inbox import gateways
from huiqi.inbox.actions.addresses import (
    CODE,
    digest_of_code,
    lose_address,
    sealed_code_for,
    sealed_for,
)
from huiqi.inbox.actions.pushes import (
    PUSH,
    keep_simulated,
    mark_code_failed,
    mark_dropped,
    mark_failed,
    mark_sent,
)
from huiqi.inbox.enums import Kind, Pace, Service
from huiqi.inbox.gateways.sms import SIGN
from huiqi.inbox.models import Message, Push, PushAddress
from huiqi.inbox.opt_out import token_of_address
from huiqi.inbox.queries import languages_of
from huiqi.inbox.queries.pushes import may_be_sent_to, pace_of
from huiqi.kernel import outbox
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import now
from huiqi.kernel.sealing import CannotOpen, unseal
from huiqi.parties import scope

MOST_BYTES: Final = 1_200  # of titles in a digest: a robot of WeCom takes 2,048 in all


@outbox.handles(PUSH)
def send_push(payload: Mapping[str, Any], key: str) -> None:
    """推送: what is still wanted; NotTaken when the service does not take it, to be tried again.

    Where the address is gone nothing is tried again: it is ended, and the person hears of it.
    """
    moment = now()
    with scope.everything():
        rows = Push.objects.filter(pk__in=payload["pushes"], sent_at=None, dropped_at=None)
        related = rows.select_related("address__person", "message")
        found = list(related.prefetch_related("address__choices").order_by("id"))
        wanted = [one for one in found if _is_wanted(one)]
        mark_dropped([one for one in found if one not in wanted], moment)
        if not wanted:
            return
        address = wanted[0].address
        try:
            is_simulated = _send(address, _text(wanted), key, moment)
        except gateways.Gone:
            mark_failed([one.pk for one in wanted], moment)
            lose_address(address=address, actor=SYSTEM, now=moment)
            return
        mark_sent(wanted, is_simulated=is_simulated, now=moment)


@outbox.gives_up(PUSH)
def give_up_push(payload: Mapping[str, Any], at: datetime) -> None:
    """放弃推送: the person reads it beside the address."""
    with scope.everything():
        mark_failed(payload["pushes"], at)


@outbox.handles(CODE)
def send_code(payload: Mapping[str, Any], key: str) -> None:
    """推送验证码: while it is good; one that comes too late helps nobody."""
    moment = now()
    with scope.everything():
        address = PushAddress.objects.filter(pk=payload["address"]).first()
        if address is None or address.code_until is None:
            return
        code = unseal(b64decode(payload["code"]), sealed_code_for(address.pk))
        if address.code != digest_of_code(address.pk, code):
            return  # used, ended, or another one was asked for
        if moment >= address.code_until:
            mark_code_failed(address.pk, moment)
            return
        with override(languages_of([address.person_id])[address.person_id]):
            text = _(
                "验证码 %(code)s，10 分钟内有效。有人要把惠企的消息推送到这里；不认识就不用理会。"
            )
        try:
            _send(address, SIGN + text % {"code": code}, key, moment, is_code=True)
        except gateways.Gone:
            mark_code_failed(address.pk, moment)  # the page says so, and nobody tries again


def _is_wanted(push: Push) -> bool:
    address = push.address
    is_reachable = may_be_sent_to(address) and address.person.is_active
    return is_reachable and pace_of(address, Kind(push.message.kind)) != Pace.NEVER


def _send(
    address: PushAddress, text: str, key: str, moment: datetime, *, is_code: bool = False
) -> bool:
    """Really, where the service is live and was when the code was sent; else as a simulation."""
    service = Service(address.service)
    if address.is_simulated or not gateways.is_live(service):
        keep_simulated(key=key, address=address, text=text, now=moment, is_code=is_code)
        return True
    try:
        place = unseal(bytes(address.sealed), sealed_for(address.person_id, service))
    except CannotOpen:
        raise gateways.NotTaken("地址是用另一把密钥密封的，请本人重新登记") from None
    gateways.deliver(service, place, text, key)
    return False


# What is said


def _text(pushes: Sequence[Push]) -> str:
    first = pushes[0].message
    with override(first.language):
        if pushes[0].pace == Pace.DAILY:
            lines = _digest([one.message for one in pushes])
        else:
            lines = [SIGN + _line(first.title), _page(first)]
        lines.append(_("不再推送到这里：%(url)s") % {"url": stop_url(pushes[0].address)})
    return "\n".join(lines)


def _digest(messages: Sequence[Message]) -> list[str]:
    count = len(messages)
    lines = [SIGN + _("%(count)d 条消息") % {"count": count}]
    room = MOST_BYTES
    for told, message in enumerate(messages):
        title = _line(message.title)
        room -= len(title.encode())
        if room < 0:
            lines.append(_("另有 %(left)d 条") % {"left": count - told})
            break
        lines.append(f"· {title}")
    return [*lines, settings.PUBLIC_URL + reverse("inbox:messages")]


def _line(title: str) -> str:
    return " ".join(title.split())


def _page(message: Message) -> str:
    return settings.PUBLIC_URL + reverse("inbox:message", args=[message.pk])


def stop_url(address: PushAddress) -> str:
    """停用地址: for one click, without signing in."""
    return settings.PUBLIC_URL + reverse("inbox:stop", args=[token_of_address(address.pk)])
