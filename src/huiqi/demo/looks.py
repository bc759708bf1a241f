"""查看样例: who looked at the data of 澄澜 in the last days, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Sight:
    """一次查看: ``who`` is a username, empty for the system; ``at`` a moment of 2021."""

    who: str
    at: str
    verb: str
    purpose: str = ""


@dataclass(frozen=True)
class Question:
    """一次询问: of the look by ``who``; ``answer`` empty while it waits."""

    who: str
    at: str
    text: str
    answered: str = ""
    answer: str = ""


SIGHTS: Final = (
    Sight("", "10-08 02:00", "比对全市政策"),
    Sight("lusiqi", "10-11 10:24", "查看企业档案", "核对专精特新申报条件：研发费用和营业收入"),
    Sight("huangruo", "10-12 09:35", "查看企业档案", "走访前了解园区租金和面积"),
    Sight("shenzhiyuan", "10-12 16:10", "查看贷款情况", "跟进走访时提的融资需求"),
    Sight("fangshu", "10-13 11:02", "查看贷款情况", "核对 2020 年度贴息资金的拨付账户"),
    Sight("xuqing", "10-15 14:47", "查看贷款情况", "贴息资金抽查：2020 年 12 户之一"),
    Sight("qinyue", "10-18 10:15", "查看企业档案", "答复技术改造咨询，核对上年营业收入"),
    Sight("huangruo", "10-19 15:28", "查看租赁合同面积", "核对租金扶持：合同与园区报数不同"),
)

QUESTIONS: Final = (
    Question(
        "shenzhiyuan",
        "10-13 08:50",
        "我们没有申请贷款，为什么看贷款情况？",
        "10-15 17:20",
        "10月11日走访时你提到要续贷，专员据此联系银行；只看了贷款余额和期限。",
    ),
    Question("xuqing", "10-18 20:05", "抽查要看到哪一年的贷款？看过的材料保存多久？"),
)
