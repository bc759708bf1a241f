"""名单的写法: what is known of a condition beside what is needed."""

from __future__ import annotations

from django import template

from huiqi.rules.sweep.wording import held as told

register = template.Library()

register.filter("held", told)
