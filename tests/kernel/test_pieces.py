"""组件的写法: what comes from outside is escaped, and on an English page Chinese is marked."""

from django.utils import translation

from huiqi.kernel.pieces import cite, cond, icon, mark, src, zh

BAD = "<b>\"'&"
GOOD = "&lt;b&gt;&quot;&#x27;&amp;"


def test_every_piece_escapes_what_it_is_given() -> None:
    line = cond("no", BAD, BAD, BAD, BAD, f"/x?{BAD}", BAD, f"/y?{BAD}")
    for piece in (icon(BAD), mark(BAD), cite(BAD, BAD), src(BAD), line):
        assert BAD not in piece
        assert GOOD in piece


def test_a_line_says_verdict_need_value_source_next_step_and_clause() -> None:
    line = cond("no", "不超过 500 人", "501 人", "社保 9月", "办法 第五条", "/d/", "更正", "/q/")
    assert line == (
        '<li class="cond" data-v="no"><svg class="mark" data-v="no" aria-hidden="true">'
        '<use href="#m-no"/></svg><span class="vh">不满足：</span> '
        '<span class="cond__need">不超过 500 人</span> <span class="cond__mine">501 人 '
        '<span class="src">社保 9月</span><span class="cond__do"><a href="/q/">更正</a></span>'
        '</span> <a class="cite" href="/d/">办法 第五条</a></li>'
    )


def test_chinese_is_marked_on_an_english_page_only() -> None:
    with translation.override("en"):
        assert cite("办法") == '<span class="cite"><span lang="zh-Hans">办法</span></span>'
        assert zh("86") == "86"
    assert cite("办法") == '<span class="cite">办法</span>'
