"""推送: 陈岚 registered the chat of her accountants; what would go there is in «模拟送达»."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from huiqi.inbox.actions import choose_paces, register_address
from huiqi.inbox.enums import Kind, Pace, Service
from huiqi.inbox.models import PushAddress
from huiqi.inbox.places import read
from huiqi.kernel.access import Actor
from huiqi.parties.models import Organization

WHO: Final = "chenlan"
ROBOT: Final = "00000000-0000-4000-8000-20211020a5aa"  # of no chat
CODE_CAME_BACK: Final = timedelta(minutes=2)

Act = Callable[[datetime], object]


def events(
    actors: Mapping[str, Actor], _firms: Sequence[Organization]
) -> Iterator[tuple[str, Act]]:
    """事件: one, before the city's messages, so that they are pushed."""
    yield "10-11 16:20", partial(_register, actors[WHO])


def _register(actor: Actor, now: datetime) -> None:
    place = read(Service.WECOM, ROBOT)
    address = register_address(place=place, label="财务群", actor=actor, now=now)
    # The code is sealed on its way; whoever fills the city reads no chat.
    PushAddress.objects.filter(pk=address.pk).update(
        verified_at=now + CODE_CAME_BACK, code="", code_until=None
    )
    chosen = {Kind.POLICY: Pace.DAILY, Kind.SURVEY: Pace.NEVER}
    choose_paces(address=address, choices=chosen, actor=actor, now=now + CODE_CAME_BACK)
