"""输出: lines as wide as Chinese characters are."""

import io

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from huiqi.cli.output import Page, wrap


def test_a_line_never_begins_with_closing_punctuation_nor_parts_an_amount() -> None:
    assert wrap("取小（一半；200,000 元）。", 14) == ["取小（一半；", "200,000 元）。"]
    assert wrap("要求「不低于」五成", 6) == ["要求", "「不低", "于」五", "成"]


def test_a_space_at_the_end_makes_no_line_too_wide() -> None:
    assert wrap("11111111。。。。。。。。 ", 24) == ["11111111。。。。。。。。"]
    assert wrap("租金 补贴 ", 4) == ["租金", "补贴"]


@given(st.text(alphabet="租金补贴，。（）「」 ab12", max_size=60), st.integers(20, 60))
def test_wrapping_loses_nothing_but_spaces_and_keeps_within_the_width(
    text: str, width: int
) -> None:
    lines = wrap(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    # What may not be torn apart may be wider: punctuation that never stops, or one long word.
    assert [line for line in lines if cell_len(line) > width and _could_break(line)] == []


def _could_break(line: str) -> bool:
    return len(wrap(line, 1)) > 1


def test_a_page_is_coloured_on_a_terminal_and_as_wide_as_it() -> None:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, color_system="standard", width=60)
    page = Page(console)
    page.row("租金扶持", "最高 200,000 元", indent=2, mark="✓", mark_style="green")
    assert page.width == 60
    assert screen.getvalue().startswith("  \x1b[32m✓ \x1b[0m租金扶持")
