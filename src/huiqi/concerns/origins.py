"""出自诉求的知识: no version of an answer tells whose concern it was, and none of what is close."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from huiqi.concerns.enums import Kind
from huiqi.concerns.models import Concern
from huiqi.kernel.sight import everything
from huiqi.kernel.words import worded
from huiqi.knowledge import origins

SHORTEST: Final = 2  # of a name: a single character stands in too many words
# Many write their office or a manner of address where a name is asked for.
OF_NOBODY: Final = re.compile("[部处科室办]|财务|经办|行政|人事|公司|经理|先生|女士|客服|联系人")


def register() -> None:
    """登记: as the reader of answers that came from a concern."""
    origins.register(flaws_of_answer)


def flaws_of_answer(number: str, text: str) -> Iterator[str]:
    """一版的问题: what is kept close makes no answer; of the rest, nothing that tells whose."""
    with everything():  # whoever writes the next version may never have seen the case
        case = Concern.objects.select_related("organization").filter(number=number).first()
    if case is None:
        return
    if case.is_close or case.kind == Kind.REPORT:
        yield _("这件诉求是保密的，不能写成知识")
    yield from identities_in(text, case)


def identities_in(text: str, case: Concern) -> Iterator[str]:
    """诉求人的身份: the firm's name and code, the contact's name, number and mailbox."""
    firm = case.organization
    if firm is not None and firm.name in text:
        yield worded("不要写企业名称「%(name)s」：这段话别的企业也会看到", name=firm.name)
    told = (
        firm.credit_code if firm is not None else "",
        "" if OF_NOBODY.search(case.contact_name) else case.contact_name,
        *(case.contact_phone, case.contact_email),
    )
    for one in dict.fromkeys(told):
        if one and len(one) >= SHORTEST and one in text:
            yield worded("不要写提出诉求的人「%(told)s」：这段话谁都看得到", told=one)
