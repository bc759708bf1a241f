"""行话: words that an owner may have to look up, and where the pages for everybody say them.

The glossary of the domain gives them, but for those that are plain; what stands in no glossary
is named here. A word that officers find plain is none as soon as somebody had to ask what it
means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from huiqi.config.glossary import starting
from huiqi.library import load
from huiqi.matters.duties import obligations
from huiqi.matters.reading import matters
from tests.texts.plain import spoken

# Between two ways of saying a thing; 首台（套） is one of them.
WAYS: Final = re.compile(r"(?:[ /、：“”]|（(?!套)|(?<!套)）)+")
# Of the glossary, what every owner says herself, or reads as the name of one thing.
PLAIN: Final = frozenset(
    {
        *("专家", "专家评审", "中型", "企业", "依据", "保险费", "兑现", "入驻"),
        *("办理人", "办结", "单位", "奖励", "实施细则", "管理办法", "小型", "待办", "扶持计划"),
        *("授权", "操作规程", "政府采购", "政策", "政策匹配", "服务机构", "检验检测", "申报"),
        *("申报指南", "申领", "科研机构", "租金补贴", "经办人", "若干措施", "行业协会", "补贴"),
        *("诉求", "质量品牌双提升", "资助", "额度", "高等院校"),
    }
)
# Beyond the glossary: titles, words of forms and of our own pages.
OTHERS: Final = frozenset(
    {
        *(
            "划型",
            "微型",
            "规模以上",
            "规上",
            "高新技术企业",
            "创新型中小企业",
            "单项冠军",
            "企业技术中心",
        ),
        *("众创空间", "加速器", "孵化器", "上限", "封顶", "贴息", "担保费", "兑付"),
        *("首台（套）", "专项审计", "核定", "备案", "汇算清缴", "查重评议", "联合体", "股份制改造"),
        *("新三板", "经营异常名录", "免申即享", "事实", "待核", "DCAT", "JSON-LD", "CSVW"),
        *("OpenAPI", "ETag", "NUL", "转述", "版次", "互斥", "最优组合", "主线"),
        *("工作日", "调休", "触达", "令牌", "接口"),
    }
)


def domain_words() -> set[str]:
    """领域的词: of the glossary's opening, each way of saying them by itself."""
    return {way for term in starting() for way in WAYS.split(term.chinese) if len(way) > 1}


def jargon() -> set[str]:
    """行话: of the glossary and beyond it."""
    return (domain_words() - PLAIN) | OTHERS


def public() -> Iterator[str]:
    """对外的话: everything of ``spoken``, titles of programmes, life events and obligations."""
    for told in spoken().values():
        yield from told
    yield from (policy.title for policy in load().policies.values())
    for matter in matters().values():
        yield from (matter.title, matter.summary, matter.who)
        yield from (text for one in matter.steps for text in (one.text, one.note, one.days_open))
    for group in obligations():
        for duty in group.duties:
            yield from (duty.text, duty.consequence, duty.note, duty.due_open)


@lru_cache(maxsize=1)
def said() -> str:
    """对外的话: all of them as one text."""
    return "\n".join(public())


def used() -> set[str]:
    """用到的行话: what stands on some page."""
    return {word for word in jargon() if word in said()}
