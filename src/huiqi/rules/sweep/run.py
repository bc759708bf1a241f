"""全库匹配: every programme over a whole register, by several processes; it can be resumed."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Protocol

from huiqi.rules.book import Library
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.sweep.mapped import CODES, kept_only, mapped
from huiqi.rules.sweep.population import Population
from huiqi.rules.sweep.question import Question, asked
from huiqi.rules.sweep.result import MANIFEST, Json, written
from huiqi.rules.sweep.stored import TOLD
from huiqi.rules.sweep.working import JUDGES, Progress, Work, judged

MOST_SNAPSHOTS: Final = 4  # on the shelf; a million firms take some 200 MB
QUESTION: Final = "question.json"
BLOCK: Final = 2**17  # firms at a time: all that they come to is in memory at once


@dataclass(frozen=True)
class Asked:
    """所问: a question of a register, answered ``block`` firms at a time."""

    population: Population
    question: Question
    block: int


class Engine(Protocol):
    """引擎: where a register is checked and its blocks are judged; all come to the same parts."""

    def population(self, path: Path | str) -> Population:
        """核对: the register; Refused with everything that is wrong with its shape."""

    def judge(self, task: Asked, parts: Path, say: Progress) -> Population:
        """逐段判断: the blocks that are not among ``parts`` yet; the register, with its hash."""


@contextmanager
def _here(how: How) -> Iterator[Engine]:
    yield Here(how)


@contextmanager
def _spark(how: How) -> Iterator[Engine]:
    from huiqi.rules.sweep.spark import Cluster

    with Cluster.working(how) as cluster:
        yield cluster


# The one place where engines are named: by processes of this machine, or by a cluster.
ENGINES: Final[Mapping[str, Callable[[How], AbstractContextManager[Engine]]]] = {
    **dict.fromkeys(JUDGES, _here),
    "spark": _spark,
}


@dataclass(frozen=True)
class How:
    """办法: how the work is done; nothing here changes what the result says.

    ``processes`` is by default the number of cores; ``shelf`` is where column snapshots are
    kept between runs; ``told`` hears how far the work is; ``block`` is how many firms are
    judged and kept at a time. ``master`` names a cluster to Spark, which uses nothing of the
    rest but the last two.
    """

    engine: str = "bitmap"
    processes: int | None = None
    shelf: Path | None = None
    told: Progress | None = None
    block: int = BLOCK
    master: str | None = None


def sweep(
    library: Library,
    path: Path | str,
    on: date,
    out: Path,
    programmes: Sequence[str] = (),
    how: How = How(),
) -> Json:
    """全库匹配: the manifest of the result in the folder ``out``, which is made.

    All programmes for firms in force on ``on``, or those named. Killed midway, the same call
    goes on with the blocks that are left; where ``out`` answers the same question already, its
    manifest is returned. Refused with all problems of the register, the programmes and ``out``;
    then nothing is written. Several processes import the main module of the caller, as
    ``multiprocessing`` always does. Spark reads folders and addresses too.
    """
    with _engine(how) as engine:
        found = both(library, lambda: engine.population(path), on, programmes, how.engine)
        return answered(engine, Asked(*found, how.block), out, how)


def answered(engine: Engine, task: Asked, out: Path, how: How) -> Json:
    """答复: the manifest of the result of ``task`` in ``out``, as ``sweep``."""
    identity = {
        "question": task.question.digest,
        "population": task.population.sha256,
        "engine": how.engine,
    }
    held = _held(out, identity)
    if held is not None:
        return held
    say = how.told or (lambda *_: None)
    unfinished = _unfinished(out, {**identity, "block": str(how.block)})
    parts = unfinished / "parts"
    try:
        population = engine.judge(task, parts, say)
    except Refused:
        if not parts.is_dir() or not any(parts.iterdir()):  # nothing to go on with
            shutil.rmtree(unfinished)
        raise
    say("汇总", 0, 1)
    result = unfinished / "result"
    shutil.rmtree(result, ignore_errors=True)
    result.mkdir()
    found = written(result, population, task.question, how.engine, parts)
    result.rename(out)
    shutil.rmtree(unfinished)
    return found


class Here:
    """本机: processes of this machine over a column snapshot that all of them map."""

    def __init__(self, how: How) -> None:
        self._how = how

    def population(self, path: Path | str) -> Population:
        """核对: a Parquet file."""
        return Population.read(Path(path))

    def judge(self, task: Asked, parts: Path, say: Progress) -> Population:
        """逐段判断: by several processes, as fast as they are."""
        how, population, question = self._how, task.population, task.question
        shelf = how.shelf or default_shelf()
        folder = _snapshot(population, question, shelf, say)
        work = Work(question, folder, parts, how.engine, population.size, task.block)
        judged(work, how.processes or os.cpu_count() or 1, say)
        kept_only(shelf, MOST_SNAPSHOTS, (folder,))
        return population


def _snapshot(population: Population, question: Question, shelf: Path, say: Progress) -> Path:
    folder = mapped(
        population,
        question.lowered.graph,
        question.on,
        shelf,
        (CODES, *question.extra),
        lambda done, of: say("读取名册", done, of),
    )
    (folder / TOLD).touch()  # used last
    return folder


def default_shelf() -> Path:
    """快照所在: the user's cache, or where XDG_CACHE_HOME says."""
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "huiqi" / "snapshots"


