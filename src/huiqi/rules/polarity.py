"""正反说法: what a yes/no fact is called where it holds and where it does not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from huiqi.rules.dictionary import FACTS

# Labels that say «X» of the subject; the opposite is not made by changing one of their words.
PLAIN: Final[Mapping[str, tuple[str, str]]] = {
    "lot_reserved": ("项目专门面向中小企业", "项目没有专门面向中小企业"),
    "second_order": ("已签第二份订单", "没有签第二份订单"),
}
# What stands in a label, and what stands there instead where the fact does not hold.
OPPOSITES: Final = (
    (r"属于", "不属于"),
    (r"已有", "没有"),
    (r"^被?列入", r"未\g<0>"),
    (r"已", "未"),
    (r"有", "没有"),
)


def flag_text(key: str, holds: bool) -> str:
    """是否说法: the sentence of a flag, «贷款已结清» or «贷款未结清»."""
    label = FACTS[key].label
    if key in PLAIN:
        return PLAIN[key][not holds]
    for word, opposite in OPPOSITES:
        told, changed = re.subn(word, opposite, label, count=1)
        if changed:
            return label if holds else told
    return f"是{label}" if holds else f"不是{label}"
