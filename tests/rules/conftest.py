"""Fixtures of the tests of rules."""

from pathlib import Path

import pytest

from tests.rules.folder import RULES, Write


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """A folder city/rent below the current one, so that messages name a short path."""
    monkeypatch.chdir(tmp_path)

    def make(
        rules: str = RULES,
        cases: str | None = "cases: [{name: 甲, on: 2021-10-20, expect: {verdict: yes}}]",
        source: str | None = "摘录",
    ) -> Path:
        folder = Path("city/rent")
        folder.mkdir(parents=True)
        (folder / "rules.yaml").write_text(rules, encoding="utf-8")
        for name, text in (("cases.yaml", cases), ("source.md", source)):
            if text is not None:
                (folder / name).write_text(text, encoding="utf-8")
        return folder

    return make
