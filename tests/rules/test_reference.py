"""参考文档: what is committed is what the code says."""

from pathlib import Path

from huiqi.rules.reference import facts_page, write_pages

PAGES = Path(__file__).parents[2] / "docs/reference"


def test_the_committed_dictionary_of_facts_is_the_one_in_the_code() -> None:
    assert (PAGES / "facts.md").read_text(encoding="utf-8") == facts_page()


def test_pages_are_written_where_they_are_asked_for(tmp_path: Path) -> None:
    write_pages(tmp_path)
    assert [page.name for page in tmp_path.iterdir()] == ["facts.md"]
