"""报告: what a run found, as lines of Markdown for the screen and for the documents alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

DOCUMENT: Final = Path(__file__).parent.parent / "docs" / "reference" / "benchmarks.md"


@dataclass
class Report:
    """报告: lines that are printed at once and kept for the file; goals with their outcome."""

    lines: list[str] = field(default_factory=list)
    goals: list[str] = field(default_factory=list)

    def say(self, text: str = "") -> None:
        """说: one line."""
        print(text, flush=True)
        self.lines.append(text)

    def goal(self, what: str, found: str, reached: bool) -> None:
        """目标: what was wanted and what was found."""
        self.goals.append(f"| {what} | {found} | {'达到' if reached else '未达到'} |")

    def times(self, what: str, ratio: float, wanted: float, note: str = "") -> None:
        """倍数目标: at least so many times as fast."""
        self.goal(f"{what}：≥ {wanted:g} 倍", f"{ratio:,.1f} 倍{note}", ratio >= wanted)

    def not_run(self, what: str, why: str) -> None:
        """未运行: a goal of which this run can say nothing, and why."""
        self.goals.append(f"| {what} | 未运行：{why} | |")

    def end(self) -> None:
        """结尾: all goals in one table."""
        self.say("\n| 目标（同一次运行） | 结果 | |\n|---|---|---|")
        for line in self.goals:
            self.say(line)


def keep(lines: list[str], name: str, title: str, document: Path = DOCUMENT) -> None:
    """写入文档: between the marks of ``name``, under a title at the end where there are none."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    text = document.read_text(encoding="utf-8")
    if begin not in text:
        text += f"\n## {title}\n\n{begin}\n{end}\n"
    before, rest = text.split(begin)
    _, after = rest.split(end)
    whole = "\n".join(lines).strip()
    document.write_text(f"{before}{begin}\n{whole}\n{end}{after}", encoding="utf-8")
