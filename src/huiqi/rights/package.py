"""数据包: everything the city holds of a person or a firm, as JSON and sheets in one zip.

Secrets (password, hashes of tokens) are no answer to «what do you know of me» and stay out;
so do the names of officers.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any, Final

from django.db.models import Q

from huiqi.inbox.models import (
    DeskView,
    Message,
    MessageLanguage,
    Preference,
    Push,
    PushAddress,
    PushChoice,
    QuietHours,
    SimulatedDelivery,
    Todo,
)
from huiqi.kernel.models import AuditEntry, StoredFile
from huiqi.kernel.now import CITY
from huiqi.kernel.sheets import Column, workbook
from huiqi.parties.models import (
    BankAccount,
    BankAccountStep,
    Consent,
    Fact,
    FactCorrection,
    Mandate,
    Membership,
    Organization,
    OrganizationPart,
    Person,
    Relation,
    Subject,
)
from huiqi.payments.enums import UNSENT
from huiqi.payments.models import PaymentLine
from huiqi.rights.holdings import Section, holdings
from huiqi.rights.models import DataRequest, LookQuestion

STAMP: Final = (1980, 1, 1, 0, 0, 0)  # the same data make the same bytes
CELL: Final = 30_000  # characters; a cell of a sheet holds a few more


def packed(request: DataRequest, made_at: datetime) -> bytes:
    """打包: for one request; the caller sees everything (a job)."""
    sections = list(_sections(request))
    told: dict[str, Any] = {
        "编号": request.number,
        "生成时间": made_at.astimezone(CITY).isoformat(timespec="seconds"),
        "没有收入": "口令和令牌的哈希、在线时段的会话密钥、经办人员的姓名。",
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for section in sections:
            cells = section.cells()
            heads = [head for head, _ in section.columns]
            told[section.title] = [dict(zip(heads, row, strict=True)) for row in cells]
            sheet = workbook(section.title, [Column(head) for head in heads], map(_plain, cells))
            _add(pack, f"表格/{section.title}.xlsx", sheet)
        text = json.dumps(told, ensure_ascii=False, indent=2, default=_written)
        _add(pack, "数据.json", text.encode())
    return out.getvalue()


def _sections(request: DataRequest) -> Iterator[Section]:
    if request.subject is None:
        yield from _of_person(request.asked_by)
        for one in holdings():
            yield from one.of_person(request.asked_by)
    else:
        yield from _of_firm(request.subject)
        for one in holdings():
            yield from one.of_firm(request.subject)


def _add(pack: zipfile.ZipFile, name: str, content: bytes) -> None:
    pack.writestr(zipfile.ZipInfo(name, STAMP), content, zipfile.ZIP_DEFLATED)


def _plain(row: Sequence[Any]) -> list[Any]:
    return [_in_a_cell(one) if isinstance(one, dict | list) else one for one in row]


def _in_a_cell(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= CELL else f"{text[:CELL]}……（全文见 数据.json）"


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(CITY).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def _of_person(person: Person) -> Iterator[Section]:
    mine = Q(person=person)
    yield Section(
        "账号",
        Person.objects.filter(pk=person.pk).order_by("pk"),
        [
            ("用户名", "username"),
            ("姓名", "name"),
            ("电子邮箱", "email"),
            ("最近登录", "last_login"),
        ],
    )
    yield Section(
        "任职",
        Membership.objects.filter(mine).order_by("id"),
        [("单位", "organization__name"), ("岗位", "role"), ("自", "since"), ("至", "until")],
    )
    yield Section(
        "代办授权",
        Mandate.objects.filter(agent=person).order_by("id"),
        [
            *(("单位", "organization__name"), ("权限", "powers"), ("授权时间", "granted_at")),
            *(("到期时间", "expires_at"), ("撤销时间", "revoked_at")),
        ],
    )
    yield from _told_to(person)
    yield Section(
        "本人办理和查看",
        AuditEntry.objects.filter(person_id=person.pk).order_by("id"),
        [("时间", "at"), ("行为", "act"), ("动作", "verb"), ("目的", "purpose")],
    )
    yield Section(
        "数据请求",
        DataRequest.objects.filter(asked_by=person).order_by("id"),
        [("编号", "number"), ("种类", "kind"), ("状态", "status"), ("提出时间", "asked_at")],
    )


def _told_to(person: Person) -> Iterator[Section]:
    yield Section(
        "待办",
        Todo.objects.filter(Q(person=person) | Q(owner=person)).order_by("id"),
        [("要做什么", "text"), ("期限", "due_at"), ("了结", "done_at")],
    )
    yield Section(
        "消息",
        Message.objects.filter(person=person).order_by("id"),
        [("时间", "sent_at"), ("标题", "title"), ("内容", "body"), ("已读", "read_at")],
    )
    yield Section(
        "送达方式",
        Preference.objects.filter(person=person).order_by("id"),
        [("种类", "kind"), ("方式", "channel"), ("修改时间", "changed_at")],
    )
    yield Section(
        "免打扰",
        QuietHours.objects.filter(person=person).order_by("pk"),
        [("从", "start"), ("到", "until")],
    )
    yield Section(
        "办理端的常用筛选",
        DeskView.objects.filter(person=person).order_by("id"),
        [("名称", "name"), ("筛选", "query"), ("存于", "made_at")],
    )
    yield Section(
        "消息语言",
        MessageLanguage.objects.filter(person=person).order_by("pk"),
        [("语言", "language"), ("修改时间", "changed_at")],
    )
    yield from _pushed_to(person)


def _pushed_to(person: Person) -> Iterator[Section]:
    """Where and what, but no key and no number: whoever has the package could use them."""
    yield Section(
        "推送地址",
        PushAddress.objects.filter(person=person).order_by("id"),
        [
            *(("方式", "service"), ("名称", "label"), ("尾号", "hint"), ("登记", "created_at")),
            *(("验证", "verified_at"), ("停用", "ended_at"), ("没有送达", "failed_at")),
        ],
    )
    yield Section(
        "推送时机",
        PushChoice.objects.filter(address__person=person).order_by("id"),
        [("地址", "address__label"), ("种类", "kind"), ("时机", "pace"), ("修改", "changed_at")],
    )
    yield Section(
        "推送",
        Push.objects.filter(person=person).order_by("id"),
        [
            *(("地址", "address__label"), ("消息", "message__title"), ("送出", "sent_at")),
            *(("放弃", "failed_at"), ("不再要", "dropped_at"), ("模拟", "is_simulated")),
        ],
    )
    yield Section(
        "模拟送达",
        SimulatedDelivery.objects.filter(person=person, is_code=False).order_by("id"),
        [("地址", "address__label"), ("内容", "text"), ("时间", "at")],
    )


def _money_of(subject: Subject, of_firm: Q) -> Iterator[Section]:
    yield Section(
        "收款账户",
        BankAccount.objects.filter(of_firm).order_by("id"),
        [
            *(("户名", "holder"), ("开户银行", "bank"), ("联行号", "branch_code")),
            *(("账号", "number"), ("录入时间", "entered_at"), ("核验时间", "verified_at")),
            *(("停用时间", "closed_at"), ("停用原因", "closed_why")),
        ],
    )
    yield Section(
        "收款账户的经过",
        BankAccountStep.objects.filter(account__organization__subject=subject).order_by("id"),
        [
            *(("账号", "account__number"), ("经过", "deed"), ("核验方式", "proof")),
            *(("说明", "note"), ("时间", "at")),
        ],
    )
    yield Section(
        "拨付",
        PaymentLine.objects.filter(subject=subject).exclude(state__in=UNSENT).order_by("id"),
        [
            *(("付款序号", "reference"), ("申报通知", "call"), ("第几期", "instalment")),
            *(("金额（分）", "amount_fen"), ("户名", "holder"), ("开户银行", "bank")),
            *(("账号", "number"), ("进展", "state"), ("结果时间", "settled_at")),
            *(("银行说明", "note"), ("回执", "receipt__number")),
        ],
    )


def _of_firm(subject: Subject) -> Iterator[Section]:
    of_firm = Q(organization__subject=subject)
    yield Section(
        "登记",
        Organization.objects.filter(subject=subject).order_by("id"),
        [
            *(("名称", "name"), ("统一社会信用代码", "credit_code"), ("性质", "kind")),
            *(("行政区", "district"), ("地址", "address"), ("成立日期", "registered_on")),
        ],
    )
    yield Section(
        "参与身份",
        OrganizationPart.objects.filter(of_firm).order_by("id"),
        [("身份", "part"), ("自", "since"), ("至", "until")],
    )
    yield from _known_of(subject)
    yield from _money_of(subject, of_firm)
    yield Section(
        "成员",
        Membership.objects.filter(of_firm).order_by("id"),
        [("姓名", "person__name"), ("岗位", "role"), ("自", "since"), ("至", "until")],
    )
    yield Section(
        "代办授权",
        Mandate.objects.filter(of_firm).order_by("id"),
        [
            *(("代办人", "agent__name"), ("权限", "powers"), ("授权时间", "granted_at")),
            *(("到期时间", "expires_at"), ("撤销时间", "revoked_at")),
        ],
    )
    yield Section(
        "关系",
        Relation.objects.filter(of_firm).order_by("id"),
        [("关系", "tie"), ("名称", "holder_name"), ("自", "since"), ("至", "until")],
    )
    yield from _done_about(subject)


def _known_of(subject: Subject) -> Iterator[Section]:
    yield Section(
        "事实（含历史）",
        Fact.objects.filter(subject=subject).order_by("key", "id"),
        [
            *(("事实", "key"), ("值", "value"), ("截至日期", "as_of"), ("会计年度", "period")),
            *(("来源", "source"), ("记录时间", "recorded_at"), ("说明", "note")),
        ],
    )
    yield Section(
        "更正申请",
        FactCorrection.objects.filter(fact__subject=subject).order_by("id"),
        [
            *(("事实", "fact__key"), ("应为", "proposed"), ("理由", "reason")),
            *(("状态", "status"), ("答复", "answer"), ("提出时间", "asked_at")),
        ],
    )
    yield Section(
        "同意",
        Consent.objects.filter(subject=subject).order_by("id"),
        [("用途", "use"), ("同意时间", "given_at"), ("撤回时间", "withdrawn_at")],
    )


def _done_about(subject: Subject) -> Iterator[Section]:
    yield Section(
        "谁查看和办理",
        AuditEntry.objects.filter(subject_id=subject.pk).order_by("id"),
        [("时间", "at"), ("行为", "act"), ("动作", "verb"), ("目的", "purpose")],
    )
    yield Section(
        "查看询问",
        LookQuestion.objects.filter(subject=subject).order_by("id"),
        [("问题", "text"), ("提出时间", "asked_at"), ("答复", "answer")],
    )
    yield Section(
        "上传的文件",
        StoredFile.objects.filter(subject_id=subject.pk).order_by("id"),
        [("文件名", "name"), ("上传时间", "at"), ("大小（字节）", "blob__size")],
    )
