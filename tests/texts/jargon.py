"""行话: words that an owner may have to look up, and where the pages for everybody say them.

A word that officers find plain belongs here when somebody had to ask what it means.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from huiqi.library import load
from huiqi.matters.duties import obligations
from huiqi.matters.reading import matters
from tests.texts.plain import spoken

JARGON: Final = frozenset(
    {
        *(
            "统一社会信用代码",
            "法定代表人",
            "个体工商户",
            "个转企",
            "划型",
            "微型",
            "规模以上",
            "规上",
        ),
        *(
            "科技型中小企业",
            "高新技术企业",
            "国高",
            "创新型中小企业",
            "专精特新",
            "小巨人",
            "单项冠军",
        ),
        *("企业技术中心", "众创空间", "加速器", "孵化器", "上限", "封顶", "贴息", "贴保", "担保费"),
        *(
            "首贷",
            "不良贷款",
            "风险补偿",
            "代偿",
            "创新券",
            "兑付",
            "技术改造",
            "技改",
            "首台（套）",
        ),
        *(
            "首批次",
            "首版次",
            "预留份额",
            "价格扣除",
            "专项审计",
            "主管部门",
            "申报通知",
            "批次",
            "受理",
        ),
        *("补正", "公示", "核定", "拨付", "入库", "认定", "复核", "备案", "汇算清缴", "查重评议"),
        *(
            "联合体",
            "股份制改造",
            "新三板",
            "经营异常名录",
            "免申即享",
            "事实",
            "待核",
            "文号",
            "条款",
        ),
        *("DCAT", "JSON-LD", "CSVW", "OpenAPI", "ETag", "NUL"),
        *("转述", "版次", "互斥", "最优组合", "主线", "工作日", "调休", "触达", "令牌", "接口"),
    }
)


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


def used() -> set[str]:
    """用到的行话: of the list, what stands on some page."""
    text = "\n".join(public())
    return {word for word in JARGON if word in text}
