"""CSV 名册: read in pieces, in UTF-8 or GB18030, every cell as the text that stands there."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow

from huiqi.registers.batches import Batch, Kept, headed, within
from huiqi.rules.problems import Problem, Refused

PIECE: Final = 1 << 20
BLOCK: Final = 1 << 22  # bytes read at a time; no record may be longer
_ENCODINGS: Final = ("utf-8", "gb18030")


@dataclass
class CsvFile:
    """CSV 文件: its headings, and its rows in batches as often as they are asked for."""

    file: Kept
    encoding: str
    headings: list[str]
    width: int
    ragged: dict[int, tuple[int, str]] = field(default_factory=dict)  # row: its cells, its text

    @classmethod
    def open(cls, file: Kept) -> CsvFile:
        """打开: Refused for text in another encoding."""
        encoding = _encoding_of(file)
        try:
            with file.path.open(encoding=encoding, newline="") as text:
                headings = next(csv.reader(text, delimiter=file.separator), [])
        except csv.Error:
            raise Refused([_broken(file)]) from None
        if headings:
            headings[0] = headings[0].removeprefix("\ufeff")
        return cls(file, encoding, headed(headings), len(headings))

    def batches(self) -> Iterator[Batch]:
        """分批: rows with as many cells as the heading; the others are kept as ``ragged``."""
        self.ragged.clear()
        if not self.headings:
            return
        number = 2  # the heading is row 1, as spreadsheets count
        try:
            for one in self._opened():
                numbers = self._numbers(number, one.num_rows)
                number = int(numbers[-1]) + 1 if len(numbers) else number
                columns = [one.column(place) for place in range(one.num_columns)]
                yield within(Batch(numbers, columns), len(self.headings), self.file)
        except pa.ArrowInvalid:
            raise Refused([_broken(self.file)]) from None

    def _opened(self) -> Any:
        names = [str(place) for place in range(self.width)]
        return arrow.open_csv(
            self.file.path,
            read_options=arrow.ReadOptions(
                # A row's number is told only by a single thread.
                use_threads=False,
                block_size=BLOCK,
                encoding=self.encoding.removesuffix("-sig"),
                column_names=names,
                skip_rows_after_names=1,
            ),
            parse_options=arrow.ParseOptions(
                delimiter=self.file.separator,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=self._keep,
            ),
            convert_options=arrow.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )

    def _keep(self, row: Any) -> str:
        if row.text.strip():
            self.ragged[row.number] = (row.actual_columns, row.text)
        else:
            self.ragged[row.number] = (0, "")
        return "skip"

    def _numbers(self, first: int, count: int) -> np.ndarray[Any, np.dtype[np.int64]]:
        """The numbers of rows that were not skipped."""
        skipped = [number for number in self.ragged if number >= first]
        every = np.arange(first, first + count + len(skipped), dtype=np.int64)
        return every[~np.isin(every, skipped)][:count]


def _encoding_of(file: Kept) -> str:
    """The first encoding in which every byte of the file is text."""
    decoders = {name: codecs.getincrementaldecoder(name)() for name in _ENCODINGS}
    line = last = 1
    with file.path.open("rb") as content:
        while piece := content.read(PIECE):
            for name in list(decoders):
                try:
                    decoders[name].decode(piece)
                except UnicodeDecodeError as error:
                    del decoders[name]
                    # Chinese in the one encoding is broken text in the other from the start:
                    # what is wrong is where the encoding gives up that had got furthest.
                    last = max(last, line + piece.count(b"\n", 0, error.start))
            if not decoders:
                raise Refused([_no_text(file, last)])
            line += piece.count(b"\n")
    for name, decoder in decoders.items():
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return name
    raise Refused([file.problem("文件在一个字的中间断了。", fix="请重新导出。")])


def _no_text(file: Kept, row: int) -> Problem:
    what = "文件既不是 UTF-8 也不是 GB18030 编码。"
    return file.problem(what, fix="请另存为 CSV（UTF-8）。", row=row)


def _broken(file: Kept) -> Problem:
    what = "CSV 读不下去：有一行太长，或引号没有成对。"
    return file.problem(what, fix="请用表格软件打开，核对后另存为 CSV（UTF-8）。")
