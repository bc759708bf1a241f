"""银行账号和联行号: what people write, and everything that is wrong with it.

A branch code (联行号) is 12 digits: three of the bank, four of the city, four of the branch and
a check digit by ISO 7064 MOD 11,10. An account number has no check that all banks share.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

from django.utils.translation import gettext as _

from huiqi.kernel.words import legible, worded

BRANCH_DIGITS: Final = 12
LEAST_DIGITS, MOST_DIGITS = 8, 32
# Three digits of the bank -> its name, and what people call it.
BANKS: Final[Mapping[str, tuple[str, ...]]] = {
    "102": ("工商银行", "工行"),
    "103": ("农业银行", "农行"),
    "104": ("中国银行", "中行"),
    "105": ("建设银行", "建行"),
    "201": ("国家开发银行",),
    "202": ("进出口银行",),
    "203": ("农业发展银行", "农发行"),
    "301": ("交通银行", "交行"),
    "302": ("中信银行",),
    "303": ("光大银行",),
    "304": ("华夏银行",),
    "305": ("民生银行",),
    "306": ("广发银行", "广东发展银行"),
    "307": ("平安银行",),
    "308": ("招商银行", "招行"),
    "309": ("兴业银行",),
    "310": ("浦东发展银行", "浦发银行"),
    "315": ("恒丰银行",),
    "316": ("浙商银行",),
    "318": ("渤海银行",),
    "403": ("邮政储蓄银行", "邮储银行"),
}
# Kinds of banks of which each code stands for many, so that the name says no more: of cities,
# of the country, private, credit unions, foreign.
MANY: Final = ("31", "32", "33", "401", "402", "5", "6", "7")


def tidy_digits(written: str) -> str:
    """整理数字: half-width, without the spaces and hyphens that people group digits by."""
    plain = unicodedata.normalize("NFKC", legible(written))
    return "".join(one for one in plain if not one.isspace() and one not in "-‐‑‒–—−")


def tidy_name(written: str) -> str:
    """整理名称: half-width, with single spaces."""
    return " ".join(unicodedata.normalize("NFKC", legible(written)).split())


def problems_of_number(number: str) -> Iterator[str]:
    """账号的问题: of a tidy one."""
    if not number:
        yield _("请填写账号")
        return
    yield from _strangers(number, _("账号"))
    if not LEAST_DIGITS <= len(number) <= MOST_DIGITS:
        yield worded(
            "账号应为 %(least)s 至 %(most)s 位数字，现在是 %(count)s 位；请对照银行的单据",
            least=LEAST_DIGITS,
            most=MOST_DIGITS,
            count=len(number),
        )


def problems_of_branch(code: str, bank: str) -> Iterator[str]:
    """联行号的问题: of a tidy one, beside the name of the bank that was written with it."""
    if not code:
        yield _("请填写开户行的联行号（12 位数字）；网上银行能查到，也可以问开户银行")
        return
    wrong = list(_strangers(code, _("联行号")))
    if len(code) != BRANCH_DIGITS:
        wrong.append(
            worded(
                "联行号应为 %(digits)s 位数字，现在是 %(count)s 位",
                digits=BRANCH_DIGITS,
                count=len(code),
            )
        )
    if wrong:
        yield from wrong
        return
    if not _is_known(code):
        yield worded(
            "联行号前三位「%(bank)s」不是已知的银行代码；请核对，确实无误请联系核验部门",
            bank=code[:3],
        )
    elif not _checks(code):
        yield worded("联行号「%(code)s」的校验位不对，大概抄错了一位；请逐位核对", code=code)
    elif (told := _bank_of(bank)) and told != code[:3]:
        yield worded(
            "联行号前三位「%(bank)s」不是「%(name)s」的代码（应为 %(right)s）；"
            "请核对开户银行和联行号",
            bank=code[:3],
            name=bank,
            right=told,
        )


def _strangers(text: str, what: str) -> Iterator[str]:
    found = "".join(dict.fromkeys(one for one in text if one not in "0123456789"))
    if found:
        yield worded("%(what)s只能是数字，里面有「%(found)s」", what=what, found=found[:20])


def _is_known(code: str) -> bool:
    return code[:3] in BANKS or code.startswith(MANY)


def _bank_of(name: str) -> str:
    """The code of the bank that a name tells; empty where it tells none for certain."""
    found = [code for code, words in BANKS.items() if any(word in name for word in words)]
    return found[0] if len(found) == 1 else ""


def _checks(code: str) -> bool:
    """ISO 7064 MOD 11,10."""
    product = 10
    for digit in code[:-1]:
        total = (product + int(digit)) % 10 or 10
        product = total * 2 % 11
    return (product + int(code[-1])) % 10 == 1
