"""条件说法: what a single test asks for, what it looked at, and the sentence that says both."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from huiqi.rules import expr as x
from huiqi.rules import say
from huiqi.rules.dims import dim_of
from huiqi.rules.kept import kept
from huiqi.rules.oracle import SURE, UNKNOWN, Oracle
from huiqi.rules.polarity import flag_text

WORDS: Final[Mapping[x.Op, str]] = {
    ">=": "不低于",
    ">": "高于",
    "<=": "不超过",
    "<": "低于",
    "=": "等于",
    "<>": "不等于",
}
DATE_WORDS: Final[Mapping[x.Op, str]] = {
    ">=": "不早于",
    ">": "晚于",
    "<=": "不晚于",
    "<": "早于",
    "=": "是",
    "<>": "不是",
}
FORMULA_AT_MOST: Final = 24  # characters
SENTENCES: Final = x.Flag | x.Held | x.Granted  # told as whole sentences, without «为»


def needed(truth: x.Truth, met: bool = True, oracle: Oracle | None = None) -> str:
    """要求: what a single test asks for (``met``), or its opposite.

    With an ``oracle``, what is computed from facts is told with its value too.
    """
    is_computed = isinstance(truth, x.Compare) and not isinstance(truth.right, x.Const)
    return _needed(truth, met, oracle) if is_computed else _always_needed(truth, met)


@kept
def _always_needed(truth: x.Truth, met: bool) -> str:
    """What a test asks for whoever is judged: what it compares with is a number of the rule."""
    return _needed(truth, met, None)


def _needed(truth: x.Truth, met: bool, oracle: Oracle | None) -> str:
    match truth:
        case x.Compare() | x.Or():
            return _comparison(truth, met, oracle)
        case x.Flag(key):
            return flag_text(key, met)
        case x.OneOf(key, codes) | x.Within(key, codes):
            names = tuple(say.code_name(key, code) for code in codes)
            words = ("是", "不是") if len(codes) == 1 else ("属于", "不属于")
            most = 3 if isinstance(truth, x.Within) else 12
            return words[not met] + say.one_of(names, most)
        case x.Held(title, level):
            return f"{'有' if met else '没有'}在有效期内的「{say.title_name(title, level)}」"
        case x.Granted(title, level, since):
            day = date.fromordinal(since).isoformat()
            word = "获得过" if met else "没有获得过"
            return f"自 {day} 起{word}「{say.title_name(title, level)}」"
        case x.Items(key, codes, every):
            names = tuple(say.code_name(key, code) for code in codes)
            words = ("都是", "不都是") if every else ("至少有一项是", "没有一项是")
            return words[not met] + say.one_of(names)
    return ""


@kept
def subject(truth: x.Truth) -> x.Num | None:
    """所比的数: the number that a comparison is about, also of «is one of several values»."""
    match truth:
        case x.Compare(_, left):
            return left
        case x.Or(of):
            lefts = {part.left for part in of if isinstance(part, x.Compare) and _equal(part)}
            return lefts.pop() if len(lefts) == 1 and all(map(_equal, of)) else None
    return None


def _equal(truth: x.Truth) -> bool:
    return isinstance(truth, x.Compare) and truth.op == "=" and isinstance(truth.right, x.Const)


def _comparison(truth: x.Compare | x.Or, met: bool, oracle: Oracle | None) -> str:
    if isinstance(truth, x.Or):
        parts = tuple(_right(part, oracle) for part in truth.of if isinstance(part, x.Compare))
        return say.after("是" if met else "不是", say.one_of(parts, len(parts)))
    op = truth.op if met else x.NEGATED[truth.op]
    if open_numbers(truth):
        return f"{WORDS[op]}一个待核的数" if isinstance(truth.right, x.Const) else "待核"
    told = _right(truth, oracle)
    if _has_levels(truth.left):
        below = {">=": "是{}或更高", "<=": "是{}或更低", "=": "是{}", "<>": "不是{}"}
        return below.get(op, WORDS[op] + "{}").format(told)
    if dim_of(truth.left) == "date":
        return say.after(DATE_WORDS[op], told)
    if op == ">" and told.split(" ")[0] == "0":
        return "大于零"
    return say.after(WORDS[op], told)


def open_numbers(expr: x.Expr, oracle: Oracle | None = None) -> tuple[str, ...]:
    """待核的数: what the sources leave open, by name, in the branch that applies."""
    return _open_numbers(expr, oracle) if _may_be_open(expr) else ()


@kept
def _may_be_open(expr: x.Expr) -> bool:
    """Whether any number in it is left open, in whichever branch."""
    own = isinstance(expr, x.Const) and bool(expr.unknown)
    return own or any(map(_may_be_open, x.children(expr)))


def _open_numbers(expr: x.Expr, oracle: Oracle | None) -> tuple[str, ...]:
    match expr:
        case x.Const(unknown=unknown):
            return (say.open_name(unknown),) if unknown else ()
        case x.If(test, then, other):
            rails = oracle.truth(test) if oracle else UNKNOWN
            if rails == UNKNOWN:
                return ()
            return open_numbers(then if rails == SURE else other, oracle)
    return tuple(name for part in x.children(expr) for name in open_numbers(part, oracle))


def _has_levels(num: x.Num) -> bool:
    return isinstance(num, x.Named) and bool(num.levels)


def _right(truth: x.Compare, oracle: Oracle | None) -> str:
    left, right = truth.left, truth.right
    if isinstance(right, x.Const) and not right.unknown:
        if _has_levels(left):
            return right.name.text if isinstance(right.name, x.Level) else right.name
        dim = dim_of(left) if right.dim == "any" else right.dim
        return say.spoken(right.value, dim, say.unit_of(left))
    told = say.named(right)
    facts = "、".join(map(say.label, x.fact_keys(right)))
    if say.squared(right):
        return "按规定算出的数"
    if oracle is None or say.fixed(right) is not None or not oracle.settled(right):
        return told if len(told) <= FORMULA_AT_MOST else f"由{facts}算出的数"
    value = say.spoken(oracle.number(right)[0], dim_of(right), say.unit_of(right))
    # A long formula says less than what it comes to.
    return f"{told}（即 {value}）" if len(told) <= FORMULA_AT_MOST else f"由{facts}算出的 {value}"


def value_text(truth: x.Truth, oracle: Oracle) -> str:
    """现值: the value a single test looked at, in words."""
    left = subject(truth)
    if left is not None:
        return number_text(left, oracle)
    match truth:
        case x.Flag(key):
            value = oracle.known.get(key)
            return "未知" if value is None else flag_text(key, bool(value))
        case x.OneOf(key) | x.Within(key):
            value = oracle.known.get(key)
            return "未知" if value is None else say.code_name(key, str(value))
        case x.Held() | x.Granted():
            sure, possible = oracle.truth(truth)
            return needed(truth, sure) if sure == possible else "未知"
        case x.Items(key):
            return _items(key, oracle)
    return ""


def _unsure(truth: x.Truth) -> str:
    need = needed(truth)
    match truth:
        case x.Held():
            return f"不知道有没有{need.removeprefix('有')}"
        case x.Granted():
            return f"不知道是否{need}"
    return f"不知道是否「{need}」"


def _items(key: str, oracle: Oracle) -> str:
    items = oracle.facts.lists.get(key)
    if items is None:
        return "未知"
    names = tuple(dict.fromkeys(say.code_name(key, str(item)) for item in items))
    return "、".join(names) or "空"


def number_text(num: x.Num, oracle: Oracle) -> str:
    """数值说法: a number, a level, or of a square of money the amounts that are multiplied."""
    if isinstance(num, x.Named) and num.levels:
        return level_text(num, oracle)
    if say.squared(num):
        fields = (x.Field(key, "money") for key in x.fact_keys(num))
        return "、".join(say.after(say.named(one), say.ranged(one, oracle)) for one in fields)
    return say.ranged(num, oracle)


def level_text(num: x.Named, oracle: Oracle) -> str:
    """等级说法: its Chinese name, or «未知» with the levels that are still possible."""
    level = say.level_of(num, oracle.number(num))
    if level:
        return level.text
    low, high = (max(1, min(int(end), len(num.levels))) for end in oracle.number(num))
    if (low, high) == (1, len(num.levels)):
        return "未知"
    if low == high:
        return "未知"
    possible = tuple(one.text for one in num.levels[low - 1 : high])
    return f"未知（{say.one_of(possible)}）"


def raw_value(truth: x.Truth, oracle: Oracle) -> object:
    """原值: the value a test looked at as JSON has it: yuan, fraction, date, code, true or false.

    None where it is not known.
    """
    left = subject(truth)
    if left is not None:
        return raw_number(left, oracle)
    if isinstance(truth, x.Flag | x.OneOf | x.Within):
        return oracle.known.get(truth.key)
    sure, possible = oracle.truth(truth)
    return sure if sure == possible else None


def raw_number(num: x.Num, oracle: Oracle) -> object:
    """原数: a number as JSON has it; the code of a level; None where it is not known."""
    low, high = oracle.number(num)
    if isinstance(num, x.Named) and num.levels:
        return say.level_of(num, (low, high))
    if low != high:
        return None
    return date.fromordinal(int(low)).isoformat() if dim_of(num) == "date" else say.plain(low)


def sentence(truth: x.Truth, oracle: Oracle, met: bool, verdict: str, need: str, value: str) -> str:
    """一句话: what holds, what does not and what is asked for, or what is open.

    ``need`` and ``value`` are those of the test, as ``needed`` and ``value_text`` tell them.
    """
    if isinstance(truth, SENTENCES):
        if verdict == "unknown":
            return _unsure(truth)
        return need if verdict == "yes" else needed(truth, not met)
    left = subject(truth)
    head = say.named(left) if left is not None else say.label(x.own_key(truth))
    if verdict == "yes":
        return f"{head}{need}"
    if verdict == "unknown" and (names := open_numbers(truth, oracle)):
        told = "" if isinstance(left, x.Const) else f"{say.after(f'{head}为', value)}，"
        return f"{told}要求中的「{'」「'.join(names)}」待核"
    if left is not None and say.squared(left):
        return f"{value}；{'要求' if verdict == 'no' else '还不能确定是否'}{head}{need}"
    if value.startswith("未知"):
        return f"{head}{value}，要求{need}"
    if verdict == "no":
        return f"{say.after(f'{head}为', value)}，要求{need}"
    # A value that is too coarse to decide, such as an industry given by its section only.
    return f"{say.after(f'{head}为', value)}，还不能确定是否{needed(truth)}"
