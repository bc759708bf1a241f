"""起稿命令: asks a few questions and writes the folder of a new programme."""

from __future__ import annotations

import sys
from pathlib import Path

from huiqi.cli import output, words
from huiqi.library import FOLDER
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.scaffold import Question, questions, write_programme


def new(into: str | None, *, as_json: bool) -> int:
    """起稿: answers are read line by line; at a terminal a wrong one is asked again."""
    answers: dict[str, str] = {}
    problems: list[Problem] = []
    for question in questions(words.KINDS, words.SUBJECTS):
        try:
            answers[question.key] = _answer(question)
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    folder = write_programme(answers, Path(into) if into else FOLDER)
    if as_json:
        output.print_json({"programme": answers["id"], "folder": str(folder)})
        return 0
    page = output.Page()
    page.line(f"已写好 {folder}：rules.yaml、cases.yaml、source.md。", style="green")
    page.line("接着补写其余条件、上限和案例，再执行：")
    page.line(f"huiqi library check {folder}", indent=2)
    return 0


def _answer(question: Question) -> str:
    while True:
        try:
            return _checked(question, _ask(question))
        except Refused as refused:
            if not sys.stdin.isatty():
                raise
            for problem in refused.problems:
                sys.stderr.write(f"  · {problem}\n")


def _ask(question: Question) -> str:
    default = f"［{question.default}］" if question.default else ""
    sys.stderr.write(f"{question.ask}{default}：")
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not sys.stdin.isatty():
        sys.stderr.write("\n")
    if not line and question.default is None:
        raise Refused([Problem(f"没有回答「{question.ask}」。", fix="请逐行回答全部问题。")])
    return line.strip()


def _checked(question: Question, line: str) -> str:
    if line:
        return question.check(line)
    if question.default is None:
        raise Refused([Problem(f"「{question.ask}」不能留空。")])
    return question.default
