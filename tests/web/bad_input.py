"""坏输入: who asks, for what, and which status and sentence they get.

One table for the pages, the interface and the commands. A word between two «@» stands for what
only the running test knows: a code, the number of a row, a link.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

SCRIPT: Final = "<script>alert(1)</script>"
SQL: Final = "'; DROP TABLE parties_person; --"
REGEX: Final = ".*(a+)+$[^]{1,9}\\"
NUL: Final = "贷\x00款"
EMOJI: Final = "😀🏭👩‍🔬"
LONG: Final = "贷款贴息" * 2_500
NO_DAY: Final = "2021-02-30"

# Whatever stands in every field of every address: a page is drawn, and nothing runs.
ODD: Final = {
    "a script": SCRIPT,
    "an attribute": '" onfocus="alert(1)" autofocus x="',
    "a template": "{{ settings.SECRET_KEY }}{% load x %}",
    "SQL": SQL,
    "a union": "' UNION SELECT password FROM parties_person --",
    "a regular expression": REGEX,
    "a zero byte": NUL,
    "emoji": EMOJI,
    "directions": "\u202e贷款\u2066\u200b",
    "half of a character": "\ud83d",
    "10,000 characters": LONG,
    "a path": "../../../etc/passwd",
    "a number beyond all": "9" * 40,
}
# The same in four strings, for every day.
TOGETHER: Final = {
    "what a browser would run": " ".join(list(ODD.values())[:3]),
    "what a database or an index would": " ".join(list(ODD.values())[3:6]),
    "what nobody sees": " ".join(list(ODD.values())[6:10]),
    "too much": LONG + "9" * 40,
}
BRAND: Final = "shenzhen.quality_and_brand"
RENT: Final = "shenzhen_longgang.park_rent"
FIELDS: Final = {
    "/match/": ("q", "code", "on", "from", "kind", "money"),
    "/match/list.xlsx": ("code", "on", "from", "kind"),
    "/match/ask/loans/": ("code", "on", "policy"),
    "/match/share/": ("code", "on"),
    "/search/": ("q", "page", "district", "kind", "size", "department", "deadline"),
    f"/policies/{RENT}/": ("code", "on", "than"),
    "/policies/": ("q", "on", "kind", "page"),
    "/documents/": ("q", "standing", "issuer", "year", "on", "page"),
    "/documents/list.xlsx": ("q", "standing", "issuer", "year", "on"),
    "/matters/": ("start",),
    "/matters/start-business/": ("start",),
    "/matters/start-business/plan.xlsx": ("start",),
    "/matters/start-business/plan.ics": ("start",),
    "/follow/": ("page",),
    "/concerns/": ("q", "kind", "item", "district", "resolution", "page", "per"),
    "/concerns/list.csv": ("q", "kind", "item", "district", "resolution"),
    "/concerns/list.json": ("q", "kind", "item", "district", "resolution"),
    "/concerns/list.xlsx": ("q", "kind", "item", "district", "resolution"),
    "/knowledge/": ("q", "item", "page", "per"),
    "/knowledge/list.xlsx": ("q", "item"),
    "/problems/": ("page", "per"),
    "/notices/": ("q", "phase", "programme", "year", "page"),
    "/notices/list.xlsx": ("q", "phase", "programme", "year"),
    "/calls/": ("q", "phase", "mode", "programme", "page"),
    "/api/v1/problems": ("state", "limit", "offset"),
    "/api/v1/knowledge": ("q", "item", "limit"),
    "/api/v1/knowledge/search": ("q", "limit"),
    "/api/v1/network/contacts": ("limit", "offset"),
    "/api/v1/search": ("q", "limit"),
    "/api/v1/documents": ("q", "standing", "issuer", "year", "on", "limit"),
    f"/api/v1/policies/{RENT}": ("firm", "on"),
    "/api/v1/matters/start-business": ("start",),
}


@dataclass(frozen=True)
class Row:
    """一行: ``says`` is in the page, or in the address that a redirect leads to."""

    path: str
    given: dict[str, Any] = field(default_factory=dict)
    status: int = 422
    says: str = ""
    who: str = "visitor"
    posts: bool = False


def _post(path: str, given: dict[str, Any], says: str, **more: Any) -> Row:
    return Row(path, given, says=says, posts=True, **more)


def _lost(path: str, who: str = "visitor", *, posts: bool = False) -> Row:
    return Row(path, status=404, says="没有这一页", who=who, posts=posts)


NOT_OURS: Final = "这个信用代码不在本市登记的企业里"
IMPOSSIBLE: Final = "「2021-02-30」这一天不存在"

MATCH: Final = (
    Row("/match/", {"code": "@other@"}, 200, "只用公开登记的信息和你的回答"),
    Row("/match/", {"code": "@wide@"}, 200, "@name@"),
    Row("/match/", {"q": "@wide@"}, 200, "@name@"),
    Row("/match/", {"code": "@wrong@"}, says="统一社会信用代码校验位不符：末位应为"),
    Row("/match/", {"q": "@wrong@"}, says="统一社会信用代码校验位不符：末位应为"),
    Row("/match/", {"code": "@nobody@"}, says=NOT_OURS),
    Row("/match/", {"code": "91"}, says="统一社会信用代码应为 18 位，得到 2 位。"),
    Row("/match/", {"code": LONG}, says="统一社会信用代码应为 18 位，得到 10000 位。"),
    Row("/match/", {"code": SCRIPT}, says="统一社会信用代码应为 18 位，得到 25 位。"),
    Row("/match/", {"code": "😀" * 18}, says="统一社会信用代码不应含有「😀」"),
    Row("/match/", {"code": "\x00" * 18}, says="统一社会信用代码不应含有「\\u0000」"),
    Row("/match/", {"on": NO_DAY}, says=IMPOSSIBLE),
    Row("/match/", {"on": "明天"}, says="「明天」不是日期。请写成 2021-10-20。"),
    Row("/match/", {"q": SQL}, 302, "/search/?q=%27%3B+DROP+TABLE"),
    Row("/match/list.xlsx", {"code": "@wrong@"}, says="统一社会信用代码校验位不符"),
    Row("/match/list.xlsx", {"on": NO_DAY}, says=IMPOSSIBLE),
    _lost("/match/ask/shoe_size/"),
    _post("/match/answer/shoe_size/", {"shoe_size": "42"}, "没有这个问题，请刷新页面。"),
    _post("/match/answer/employees/", {"employees": "很多"}, "「很多」不是数字。"),
    _post("/match/answer/employees/", {"employees": NUL}, "「贷\\u0000款」含有看不见的控制字符。"),
    _post("/match/answer/employees/", {"employees": "-3"}, "「-3」不能是负数。"),
    _post("/match/answer/registered_on/", {"registered_on": NO_DAY}, IMPOSSIBLE),
    _post("/match/answer/first/", {"district": "火星", "employees": "😀"}, "「😀」不是"),
)
SHARE: Final = (
    Row("/match/shared/@altered@/", status=410, says="这个链接不完整，或被改动过，打不开。"),
    Row("/match/shared/@foreign@/", status=410, says="这个链接不完整，或被改动过，打不开。"),
    Row("/match/shared/%00/", status=410, says="这个链接不完整，或被改动过，打不开。"),
    Row("/match/shared/@old@/", status=410, says="这个链接已过期（有效至 2021-01-18）。"),
    _post("/match/share/", {"key": SCRIPT}, "还没有选要分享的回答。"),
    _post("/match/share/", {"key": "employees", "on": NO_DAY}, IMPOSSIBLE),
    Row("/follow/shared/@link@x/", status=404, says="没有这个链接。可能复制漏了几个字"),
    Row("/follow/shared/%00/", status=404, says="没有这个链接。可能复制漏了几个字"),
    Row("/follow/shared/@expired@/", status=410, says="这个链接已经过期。"),
    Row("/follow/shared/@revoked@/", status=410, says="这个链接已经收回。"),
    _lost("/follow/links/@number@/revoke/", who="shan", posts=True),
    _post(
        "/follow/links/",
        {"label": LONG, "shows": SCRIPT, "days": "９"},
        "「给谁」最多 40 个字，现在有 200 个",
        who="lan",
    ),
    _post(
        "/follow/links/",
        {"label": "\x00", "shows": "part.name", "days": "3", "make": "1"},
        "写明链接给谁",
        who="lan",
    ),
    _post("/follow/links/", {"label": "王", "days": "0"}, "有效天数写 1 到 90 的数", who="lan"),
)
POLICY: Final = (
    _lost("/policies/no.such/"),
    _lost("/policies/%3Cscript%3E/"),
    Row(f"/policies/{RENT}/", {"code": "@wrong@"}, says="统一社会信用代码校验位不符"),
    Row(f"/policies/{RENT}/", {"code": "@nobody@"}, says=NOT_OURS),
    Row(f"/policies/{RENT}/", {"code": "@other@"}, 200, "科技园"),
    Row(f"/policies/{RENT}/", {"on": NO_DAY}, says=IMPOSSIBLE),
    Row(f"/policies/{RENT}/", {"than": NO_DAY}, says=IMPOSSIBLE),
    _post(f"/policies/{RENT}/", {"rent_paid_last_year": SCRIPT}, "不是确切的数。"),
    _post(f"/policies/{RENT}/", {"rent_paid_last_year": "-1"}, "不能是负数。"),
    _lost("/documents/999999/"),
    _lost(f"/documents/{'9' * 30}/"),
    Row("/documents/", {"standing": SCRIPT}, says="这种状态，请从列表里选一种。"),
    Row("/documents/", {"year": "３０００"}, says="年份要写成 2021 这样的四位数字"),
    Row("/documents/", {"on": NO_DAY, "year": "x"}, says=IMPOSSIBLE),
    Row("/documents/list.xlsx", {"year": SQL}, says="年份要写成 2021 这样的四位数字"),
    Row("/documents/", {"q": NUL, "page": "9" * 30}, 200, "政策文件"),
    _lost("/matters/no-such/"),
    Row("/matters/start-business/", {"start": NO_DAY}, says=IMPOSSIBLE),
    Row("/matters/start-business/", {"start": "9999-12-31"}, says="工作日历止于"),
    Row("/matters/start-business/", {"start": SCRIPT}, says="不是日期。"),
    Row("/matters/start-business/plan.xlsx", {"start": NO_DAY}, says=IMPOSSIBLE),
    Row("/matters/start-business/plan.ics", {"start": NO_DAY}, says=IMPOSSIBLE),
    Row("/firm/obligations/", status=302, says="/accounts/login/?next=/firm/obligations/"),
)
NOT_THERE: Final = "换一个说法；订阅主题写一个政策里有的词"
FOLLOW: Final = (
    Row("/follow/", status=302, says="/accounts/login/?next=/follow/"),
    _lost("/follow/searches/@search@/", who="shan"),
    _lost("/follow/searches/@search@/remove/", who="shan", posts=True),
    _lost("/follow/subscriptions/@subscription@/end/", who="shan", posts=True),
    _lost("/follow/watches/@watch@/end/", who="shan", posts=True),
    _lost(f"/follow/searches/{'9' * 30}/", who="shan"),
    _post("/follow/subscriptions/", {"kind": SCRIPT}, "没有这样的订阅；可以订阅：", who="lan"),
    *(
        _post("/follow/subscriptions/", {"kind": "topic", "target": odd}, says, who="lan")
        for odd, says in (
            ("", "请写明要订阅什么"),
            (LONG, "订阅的对象最多 120 个字，现在有 10000 个"),
            ("\x00", "请写明要订阅什么"),
            (SQL, NOT_THERE),
            (EMOJI, NOT_THERE),
        )
    ),
    _post("/follow/subscriptions/", {"kind": "document", "target": "9" * 40}, NOT_THERE, who="lan"),
    _post("/follow/watches/", {"programme": f"moon\x00{SCRIPT}"}, "没有「moon<script>", who="lan"),
    _post("/follow/searches/", {"name": LONG, "q": "贴息"}, "名称最多 40 个字", who="lan"),
    _post("/follow/searches/", {"name": EMOJI, "q": EMOJI}, "先查一个词或选一个筛选", who="lan"),
    _post("/follow/searches/", {"name": NUL, "q": NUL}, "问题里有不能保存的字符", who="lan"),
    _post("/follow/reasons/", {"programme": BRAND, "note": LONG}, "说明最多 200 个字", who="lan"),
    _post(
        "/follow/subscriptions/",
        {"kind": "programme", "target": BRAND, "back": "//elsewhere.example/"},
        "/follow/",
        status=302,
        who="lan",
    ),
)
FACTS: Final = "/api/v1/match"
INTERFACE: Final = (
    Row("/api/v1/organizations/@code@/match", status=401, says="unauthenticated"),
    Row("/api/v1/organizations/@code@/match", status=401, says="unauthenticated", who="altered"),
    Row("/api/v1/organizations/@code@/match", status=404, says="not_found", who="token"),
    Row("/api/v1/organizations/@code@/obligations", status=404, says="not_found", who="token"),
    Row("/api/v1/saved-searches/@search@/removal", {}, 404, "not_found", "token", True),
    Row("/api/v1/subscriptions/@subscription@/end", {}, 404, "not_found", "token", True),
    Row(f"/api/v1/policies/{RENT}", {"firm": "@wrong@"}, says="校验位不符"),
    Row(f"/api/v1/policies/{RENT}", {"firm": "@nobody@"}, says=NOT_OURS),
    Row(f"/api/v1/policies/{RENT}", {"on": NO_DAY}, says="这一天不存在"),
    Row("/api/v1/policies/no.such", status=404, says="not_found"),
    Row("/api/v1/search", {"q": "贴息", "limit": SCRIPT}, says="不是可用的整数"),
    Row("/api/v1/documents", {"year": "x"}, says="year"),
    Row(f"/api/v1/documents/{'9' * 30}", status=404, says="not_found"),
    Row("/api/v1/matters/start-business", {"start": NO_DAY}, says="这一天不存在"),
    _post(FACTS, {"facts": {"credit_code": "@wrong@"}}, "校验位不符"),
    _post(FACTS, {"facts": {"registered_on": NO_DAY}}, "这一天不存在"),
    _post(FACTS, {"facts": {"employees": SCRIPT}}, "不是确切的数。"),
    _post(FACTS, {"facts": {"shoe_size": 42}}, "没有名为「shoe_size」的事实"),
)
# Of a command: its words, what it is to exit with and what it says.
COMMANDS: Final = (
    (("match", "@wrong@"), 1, "统一社会信用代码校验位不符"),
    (("match", "@nobody@"), 1, "的企业档案"),
    (("match", "@wide@", "--on", NO_DAY), 1, "这一天不存在"),
    (("match", "没有.json"), 1, "没有.json"),
    (("policy", RENT, "--firm", "@wrong@"), 1, "校验位不符"),
    (("policy", "no.such"), 1, "no.such"),
    (("search", SQL), 0, "没有政策写到这些词"),
    (("search", REGEX), 0, ""),
    (("search", LONG), 0, "问句太长，只看了前 200 个字。"),
    (("search", NUL), 0, "共 "),
    (("search", "贴息", "--limit", SCRIPT), 1, "不是可用的整数"),
    (("matters", "show", "no-such"), 1, "没有「no-such」这件事。"),
    (("matters", "show", "start-business", "--start", NO_DAY), 1, "这一天不存在"),
    (("matters", "show", "start-business", "--start", "9999-12-31"), 1, "工作日历止于"),
)
