"""删除的办理: what the law lets go goes, what it keeps is told with its ground.

History is append-only and is never destroyed: it loses the name, not the row.
"""

from __future__ import annotations

from datetime import datetime

from huiqi.inbox.actions.erasure import erase_mail_of
from huiqi.kernel.access import Actor
from huiqi.kernel.now import CITY
from huiqi.kernel.refusals import Refused
from huiqi.parties.actions import (
    end_membership,
    retract_fact,
    revoke_mandate,
    withdraw_consent,
)
from huiqi.parties.actions.erasure import make_nameless
from huiqi.parties.actions.facts import Said
from huiqi.parties.enums import Role, Source
from huiqi.parties.models import Consent, Mandate, Person, Subject
from huiqi.parties.queries.acting import mandates_at, memberships_at
from huiqi.parties.queries.facts import last_said
from huiqi.parties.queries.scoped import current_organization
from huiqi.rights.holdings import (
    ARCHIVE_LAW,
    KEEP_LAW,
    LOG_LAW,
    REGISTER_LAW,
    Line,
    gone,
    holdings,
    kept,
)


def erase_person(*, person: Person, now: datetime) -> list[Line]:
    """删除个人的数据: and what stays; Refused while a firm would be left without an owner."""
    oneself = Actor(person.pk)
    problems: list[str] = []
    ended = revoked = 0
    for held in memberships_at(now).filter(person=person).order_by("id"):
        try:
            end_membership(membership=held, actor=oneself, now=now)
            ended += 1
        except Refused as refused:
            problems += [f"{held.organization}：{one}" for one in refused.problems]
    if problems:
        raise Refused(problems)
    for lent in mandates_at(now).filter(agent=person).order_by("id"):
        revoke_mandate(mandate=lent, actor=oneself, now=now)
        revoked += 1
    messages = erase_mail_of(person=person, now=now)
    elsewhere = [line for one in holdings() for line in one.erase_person(person, now)]
    make_nameless(person=person)
    return [
        gone("账号", "已停用，姓名改为代号，电子邮箱和口令已删除"),
        gone("任职", f"已结束 {ended} 项"),
        gone("代办授权", f"已撤销 {revoked} 项"),
        gone("消息、送达方式、日历链接", f"已删除 {messages} 条消息及全部设置"),
        *elsewhere,
        kept("办理和查看的记录", "只剩代号", LOG_LAW),
        kept("已办理的事项和更正", "只剩代号", f"{ARCHIVE_LAW}；{KEEP_LAW}"),
    ]


def erase_firm(*, subject: Subject, asked_by: Person, now: datetime) -> list[Line]:
    """删除企业的数据: its own word is no longer used, its consents and mandates end."""
    organization = current_organization(subject)
    owner = Actor(
        asked_by.pk,
        organization.pk if organization else None,
        frozenset({Role.OWNER}),
        subject_id=subject.pk,
    )
    said = Said(Source.SELF_DECLARED, now.astimezone(CITY).date(), note="企业请求删除")
    told = last_said(subject, Source.SELF_DECLARED)
    for row in told:
        dated = Said(said.source, said.as_of, row.period, said.note)
        retract_fact(subject=subject, key=row.key, said=dated, actor=owner, now=now)
    consents = list(Consent.objects.filter(subject=subject, withdrawn_at=None).order_by("id"))
    for consent in consents:
        withdraw_consent(consent=consent, actor=owner, now=now)
    lent = Mandate.objects.filter(organization__subject=subject, revoked_at=None)
    mandates = list(lent.filter(expires_at__gt=now).order_by("id"))
    for mandate in mandates:
        revoke_mandate(mandate=mandate, actor=owner, now=now)
    return [
        gone("企业自报的事实", f"已撤回 {len(told)} 项，不再用于任何判断；历史行保留"),
        gone("同意", f"已撤回 {len(consents)} 项"),
        gone("代办授权", f"已撤销 {len(mandates)} 项"),
        *(line for one in holdings() for line in one.erase_firm(subject, now)),
        kept("登记信息", "照旧公示", REGISTER_LAW),
        kept("部门提供的事实", "错的可以申请更正", KEEP_LAW),
        kept("收款账户和拨付", "停用的账户不再使用", ARCHIVE_LAW),
        kept("办理和查看的记录", "不公开", LOG_LAW),
    ]
