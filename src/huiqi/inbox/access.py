"""收件箱的权限: a to-do is for its addressees, a message for the one it was sent to."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiqi.inbox.models import Message, PushAddress, Todo
from huiqi.kernel.access import Actor, Check, is_system
from huiqi.parties.enums import FIRM_ROLES, HANDLERS, OFFICERS, Power, Role


def roles_answered_for(actor: Actor) -> frozenset[str]:
    """可办的岗位: one's own; the owner of a firm answers for all roles in it."""
    if actor.has(Role.OWNER):
        return actor.roles | frozenset(FIRM_ROLES)
    return actor.roles


def _is_addressee(actor: Actor, todo: Todo) -> bool:
    if actor.person_id is None:
        return False
    if actor.person_id in todo.barred:
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


def _owns(actor: Actor, address: PushAddress) -> bool:
    return actor.person_id is not None and address.person_id == actor.person_id


is_addressee = Check(_is_addressee, _("须由这件待办的收件人办理"))
is_taker = Check(
    lambda actor, todo: actor.person_id is not None and todo.owner_id == actor.person_id,
    _("须由接手的人办理"),
)
is_ticked_by_hand = Check(
    lambda _actor, todo: todo.by_hand, _("这件待办要办完才会了结，不能直接勾掉")
)
is_at_desk = Check(
    lambda actor, _todo: actor.has(*OFFICERS),
    _("办理端须由主管部门或平台运行人员使用；请先在「我的账号」换到任职的单位"),
)
# What the officers of an office share: its chief sees all of it and says who does what.
OF_OFFICERS = ("", *(role.value for role in HANDLERS))


def _heads(actor: Actor, todo: Todo) -> bool:
    is_ours = todo.organization_id is not None and todo.organization_id == actor.organization_id
    return is_ours and actor.has(Role.SECTION_CHIEF) and todo.role in OF_OFFICERS


is_chief = Check(lambda actor, _todo: actor.has(Role.SECTION_CHIEF), _("须由处室负责人分派"))
may_assign = Check(_heads, _("须由收件单位的处室负责人分派"))
may_tick_off = is_addressee & is_ticked_by_hand
is_owner_of_address = Check(_owns, _("须由登记这个推送地址的人办理"))
is_recipient = Check(_is_recipient, _("须由收到消息的人办理"))

__all__ = [
    "OF_OFFICERS",
    "is_addressee",
    "is_at_desk",
    "is_chief",
    "is_owner_of_address",
    "is_recipient",
    "is_system",
    "is_taker",
    "may_assign",
    "may_tick_off",
    "roles_answered_for",
]
