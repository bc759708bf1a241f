"""审计用 SQL 的命令: one programme as a query, and all that is wrong with the call at once."""

from tests.cli.conftest import Huiqi

RENT = "shenzhen_longgang.park_rent"


def test_a_programme_is_written_as_a_query_of_the_database_that_is_asked_for(huiqi: Huiqi) -> None:
    told = huiqi("library", "sql", RENT, "--on", "2021-10-20")
    assert told.code == 0
    assert told.out.startswith("-- subjects 每行一户：row 是行号，从 0 起；空值是未知。\n")
    assert "`row`" in told.out
    other = huiqi("library", "sql", RENT, "--on", "2021-10-20", "--dialect", "postgres")
    assert '"row"' in other.out


def test_all_that_is_wrong_with_an_export_is_told_at_once(huiqi: Huiqi) -> None:
    told = huiqi("library", "sql", "shenzhen.no_such", "--on", "2021-13-20", "--dialect", "oracle")
    assert (told.code, told.out) == (1, "")
    for what in (
        "--on「2021-13-20」这一天不存在。",
        "没有「oracle」这种 SQL。",
        "没有「shenzhen.no_such」",
    ):
        assert what in told.err
    late = huiqi("library", "sql", RENT, "--on", "1990-01-01")
    assert "在 1990-01-01 没有生效的版本。请用 --on 换一个日期。" in late.err
