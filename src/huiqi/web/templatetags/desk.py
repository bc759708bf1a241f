"""办理端: the navigation of officers, with how much waits behind each door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext as _

from huiqi.concerns.access import is_supervisor
from huiqi.concerns.access import may_look as may_look_at_concerns
from huiqi.follow.access import sees_reach
from huiqi.inbox.queries import messages_of
from huiqi.inbox.queries.desk import counts
from huiqi.kernel.access import Actor
from huiqi.kernel.now import now
from huiqi.knowledge.access import may_read_drafts
from huiqi.ledger.access import may_read_books
from huiqi.network.access import is_office, is_server
from huiqi.parties.access import is_officer, is_security_admin, is_system_admin
from huiqi.parties.middleware import ActorRequest
from huiqi.payments.access import may_look, may_read_accounts
from huiqi.policies.access import is_editor
from huiqi.programmes.access import is_officer as is_officer_of_programmes
from huiqi.programmes.access import may_look as may_look_at_cases
from huiqi.publicity.access import is_department
from huiqi.registers.access import may_see_imports
from huiqi.rights.access import answers_looks

register = template.Library()


@dataclass(frozen=True)
class Door:
    """门: one entry of the navigation; ``count`` None where nothing is counted."""

    key: str
    title: str
    url: str
    count: int | None = None


@register.inclusion_tag("web/_desk_nav.html", takes_context=True)
def desk_nav(context: Context) -> dict[str, Any]:
    """办理端导航: by role; the page that is open is ``here``, else ``nav``."""
    actor = cast("ActorRequest", context["request"]).actor
    return {
        "work": list(_work(actor, context)),
        "tools": list(_tools(actor)),
        "here": context.get("here") or context.get("nav") or "",
    }


def _work(actor: Actor, context: Context) -> list[Door]:
    numbers = context.get("desk_counts") or counts(actor, "all", now())
    unread = context.get("unread")
    if unread is None:
        unread = messages_of(actor).filter(read_at__isnull=True).count()
    desk = reverse("desk:index")
    found = [
        Door("all", _("全部待办"), desk, numbers["all"]),
        Door("mine", _("我的"), f"{desk}?who=mine", numbers["mine"]),
        Door("free", _("待领取"), f"{desk}?who=free", numbers["free"]),
        Door("taken", _("同事在办"), f"{desk}?who=taken", numbers["taken"]),
        Door("done", _("已办"), f"{desk}?who=done"),
        Door("messages", _("消息"), reverse("inbox:messages"), unread),
    ]
    if not (is_officer | answers_looks).refusal(actor):
        found.append(Door("rights", _("数据权利"), reverse("rights:desk")))
    if not may_see_imports.refusal(actor):
        found.append(Door("registers", _("名册导入"), reverse("registers:index")))
    if not (is_editor | is_system_admin).refusal(actor):
        found.append(Door("upkeep", _("政策维护"), reverse("upkeep:index")))
    if not is_editor.refusal(actor):
        found.append(Door("rosters", _("企业名单"), reverse("rosters:index")))
        found.append(Door("sandbox", _("政策沙盘"), reverse("sandbox:index")))
    if not may_look_at_concerns.refusal(actor):
        found.append(Door("concerns", _("企业诉求"), reverse("concerns_desk:index")))
        found.append(Door("problems", _("共性问题"), reverse("problems_desk:index")))
    if not is_supervisor.refusal(actor):
        found.append(Door("concerns-board", _("诉求督办"), reverse("concerns_desk:board")))
        found.append(Door("concerns-seats", _("席位和责任清单"), reverse("concerns_desk:seats")))
    if not may_read_drafts.refusal(actor):
        found.append(Door("knowledge", _("知识库"), reverse("knowledge_desk:index")))
    if not is_server.refusal(actor):
        found.append(Door("network", _("群服务"), reverse("network:index")))
    if not is_office.refusal(actor):
        found.append(Door("network-office", _("群服务办公室"), reverse("network:office")))
    if not may_look_at_cases.refusal(actor):
        found.append(Door("cases", _("申报办理"), reverse("programme_desk:index")))
        found.append(Door("sources", _("数据源中断"), reverse("programme_desk:sources")))
        found.append(Door("recoveries", _("追回"), reverse("programme_desk:recoveries")))
    if not is_officer_of_programmes.refusal(actor):
        found.append(Door("calls", _("申报通知"), reverse("programme_desk:calls")))
        found.append(Door("lists", _("拟资助名单"), reverse("programme_desk:lists")))
    if not is_department.refusal(actor):
        found.append(Door("notices", _("公示"), reverse("notice_desk:index")))
    return found


def _tools(actor: Actor) -> list[Door]:
    found = [
        Door("policies", _("政策目录"), reverse("web:policies")),
        Door("match", _("按企业比对"), reverse("policies:match")),
        Door("calendar", _("日历订阅"), reverse("inbox:calendar")),
        Door("preferences", _("送达设置"), reverse("inbox:preferences")),
    ]
    if not is_system_admin.refusal(actor):
        found.append(Door("deliveries", _("推送情况"), reverse("inbox:deliveries")))
    if not sees_reach.refusal(actor):
        found.insert(2, Door("reach", _("政策触达"), reverse("follow:reach-desk")))
    if not may_read_books.refusal(actor):
        found.append(Door("ledger", _("账本"), reverse("ledger:index")))
    if not may_look.refusal(actor):
        found.append(Door("payments", _("拨付"), reverse("payments:index")))
    if not may_read_accounts.refusal(actor):
        found.append(Door("accounts", _("收款账户"), reverse("payments:desk-accounts")))
    if not is_security_admin.refusal(actor):
        found.append(Door("tokens", _("接口令牌"), reverse("tokens:held")))
    return found
