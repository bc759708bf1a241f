"""记住: what is said of an expression is worked out once for as long as the expression lives.

Compiled rules stay in memory and are told thousands of times; what a test is called or asks for
does not depend on whose facts it judges. Expressions are compared by identity: two that are
equal are as long to compare as to tell.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec, TypeVar

MOST: Final = 20_000  # of each function, several hundred programmes

Of = TypeVar("Of")
Given = ParamSpec("Given")
Told = TypeVar("Told")


def kept(
    tell: Callable[Concatenate[Of, Given], Told],
) -> Callable[Concatenate[Of, Given], Told]:
    """记住: the results of a function of an immutable expression and of plain values."""
    memo: dict[tuple[object, ...], tuple[Of, Told]] = {}

    @wraps(tell)
    def told(of: Of, /, *args: Given.args, **kwargs: Given.kwargs) -> Told:
        key = (id(of), *args, *kwargs.values())
        found = memo.get(key)
        # The expression is kept beside its result so that its id is not given to another one.
        if found is None or found[0] is not of:
            found = (of, tell(of, *args, **kwargs))
            if len(memo) >= MOST:
                memo.clear()
            memo[key] = found
        return found[1]

    return told
