"""全库匹配: every programme over a whole register, by several processes; it can be resumed."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Final

from huiqi.rules.book import Library
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.sweep import parts as kept
from huiqi.rules.sweep.block import Judge
from huiqi.rules.sweep.mapped import CODES, Mapped, kept_only, mapped, opened
from huiqi.rules.sweep.population import CODE, Population
from huiqi.rules.sweep.question import Question, asked
from huiqi.rules.sweep.result import MANIFEST, Json, written
from huiqi.rules.sweep.stored import TOLD

MOST_SNAPSHOTS: Final = 4  # on the shelf; a million firms take some 200 MB
QUESTION: Final = "question.json"
SEVERAL: Final = 2
BLOCK: Final = 2**17  # firms at a time: all that they come to is in memory at once
Engine = Callable[[Question, Mapped], Judge]
Progress = Callable[[str, int, int], None]  # what is being done, how much of it, of how much


def _bitmap(question: Question, found: Mapped) -> Judge:
    return Judge(question, found)


def _duckdb(question: Question, found: Mapped) -> Judge:
    from huiqi.rules.sweep.duck import DuckJudge

    return DuckJudge(question, found)


# The one place where engines are named; each judges a block of the mapped register.
ENGINES: Final[Mapping[str, Engine]] = {"bitmap": _bitmap, "duckdb": _duckdb}


@dataclass(frozen=True)
class Work:
    """任务: everything a process needs to judge blocks; it is sent to each."""

    question: Question
    snapshot: Path
    parts: Path
    engine: str
    size: int  # firms of the register
    block: int  # firms of a block, of which the last may have fewer

    @property
    def blocks(self) -> int:
        """段数: of the register."""
        return -(-self.size // self.block)

    def rows(self, number: int) -> slice:
        """行: those of a block."""
        first = number * self.block
        return slice(first, min(first + self.block, self.size))


@dataclass(frozen=True)
class How:
    """办法: how the work is done; nothing here changes what the result says.

    ``processes`` is by default the number of cores; ``shelf`` is where column snapshots are
    kept between runs; ``told`` hears how far the work is; ``block`` is how many firms are
    judged and kept at a time.
    """

    engine: str = "bitmap"
    processes: int | None = None
    shelf: Path | None = None
    told: Progress | None = None
    block: int = BLOCK


def sweep(
    library: Library,
    path: Path,
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
    ``multiprocessing`` always does.
    """
    population, question = checked(library, path, on, programmes, how.engine)
    identity = {
        "question": question.digest,
        "population": population.sha256,
        "engine": how.engine,
    }
    held = _held(out, identity)
    if held is not None:
        return held
    say = how.told or (lambda *_: None)
    shelf = how.shelf or default_shelf()
    folder = _snapshot(population, question, shelf, say)
    unfinished = _unfinished(out, {**identity, "block": str(how.block)})
    work = Work(question, folder, unfinished / "parts", how.engine, population.size, how.block)
    _judged(work, how.processes or os.cpu_count() or 1, say)
    say("汇总", 0, 1)
    result = unfinished / "result"
    shutil.rmtree(result, ignore_errors=True)
    result.mkdir()
    found = written(result, population, question, how.engine, work.parts)
    result.rename(out)
    shutil.rmtree(unfinished)
    kept_only(shelf, MOST_SNAPSHOTS, (folder,))
    return found


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
    library: Library, path: Path, on: date, programmes: Sequence[str], engine: str
) -> tuple[Population, Question]:
    """核对: the register and the question; Refused with the problems of both and of the engine."""
    question, problems = _question(library, on, programmes, engine)
    population = None
    try:
        population = Population.read(path)
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
    """The folder beside ``out`` where the work stands; what another question left is dropped."""
    folder = out.with_name(f"{out.name}.unfinished")
    told = folder / QUESTION
    if told.is_file() and json.loads(told.read_text(encoding="utf-8")) != identity:
        shutil.rmtree(folder)
    try:
        (folder / "parts").mkdir(parents=True, exist_ok=True)
        told.write_text(json.dumps(identity), encoding="utf-8")
    except OSError as error:
        fix = "请换一个 --out，或检查权限。"
        what = f"这里不能写：{error.strerror}。"
        raise Refused([Problem(what, fix=fix, file=str(out.parent))]) from error
    return folder


# Processes


def _judged(work: Work, processes: int, say: Progress) -> None:
    left = [number for number in range(work.blocks) if not kept.is_done(work.parts, number)]
    done = work.blocks - len(left)
    say("逐段匹配", min(done * work.block, work.size), work.size)
    count = min(processes, len(left))
    for _ in _alone(work, left) if count < SEVERAL else _shared(work, left, count):
        done += 1
        say("逐段匹配", min(done * work.block, work.size), work.size)


def _alone(work: Work, left: list[int]) -> Iterator[int]:
    if not left:
        return
    judged = _judging(work)
    for number in left:
        judged(number)
        yield number


def _judging(work: Work) -> Callable[[int], None]:
    """What judges one block and keeps what it came to."""
    found = opened(work.snapshot, work.question.lowered.graph)
    judge = ENGINES[work.engine](work.question, found)
    codes = found.extra[CODE]

    def judged(number: int) -> None:
        rows = work.rows(number)
        block = kept.Block(number, rows, codes[rows])
        kept.keep(work.parts, block, judge.block(rows), work.question.lines)

    return judged


def _shared(work: Work, left: list[int], count: int) -> Iterator[int]:
    """Blocks as they are done, by ``count`` processes that ask for the next when they have one.

    A process ends when its wire does, so none outlives a caller that was killed.
    """
    context = multiprocessing.get_context("spawn")
    waiting = list(reversed(left))
    wires: dict[Connection, Any] = {}
    try:
        for _ in range(count):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs, work), daemon=True)
            process.start()
            theirs.close()
            wires[ours] = process
            ours.send(waiting.pop())
        busy = list(wires)
        while busy:
            for ready in wait(busy):
                wire = next(one for one in busy if one is ready)
                number = _answer(wire)
                if waiting:
                    wire.send(waiting.pop())
                else:
                    wire.send(None)
                    busy.remove(wire)
                yield number
    finally:
        for wire, process in wires.items():
            wire.close()
            process.join(timeout=5)
            if process.is_alive():
                process.terminate()


def _answer(wire: Connection) -> int:
    try:
        found = wire.recv()
    except EOFError:
        fix = "请检查内存和磁盘，再执行同一条命令：已完成的各段不会重做。"
        raise Refused([Problem("一个工作进程意外结束了。", fix=fix)]) from None
    if isinstance(found, Refused):
        raise found
    return int(found)


def _work(wire: Connection, work: Work) -> None:
    """A process: judges the blocks that come over the wire until it ends."""
    judged = _judging(work)
    try:
        while (number := wire.recv()) is not None:
            try:
                judged(number)
            except Refused as refused:
                wire.send(refused)
                return
            wire.send(number)
    except (EOFError, BrokenPipeError):
        return
