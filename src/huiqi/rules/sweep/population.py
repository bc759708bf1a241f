"""名册核对: whether a Parquet file is a register of firms that can be swept; all problems at once.

One row is one firm. ``credit_code`` says which; every other column is a fact key of the
dictionary (``<key>_complete`` beside a list). A fact without a column is unknown of every firm.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from huiqi.rules.credit_code import ALPHABET, problem_of
from huiqi.rules.dictionary import FACTS
from huiqi.rules.fields import LISTS, Fact
from huiqi.rules.names import nearest
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.read import COMPLETE

CODE: Final = "credit_code"
BLOCK: Final = 2**18  # rows that are read, judged and written together
PIECE: Final = 2**22  # bytes
CODE_LENGTH: Final = 18
SHOWN: Final = 5  # firms or names that one sentence lists


@dataclass(frozen=True)
class Population:
    """名册: a file that was checked; ``absent`` are the facts that it has no column for."""

    path: Path
    sha256: str
    size: int
    names: tuple[str, ...]

    @property
    def absent(self) -> tuple[str, ...]:
        """没有的列: facts that are unknown of every firm of the register."""
        return tuple(key for key in FACTS if key not in self.names)

    @classmethod
    def read(cls, path: Path, seen: Callable[[], Seen] | None = None) -> Population:
        """核对: the register at ``path``; Refused with everything that is wrong with its shape.

        Values are checked where they are read into columns. ``seen`` looks at the credit codes
        where this process should not read them all.
        """
        file = _opened(path)
        schema, size = file.schema_arrow, file.metadata.num_rows
        problems_of_shape(schema, size, str(path), seen or (lambda: _seen(file)))
        return cls(path, hash_of(path), size, tuple(schema.names))

    @classmethod
    def checked(cls, path: Path, sha256: str, size: int) -> Population:
        """已核对: a file that whoever wrote it vouches for; only the names of its columns are read.

        Refused where there is no such file.
        """
        return cls(path, sha256, size, tuple(_opened(path).schema_arrow.names))

    def tables(self, names: list[str], first: int = 0) -> Iterator[tuple[int, Any]]:
        """分段: tables of some columns, ``BLOCK`` rows each from row ``first``, with the first row.

        ``first`` is a multiple of ``BLOCK``.
        """
        import pyarrow as pa

        start = 0
        batches = _opened(self.path).iter_batches(BLOCK, columns=names)
        waiting: list[Any] = []
        held = 0
        for batch in batches:
            waiting.append(batch)
            held += len(batch)
            while held >= BLOCK:
                table = pa.Table.from_batches(waiting)
                if start >= first:
                    yield start, table.slice(0, BLOCK)
                rest = table.slice(BLOCK)
                waiting, held, start = rest.to_batches(), len(rest), start + BLOCK
        if held:
            yield start, pa.Table.from_batches(waiting)


def hash_of(path: Path) -> str:
    """内容哈希: SHA-256 of a file in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _opened(path: Path) -> Any:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        fix = "请安装 huiqi[population]，再执行同一条命令。"
        raise Refused([Problem("读取 Parquet 需要 pyarrow。", fix=fix)]) from None
    if not path.is_file():
        raise Refused([_problem(path, "没有这个文件。", "请核对路径。")])
    try:
        return pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError):
        fix = "名册须是 Parquet 文件；CSV、Excel 请先转换，或用 huiqi register import 导入城市。"
        raise Refused([_problem(path, "不是完整的 Parquet 文件。", fix)]) from None


def _problem(path: Path | str, what: str, fix: str, key: str = "") -> Problem:
    return Problem(what, fix=fix, file=str(path), key=key)


def problems_of_shape(schema: Any, size: int, file: str, seen: Callable[[], Seen]) -> None:
    """核对形状: Refused with everything that is wrong with names, types, size and credit codes.

    ``schema`` is that of Arrow; ``seen`` is called where there is one column of codes to see.
    """
    names = tuple(schema.names)
    problems = [*_of_names(names, file), *_of_types(schema, file)]
    if size == 0:
        problems.append(_problem(file, "名册里没有企业。", "请核对是否导出了数据。"))
    if names.count(CODE) == 1 and not any(one.key == CODE for one in problems):
        try:
            problems += _of_codes(seen(), file)
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)


# Names


def _of_names(names: tuple[str, ...], file: str) -> Iterator[Problem]:
    if CODE not in names:
        what = f"缺少「{CODE}」（统一社会信用代码）一列。"
        yield _problem(file, what, "名册每行一户，要靠它认出是哪一户。", CODE)
    for name, times in Counter(names).items():
        if times > 1:
            yield _problem(file, f"「{name}」一列出现了 {times} 次。", "请只留一列。", name)
        if name not in FACTS and not _is_completeness(name):
            hint = nearest(name, [*FACTS])
            fix = f"是否为「{hint}」？" if hint else "用 huiqi library facts 查看全部事实。"
            what = f"「{name}」不是事实词典里的名称。"
            yield _problem(file, what, fix + "不需要的列请去掉。", name)


def _is_completeness(name: str) -> bool:
    key = name.removesuffix(COMPLETE)
    return key != name and key in FACTS and FACTS[key].kind in LISTS


# Types


def _of_types(schema: Any, file: str) -> Iterator[Problem]:
    for field in schema:
        fact = FACTS.get(field.name)
        if fact is not None:
            wanted = _wanted(fact, field.type)
            label = f"「{field.name}」（{fact.label}）"
        elif _is_completeness(field.name):
            wanted = _unless(_types().is_boolean(field.type), "是/否（bool）")
            label = f"「{field.name}」"
        else:
            continue
        if wanted:
            floating = "浮点数不能精确到分。" if _types().is_floating(field.type) else ""
            what = f"{label}一列的类型是 {field.type}。{floating}"
            yield _problem(file, what, f"请存为{wanted}。", field.name)