def checked(
    library: Library, path: Path | str, on: date, programmes: Sequence[str], how: How
) -> tuple[Population, Question]:
    """核对: the register and the question; Refused with the problems of both and of the engine."""
    with _engine(how) as engine:
        return both(library, lambda: engine.population(path), on, programmes, how.engine)


def _engine(how: How) -> AbstractContextManager[Engine]:
    return ENGINES.get(how.engine, _here)(how)


def both(
    library: Library,
    register: Callable[[], Population],
    on: date,
    programmes: Sequence[str],
    engine: str,
) -> tuple[Population, Question]:
    """名册与问题: as ``checked``, of what ``register`` finds."""
    question, problems = _question(library, on, programmes, engine)
    population = None
    try:
        population = register()
    except Refused as refused:
        problems += refused.problems
    if problems or population is None or question is None:
        raise Refused(problems)
    return population, question


def refuse_early(
    library: Library, on: date, programmes: Sequence[str], engine: str, out: Path
) -> None:
    """先核对: what can be told before there is a register: the question, the engine and ``out``.

    Refused with all of it, as ``sweep`` would; nothing is written or removed.
    """
    question, problems = _question(library, on, programmes, engine)
    told = _told(out)
    if told is None and out.exists() and not (out.is_dir() and not any(out.iterdir())):
        problems.append(_taken("已经有这个文件或非空的文件夹，", out))
    elif told and question and (told["question"], told["engine"]) != (question.digest, engine):
        problems.append(_taken("文件夹里已有另一次全库匹配的结果，", out))
    if problems:
        raise Refused(problems)


def _question(
    library: Library, on: date, programmes: Sequence[str], engine: str
) -> tuple[Question | None, list[Problem]]:
    problems: list[Problem] = []
    if engine not in ENGINES:
        fix = f"可用：{'、'.join(ENGINES)}。"
        problems.append(Problem(f"没有「{engine}」这个引擎。", fix=fix))
    try:
        return asked(library, on, programmes), problems
    except Refused as refused:
        return None, [*problems, *refused.problems]


def _told(out: Path) -> Json | None:
    """What the manifest in ``out`` says it answers; None where there is none."""
    manifest = out / MANIFEST
    if not manifest.is_file():
        return None
    found: Json = json.loads(manifest.read_text(encoding="utf-8"))
    return {
        "question": found.get("question"),
        "population": found.get("population", {}).get("sha256"),
        "engine": found.get("engine"),
    }


def _taken(what: str, out: Path) -> Problem:
    return Problem(what, "不会覆盖。", "请换一个 --out。", file=str(out))


def _held(out: Path, identity: Mapping[str, str]) -> Json | None:
    """The manifest that stands in ``out`` if it answers this question; Refused for all else."""
    if not out.exists():
        return None
    told = _told(out)
    if told is not None:
        if told == identity:
            found: Json = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
            return found
        raise Refused([_taken("文件夹里已有另一次全库匹配的结果，", out)])
    if out.is_dir() and not any(out.iterdir()):
        out.rmdir()
        return None
    raise Refused([_taken("已经有这个文件或非空的文件夹，", out)])


def _unfinished(out: Path, identity: Mapping[str, str]) -> Path:
    """The folder beside ``out`` where the work stands; what another question left is dropped.

    So is what is left of a register without a hash: it may have been another one.
    """
    folder = out.with_name(f"{out.name}.unfinished")
    told = folder / QUESTION
    same = told.is_file() and json.loads(told.read_text(encoding="utf-8")) == identity
    if told.is_file() and not (same and identity["population"]):
        shutil.rmtree(folder)
    try:
        (folder / "parts").mkdir(parents=True, exist_ok=True)
        told.write_text(json.dumps(identity), encoding="utf-8")
    except OSError as error:
        fix = "请换一个 --out，或检查权限。"
        what = f"这里不能写：{error.strerror}。"
        raise Refused([Problem(what, fix=fix, file=str(out.parent))]) from error
    return folder
