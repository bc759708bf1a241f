"""拨付页面的过滤器: an account in groups of four, a budget by the name of its programme."""

from __future__ import annotations

from django import template

from huiqi.ledger.models import Budget
from huiqi.payments.queries import title_of

register = template.Library()


@register.filter
def account(number: str) -> str:
    """账号: in groups of four, as people compare it."""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


@register.filter
def programme(budget: Budget) -> str:
    """扶持计划: that a budget is for, by name."""
    return title_of(budget)
