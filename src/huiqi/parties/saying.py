"""事实的说法: a value of a fact as people read it, whether known or only on a row."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiqi.kernel.days import is_english
from huiqi.parties.units import unit_word
from huiqi.rules import say
from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts
from huiqi.rules.fields import LISTS
from huiqi.rules.read import COMPLETE, ENTRIES

WAN: Final = 10_000
# What a size is called; one that nobody knows is not among them, and has no word of its own.
SIZES: Final[Mapping[str, str | Promise]] = {
    "large": gettext_lazy("大型"),
    "medium": gettext_lazy("中型"),
    "small": gettext_lazy("小型"),
    "micro": gettext_lazy("微型"),
    "not_covered": gettext_lazy("不划型"),
}


def value_text(key: str, known: Facts) -> str:
    """现值: of a known fact; empty when it is not known."""
    if FACTS[key].kind in LISTS:
        entries = known.lists.get(key)
        return "" if entries is None else _entries(key, [_outer(key, one) for one in entries])
    value = known.outer(key)
    return "" if value is None else written(key, value)


def label_of(key: str) -> str:
    """名称: of a fact; a key that nobody registered as it is."""
    return FACTS[key].label if key in FACTS else key


def written(key: str, value: Any) -> str:
    """写法: of a stored value, as a row holds it; «撤回» of one that its source took back."""
    if value is None:
        return _("来源已撤回")
    if key.endswith(COMPLETE):
        return _("是") if value else _("否")
    fact = FACTS[key]
    if isinstance(value, list):
        return _entries(key, value)
    match fact.kind:
        case "flag":
            return _("是") if value else _("否")
        case "money":
            return _money(value)
        case "rate":
            return f"{(Decimal(str(value)) * 100).normalize():f}%"
        case "industry":
            return say.industry_name(str(value))
        case "district":
            return say.code_name(key, str(value)) or str(value)
        case "code":
            return fact.vocabulary.get(str(value), str(value))
        case "date":
            return value.isoformat() if isinstance(value, date) else str(value)
    is_amount = isinstance(value, int) and fact.unit != "年"  # a year has no thousands
    number = f"{value:,}" if is_amount else str(value)
    return f"{number} {unit_word(fact.unit)}".strip()


def _money(value: Any) -> str:
    yuan = Decimal(str(value))
    # English counts in no tens of thousands.
    if abs(yuan) >= WAN and not is_english():
        return _("%(amount)s 万元") % {"amount": f"{(yuan / WAN).normalize():,f}"}
    return _("%(amount)s 元") % {"amount": f"{yuan:,f}"}


def _outer(key: str, entry: Any) -> Any:
    if not isinstance(entry, Mapping):
        return entry
    from huiqi.rules.say_value import outer

    return {name: outer(ENTRIES[FACTS[key].kind][name], one) for name, one in entry.items()}


def _entries(key: str, entries: list[Any]) -> str:
    if not entries:
        return _("没有")
    return "；".join(_entry(key, one) for one in entries)


def _entry(key: str, entry: Any) -> str:
    if not isinstance(entry, Mapping):
        return say.code_name(key, str(entry)) or str(entry)
    parts = ENTRIES[FACTS[key].kind]
    words = []
    for name, value in entry.items():
        part = parts.get(name)
        if part is None or value is None or value == "":
            continue
        told = part.vocabulary.get(str(value), str(value)) if part.vocabulary else _plain(value)
        words.append(told if name in ("kind", "level") else f"{part.label} {told}")
    return "，".join(words) or json.dumps(dict(entry), ensure_ascii=False, default=str)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return str(int(value)) if isinstance(value, Fraction) and value.denominator == 1 else str(value)


def entry_texts(key: str, value: Any) -> list[str]:
    """每一条: of a list as a row holds it."""
    return [_entry(key, one) for one in value] if isinstance(value, list) else []