def _types() -> Any:
    import pyarrow as pa

    return pa.types


def _wanted(fact: Fact, found: Any) -> str:
    """What the column should be, or nothing where it is right; all null is right for every fact."""
    types = _types()
    if types.is_null(found):
        return ""
    if fact.kind in LISTS:
        of = getattr(found, "value_type", None)
        right = types.is_list(found) and (types.is_struct(of) or fact.kind == "codes")
        return _unless(right, "列表（list）" if fact.kind == "codes" else "结构（struct）的列表")
    if fact.kind == "date":
        return _unless(types.is_date(found), "日期（date32）")
    if fact.kind == "flag":
        return _unless(types.is_boolean(found), "是/否（bool）")
    if fact.vocabulary or fact.kind in ("text", "code", "district", "industry"):
        of = found.value_type if types.is_dictionary(found) else found
        return _unless(types.is_string(of) or types.is_large_string(of), "文字（string）")
    return _unless(types.is_integer(found) or types.is_decimal(found), "整数或 decimal")


def _unless(right: bool, wanted: str) -> str:
    return "" if right else wanted


# Credit codes


@dataclass(frozen=True)
class Seen:
    """信用代码的问题: how many, and which come first in order.

    ``absent`` rows have no code, the first of them is ``first`` from 1; ``twice`` codes stand in
    several rows, ``wrong`` ones are not valid; of both the first ``SHOWN`` are told.
    """

    absent: int = 0
    first: int = 0
    twice: int = 0
    told_twice: tuple[str, ...] = ()
    wrong: int = 0
    told_wrong: tuple[str, ...] = ()


def _seen(file: Any) -> Seen:
    import pyarrow.compute as pc

    column = file.read(columns=[CODE]).column(0)
    counts = pc.value_counts(column)
    distinct, times = counts.field("values"), counts.field("counts")
    twice = sorted(distinct.filter(pc.greater(times, 1)).drop_null().to_pylist())
    wrong = wrong_codes(distinct.drop_null())
    return Seen(
        absent=column.null_count,
        first=_first_null(column) + 1 if column.null_count else 0,
        twice=len(twice),
        told_twice=tuple(twice[:SHOWN]),
        wrong=len(wrong),
        told_wrong=tuple(wrong[:SHOWN]),
    )


def _of_codes(seen: Seen, file: str) -> Iterator[Problem]:
    """Firms without a code, with a wrong one, and those that stand in several rows."""
    if seen.absent:
        what = f"有 {seen.absent} 行没有统一社会信用代码，第一处在第 {seen.first} 行。"
        yield _problem(file, what, "请补上，或去掉这些行。", CODE)
    if seen.twice:
        what = f"有 {seen.twice} 户各占不止一行，如 {'、'.join(seen.told_twice)}。"
        yield _problem(file, what, "每户只留一行。", CODE)
    if seen.wrong:
        told = " ".join(f"{code}：{problem_of(code)}" for code in seen.told_wrong)
        what = f"有 {seen.wrong} 个统一社会信用代码不对。{told}"
        yield _problem(file, what, "请核对来源。", CODE)


def _first_null(column: Any) -> int:
    before = 0
    for chunk in column.chunks:
        if chunk.null_count:
            found = np.flatnonzero(chunk.is_null().to_numpy(zero_copy_only=False))
            return before + int(found[0])
        before += len(chunk)
    raise AssertionError(column)


def wrong_codes(codes: Any) -> list[str]:
    """不对的信用代码: as ``problem_of`` finds them, in order, of an Arrow array without nulls.

    All at once: the weights of GB 32100-2015 over their characters.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(codes.type):
        codes = codes.cast(pa.string())
    # A character that is not ASCII has octets that stand in no alphabet.
    long = pc.equal(pc.binary_length(codes), CODE_LENGTH)
    place = np.full(256, -1, dtype=np.int8)
    for index, char in enumerate(ALPHABET):
        place[ord(char)] = index
    places = place[written(codes.filter(long)).view(np.uint8).reshape(-1, CODE_LENGTH)]
    weights = np.array([pow(3, i, 31) for i in range(CODE_LENGTH)], dtype=np.int32)
    # The check character makes the whole sum a multiple of 31: its own weight is one.
    weights[17] = 1
    right = (places >= 0).all(axis=1) & (places.astype(np.int32) @ weights % 31 == 0)
    good = np.zeros(len(codes), dtype=bool)
    good[np.flatnonzero(long.to_numpy(zero_copy_only=False))] = right
    return sorted(codes.filter(pa.array(~good)).to_pylist())


def written(codes: Any) -> np.ndarray[Any, Any]:
    """代码的字节: of an Arrow array of texts, each of eighteen octets, as ``S18``."""
    import pyarrow as pa

    if isinstance(codes, pa.ChunkedArray):
        codes = codes.combine_chunks()
    if isinstance(codes, pa.ChunkedArray):
        return np.concatenate([written(chunk) for chunk in codes.chunks] or [np.empty(0, "S18")])
    # One after another, without gaps: a view of the octets behind them.
    fixed = codes.cast(pa.string()).cast(pa.binary()).cast(pa.binary(CODE_LENGTH))
    octets = np.frombuffer(fixed.buffers()[1] or b"", dtype=f"S{CODE_LENGTH}")
    return octets[fixed.offset : fixed.offset + len(fixed)]
