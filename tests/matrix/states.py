"""状态: every page as it stands for somebody: empty, filled, after a mistake, refused, not found.

One table. What has to happen before is done by the people themselves, over HTTP, in the city of
the demonstration; nothing of it outlives the state.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Final

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from huiqi.demo.cast import PASSWORD
from huiqi.inbox.enums import Kind
from huiqi.inbox.opt_out import token_of
from huiqi.parties.enums import Part, Role
from huiqi.parties.models import OrganizationPart, Person
from tests.cast import a_member, an_organization, credit_code
from tests.matrix.application_states import APPLICATIONS
from tests.matrix.asking_states import ASKING
from tests.matrix.cause_states import CAUSES
from tests.matrix.concern_states import CONCERNS
from tests.matrix.follow_states import FOLLOW
from tests.matrix.identity import IDENTITY
from tests.matrix.ledger_states import BOOKS
from tests.matrix.network_states import NETWORK
from tests.matrix.no_page import NO_PAGE
from tests.matrix.notice_states import NOTICES
from tests.matrix.open_states import OPEN
from tests.matrix.opening import NEWCOMER, Data, Link, State, Step
from tests.matrix.payment_states import PAYMENTS
from tests.matrix.push_states import PUSHES
from tests.matrix.roster_states import ROSTERS
from tests.matrix.sandbox_states import SANDBOX
from tests.matrix.upkeep_states import UPKEEP

ASKED: Final = {"kind": "erasure", "whose": "person", "reason": "离职，请删除我的联系方式"}
FACTOR: Final = "JBSWY3DPEHPK3PXP"  # a secret that everybody knows


def newcomer() -> None:
    """新苗: a firm with an owner and nothing else."""
    firm = an_organization("深圳市新苗精密有限公司", code=credit_code("MA5XNMA09"))
    OrganizationPart.objects.create(
        organization=firm, part=Part.APPLICANT, since=datetime(2021, 1, 4, tzinfo=UTC).date()
    )
    owner = a_member(NEWCOMER, "辛苗", firm, Role.OWNER).person
    owner.set_password(PASSWORD)
    owner.save()


def _wrong() -> Data:
    evidence = SimpleUploadedFile("审计报告.pdf", b"%PDF-1.4\n%%EOF\n")
    return {"value": "52000000", "reason": "没有算上子公司，请按审计报告更正", "files": [evidence]}


ANSWER: Final = Step("", "/match/answer/employees/", {"employees": "86"})
CORRECTION: Final = Step("chenlan", "/my/facts/revenue/", _wrong)


def _with_a_factor() -> None:
    TOTP.activate(Person.objects.get(username="chenlan"), FACTOR)


def _with_codes() -> None:
    _with_a_factor()
    RecoveryCodes.activate(Person.objects.get(username="chenlan"))


def _opt_out() -> str:
    return f"/inbox/opt-out/{token_of(Person.objects.get(username='chenlan').pk, Kind.POLICY)}/"


PUBLIC: Final = (
    State("/", "生客"),
    State("/", "已登录", "chenlan"),
    State("/policies/", "多行"),
    State("/search/", "未输入"),
    State("/search/", "多行", path="/search/?q=贴息"),
    State("/search/", "空", path="/search/?q=乌有之词"),
    State("/match/", "生客"),
    State("/match/", "多行", "chenlan"),
    State("/match/", "无企业", "qinyue"),
    State("/match/", "资料为空", NEWCOMER),
    State(
        "/match/",
        "答了一题",
        before=(ANSWER,),
    ),
    State(
        "/match/",
        "填错",
        path="/match/answer/employees/",
        sent={"employees": "很多"},
        status=422,
    ),
    State("/match/ask/<slug:key>/", "一题", path="/match/ask/loans/"),
    State("/match/ask/<slug:key>/", "未找到", path="/match/ask/nothing/", status=404),
    State("/match/share/", "多行", "chenlan"),
    State("/match/share/", "未选", "chenlan", sent={}, status=422),
    State("/match/share/", "已生成", sent={"key": ["employees"]}, before=(ANSWER,)),
    State(
        "/match/shared/<str:token>/",
        "打开",
        path=Link("/match/share/", r"/match/shared/[^\"<]+", after={"key": ["employees"]}),
        before=(ANSWER,),
    ),
    State("/match/shared/<str:token>/", "失效", path="/match/shared/changed/", status=410),
    State(
        "/policies/<programme:programme>/", "一项", path="/policies/shenzhen_longgang.park_rent/"
    ),
    State(
        "/policies/<programme:programme>/",
        "本企业",
        "chenlan",
        path="/policies/shenzhen.interest_subsidy/",
    ),
    State(
        "/policies/<programme:programme>/",
        "答了一题",
        path="/policies/shenzhen.voucher_allowance/",
        before=(ANSWER,),
    ),
    State(
        "/policies/<programme:programme>/",
        "不在有效期",
        path="/policies/shenzhen_longgang.park_rent/?on=2017-12-31",
    ),
    State(
        "/policies/<programme:programme>/",
        "填错",
        path="/policies/shenzhen_longgang.park_rent/?on=昨天&code=123",
        status=422,
    ),
    State(
        "/policies/<programme:programme>/",
        "算错",
        path="/policies/shenzhen.interest_subsidy/",
        sent={"interest_paid": "-1", "first_loan": "也许"},
        status=422,
    ),
    State("/policies/<programme:programme>/", "未找到", path="/policies/no.such/", status=404),
    State("/documents/", "多行"),
    State("/documents/<int:pk>/", "未找到", path="/documents/999999/", status=404),
    State("/matters/", "多行"),
    State("/matters/<slug:slug>/", "一件", path="/matters/start-business/"),
    State("/matters/<slug:slug>/", "本企业", "chenlan", path="/matters/start-business/"),
    State("/matters/<slug:slug>/", "未找到", path="/matters/no-such/", status=404),
    State("/help/words/", "全部词语"),
    State("/styleguide/", "全部组件"),
    State("/nothing/", "未找到", "chenlan", status=404),
)

OWN: Final = (
    State("/me/", "一家企业", "chenlan"),
    State("/me/", "受委托", "wudi"),
    State("/me/", "公务人员", "qinyue"),
    State("/me/tokens/", "空", NEWCOMER),
    State("/me/tokens/", "填错", NEWCOMER, sent={}, status=422),
    State("/me/tokens/held/", "空", "yejiming"),
    State("/me/tokens/held/", "无权", "chenlan", status=403),
    State("/firm/", "多行", "chenlan"),
    State("/firm/", "空", NEWCOMER),
    State("/firm/", "无权", "qinyue", status=403),
    State("/firm/obligations/", "多行", "chenlan"),
    State("/firm/obligations/", "资料为空", NEWCOMER),
    State("/firm/obligations/", "无权", "qinyue", status=403),
    State("/firm/people/", "多行", "chenlan"),
    State("/firm/people/", "只读", "zhoumin"),
    State("/firm/people/", "一行", NEWCOMER),
    State("/firm/people/", "无权", "qinyue", status=403),
    State("/firm/people/", "填错", "chenlan", path="/firm/people/members/", sent={}, status=422),
    State(
        "/firm/people/", "授权填错", "chenlan", path="/firm/people/mandates/", sent={}, status=422
    ),
    State("/inbox/", "多行", "chenlan"),
    State("/inbox/", "空", NEWCOMER),
    State("/inbox/", "经办", "qinyue"),
    State("/inbox/", "安全管理员", "yejiming"),
    State("/inbox/messages/", "多行", "chenlan"),
    State("/inbox/messages/", "空", NEWCOMER),
    State(
        "/inbox/messages/<int:pk>/",
        "一条",
        "chenlan",
        path=Link("/inbox/messages/", r"/inbox/messages/\d+/"),
    ),
    State(
        "/inbox/messages/<int:pk>/",
        "未找到",
        NEWCOMER,
        path="/inbox/messages/999999/",
        status=404,
    ),
    State("/inbox/preferences/", "未选过", NEWCOMER),
    State("/inbox/preferences/", "填错", NEWCOMER, sent={"start": "25:99"}, status=422),
    State("/inbox/opt-out/<str:token>/", "确认", path=_opt_out),
    State("/inbox/opt-out/<str:token>/", "已退订", path=_opt_out, sent={}),
    State("/inbox/opt-out/<str:token>/", "未找到", path="/inbox/opt-out/forged/", status=404),
    State("/inbox/calendar/", "空", NEWCOMER),
    State("/inbox/calendar/", "已生成", NEWCOMER, sent={}),
)

RIGHTS: Final = (
    State("/my/looks/", "多行", "chenlan"),
    State("/my/looks/", "空", NEWCOMER),
    State("/my/looks/", "填错", "chenlan", path="/my/looks/?since=昨天", status=422),
    State("/my/looks/", "无权", "qinyue", status=403),
    *(
        State(
            "/my/looks/<int:pk>/ask/",
            name,
            "chenlan",
            path=Link("/my/looks/", r"/my/looks/\d+/ask/"),
            sent=sent,
            status=status,
        )
        for name, sent, status in (("一条", None, 200), ("填错", {"text": ""}, 422))
    ),
    State("/my/looks/<int:pk>/ask/", "未找到", NEWCOMER, "/my/looks/999999/ask/", status=404),
    State("/my/facts/", "多行", "chenlan"),
    State("/my/facts/", "空", NEWCOMER),
    State("/my/facts/<slug:key>/", "有来历", "chenlan", path="/my/facts/revenue/"),
    State("/my/facts/<slug:key>/", "空", NEWCOMER, path="/my/facts/employees/"),
    State("/my/facts/<slug:key>/", "填错", "chenlan", "/my/facts/revenue/", {}, 422),
    State(
        "/my/facts/<slug:key>/",
        "自填填错",
        "chenlan",
        path="/my/facts/employees/declare/",
        sent={"value": "很多"},
        status=422,
    ),
    State("/my/facts/<slug:key>/", "更正中", "chenlan", "/my/facts/revenue/", before=(CORRECTION,)),
    State("/my/facts/<slug:key>/", "未找到", "chenlan", path="/my/facts/nothing/", status=404),
    State("/my/data/", "空", NEWCOMER),
    State("/my/data/", "填错", NEWCOMER, sent={}, status=422),
    State("/my/data/", "一行", NEWCOMER, before=(Step(NEWCOMER, "/my/data/", ASKED),)),
    State("/my/data/package/<str:token>/", "未找到", "chenlan", "/my/data/package/x/", status=404),
    State("/my/desk/", "空", "suhe"),
    State("/my/desk/", "询问待答", "yejiming"),
    State("/my/desk/", "无权", "chenlan", status=403),
    *(
        State(
            "/my/desk/looks/<int:pk>/",
            name,
            "yejiming",
            path=Link("/my/desk/", r"/my/desk/looks/\d+/"),
            sent=sent,
            status=status,
        )
        for name, sent, status in (("一件", None, 200), ("填错", {"answer": ""}, 422))
    ),
    *(
        State(
            "/my/desk/corrections/<int:pk>/",
            name,
            "qinyue",
            path=Link("/my/desk/", r"/my/desk/corrections/\d+/"),
            sent=sent,
            status=status,
            before=(CORRECTION,),
        )
        for name, sent, status in (("一件", None, 200), ("填错", {"answer": ""}, 422))
    ),
    State("/my/desk/", "更正待答", "qinyue", before=(CORRECTION,)),
    State("/my/desk/", "筛选没有结果", "qinyue", path="/my/desk/?q=没有"),
    *(
        State(
            "/my/desk/erasures/<int:pk>/",
            name,
            "yejiming",
            path=Link("/my/desk/", r"/my/desk/erasures/\d+/"),
            sent=sent,
            status=status,
            before=(Step(NEWCOMER, "/my/data/", ASKED),),
        )
        for name, sent, status in (("一件", None, 200), ("填错", {"answer": ""}, 422))
    ),
)

OFFICE: Final = (
    State("/desk/", "处长", "linyuan"),
    State("/desk/", "经办", "qinyue"),
    State("/desk/", "办完的", "qinyue", path="/desk/?who=done"),
    State("/desk/", "筛选没有结果", "qinyue", path="/desk/?q=没有"),
    State("/desk/", "无权", "chenlan", status=403),
    State("/registers/", "空", "linyuan"),
    State("/registers/", "填错", "linyuan", sent={}, status=422),
    State("/registers/", "无权", "chenlan", status=403),
    State("/registers/cases/<int:pk>/", "未找到", "linyuan", "/registers/cases/9/", status=404),
    State("/registers/imports/<int:pk>/", "未找到", "linyuan", "/registers/imports/9/", status=404),
)

ACCOUNTS: Final = (
    State("/accounts/login/", "未填"),
    State("/accounts/login/", "填错", sent={"login": "chenlan", "password": "不对"}),
    State("/accounts/login/", "空表", sent={}),
    State(
        "/accounts/login/",
        "太频繁",
        sent={},
        status=429,
        before=(Step("", "/accounts/login/", {}),),
        around=partial(override_settings, ACCOUNT_RATE_LIMITS={"login": "1/m/ip"}),
    ),
    State("/accounts/logout/", "确认", "chenlan"),
    State("/accounts/inactive/", "停用"),
    State("/accounts/signup/", "未填"),
    State("/accounts/signup/", "填错", sent={"username": "chenlan", "password1": "1"}),
    State("/accounts/reauthenticate/", "未填", "chenlan"),
    State("/accounts/reauthenticate/", "填错", "chenlan", sent={"password": "不对"}),
    State("/accounts/email/", "空", "chenlan"),
    State("/accounts/email/", "填错", "chenlan", sent={"action_add": "", "email": "不是"}),
    State("/accounts/confirm-email/", "已发"),
    State(r"/accounts/confirm-email/(?P<key>[-:\w]+)/", "失效", path="/accounts/confirm-email/x/"),
    State("/accounts/password/change/", "未填", "chenlan"),
    State("/accounts/password/change/", "填错", "chenlan", sent={"oldpassword": "不对"}),
    State("/accounts/password/reset/", "未填"),
    State("/accounts/password/reset/", "填错", sent={"email": "不是"}),
    State("/accounts/password/reset/done/", "已发"),
    State("/accounts/password/reset/key/done/", "已改"),
    State(
        r"/accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/",
        "失效",
        path="/accounts/password/reset/key/x-x/",
    ),
    State("/accounts/2fa/", "未启用", "chenlan"),
    State("/accounts/2fa/totp/activate/", "未填", "chenlan"),
    State("/accounts/2fa/totp/activate/", "填错", "chenlan", sent={"code": "12"}),
    State("/accounts/2fa/totp/deactivate/", "未启用", "chenlan", status=404),
    State("/accounts/2fa/recovery-codes/", "未启用", "chenlan", status=404),
    State("/accounts/2fa/recovery-codes/", "多行", "chenlan", before=(_with_codes,)),
    State("/accounts/2fa/", "已启用", "chenlan", before=(_with_a_factor,)),
    State("/accounts/2fa/totp/deactivate/", "确认", "chenlan", before=(_with_a_factor,)),
    State("/accounts/2fa/recovery-codes/generate/", "确认", "chenlan", before=(_with_a_factor,)),
    State("/accounts/2fa/webauthn/", "空", "chenlan"),
    State("/accounts/2fa/webauthn/add/", "未填", "chenlan"),
    State("/accounts/2fa/webauthn/add/", "填错", "chenlan", sent={}),
    State("/accounts/3rdparty/", "空", "chenlan"),
    State("/accounts/3rdparty/login/cancelled/", "已取消"),
    State("/accounts/3rdparty/login/error/", "出错", status=401),
    State("/accounts/sessions/", "一行", "chenlan"),
    *IDENTITY,
)

STATES: Final = (
    *(*UPKEEP, *ROSTERS, *SANDBOX, *APPLICATIONS),
    *(*PUBLIC, *OPEN, *OWN, *FOLLOW, *RIGHTS, *OFFICE),
    *(*BOOKS, *PAYMENTS, *NOTICES, *PUSHES),
    *(*CONCERNS, *ASKING, *CAUSES, *NETWORK),
    *ACCOUNTS,
)

__all__ = ["NO_PAGE", "STATES", "each_page_once", "every_state", "newcomer"]


def each_page_once() -> tuple[State, ...]:
    """每页一次: the first state of each page that is shown."""
    first: dict[str, State] = {}
    for state in STATES:
        first.setdefault(state.route, state)
    return tuple(first.values())


def every_state() -> tuple[State, ...]:
    """全部状态: and each page once more for elder people, and in English."""
    pages = each_page_once()
    return (
        *STATES,
        *(replace(one, elder=True) for one in pages),
        *(replace(one, language="en") for one in pages),
    )
