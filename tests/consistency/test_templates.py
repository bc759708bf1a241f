"""模板: each is used, speaks both languages and holds nothing that its policy would refuse.

Each rule is shown a template that breaks it: a check that cannot fail checks nothing.
"""

from pathlib import Path
from typing import Final

import pytest
from django.template import engines

from tests.consistency.repository import python_files
from tests.consistency.templates import idle, inline, templates, unmarked

SOUND: Final = '{% load i18n %}<p>{% translate "你好" %}</p>{# 注释 #}<script src="a.js"></script>'

# Template -> why its Chinese is not marked.
CHINESE_ONLY: Final = {
    "web/styleguide.html": "samples of how texts of firms look",
}


def test_every_template_is_used() -> None:
    found = list(templates())
    assert idle(found, [*python_files("src/huiqi"), *(path for _, path in found)]) == []


def test_no_template_has_the_name_of_another() -> None:
    names = [name for name, _ in templates()]
    assert sorted(names) == sorted(set(names))


def test_no_template_holds_a_script_or_a_style() -> None:
    found = {name: inline(path.read_text(encoding="utf-8")) for name, path in templates()}
    assert {name: told for name, told in found.items() if told} == {}


def test_every_chinese_word_of_a_template_is_marked() -> None:
    found = {name for name, path in templates() if unmarked(path.read_text(encoding="utf-8"))}
    assert sorted(found - set(CHINESE_ONLY)) == []
    assert sorted(set(CHINESE_ONLY) - found) == []


# Seeded faults


@pytest.mark.parametrize(
    "fault",
    [
        '<p style="color:red">',
        "<style>p{}</style>",
        '<button onclick="go()">',
        "<script>go()</script>",
        '<a href="javascript:go()">',
    ],
)
def test_script_or_style_in_a_template_would_be_found(fault: str) -> None:
    assert inline(SOUND) == []
    assert len(inline(SOUND + fault)) == 1


@pytest.mark.parametrize(
    "fault",
    [
        "<p>没有标记</p>",
        '<p aria-label="没有标记"></p>',
        '{% tag "没有标记" %}',
        "{{ one.name|default:'没有' }}",
    ],
)
def test_words_that_are_not_marked_would_be_found(fault: str) -> None:
    assert unmarked(SOUND) == []
    assert unmarked(f"{SOUND}\n{fault}") == [fault]


def test_template_that_nobody_asks_for_would_be_found(tmp_path: Path) -> None:
    folder = tmp_path / "feature" / "templates" / "feature"
    folder.mkdir(parents=True)
    (folder / "page.html").write_text('{% include "feature/_part.html" %}', encoding="utf-8")
    (folder / "_part.html").write_text("", encoding="utf-8")
    (folder / "_left_over.html").write_text("", encoding="utf-8")
    view = tmp_path / "views.py"
    view.write_text('render(request, "feature/page.html")', encoding="utf-8")
    found = list(templates(tmp_path))
    files = [view, *(path for _, path in found)]
    assert idle(found, files) == ["feature/_left_over.html"]


@pytest.mark.parametrize("fault", ["{{ nobody }}", "{{ one.nothing }}", "{{ nobody|upper }}"])
def test_variable_that_no_view_gives_is_a_mistake(fault: str) -> None:
    engine = engines["django"]
    assert engine.from_string("{{ one.there }}").render({"one": {"there": "在"}}) == "在"
    with pytest.raises(LookupError, match="which no view gives"):
        engine.from_string(fault).render({"one": {"there": "在"}})
