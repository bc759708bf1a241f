"""虚构的名称: firms and people, made of words that no register is asked about."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Final

FIRST: Final = (
    *("澄", "岚", "屿", "砚", "禾", "璟", "汀", "朔", "霁", "穹", "苇", "谧", "珩", "漪", "槿"),
    *("鹭", "梧", "荻", "溯", "栩", "弥", "曜", "榕", "湄", "蔚", "钧", "泊", "檀", "翎", "瀚"),
)
SECOND: Final = (
    *("澜", "川", "野", "舟", "屏", "阙", "麓", "衡", "原", "汐", "桥", "木", "羽", "石", "津"),
    *("禾", "帆", "谷", "月", "林", "岸", "云", "星", "岭", "沙", "泉", "波", "芒", "岩", "影"),
)
SURNAMES: Final = "陈林黄李张王吴刘蔡周郑何罗邓梁冯曾彭谢许叶卢钟莫覃韦苏江方沈"
GIVEN: Final = (
    *("岚", "敏", "迪", "越", "知远", "予安", "书禾", "子衿", "以宁", "怀瑾", "星野", "念初"),
    *("若谷", "思齐", "景行", "令仪", "嘉树", "既明", "望舒", "清和", "长风", "云岫", "映川"),
)


def brands(chance: random.Random) -> Iterator[str]:
    """字号: two characters, each pair once; StopIteration when all are used."""
    pairs = [first + second for first in FIRST for second in SECOND if first != second]
    chance.shuffle(pairs)
    yield from pairs


def person_name(chance: random.Random) -> str:
    """姓名: a surname and a given name; two people may share one."""
    return chance.choice(SURNAMES) + chance.choice(GIVEN)
