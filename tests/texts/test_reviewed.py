"""审阅过的输出: the whole output for three firms on three days is what was reviewed."""

from datetime import date

import pytest

from tests.texts.reviewed import DAYS, FIRMS, FOLDER, file_of, told


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("firm", FIRMS)
def test_output_is_as_reviewed(firm: str, day: date) -> None:
    assert told(firm, day) == file_of(firm, day).read_text(encoding="utf-8")


def test_no_reviewed_text_is_left_over() -> None:
    assert sorted(FOLDER.iterdir()) == sorted(file_of(firm, day) for firm in FIRMS for day in DAYS)
