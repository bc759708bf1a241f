"""账本的话: for every rule of the books the sentence that says why something is not booked.

The rules of columns have theirs on the models; those of the triggers have theirs here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.apps import apps
from django.db import Error
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RULES: Final[Mapping[str, str | Promise]] = {
    "books_are_kept_read_committed": _("记账只能在 read committed 隔离级别的事务里进行"),
    "entry_is_not_of_the_future": _("记账日期不能在今天以后"),
    "entry_is_of_an_open_period": _("记账日期所在的月份已经结账，请记在未结账的月份"),
    "entry_has_all_its_legs": _("凭证的分录不齐，或同一个账户记了两次"),
    "entry_is_booked_in_the_same_words": _("这笔业务已经记过账，内容与这次不同；原凭证没有改动"),
    "legs_sum_to_zero": _("借贷不平：同一笔预算里转出和转入的金额应当相等"),
    "entry_moves_as_its_deed_does": _("这种业务不能在这些账户之间转钱"),
    "transfer_takes_what_it_gives": _("调出的金额应等于调入的金额"),
    "reversal_is_the_opposite": _("冲正凭证应与原凭证逐笔相反，冲正凭证本身不能再冲"),
    "leg_is_among_those_of_its_entry": _("凭证已经记完，不能再加分录"),
    "balance_follows_from_legs": _("余额由分录推算，不能直接改写"),
    "periods_close_in_order": _("更晚的月份已经结账"),
    "decision_is_of_another": _("制单人不能复核自己的单据"),
    "entry_is_what_was_signed": _("预算调剂和年终结转要按签了字的单据记账"),
    "entry_is_of_an_open_year": _("这一年已经结转：只能再记企业退回的钱和它的上缴"),
    "carried_is_no_more_than_was_left": _("结转的金额不能多于结余，也不能换申报、企业或阶段"),
    "carry_goes_to_the_next_year": _("只能结转到同一项资金、同一个扶持计划的下一年"),
    "year_closes_when_it_is_over": _("这一年还没有过完，不能结转"),
    "period_closes_when_it_is_over": _("这个月还没有过完，不能结账"),
}


def broken_rule(error: Error) -> str:
    """所违规则: the name of the constraint, "" when the error is of another kind."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnosis, "constraint_name", None) or "")


def sentence(error: Error) -> str:
    """理由: of a rule that the database held to; ``error`` is raised again when it is none."""
    name = broken_rule(error)
    if name in RULES:
        return str(RULES[name])
    for model in apps.get_app_config("ledger").get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                return str(constraint.violation_error_message)
    raise error
