"""术语表: every term of the domain, its name in the code and one English sentence."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

PACKAGE: Final = Path(__file__).parents[1]
REFERENCE: Final = PACKAGE.parents[1] / "docs" / "reference"
OPENING: Final = re.compile(r"(?P<term>[^:\n]*[\u4e00-\u9fff][^:\n]*): (?P<meaning>.+)", re.DOTALL)
# Where the words of an app stand, in the order in which a reader wants them.
KINDS: Final = {
    "models": "模型",
    "enums": "选项",
    "access": "权限",
    "states": "状态",
    "stages": "阶段",
    "actions": "动作",
    "queries": "查询",
}
HEAD: Final = """# 术语表

由 `make docs` 从代码的文档字符串和 [glossary.yaml](glossary.yaml) 生成，不要手改。
"""


@dataclass(frozen=True)
class Term:
    """术语: as people say it, as the code names it, and what it means."""

    chinese: str
    identifier: str
    meaning: str

    @property
    def row(self) -> str:
        """一行: of the table."""
        return f"| {self.chinese} | `{self.identifier}` | {self.meaning} |\n"


def starting() -> list[Term]:
    """开头: the terms that were agreed before there was code for them."""
    text = (REFERENCE / "glossary.yaml").read_text(encoding="utf-8")
    return [Term(*entry) for entry in yaml.safe_load(text)]


def apps() -> list[str]:
    """应用: those that keep models, by name."""
    found = {path.name for path in PACKAGE.iterdir() for part in KINDS if _files(path.name, part)}
    return sorted(found)


def _files(app: str, part: str) -> list[Path]:
    folder = PACKAGE / app
    single = folder / f"{part}.py"
    return [single] if single.exists() else sorted((folder / part).rglob("*.py"))


def defined(app: str, part: str) -> Iterator[tuple[str, str]]:
    """定义: the public names of one part of an app, each with its docstring or nothing."""
    for path in _files(app, part):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.ClassDef | ast.FunctionDef) or node.name[0] == "_":
                continue
            yield node.name, ast.get_docstring(node) or ""


def terms(app: str, part: str) -> Iterator[Term]:
    """术语: of one part of an app; a docstring that opens with none is left out."""
    for name, docstring in defined(app, part):
        if opening := OPENING.match(docstring):
            yield Term(opening["term"], name, _sentence(opening["meaning"]))


def _sentence(meaning: str) -> str:
    """The first paragraph on one line, safe in a cell of a table."""
    paragraph = " ".join(meaning.split("\n\n", maxsplit=1)[0].split())
    return paragraph.replace("``", "`").replace("|", "\\|")


def page() -> str:
    """术语表页: what was agreed and has no code yet, then app by app."""
    said = {term.chinese for app in apps() for part in KINDS for term in terms(app, part)}
    rest = [term for term in starting() if not said & set(term.chinese.split(" / "))]
    parts = [HEAD, _table("业务术语", rest)]
    for app in apps():
        parts.append(f"\n## {app}\n")
        parts += [
            _table(title, found, "###")
            for part, title in KINDS.items()
            if (found := list(terms(app, part)))
        ]
    return "".join(parts)


def _table(title: str, found: list[Term], level: str = "##") -> str:
    rows = "".join(term.row for term in found)
    return f"\n{level} {title}\n\n| 中文 | 名字 | 含义 |\n|---|---|---|\n{rows}"


if __name__ == "__main__":
    (REFERENCE / "glossary.md").write_text(page(), encoding="utf-8", newline="\n")
