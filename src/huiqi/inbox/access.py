"""收件箱的权限: a to-do is for its addressees, a message for the one it was sent to."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiqi.inbox.models import Message, Todo
from huiqi.kernel.access import Actor, Check, is_system
from huiqi.parties.enums import FIRM_ROLES, Power, Role


def roles_answered_for(actor: Actor) -> frozenset[str]:
    """可办的岗位: one's own; the owner of a firm answers for all roles in it."""
    if actor.has(Role.OWNER):
        return actor.roles | frozenset(FIRM_ROLES)
    return actor.roles


def _is_addressee(actor: Actor, todo: Todo) -> bool:
    if actor.person_id is None:
        return False
    if todo.person_id is not None:
        return todo.person_id == actor.person_id
    if todo.organization_id != actor.organization_id:
        return False
    if todo.role:
        return todo.role in roles_answered_for(actor)
    return bool(actor.roles) or actor.may(Power.EDIT)


def _is_recipient(actor: Actor, message: Message) -> bool:
    return actor.person_id is not None and message.person_id == actor.person_id


is_addressee = Check(_is_addressee, _("须由这件待办的收件人办理"))
is_taker = Check(
    lambda actor, todo: actor.person_id is not None and todo.owner_id == actor.person_id,
    _("须由接手的人办理"),
)
is_ticked_by_hand = Check(
    lambda _actor, todo: todo.by_hand, _("这件待办要办完才会了结，不能直接勾掉")
)
may_tick_off = is_addressee & is_ticked_by_hand
is_recipient = Check(_is_recipient, _("须由收到消息的人办理"))

__all__ = [
    "is_addressee",
    "is_recipient",
    "is_system",
    "is_taker",
    "may_tick_off",
    "roles_answered_for",
]
