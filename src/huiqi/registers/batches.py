"""批: some rows of a register, by column, with the numbers they have in the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
import pyarrow as pa

ROWS: Final = 1 << 16
Numbers = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class Batch:
    """批: ``columns`` are arrow arrays, or lists where cells of one column differ in type.

    ``numbers`` are those that spreadsheets show: the heading is row 1.
    """

    numbers: Numbers
    columns: Sequence[pa.Array | list[object]]


class Table(Protocol):
    """表: headings, and rows that can be read more than once."""

    headings: list[str]

    @property
    def ragged(self) -> dict[int, tuple[int, str]]:
        """长短不齐的行: by number, with how many cells they have and their text."""

    def batches(self) -> Iterator[Batch]:
        """分批: from the first row on."""
