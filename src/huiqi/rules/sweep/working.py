"""分给几个进程: blocks of a mapped register, judged by the processes of one machine."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Final

from huiqi.rules.problems import Problem, Refused
from huiqi.rules.sweep import parts as kept
from huiqi.rules.sweep.block import Judge
from huiqi.rules.sweep.mapped import Mapped, opened
from huiqi.rules.sweep.population import CODE
from huiqi.rules.sweep.question import Question

SEVERAL: Final = 2
Judging = Callable[[Question, Mapped], Judge]
Progress = Callable[[str, int, int], None]  # what is being done, how much of it, of how much


def _bitmap(question: Question, found: Mapped) -> Judge:
    return Judge(question, found)


def _duckdb(question: Question, found: Mapped) -> Judge:
    from huiqi.rules.sweep.duck import DuckJudge

    return DuckJudge(question, found)


JUDGES: Final[Mapping[str, Judging]] = {"bitmap": _bitmap, "duckdb": _duckdb}


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


def judged(work: Work, processes: int, say: Progress) -> None:
    """逐段判断: the blocks that are left, by so many processes; Refused where one of them ends."""
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
    judge = _judging(work)
    for number in left:
        judge(number)
        yield number


def _judging(work: Work) -> Callable[[int], None]:
    """What judges one block and keeps what it came to."""
    found = opened(work.snapshot, work.question.lowered.graph)
    judge = JUDGES[work.engine](work.question, found)
    codes = found.extra[CODE]

    def judge_block(number: int) -> None:
        rows = work.rows(number)
        block = kept.Block(number, rows, codes[rows])
        kept.keep(work.parts, block, judge.block(rows), work.question.lines)

    return judge_block


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
    judge = _judging(work)
    try:
        while (number := wire.recv()) is not None:
            try:
                judge(number)
            except Refused as refused:
                wire.send(refused)
                return
            wire.send(number)
    except (EOFError, BrokenPipeError):
        return
