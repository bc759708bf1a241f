"""页面的毛病: each is found in a page in which it was planted, and the sound page has none."""

from typing import Final

import pytest

from tests.matrix.faults import faults_of
from tests.matrix.test_english import Unmarked

SOUND: Final = (
    '<html lang="zh-Hans-CN"><script src="a.js"></script>'
    '<script type="application/json">{}</script><h1>办事</h1><img src="a.png" alt="">'
    '<form><label for="a">姓名</label><input id="a" name="a"><button>提交</button></form></html>'
)
SEEDED: Final = {
    '<p id="a"></p>': "id a 出现 2 次",
    "<h1>又一个</h1>": "有 2 个 h1",
    '<img src="b.png">': "<img> b.png 没有 alt",
    '<input name="b">': "<input name=b> 没有名称",
    '<label for="no">丙</label><select name="c"></select>': "<select name=c> 没有名称",
    '<button name="d"><svg></svg></button>': "<button name=d> 没有名称",
    "<style>p{}</style>": "<style> 写在页面里",
    "<script>go()</script>": "<script> 写在页面里",
    '<p style="color:red"></p>': "<p> style 写在页面里",
    '<p onclick="go()"></p>': "<p> onclick 写在页面里",
}


def test_sound_page_has_no_fault() -> None:
    assert list(faults_of(SOUND)) == []


@pytest.mark.parametrize(("fault", "told"), SEEDED.items())
def test_planted_fault_is_found(fault: str, told: str) -> None:
    assert list(faults_of(SOUND.replace("</html>", f"{fault}</html>"))) == [told]


def test_page_without_a_language_is_found() -> None:
    assert list(faults_of(SOUND.replace(' lang="zh-Hans-CN"', ""))) == ["<html> 没有 lang"]


def test_chinese_on_a_page_in_english_is_found_unless_it_says_so() -> None:
    page = '<html lang="en"><p>Hello <b lang="zh-Hans">你好</b> {}</p></html>'
    assert Unmarked(page.format("")).found == []
    assert Unmarked(page.format("没有译")).found == ["没有译"]
