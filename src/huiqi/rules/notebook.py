"""笔记本: a match as a table for people who work in a notebook."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from huiqi.rules import say
from huiqi.rules.answer import Answer, Reason

VERDICTS = {"yes": "符合", "no": "不符合", "unknown": "可能符合"}


def table(answers: Iterable[Answer]) -> str:
    """表格: HTML with verdict, programme, ceiling and why or what is missing."""
    rows = "".join(_row(answer) for answer in answers)
    head = "".join(f"<th>{name}</th>" for name in ("结论", "项目", "最高金额", "理由或所缺"))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(answer: Answer) -> str:
    ceiling = answer.money.maximum if answer.money else None
    cells = (
        VERDICTS[answer.verdict],
        answer.policy.title,
        "—" if ceiling is None else say.shown(ceiling, "money"),
        _why(answer),
    )
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"


def _why(answer: Answer) -> str:
    failed = [_refused(reason) for reason in answer.reasons if reason.verdict == "no"]
    if failed:
        return f"{'；'.join(failed)}。如有异议可申请人工复核。"
    return "还缺：" + "、".join(say.label(key) for key in answer.missing) if answer.missing else ""


def _refused(reason: Reason) -> str:
    return f"{reason.condition}：{reason.tree.deciding().text}（依据：{reason.clause}）"
