"""读取项目: programme.yaml and form.yaml of every folder, checked with the rules beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from huiqi.library import FOLDER
from huiqi.programmes.definition.answers import readable_library, unanswered
from huiqi.programmes.definition.form import Form
from huiqi.programmes.definition.law import check_audit, check_form, check_programme
from huiqi.programmes.definition.programme import Programme
from huiqi.programmes.definition.shape import FORM_FILE, PROGRAMME_FILE
from huiqi.rules.files import load_policy, programme_folders
from huiqi.rules.policy import Cite, Policy, Source
from huiqi.rules.policy_checks import check_clauses, check_sources
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.shape import Bad, Log, Shape
from huiqi.rules.strict_yaml import read_path

PROGRAMME: Final = "programme.yaml"
FORM: Final = "form.yaml"
FILES: Final = (PROGRAMME, FORM, "rules.yaml", "cases.yaml", "source.md")


@dataclass(frozen=True)
class Definition:
    """项目定义: of one folder; ``texts`` are its files as they are, ``digest`` their hash."""

    programme: Programme
    form: Form
    policy: Policy
    texts: Mapping[str, str]

    @property
    def id(self) -> str:
        """编号: as of the policy."""
        return self.programme.id

    @property
    def sources(self) -> Mapping[str, Source]:
        """来源: of the rules and of how the programme is run, by name."""
        return {**self.policy.sources, **self.programme.sources}

    def clause(self, cite: Cite) -> str:
        """条款号: document number (or title) and clause, marked 待核 where it is unverified."""
        source = self.sources[cite.source]
        told = " ".join(part for part in (source.document_no or source.title, cite.clause) if part)
        return f"{told}（待核）" if source.unverified else told

    @property
    def digest(self) -> str:
        """指纹: SHA-256 over all files, by name."""
        return digest_of_texts(self.texts)


def digest_of_texts(texts: Mapping[str, str]) -> str:
    """文本的指纹: SHA-256 over the texts of files, by name."""
    found = hashlib.sha256()
    for name in sorted(texts):
        found.update(f"{name}\n{len(texts[name])}\n{texts[name]}\n".encode())
    return found.hexdigest()


_put: list[Mapping[str, Definition]] = []  # at most one; empty: what ships


def definitions() -> Mapping[str, Definition]:
    """全部项目: that can be applied for here, by id."""
    return _put[0] if _put else shipped_definitions()


@lru_cache(maxsize=1)
def shipped_definitions() -> Mapping[str, Definition]:
    """随附的项目: that ship with huiqi; Refused when a file is wrong."""
    return load_definitions(FOLDER)


def put_definitions(found: Mapping[str, Definition] | None) -> None:
    """换上: other programmes from now on; None takes back those that ship."""
    _put[:] = [found] if found is not None else []


def load_definitions(root: Path) -> Mapping[str, Definition]:
    """读取全部: of a library folder; Refused with the problems of every one."""
    found, problems = _found(root)
    if problems:
        raise Refused(problems)
    return found


def checked_definitions(root: Path) -> tuple[int, tuple[Problem, ...]]:
    """核对全部: how many a library folder (or one programme) holds, and every problem of them.

    Rules that cannot be read are told by the check of the rules, not a second time here.
    """
    found, problems = _found(root)
    mine = [one for one in problems if Path(one.file).name in (PROGRAMME, FORM)]
    library = readable_library(root)
    for one in found.values():
        mine += unanswered(library, one)
    return len(found), tuple(mine)


def _found(root: Path) -> tuple[dict[str, Definition], list[Problem]]:
    found: dict[str, Definition] = {}
    problems: list[Problem] = []
    alone = (root / "rules.yaml").is_file()
    for folder in (root,) if alone else programme_folders(root):
        if (folder / PROGRAMME).is_file():
            try:
                one = load_definition(folder)
            except Refused as refused:
                problems += refused.problems
            else:
                found[one.id] = one
    prefixes: dict[str, str] = {}
    for one in found.values():
        first = prefixes.setdefault(one.programme.prefix, one.id)
        if first != one.id:
            what = f"编号字头 {one.programme.prefix} 与 {first} 相同。"
            file = str(one.policy.path / PROGRAMME)
            problems.append(Problem(what, fix="请换一个。", file=file, line=one.programme.line))
    return found, problems


def load_definition(folder: Path) -> Definition:
    """读取一个: Refused with every problem of its files, each at its line."""
    policy = load_policy(folder)
    log = Log(str(folder / PROGRAMME))
    programme = _read(folder / PROGRAMME, PROGRAMME_FILE, log)
    form_log = Log(str(folder / FORM))
    form = _read(folder / FORM, FORM_FILE, form_log)
    if programme is not None:
        if programme.id != policy.id:
            log.say(
                programme.line, f"编号 {programme.id} 与文件夹不符。", fix=f"应为 {policy.id}。"
            )
        check_programme(programme, log)
        _check_cites({**policy.sources, **programme.sources}, tuple(programme.cites()), log)
    if programme is not None and form is not None:
        check_form(programme, form, form_log)
        check_audit(programme, form, log)
        _check_cites({**policy.sources, **programme.sources}, tuple(form.cites()), form_log)
    problems = [*log.problems, *form_log.problems]
    if problems or programme is None or form is None:
        raise Refused(sorted(problems, key=lambda one: (one.file, one.line)))
    texts = {
        name: (folder / name).read_text(encoding="utf-8").replace("\r\n", "\n") for name in FILES
    }
    return Definition(programme, form, policy, texts)


def _read(path: Path, shape: Shape[Any], log: Log) -> Any:
    if not path.is_file():
        log.say(0, f"缺少 {path.name}。", "能在这里申报的项目要有它。", "请补上。")
        return None
    document = read_path(path)
    log.problems += document.problems
    value = shape.read(document.root, log, path.name)
    return None if isinstance(value, Bad) else value


def _check_cites(sources: Mapping[str, Source], cites: tuple[Cite, ...], log: Log) -> None:
    check_sources(sources, cites, log)
    check_clauses(sources, cites, log)
