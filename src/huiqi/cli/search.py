"""检索命令: policies and clauses that speak of what was asked.

The index of the city answers where there is one that agrees with the library; else one made for
the moment, which finds the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from huiqi.cli import output
from huiqi.cli.given import today
from huiqi.config.environment import BadEnvironment, Environment
from huiqi.policies.search.entry import library_entries
from huiqi.policies.search.finding import Finder
from huiqi.policies.search.store import Store
from huiqi.policies.search.telling import read_limit, told
from huiqi.rules.given import Given


def search(query: str, limit: str | None, *, as_json: bool) -> int:
    """检索: Refused when ``limit`` is no number from 1 to 50; nothing found is an answer."""
    given = Given(today())
    most = read_limit(given, limit)
    given.refuse()
    with _finder() as finder:
        found = told(finder, query, on=given.today, limit=most)
    if as_json:
        output.print_json(found)
    else:
        _show(output.Page(), found)
    return 0


@contextmanager
def _finder() -> Iterator[Finder]:
    entries = library_entries()
    try:
        city = Finder(Store(Environment.read().data / "search"), entries)
        if city.is_fresh:
            yield city
            return
    except BadEnvironment:
        pass  # the policies are here even where the city is not set up
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        made = Finder(Store(Path(folder)), entries)
        made.rebuild()
        yield made


def _show(page: output.Page, found: dict[str, Any]) -> None:
    if code := found["credit_code"]:
        page.line(f"这是统一社会信用代码。看这家企业能享受什么：huiqi match {code}")
        return
    for one in found["read_as"]:
        page.line(f"「{one['written']}」按「{one['read']}」查找。", style="dim")
    if found["is_cut"]:
        page.line("问句太长，只看了前 200 个字。", style="yellow")
    for one in found["results"]:
        page.row(one["title"], one["payer"], style="bold")
        page.line(one["summary"], indent=2)
        for clause in one["clauses"]:
            page.line(f"{clause['text']}（{clause['clause']}）", indent=4)
        page.line(one["programme"], indent=2, style="dim")
    if found["results"]:
        shown = len(found["results"])
        page.line(f"共 {found['total']} 项，显示 {shown} 项；huiqi library show 编号 查看全文。")
        return
    page.line("没有政策写到这些词。请换一个说法，或拨打 12345 询问。")
    if found["near"]:
        page.line(f"相近的词：{'、'.join(found['near'])}")
