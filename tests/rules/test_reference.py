"""参考文档: what is committed is what the code says."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from huiqi.library import load
from huiqi.library.reference import write_pages as write_registers
from huiqi.rules.reference import facts_page, write_pages
from huiqi.rules.register_pages import pages

# One process works out what every case gets, once for all that read it.
pytestmark = pytest.mark.xdist_group("registers")

PAGES = Path(__file__).parents[2] / "docs/reference"
REGISTERS = ("parameters.md", "unverified.md", "conflicts.md")


@pytest.fixture(scope="module")
def registers() -> Mapping[str, str]:
    return pages(load())


def test_the_committed_dictionary_of_facts_is_the_one_in_the_code() -> None:
    assert (PAGES / "facts.md").read_text(encoding="utf-8") == facts_page()


@pytest.mark.parametrize("name", REGISTERS)
def test_the_committed_registers_are_what_the_library_says(
    registers: Mapping[str, str], name: str
) -> None:
    # They differ? Run `make docs` and look at what has changed.
    assert (PAGES / name).read_text(encoding="utf-8") == registers[name]


def test_every_register_is_committed(registers: Mapping[str, str]) -> None:
    assert tuple(registers) == REGISTERS


def test_pages_are_written_where_they_are_asked_for(tmp_path: Path) -> None:
    write_pages(tmp_path)
    write_registers(load(), tmp_path)
    assert {page.name for page in tmp_path.iterdir()} == {"facts.md", *REGISTERS}
