"""第一次跑起来: the ten lines of the start page run and say what the page says."""

import re
from datetime import date
from pathlib import Path

import pytest

from huiqi.library import load

PAGE = Path(__file__).parents[2] / "docs/start/README.md"


def test_the_ten_lines_of_the_start_page_print_what_it_says(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert code is not None
    exec(code[1], {})
    assert capsys.readouterr().out.startswith("yes 200000 (")
    assert len(code[1].strip().splitlines()) <= 10


def test_a_notebook_shows_a_match_as_a_table() -> None:
    shown = load().match({"name": "某某"}, date(2021, 10, 20))._repr_html_()
    assert shown.startswith("<table>")
    assert "龙岗区科技企业加速器、科技创新产业园国家高新技术企业租金扶持" in shown
