"""关注的状态: the pages of what is followed, shared and reached."""

from __future__ import annotations

from typing import Final

from tests.matrix.opening import NEWCOMER, Link, State, Step

SUBSCRIBED: Final = {"kind": "programme", "target": "shenzhen.guarantee_fee", "whose": "firm"}
LINKED: Final = {
    "label": "王会计",
    "days": "30",
    "shows": ["part.name", "part.match", "part.missing", "employees"],
}
KEPT: Final = {"name": "房租", "q": "房租", "whose": "firm"}
REACHED: Final = (
    Step(
        "chenlan",
        "/follow/reasons/",
        {"programme": "shenzhen.interest_subsidy", "reason": "papers"},
    ),
)
FOLLOWED: Final = (
    Step("chenlan", "/follow/subscriptions/", SUBSCRIBED),
    Step("chenlan", "/follow/watches/", {"programme": "shenzhen.quality_and_brand"}),
    Step("chenlan", "/follow/searches/", KEPT),
)

FOLLOW: Final = (
    State("/follow/", "多行", "chenlan", before=FOLLOWED),
    State("/follow/", "空", NEWCOMER),
    State("/follow/", "公务人员", "qinyue"),
    State("/follow/", "填错", "chenlan", path="/follow/subscriptions/", sent={}, status=422),
    State(
        "/follow/searches/<int:pk>/",
        "没有新的",
        "chenlan",
        path=Link("/follow/", r"/follow/searches/\d+/"),
        before=FOLLOWED,
    ),
    State("/follow/searches/<int:pk>/", "未找到", NEWCOMER, "/follow/searches/999999/", status=404),
    State(
        "/policies/<programme:programme>/",
        "已关注",
        "chenlan",
        path="/policies/shenzhen.quality_and_brand/",
        before=FOLLOWED,
    ),
    State("/follow/links/", "空", "chenlan"),
    State("/follow/links/", "只读", "zhoumin"),
    State("/follow/links/", "无权", "qinyue", status=403),
    State("/follow/links/", "填错", "chenlan", sent={}, status=422),
    State("/follow/links/", "预览", "chenlan", sent=LINKED),
    State("/follow/links/", "已生成", "chenlan", sent=LINKED | {"make": "1"}),
    State(
        "/follow/shared/<str:token>/",
        "打开",
        "chenlan",
        path=Link("/follow/links/", r"/follow/shared/[\w-]+/", after=LINKED | {"make": "1"}),
    ),
    State("/follow/shared/<str:token>/", "失效", path="/follow/shared/wrong/", status=404),
    State("/follow/reach/", "演示"),
    State("/follow/reach/", "多行", before=FOLLOWED + REACHED),
    State("/follow/reach/desk/", "多行", "qinyue", before=FOLLOWED + REACHED),
    State("/follow/reach/desk/", "无权", "chenlan", status=403),
    State(
        "/policies/<programme:programme>/",
        "问不想办的原因",
        "chenlan",
        path="/policies/shenzhen.interest_subsidy/",
    ),
    State("/search/", "可保存", "chenlan", path="/search/?q=贴息"),
)
