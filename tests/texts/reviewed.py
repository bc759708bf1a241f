"""审阅过的输出: what the commands tell three firms of the examples on three days, word by word.

After a change of a text, a rule or the library run ``make texts`` and read the difference
like the owner of the firm.
"""

from datetime import date
from io import StringIO
from pathlib import Path

from rich.console import Console

from huiqi.cli.explain import show_answer
from huiqi.cli.match import show_match
from huiqi.cli.output import Page
from huiqi.library import load
from huiqi.rules.intake import read_file

FOLDER = Path(__file__).with_name("reviewed")
EXAMPLES = Path(__file__).parents[2] / "examples"
FIRMS = ("chenglan", "aman", "yuguan")
DAYS = (date(2019, 6, 1), date(2021, 10, 20), date(2023, 3, 1))
EXPLAINED = ("national.tech_sme", "shenzhen.guarantee_fee")


def told(firm: str, day: date) -> str:
    """The whole of ``huiqi match`` and of two ``huiqi explain``, as in a pipe."""
    library = load()
    (facts,) = read_file(EXAMPLES / f"{firm}.json", day)
    text = StringIO()
    page = Page(Console(file=text, highlight=False, emoji=False, markup=False))
    show_match(page, library.match(facts))
    for programme in EXPLAINED:
        show_answer(page, library.explain(programme, facts))
    return text.getvalue()


def file_of(firm: str, day: date) -> Path:
    """Where the reviewed text of a firm on a day is kept."""
    return FOLDER / f"{firm}-{day}.txt"


def main() -> None:
    """Write every file anew."""
    FOLDER.mkdir(exist_ok=True)
    for firm in FIRMS:
        for day in DAYS:
            file_of(firm, day).write_text(told(firm, day), encoding="utf-8")


if __name__ == "__main__":
    main()
