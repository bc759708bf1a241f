"""收款账户的接口: a firm enters its own; who verifies them reads, verifies and declines."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from huiqi.api.body import kept_text, read_object, unknown_names
from huiqi.api.door import Caller, actor_of, caller_of
from huiqi.api.enums import Scope
from huiqi.api.frame import REPEAT, TEXT, Json, Operation, Parameter, component
from huiqi.api.once import done_once
from huiqi.api.organizations import in_sight
from huiqi.api.paging import PAGING, Page, page_schema
from huiqi.api.problems import ApiError, not_found
from huiqi.api.tokens import MOMENT, MOMENT_OR_NULL, moment_text
from huiqi.kernel.access import Actor, require
from huiqi.kernel.now import now
from huiqi.kernel.words import worded
from huiqi.parties.actions import Written
from huiqi.parties.enums import AccountEnd, AccountProof, AccountState
from huiqi.parties.models import BankAccount, Organization
from huiqi.payments import actions
from huiqi.payments.access import is_firm, may_read_accounts
from huiqi.payments.accounts import (
    accounts_in_sight,
    accounts_of_firm,
    asked_for,
    steps_of,
    under_way,
    why_declined,
)
from huiqi.payments.looking import looked
from huiqi.rules.given import Given
from huiqi.rules.problems import Problem

router = Router(tags=["收款账户"])

OWN: Final = "/organizations/{credit_code}/accounts"
ENTERED: Final = ("bank", "branch_code", "number", "holder", "replaces")
MUST: Final = ("bank", "branch_code", "number")
LONGEST: Final = 19  # digits of a number of the database, at least

OWN_LIST: Final = Operation(
    summary="本企业的收款账户",
    about="账号只给末四位；在用的在前。限本企业人员，不含代办人。",
    answers="bank_accounts_page",
    parameters=PAGING,
    wanted=Scope.FIRM,
)
ENTER: Final = Operation(
    summary="录入本企业的收款账户",
    about=(
        "由企业负责人或财务人员录入，主管部门或财政核验以后才付到这个账户。holder 不写为单位名称；"
        f"replaces 写要接替的账户的 account。一次列出全部问题。{REPEAT}"
    ),
    answers="bank_account",
    takes="bank_account_entered",
    wanted=Scope.ACCOUNTS,
    writes=True,
)
OWN_STOP: Final = Operation(
    summary="停用本企业的收款账户",
    about=f"停用以后不能恢复。{REPEAT}",
    answers="bank_account",
    takes="bank_account_stopped",
    wanted=Scope.ACCOUNTS,
    writes=True,
)
ALL: Final = Operation(
    summary="各企业的收款账户",
    about="供经办、资金经办和审计人员；不写 state 为待核验。先录入的在前，账号只给末四位。",
    answers="bank_accounts_page",
    parameters=(
        Parameter("state", "只要这种状态的", {"enum": list(AccountState.values)}),
        *PAGING,
    ),
    wanted=Scope.ACCOUNTS,
)
ONE: Final = Operation(
    summary="一个收款账户，含完整账号和经过",
    about="查阅会留痕，企业看得到。",
    answers="bank_account_whole",
    wanted=Scope.ACCOUNTS,
)
VERIFY: Final = Operation(
    summary="核验收款账户",
    about=(
        f"录入的人、该企业的人员不能核验。note 写凭据：打款流水号、银行证明编号或查询编号。{REPEAT}"
    ),
    answers="bank_account",
    takes="bank_account_verified",
    wanted=Scope.ACCOUNTS,
    writes=True,
)
DECLINE: Final = Operation(
    summary="核验不通过",
    about=f"写明哪里不对、怎么改；企业会看到。{REPEAT}",
    answers="bank_account",
    takes="bank_account_declined",
    wanted=Scope.ACCOUNTS,
    writes=True,
)
STOP: Final = Operation(
    summary="停用收款账户",
    about=f"写明理由；企业会看到。{REPEAT}",
    answers="bank_account",
    takes="bank_account_declined",
    wanted=Scope.ACCOUNTS,
    writes=True,
)


@OWN_LIST.at(router, "GET", OWN)
def bank_accounts_own(request: HttpRequest, credit_code: str) -> Json:
    """本企业的账户: page by page."""
    actor = actor_of(request)
    written, given = OWN_LIST.given(request)
    page = Page.read(written, given)
    firm = _own(actor, credit_code)
    given.refuse()
    return page.of(accounts_of_firm(actor).filter(organization=firm), told)


@ENTER.at(router, "POST", OWN)
def enter_bank_account(request: HttpRequest, credit_code: str) -> HttpResponse:
    """录入: by the same action as the page."""
    caller = caller_of(request)
    _written, given = ENTER.given(request)
    firm = _own(caller.actor, credit_code)
    body = read_object(request)
    given.problems += unknown_names(body, ENTERED, _("字段"))
    texts = {name: _text(given, body, name, must=name in MUST) for name in ENTERED[:-1]}
    replaces = _replaced(given, body.get("replaces"), caller.actor)
    given.refuse()

    def act() -> Json:
        return told(
            actions.enter_account(
                organization=firm,
                written=Written(**texts, replaces=replaces),
                actor=caller.actor,
                now=now(),
            )
        )

    return done_once(request, caller, body, act)


@OWN_STOP.at(router, "POST", OWN + "/{account}/stop")
def stop_own_bank_account(request: HttpRequest, credit_code: str, account: str) -> HttpResponse:
    """停用: of one's own firm; another's is not found."""
    caller = caller_of(request)
    _written, given = OWN_STOP.given(request)
    firm = _own(caller.actor, credit_code)
    one = _found(accounts_of_firm(caller.actor).filter(organization=firm), account)
    return _decided(request, caller, given, one, must_say=False)


@ALL.at(router, "GET", "/payments/accounts")
def bank_accounts(request: HttpRequest) -> Json:
    """各企业的账户: page by page; on record for each firm."""
    actor = actor_of(request)
    written, given = ALL.given(request)
    require(may_read_accounts, actor)
    page = Page.read(written, given)
    state = written.get("state", AccountState.WAITING.value)
    if state not in AccountState.values:
        what = worded("「%(state)s」不是账户的状态。", state=state[:40])
        fix = worded("可写：%(listed)s。", listed="、".join(AccountState.values))
        given.problems.append(Problem(what, fix=fix, key="state"))
    given.refuse()
    found = asked_for(accounts_in_sight(actor), state, "")
    return page.together(found, lambda rows: _read(actor, rows))


@ONE.at(router, "GET", "/payments/accounts/{account}")
def bank_account(request: HttpRequest, account: str) -> Json:
    """一个账户: with its number in full; on record for its firm."""
    actor = actor_of(request)
    _written, given = ONE.given(request)
    require(may_read_accounts, actor)
    given.refuse()
    one = _found(accounts_in_sight(actor), account)
    looked(actor, f"核验收款账户 {one.pk}", [one.organization.subject_id])
    return told(one) | {
        "number": one.number,
        "under_way": under_way(one),
        "history": [
            {"title": step.title, "who": step.who, "at": moment_text(step.at), "note": step.note}
            for step in steps_of(one, for_firm=False)
        ],
    }


@VERIFY.at(router, "POST", "/payments/accounts/{account}/verify")
def verify_bank_account(request: HttpRequest, account: str) -> HttpResponse:
    """核验: by the same action as the page."""
    caller = caller_of(request)
    _written, given = VERIFY.given(request)
    require(may_read_accounts, caller.actor)
    one = _found(accounts_in_sight(caller.actor), account)
    body = read_object(request)
    given.problems += unknown_names(body, ("proof", "note"), _("字段"))
    proof, note = (_text(given, body, name, must=True) for name in ("proof", "note"))
    given.refuse()

    def act() -> Json:
        return told(
            actions.verify_account(
                account=one, proof=proof, note=note, actor=caller.actor, now=now()
            )
        )

    return done_once(request, caller, body, act)


@DECLINE.at(router, "POST", "/payments/accounts/{account}/decline")
def decline_bank_account(request: HttpRequest, account: str) -> HttpResponse:
    """核验不通过: by the same action as the page."""
    caller = caller_of(request)
    _written, given = DECLINE.given(request)
    require(may_read_accounts, caller.actor)
    one = _found(accounts_in_sight(caller.actor), account)
    return _decided(request, caller, given, one, decline=True)


@STOP.at(router, "POST", "/payments/accounts/{account}/stop")
def stop_bank_account(request: HttpRequest, account: str) -> HttpResponse:
    """停用: by the same action as the page."""
    caller = caller_of(request)
    _written, given = STOP.given(request)
    require(may_read_accounts, caller.actor)
    one = _found(accounts_in_sight(caller.actor), account)
    return _decided(request, caller, given, one)


def _decided(
    request: HttpRequest,
    caller: Caller,
    given: Given,
    one: BankAccount,
    *,
    decline: bool = False,
    must_say: bool = True,
) -> HttpResponse:
    body = read_object(request)
    given.problems += unknown_names(body, ("note",), _("字段"))
    note = _text(given, body, "note", must=must_say)
    given.refuse()

    def act() -> Json:
        if decline:
            return told(
                actions.decline_account(account=one, reason=note, actor=caller.actor, now=now())
            )
        return told(actions.stop_account(account=one, note=note, actor=caller.actor, now=now()))

    return done_once(request, caller, body, act)


def told(one: BankAccount) -> Json:
    """账户描述: how it stands; its number by the last digits."""
    return {
        "account": one.pk,
        "organization": one.organization.credit_code,
        "name": one.organization.name,
        "holder": one.holder,
        "bank": one.bank,
        "branch_code": one.branch_code,
        "account_tail": one.number[-4:],
        "state": one.state.value,
        "replaces": one.replaces_id,
        "entered_at": moment_text(one.entered_at),
        "verified_at": moment_text(one.verified_at),
        "closed_at": moment_text(one.closed_at),
        "closed_why": one.closed_why or None,
        "note": why_declined(one),
    }


def _read(actor: Actor, rows: list[BankAccount]) -> list[Json]:
    looked(actor, "查阅收款账户", [one.organization.subject_id for one in rows])
    return [told(one) for one in rows]


def _own(actor: Actor, credit_code: str) -> Organization:
    """Of the firm that whoever asks stands for; any other is not found."""
    firm = in_sight(actor, credit_code)
    require(is_firm, actor)
    if firm.subject_id != actor.subject_id:
        raise ApiError("not_found", [not_found()])
    return firm


def _found(among: QuerySet[BankAccount], number: str) -> BankAccount:
    known = number.isascii() and number.isdigit() and len(number) < LONGEST
    found = among.filter(pk=int(number)).first() if known else None
    if found is None:
        raise ApiError("not_found", [not_found()])
    return found


def _replaced(given: Given, value: object, actor: Actor) -> BankAccount | None:
    if value is None:
        return None
    if type(value) is int:
        found = accounts_of_firm(actor).filter(closed_at=None, pk=value).first()
        if found is not None:
            return found
    what = _("「replaces」不是本企业在用的账户。")
    fix = _("写在用账户的 account，或不写。")
    given.problems.append(Problem(what, fix=fix, key="replaces"))
    return None


def _text(given: Given, body: Json, key: str, *, must: bool) -> str:
    value = body.get(key, "")
    if isinstance(value, str) and (value.strip() or not must):
        return kept_text(given, value, key)
    given.problems.append(
        Problem(worded("「%(key)s」应是一段文字。", key=key), fix=_("请补上。"), key=key)
    )
    return ""


def _object(properties: Json, optional: tuple[str, ...] = ()) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


_NUMBER: Final[Json] = {"type": "integer", "minimum": 1}
_OR_NULL: Final[Json] = {"type": ["integer", "null"]}
_SAID: Final[Json] = TEXT | {"minLength": 1, "maxLength": 200}
_ACCOUNT: Final[Json] = {
    "account": _NUMBER,
    "organization": {"type": ["string", "null"], "description": "统一社会信用代码"},
    **dict.fromkeys(("name", "holder", "bank"), TEXT),
    "branch_code": TEXT | {"description": "联行号；早先录入的可能没有"},
    "account_tail": TEXT | {"description": "账号末四位"},
    "state": {"enum": list(AccountState.values)},
    "replaces": _OR_NULL | {"description": "接替的账户"},
    "entered_at": MOMENT,
    "verified_at": MOMENT_OR_NULL,
    "closed_at": MOMENT_OR_NULL,
    "closed_why": {"enum": [*AccountEnd.values, None]},
    "note": TEXT | {"description": "核验未通过的理由"},
}
_STEP: Final[Json] = _object({"title": TEXT, "who": TEXT, "at": MOMENT, "note": TEXT})
ACCOUNT_SCHEMAS: Final[Json] = {
    "bank_account": _object(_ACCOUNT),
    "bank_accounts_page": page_schema(component("bank_account")),
    "bank_account_whole": _object(
        _ACCOUNT
        | {
            "number": TEXT,
            "under_way": {"type": "array", "items": TEXT, "description": "正在办的付款"},
            "history": {"type": "array", "items": _STEP},
        }
    ),
    "bank_account_entered": _object(
        {
            **dict.fromkeys(MUST, TEXT | {"minLength": 1}),
            "holder": TEXT | {"description": "不写为单位名称"},
            "replaces": _OR_NULL,
        },
        ("holder", "replaces"),
    ),
    "bank_account_verified": _object({"proof": {"enum": list(AccountProof.values)}, "note": _SAID}),
    "bank_account_declined": _object({"note": _SAID}),
    "bank_account_stopped": _object({"note": TEXT | {"maxLength": 200}}, ("note",)),
}
