"""脏表单: what people send from pages: each is refused with the sentence that says what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import unescape
from typing import Final

import pytest
from django.test import Client
from django.test.utils import override_settings

from huiqi.parties.enums import Source
from huiqi.parties.models import Organization
from tests.cast import Player, facts_on_record
from tests.rights.conftest import a_pdf

Given = Mapping[str, object]

PEOPLE: Final = "/firm/people/"
LONG: Final = "长" * 3_000
PERSON: Final = {"account": "wuwei", "role": "staff"}
LENT: Final = {"account": "yemo", "powers": ["view"], "until": "2022-03-31"}
LINK: Final = {"label": "王会计", "shows": ["match"], "days": "30"}
ENTER: Final = "/payments/accounts/new/"
ACCOUNT: Final = {
    "bank": "鹏湾银行深圳分行",
    "branch_code": "313584099990",
    "number": "7559000012345678",
}
TOKEN: Final = {"title": "财务系统", "scopes": ["firm"], "days": "30"}

# Where it is sent, what differs from what is right, and a sentence of the answer.
OF_A_FIRM: Final[tuple[tuple[str, Given, str], ...]] = (
    # 成员
    (f"{PEOPLE}members/", PERSON | {"account": ""}, "请填写对方的用户名"),
    (f"{PEOPLE}members/", PERSON | {"account": "　"}, "请填写对方的用户名"),
    (f"{PEOPLE}members/", PERSON | {"account": "没有此人"}, "没有这个用户名"),
    (f"{PEOPLE}members/", PERSON | {"account": LONG}, "没有这个用户名"),
    (f"{PEOPLE}members/", PERSON | {"account": "lan%"}, "没有这个用户名"),
    (f"{PEOPLE}members/", PERSON | {"role": ""}, "请在列出的岗位里选一个"),
    (f"{PEOPLE}members/", PERSON | {"role": "auditor"}, "请在列出的岗位里选一个"),
    (f"{PEOPLE}members/", PERSON | {"role": "负责人"}, "请在列出的岗位里选一个"),
    # 授权
    (f"{PEOPLE}mandates/", LENT | {"until": ""}, "请写明授权到哪一天，例如 2022-03-31"),
    (f"{PEOPLE}mandates/", LENT | {"until": "明年三月"}, "请写明授权到哪一天，例如 2022-03-31"),
    (f"{PEOPLE}mandates/", LENT | {"until": "2022-02-30"}, "请写明授权到哪一天，例如 2022-03-31"),
    (f"{PEOPLE}mandates/", LENT | {"until": "31/3/2022"}, "请写明授权到哪一天，例如 2022-03-31"),
    (f"{PEOPLE}mandates/", LENT | {"powers": ["submit!"]}, "没有这样的权限：submit!"),
    (f"{PEOPLE}mandates/", LENT | {"account": "yemo\x00"}, "没有这个用户名"),
    # 更正和自报
    ("/my/facts/employees/", {"value": "86"}, "请写明更正的理由"),
    ("/my/facts/employees/", {"value": "86", "reason": LONG}, "更正的理由最多 1000 个字"),
    ("/my/facts/employees/", {"value": "86", "reason": "漏了"}, "请附上能证明的文件"),
    ("/my/facts/employees/", {"reason": "漏了"}, "请填写更正后的值"),
    ("/my/facts/employees/", {"value": "八十几"}, "不是确切的数"),
    ("/my/facts/employees/", {"value": "80"}, "更正后的值与现在的值相同"),
    ("/my/facts/employees/", {"value": "-1"}, "不能是负数"),
    ("/my/facts/employees/", {"value": "86人以上"}, "不是确切的数"),
    ("/my/facts/employees/declare/", {"value": "　"}, "请填写这一项的值"),
    ("/my/facts/employees/declare/", {"value": "80元"}, "的单位「元」不适用，应为人"),
    # 数据请求
    ("/my/data/", {}, "请选择要副本还是要删除"),
    ("/my/data/", {"kind": "全部"}, "请选择要副本还是要删除"),
    ("/my/data/", {"kind": "erasure"}, "请写明要删除什么、为什么"),
    ("/my/data/", {"kind": "erasure", "reason": "\x00 \t"}, "请写明要删除什么、为什么"),
    ("/my/data/", {"kind": "erasure", "reason": LONG}, "最多 1000 个字"),
    # 关注
    ("/follow/subscriptions/", {}, "没有这样的订阅；可以订阅："),
    ("/follow/subscriptions/", {"kind": "股票"}, "没有这样的订阅；可以订阅："),
    ("/follow/subscriptions/", {"kind": "topic"}, "请写明要订阅什么"),
    ("/follow/subscriptions/", {"kind": "topic", "target": LONG}, "订阅的对象最多"),
    ("/follow/subscriptions/", {"kind": "topic", "target": "a\x00"}, "换一个说法"),
    ("/follow/subscriptions/", {"kind": "programme", "target": "没有"}, "没有「没有」"),
    ("/follow/watches/", {}, "没有「」这项政策"),
    ("/follow/watches/", {"programme": "x" * 100}, f"没有「{'x' * 40}」这项政策"),
    ("/follow/searches/", {}, "给这个查询起个名称"),
    ("/follow/searches/", {"name": "贴息"}, "先查一个词或选一个筛选，再保存"),
    ("/follow/searches/", {"name": LONG, "q": "贴息"}, "名称最多"),
    ("/follow/searches/", {"name": "贴息", "q": LONG}, "问题最多"),
    ("/follow/searches/", {"name": "a\x00", "q": "贴息"}, "名称里有不能保存的字符"),
    ("/follow/links/", LINK | {"label": " "}, "写明链接给谁，例如 王会计"),
    ("/follow/links/", LINK | {"label": LONG}, "「给谁」最多"),
    ("/follow/links/", LINK | {"shows": []}, "至少选一项给对方看的内容"),
    ("/follow/links/", LINK | {"shows": ["密码"]}, "选的内容里有不认识的项目"),
    ("/follow/links/", LINK | {"days": "0"}, "有效天数写 1 到 90 的数，例如 30"),
    ("/follow/links/", LINK | {"days": "一个月"}, "有效天数写 1 到 90 的数，例如 30"),
    ("/follow/links/", LINK | {"days": "３０"}, "有效天数写 1 到 90 的数，例如 30"),
    ("/follow/links/", LINK | {"days": "9" * 30}, "有效天数写 1 到 90 的数，例如 30"),
    ("/follow/reasons/", {}, "请在列出的原因里选一个"),
    ("/follow/reasons/", {"programme": "没有"}, "没有「没有」这项政策"),
    # 收款账户
    (ENTER, {}, "请填写账号"),
    (ENTER, ACCOUNT | {"number": "\x00 　"}, "请填写账号"),
    (ENTER, ACCOUNT | {"number": "七五五九"}, "账号只能是数字，里面有「七五九」"),
    (ENTER, ACCOUNT | {"number": "٧٥٥٩٠٠٠٠"}, "账号只能是数字"),
    (ENTER, ACCOUNT | {"number": "7.559E+15"}, "账号只能是数字，里面有「.E+」"),
    (ENTER, ACCOUNT | {"number": "9" * 3_000}, "账号应为 8 至 32 位数字，现在是 3000 位"),
    (ENTER, ACCOUNT | {"branch_code": "３１３５８４０９９９９１"}, "校验位不对"),
    (ENTER, ACCOUNT | {"branch_code": LONG}, "联行号只能是数字，里面有「长」"),
    (ENTER, ACCOUNT | {"branch_code": "000000000000"}, "不是已知的银行代码"),
    (ENTER, ACCOUNT | {"bank": "工商银行"}, "应为 102"),
    (ENTER, ACCOUNT | {"bank": LONG}, "开户银行："),
    (ENTER, ACCOUNT | {"holder": LONG}, "户名应与单位名称"),
    (ENTER, ACCOUNT | {"replaces": "9" * 30}, "要接替的账户不是本单位在用的账户"),
    (ENTER, ACCOUNT | {"replaces": "１"}, "要接替的账户不是本单位在用的账户"),
    # 令牌
    ("/me/tokens/", TOKEN | {"title": ""}, "请写明令牌用在哪里"),
    ("/me/tokens/", TOKEN | {"title": LONG}, "最多 60 个字，请写短一些"),
    ("/me/tokens/", TOKEN | {"scopes": []}, "请至少选择一项令牌的权限范围"),
    ("/me/tokens/", TOKEN | {"scopes": ["全部"]}, "没有这样的权限范围，请在列出的里面选"),
    ("/me/tokens/", TOKEN | {"days": ""}, "请选择有效多久"),
    ("/me/tokens/", TOKEN | {"days": "9999"}, "有效期请在列出的里面选，最长一年"),
    # 送达设置
    ("/inbox/preferences/", {}, "选一种送达方式"),
    ("/inbox/preferences/", {"progress": "信鸽"}, "没有这种送达方式"),
    ("/inbox/preferences/", {"start": "晚上十点"}, "填几点几分，例如 22:00"),
    ("/inbox/preferences/", {"until": "25:00"}, "填几点几分，例如 22:00"),
)
OF_AN_OFFICER: Final[tuple[tuple[str, Given, str], ...]] = (
    # 名册
    ("/registers/", {}, "请选择文件：CSV、Excel（.xlsx）或 Parquet"),
    ("/registers/", {}, "请选择名册来自哪个部门"),
    ("/registers/", {"source": "self_declared"}, "请选择名册来自哪个部门"),
    ("/registers/", {"source": "天气"}, "请选择名册来自哪个部门"),
    ("/registers/", {"as_of": "昨天"}, "截至日期「昨天」不是日期，请写成 2021-10-20"),
    ("/registers/", {"as_of": "2021-02-30"}, "截至日期「2021-02-30」不是日期"),
    ("/registers/", {"as_of": "20.10.2021"}, "截至日期「20.10.2021」不是日期"),
    ("/registers/", {"as_of": "2099-01-01"}, "截至日期 2099-01-01 还没有到，不能晚于今天"),
    # 办理端
    ("/desk/take/", {}, "一件也没有选"),
    ("/desk/take/", {"todo": ["1"] * 301}, "不在你的待办里"),
    ("/desk/take/", {"todo": list(range(1, 302))}, "一次最多办 300 件，这次选了 301 件"),
    ("/desk/take/", {"todo": ["１２", "-3", "x", ""]}, "不在你的待办里，可能已经撤走"),
    ("/desk/assign/", {"todo": ["1"]}, "须由处室负责人分派"),
    ("/desk/undo/", {}, "没有可以撤回的：只能撤回刚才那一次"),
    ("/desk/views/", {"name": "全部"}, "现在没有筛选，先筛选再存"),
    ("/desk/views/?who=free", {"name": "　"}, "请给这组筛选起个名称"),
    ("/desk/views/?who=free", {"name": LONG}, "名称最多 20 个字，请写短一些"),
)
# What addresses ask for; answered with the page, and the sentence for what makes no sense.
OF_ADDRESSES: Final[tuple[tuple[str, str], ...]] = (
    ("/desk/?state=昨天", "没有「昨天」这种筛选"),
    ("/desk/?who=%27%20OR%201", "没有「' OR 1」这种筛选"),
    ("/desk/?sort=name", "没有「name」这种筛选"),
    ("/desk/?per=-1", "没有「-1」这种筛选"),
    ("/desk/?day=2021.10.20", "日期要写成 2021-10-20 这样"),
    ("/desk/?day=2021-10-32", "日期要写成 2021-10-20 这样"),
    ("/desk/?q=" + "x" * 500, "没有符合筛选的待办"),
    ("/payments/accounts/desk/?state=lost&q=%00%25", "没有符合筛选的账户"),
    ("/payments/accounts/desk/?q=" + "9" * 500, "没有符合筛选的账户"),
    ("/my/desk/?q=%00%25", "没有符合筛选的申请"),
    ("/my/desk/?q=99999999999999999999999", "没有符合筛选的申请"),
)


def test_there_are_enough_messy_forms() -> None:
    assert len({*map(str, (*OF_A_FIRM, *OF_AN_OFFICER, *OF_ADDRESSES))}) >= 85


@pytest.fixture(autouse=True)
def one_factor() -> Iterator[None]:
    with override_settings(SECOND_FACTOR_REQUIRED=False):
        yield


def signed_in(player: Player) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(player.person, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def unmet(client: Client, cases: tuple[tuple[str, Given, str], ...]) -> list[str]:
    """Cases that were answered otherwise."""
    found = []
    for path, given, sentence in cases:
        files = (
            {"files": [a_pdf()]} if "reason" not in given and path.endswith("employees/") else {}
        )
        answer = client.post(path, {**given, **files})
        is_refused = answer.status_code in (403, 409, 422)
        if not is_refused or sentence not in unescape(answer.content.decode()):
            found.append(f"{path} {str(given)[:60]} {answer.status_code} {sentence}")
    return found


def test_forms_of_a_firm(lan: Player, chenglan: Organization) -> None:
    facts_on_record(chenglan, Source.SOCIAL_INSURANCE, employees=80)
    assert unmet(signed_in(lan), OF_A_FIRM) == []


def test_forms_of_an_officer(qin: Player) -> None:
    assert unmet(signed_in(qin), OF_AN_OFFICER) == []


def test_addresses(qin: Player) -> None:
    client = signed_in(qin)
    found = []
    for path, sentence in OF_ADDRESSES:
        answer = client.get(path)
        if answer.status_code != 200 or sentence not in unescape(answer.content.decode()):
            found.append(f"{path[:60]} {answer.status_code} {sentence}")
    assert found == []
