"""起稿: the folder of a new programme from a few answers, ready for the cases to be written.

What is written loads and passes ``library check``; where an answer was left out it says
«待核» or leaves a place that names what belongs there.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, get_args

from huiqi.rules.dictionary import FACTS
from huiqi.rules.files import load_cases, load_policy
from huiqi.rules.parse import BadRule, Scope, parse_number, parse_truth
from huiqi.rules.policy import Formula, Kind, Subject
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.shape import Bad, Log, Shape
from huiqi.rules.shape_parts import DAY, PROGRAMME
from huiqi.rules.strict_yaml import Text
from huiqi.rules.vocabulary import code_of

Answers = Mapping[str, str]
Check = Callable[[str], str]  # the answer as it is kept; Refused when it cannot be used

FIRST_DAY: Final = date(2000, 1, 1)  # any day will do to see whether a rule can be read


@dataclass(frozen=True)
class Question:
    """问题: one thing to ask; an empty answer gives ``default`` (None: it must be answered)."""

    key: str
    ask: str
    check: Check
    default: str | None = None


def _word(text: str) -> str:
    return " ".join(text.split())


def _shaped(shape: Shape[object], what: str) -> Check:
    def check(text: str) -> str:
        log = Log("")
        if isinstance(shape.read(Text(text, 0), log, what), Bad):
            raise Refused(log.problems)
        return text

    return check


def _choice(words: Mapping[str, str], what: str) -> Check:
    def check(text: str) -> str:
        found = {**{word: word for word in words}, **{name: word for word, name in words.items()}}
        if text in found:
            return found[text]
        raise Refused([Problem(f"{what}「{text}」不认识。", fix=f"请在{_listed(words)}中选一个。")])

    return check


def _listed(words: Mapping[str, str]) -> str:
    return "、".join(f"{name}（{word}）" for word, name in words.items())


def _rule(parse: Callable[[str, Scope], object]) -> Check:
    def check(text: str) -> str:
        try:
            parse(Formula(text), Scope(FACTS, code_of, FIRST_DAY))
        except BadRule as bad:
            raise Refused([Problem(str(bad), fix="事实的键见 huiqi library facts。")]) from None
        return text

    return check


def questions(kinds: Mapping[str, str], subjects: Mapping[str, str]) -> tuple[Question, ...]:
    """全部问题: in the order asked; ``kinds`` and ``subjects`` are the Chinese words of both."""
    assert set(kinds) == set(get_args(Kind))
    assert set(subjects) == set(get_args(Subject))
    return (
        Question("id", "编号，如 shenzhen.park_rent", _shaped(PROGRAMME, "编号")),
        Question("title", "名称，如 龙岗区租金扶持", _word),
        Question("payer", "谁付款，如 龙岗区", _word),
        Question("kind", f"种类：{_listed(kinds)}", _choice(kinds, "种类"), "subsidy"),
        Question("subject", f"对象：{_listed(subjects)}", _choice(subjects, "对象"), "enterprise"),
        Question("source", "依据的文件名", _word),
        Question("issuer", "发文机关", _word),
        Question("document_no", "文号；没有就留空", _word, ""),
        Question("clause", "条件写在哪一条；不知道就留空", _word, ""),
        Question("from", "从哪一天起有效，如 2021-01-01", _shaped(DAY, "首日")),
        Question("text", "第一个条件，一句话，如 上一年度有租金支出", _word),
        Question("rule", "这个条件怎么判断，如 rent_paid_last_year > 0", _rule(parse_truth)),
        Question(
            "formula",
            "金额怎么算，如 0.5 * rent_paid_last_year；不发钱或不知道就留空",
            _rule(parse_number),
            "",
        ),
    )


def write_programme(answers: Answers, folder: Path) -> Path:
    """写出文件夹: rules.yaml, cases.yaml and source.md below the library ``folder``.

    Refused when the programme is there already, and nothing is written when it would not load.
    """
    jurisdiction, name = answers["id"].split(".")
    target = folder / jurisdiction / name
    if target.exists():
        fix = "请换一个编号；已有的项目直接改它的文件。"
        raise Refused([Problem(f"「{answers['id']}」已经有了。", fix=fix, file=str(target))])
    with tempfile.TemporaryDirectory() as scratch:
        draft = Path(scratch) / jurisdiction / name
        _write(answers, draft)
        load_policy(draft)
        load_cases(draft)
    _write(answers, target)
    return target


def _write(answers: Answers, folder: Path) -> None:
    folder.mkdir(parents=True)
    texts = {"rules.yaml": rules_text, "cases.yaml": cases_text, "source.md": source_text}
    for name, make in texts.items():
        (folder / name).write_text(make(answers), encoding="utf-8")


def rules_text(answers: Answers) -> str:
    """政策文件: rules.yaml of the answers."""
    told = {key: json.dumps(text, ensure_ascii=False) for key, text in answers.items()}
    clause = f", clause: {told['clause']}" if answers["clause"] else ""
    number = f", document_no: {told['document_no']}" if answers["document_no"] else ""
    cite = f'cite: {{source: "basis"{clause}}}'
    source = f"title: {told['source']}, issuer: {told['issuer']}{number}"
    lines = [
        *(f"{key}: {told[key]}" for key in ("id", "title", "payer", "kind", "subject")),
        'edition_by: "application"',
        "editions:",
        f"  - {{from: {told['from']}}}",
        "sources:",
        f"  basis: {{{source}}}",
        "when:",
        '  - id: "first"',
        f"    text: {told['text']}",
        f"    {cite}",
        f"    rule: {told['rule']}",
    ]
    if answers["formula"]:
        lines += [
            "amount:",
            '  kind: "at_most"',
            "  parts:",
            f'    - {{id: "amount", formula: {told["formula"]}, {cite}}}',
        ]
    return "\n".join(lines) + "\n"


def cases_text(answers: Answers) -> str:
    """案例文件: one case that holds already, and which ones are still to be written."""
    settled = _settled_without_facts(answers["rule"])
    return f"""\
# 还要补写：满足的、只有一个条件不满足的、每个界限两侧的、每个事实未知的、每个上限的案例。
# huiqi library coverage {answers["id"]} 和 huiqi library mutate {answers["id"]} 会说缺什么。
defaults: {{}}
cases:
  - {{name: "一无所知", on: "{answers["from"]}", expect: {{verdict: "{settled}"}}}}
"""


def _settled_without_facts(rule: str) -> str:
    from huiqi.rules.facts import Facts
    from huiqi.rules.oracle import Oracle, verdict_of

    tree = parse_truth(Formula(rule), Scope(FACTS, code_of, FIRST_DAY))
    return verdict_of(Oracle(Facts(FIRST_DAY)).truth(tree))


def source_text(answers: Answers) -> str:
    """来源说明: source.md with its sections; what nobody has read yet is 待核."""
    basis = "，".join(filter(None, (answers["issuer"], answers["document_no"])))
    return f"""\
# {answers["title"]}：依据

- 依据：《{answers["source"]}》（{basis}），自 {answers["from"]} 起。
- {answers["text"]}。

## 待核

- 是否还有其他条件、上限和不能同时享受的项目。

## 来源之间的冲突

- 未见。

## 取舍

- 未见需要取舍之处。
"""
