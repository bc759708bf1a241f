"""逐户回答: what the commands about firms share: read the file, ask for each firm, tell it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from huiqi.cli import output
from huiqi.cli.given import firms, today
from huiqi.cli.on_file import as_the_city_answers
from huiqi.rules.facts import Facts
from huiqi.rules.given import Given

T = TypeVar("T")


@dataclass(frozen=True)
class Asked(Generic[T]):
    """所问: what is asked of every firm, and how its answer is told in JSON and on a page.

    ``first`` is read along with the file, so that its problems are told together with others.
    ``of_city`` asks for the rules that the running city published itself, beside those shipped.
    """

    ask: Callable[[Facts], T]
    to_dict: Callable[[T], object]
    show: Callable[[output.Page, T], None]
    first: Callable[[], object] = lambda: None
    of_city: bool = False


def for_each_firm(asked: Asked[T], firm: str, on: str | None, *, as_json: bool) -> int:
    """逐户回答: exit code 0; a list in JSON only where the file has several firms."""
    given = Given(today())
    day = given.day(on, "--on")
    published = given.attempt(as_the_city_answers) if asked.of_city else None
    given.attempt(asked.first)
    found = given.attempt(lambda: firms(firm, day if on else None))
    given.refuse()
    answers = [asked.ask(facts) for facts in found or ()]
    if as_json:
        told = [asked.to_dict(one) for one in answers]
        output.print_json(told[0] if len(told) == 1 else told)
        return 0
    page = output.Page()
    if published is not None:
        page.line(f"按随附的规则和本市发布的 {published} 份规则文本判断。", style="dim")
    for one in answers:
        asked.show(page, one)
    return 0
