"""页面的毛病: what is wrong with a page as it was sent, whatever a browser makes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tests.matrix.pages import Element
from tests.matrix.test_forms import Fields


class _Tags(Element):
    """Every tag of a page with its attributes, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        self.tags.append((tag, dict(attrs)))


def faults_of(text: str) -> Iterator[str]:
    """毛病: one line for each."""
    tags = _Tags(text).tags
    ids = Counter(attrs["id"] for _, attrs in tags if "id" in attrs)
    yield from (f"id {name} 出现 {count} 次" for name, count in ids.items() if count > 1)
    headings = sum(tag == "h1" for tag, _ in tags)
    if headings != 1:
        yield f"有 {headings} 个 h1"
    for tag, attrs in tags:
        yield from (f"<{tag}> {told}" for told in _wrong(tag, attrs))
    read = Fields(text)
    for control in read.controls:
        if not read.name_of(control):
            yield f"<{control.tag} name={control.attrs.get('name')}> 没有名称"


def _wrong(tag: str, attrs: dict[str, str | None]) -> Iterator[str]:
    if tag == "html" and not attrs.get("lang"):
        yield "没有 lang"
    if tag == "img" and attrs.get("alt") is None:
        yield f"{attrs.get('src')} 没有 alt"
    is_run = tag == "script" and "json" not in (attrs.get("type") or "")  # data are not run
    if tag == "style" or (is_run and not attrs.get("src")):
        yield "写在页面里"
    yield from (f"{name} 写在页面里" for name in attrs if name == "style" or name.startswith("on"))
