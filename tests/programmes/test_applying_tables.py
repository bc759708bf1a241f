"""表格的填写: rows typed without a script, summed, bounded, merged; every bad row told at once."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from huiqi.parties.enums import Source
from huiqi.parties.models import Organization
from huiqi.policies.listing import MOST_ROWS
from huiqi.programmes import actions
from huiqi.programmes.actions.submitting import content_of
from huiqi.programmes.checks import problems_of_application
from huiqi.programmes.definition import definitions, load_definition, put_definitions
from huiqi.programmes.fields import ENTRIES_SHOWN
from huiqi.programmes.models import Application
from huiqi.programmes.prefill import facts_for
from huiqi.rules.problems import Refused as FileRefused
from tests.api.applied import Program
from tests.api.conftest import Ask, ask
from tests.cast import NOW, TODAY, Player, facts_on_record
from tests.ledger.books import WAN, Books
from tests.programmes.applying import a_call
from tests.programmes.pages import browser, read, told

__all__ = ["ask"]

pytestmark = pytest.mark.django_db
UPGRADE = "shenzhen.technical_upgrade"
COLUMNS = (
    '[{key: "name", text: "专利名称", kind: "text"}, '
    '{key: "cost", text: "投入", kind: "money", ceiling: "500000"}, '
    '{key: "got_on", text: "授权日", kind: "date", required: false}, '
    '{key: "sort", text: "类型", kind: "choice", '
    'choices: [{code: "invention", text: "发明"}, {code: "design", text: "外观"}]}]'
)
PATENTS = f'{{key: "patents", text: "专利", kind: "rows", most: "3", columns: {COLUMNS}}}'
CHECK = (
    '  - {id: "patents", text: "专利投入不能超过申请金额", left: "patents.cost", '
    'relation: "at_most", right: "asked"}\n'
)
GOOD = {
    "patents.rows": "2",
    "patents.1.name": "换模装置",
    "patents.1.cost": "12,000",
    "patents.1.got_on": "2020-03-01",
    "patents.1.sort": "invention",
    "patents.2.name": "外壳",
    "patents.2.cost": "3000.5",
    "patents.2.sort": "design",
}
KEPT = [
    {"name": "换模装置", "cost": "12000.00", "got_on": "2020-03-01", "sort": "invention"},
    {"name": "外壳", "cost": "3000.50", "sort": "design"},
]


def _written(tmp_path: Path, *changed: tuple[str, str]) -> Path:
    """技改 with a table of patents, the loans of the firm and a list of codes in its first page."""
    folder = copytree(definitions()[UPGRADE].policy.path, tmp_path / "shenzhen/technical_upgrade")
    file = folder / "form.yaml"
    text = file.read_text(encoding="utf-8")
    loans = '      - {key: "loans", kind: "fact", required: false}\n'
    sizes = '      - {key: "item_maker_sizes", kind: "fact", required: false}\n'
    text = text.replace("    questions:\n", f"    questions:\n      - {PATENTS}\n{loans}{sizes}", 1)
    text = text.replace("checks:\n", f"checks:\n{CHECK}", 1)
    for old, new in changed:
        assert old in text, old
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")
    programme = folder / "programme.yaml"
    whole = programme.read_text(encoding="utf-8")
    programme.write_text(whole.replace('version: "2021.1"', 'version: "2021.77"'), encoding="utf-8")
    return folder


@pytest.fixture
def table(
    tmp_path: Path, books: Books, qin: Player, he: Player, lan: Player, chenglan: Organization
) -> Iterator[Application]:
    made = load_definition(_written(tmp_path))
    put_definitions({**definitions(), UPGRADE: made})
    call = a_call(qin, he, books.upgrade, 60 * WAN)
    yield actions.begin_application(call=call, organization=chenglan, actor=lan.actor, now=NOW)
    put_definitions(None)


def _page(application: Application, after: str = "") -> str:
    return f"/applications/{application.pk}/pages/project/{after}"


def _revision(application: Application) -> str:
    application.refresh_from_db()
    return str(application.revision)


def test_rows_are_typed_added_and_taken_out_without_a_script(
    table: Application, lan: Player
) -> None:
    firm, url = browser(lan), _page(table)
    first = firm.get(url).content.decode()
    assert (first.count('name="patents.1.name"'), 'name="patents.3.name"' in first) == (1, False)
    more = firm.post(url, {**GOOD, "revision": "0", "add": "patents"}).content.decode()
    table.refresh_from_db()
    assert table.answers == {"patents": KEPT}
    assert ('name="patents.3.name"' in more, 'value="12000.00"' in more) == (True, True)
    assert ("投入合计" in more, "15,000.5" in more) == (True, True)
    assert 'value="patents">' not in more  # three rows are all that it takes
    drop = {**GOOD, "patents.1.drop": "1", "revision": _revision(table)}
    assert firm.post(url, drop).status_code == 302
    table.refresh_from_db()
    assert table.answers["patents"] == KEPT[1:]
    none = {"patents.rows": "2", "patents.none": "1", "revision": _revision(table)}
    assert firm.post(url, none).status_code == 302
    table.refresh_from_db()
    assert table.answers["patents"] == []
    firm.post(url, {"patents.rows": "2", "revision": _revision(table)})
    table.refresh_from_db()
    assert "patents" not in table.answers


def test_every_bad_row_is_told_at_once_and_stays_as_it_was_typed(
    table: Application, lan: Player
) -> None:
    firm, url = browser(lan), _page(table)
    bad = {
        "patents.1.cost": "很多",
        "patents.1.got_on": "去年",
        "patents.2.cost": "500000.01",
        "patents.2.sort": "秘密",
    }
    answer = firm.post(url, {**GOOD, **bad, "project_name": "改造", "revision": "0"})
    assert answer.status_code == 422
    assert told(answer) == [
        "专利第 1 行，投入：写成以元计的数字，例如 149800.00",
        "专利第 1 行，授权日：写成 2021-10-20 这样的日期",
        "专利第 2 行，投入：最多 500,000.00 元",
        "专利第 2 行，类型：选列出的一项",
    ]
    page = answer.content.decode()
    assert ('value="很多"' in page, 'value="换模装置"' in page) == (True, True)
    table.refresh_from_db()
    assert table.answers == {"project_name": "改造"}  # what can be read is kept
    saved = firm.post(_page(table, "save/"), {**GOOD, **bad, "revision": _revision(table)})
    assert len(saved.json()["wrong"]["patents"]) == 4


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ([{"name": "甲"}] * 4, "专利：最多 3 行，现在 4 行"),
        ([{"owner": "甲"}], "专利第 1 行没有「owner」这一列"),
        ("一行文字", "专利：要逐行填写"),
        ([1], "专利：要逐行填写"),
        ({"name": "甲"}, "专利：要逐行填写"),
    ],
)
def test_a_table_that_is_none_is_told_and_never_kept(
    table: Application, lan: Player, value: object, problem: str
) -> None:
    saved = actions.save_answers(
        application=table, given={"patents": value}, revision=0, actor=lan.actor, now=NOW
    )
    assert (saved.problems, saved.answers) == ([problem], {})  # type: ignore[attr-defined]


def test_what_a_row_lacks_and_sums_that_do_not_hold_are_told_before_handing_in(
    table: Application, lan: Player
) -> None:
    rows: list[dict[str, Any]] = [{"name": "甲", "cost": "400"}, {"cost": "700"}]
    given = {"patents": rows, "asked": "1000"}
    saved = actions.save_answers(
        application=table, given=given, revision=0, actor=lan.actor, now=NOW
    )
    found = [one.text for one in problems_of_application(saved, TODAY) if one.about[:3] == "pat"]
    assert found == [
        "专利第 1 行没有填「类型」",
        "专利第 2 行没有填「专利名称」",
        "专利第 2 行没有填「类型」",
        "专利投入不能超过申请金额（现在一边是 1,100.00 元，一边是 1,000.00 元）",
    ]
    kept = content_of(saved, NOW)["answers"]["patents"]
    assert kept == [{"name": "甲", "cost": "400.00"}, {"cost": "700.00"}]


def test_two_editors_of_one_table_choose_between_whole_versions(
    table: Application, lan: Player
) -> None:
    firm, url = browser(lan), _page(table)
    assert firm.post(url, {**GOOD, "revision": "0"}).status_code == 302
    mine = {"patents.rows": "2", "patents.1.name": "我的", "revision": "0"}
    assert firm.post(_page(table, "save/"), mine).status_code == 409
    merge = firm.post(url, mine)
    page = merge.content.decode()
    assert (merge.status_code, "专利名称 换模装置" in page, "专利名称 我的" in page) == (
        409,
        True,
        True,
    )
    chosen = {"patents": '[{"name": "我的"}]', "revision": _revision(table)}
    assert firm.post(url, chosen).status_code == 302
    table.refresh_from_db()
    assert table.answers["patents"] == [{"name": "我的"}]
    broken = firm.post(url, {"patents": "[{", "revision": _revision(table)})
    assert told(broken) == ["专利：要逐行填写"]


def test_a_list_of_facts_is_typed_in_the_form_and_judged_by_the_rules(
    table: Application, lan: Player
) -> None:
    firm, url = browser(lan), _page(table)
    page = firm.get(url).content.decode()
    assert 'name="loans.1.loan_amount"' in page
    wrong = {"loans.rows": "2", "loans.1.loan_amount": "很多", "revision": "0"}
    assert firm.post(url, wrong).status_code == 422
    right = {**wrong, "loans.1.loan_amount": "2000000"}
    assert firm.post(url, right).status_code == 302
    table.refresh_from_db()
    assert table.answers == {"loans": [{"loan_amount": 2_000_000}]}
    assert len(facts_for(table, TODAY).lists["loans"]) == 1
    again = firm.get(url).content.decode()
    assert 'name="loans.1.loan_amount" value="2000000"' in again


def test_a_list_of_codes_is_chosen_row_by_row_and_judged_by_the_rules(
    table: Application, lan: Player
) -> None:
    firm, url = browser(lan), _page(table)
    first = firm.get(url).content.decode()
    assert ('name="item_maker_sizes.1."' in first, ">小型</option>" in first) == (True, True)
    sent = {
        "item_maker_sizes.rows": "3",
        "item_maker_sizes.1.": "small",
        "item_maker_sizes.3.": "huge",
    }
    wrong = firm.post(url, {**sent, "revision": "0"})
    assert (wrong.status_code, len(told(wrong))) == (422, 1)
    # The empty row is counted: what is wrong stands in the third, and stays there.
    assert told(wrong)[0].startswith("「各项货物制造商规模」第 3 项：")
    page = wrong.content.decode()
    can_drop = [f'name="item_maker_sizes.{row}.drop"' in page for row in (1, 2, 3, 4)]
    assert can_drop == [True, False, True, False]
    assert "您写的：huge" in page
    assert (
        firm.post(url, {**sent, "item_maker_sizes.3.": "micro", "revision": "0"}).status_code == 302
    )
    table.refresh_from_db()
    assert table.answers == {"item_maker_sizes": ["small", "micro"]}
    found: object = facts_for(table, TODAY).lists["item_maker_sizes"]
    assert found == ("small", "micro")
    again = firm.get(url).content.decode()
    assert '<option value="micro" lang="zh-Hans" selected>' in again
    assert "小型；微型" in read(firm, f"/applications/{table.pk}/check/")
    none = {"item_maker_sizes.rows": "2", "item_maker_sizes.none": "1"}
    firm.post(url, {**none, "revision": _revision(table)})
    table.refresh_from_db()
    assert table.answers == {"item_maker_sizes": []}


def test_rows_left_empty_are_counted_and_an_answer_of_nothing_else_is_none(
    table: Application, lan: Player
) -> None:
    firm, url = browser(lan), _page(table)
    sent = {
        "patents.rows": "3",
        "patents.1.name": "甲",
        "patents.1.drop": "1",
        "patents.3.cost": "很多",
        "loans.rows": "2",
        "loans.2.loan_amount": "不少",
        "revision": "0",
    }
    answer = firm.post(url, sent)
    assert [one.partition("：")[0] for one in told(answer)] == [
        "专利第 3 行，投入",
        "「各笔贷款」第 2 项",
    ]
    page = answer.content.decode()
    assert ('name="patents.3.cost" value="很多"' in page, 'value="甲"' in page) == (True, False)
    saved = actions.save_answers(
        application=table,
        given={"patents": [None], "item_maker_sizes": [None]},
        revision=0,
        actor=lan.actor,
        now=NOW,
    )
    assert (saved.answers, len(saved.problems)) == ({}, 2)  # type: ignore[attr-defined]


def test_every_kind_of_list_is_answered_by_a_program(
    table: Application, lan: Player, ask: Ask
) -> None:
    asked = {one["key"]: one for one in ask(f"/calls/{table.call.number}").json["questions"]}
    assert [one["key"] for one in asked["patents"]["columns"]] == ["name", "cost", "got_on", "sort"]
    assert "loan_amount" in [one["key"] for one in asked["loans"]["columns"]]
    sizes = asked["item_maker_sizes"]
    assert (sizes["choices"][-2:], sizes["columns"]) == (["small", "micro"], [])
    program = Program(ask, lan, table)
    given = {
        "patents": KEPT,
        "loans": [{"loan_amount": 2_000_000}],
        "item_maker_sizes": ["small", "micro"],
    }
    assert program("/answers", {"revision": 0, "answers": given}).json["problems"] == []
    assert program("").json["answers"] == given
    wrong = {"item_maker_sizes": ["small", "huge"], "loans": ["一笔"], "patents": [{"owner": "甲"}]}
    answer = program("/answers", {"revision": 1, "answers": wrong}).json
    assert (answer["revision"], len(answer["problems"])) == (1, 3)
    none: dict[str, Any] = {"item_maker_sizes": [], "loans": None, "patents": []}
    program("/answers", {"revision": 1, "answers": none})
    assert program("").json["answers"] == {"item_maker_sizes": [], "patents": []}


def test_a_list_that_is_longer_than_a_page_says_so_and_loses_nothing(
    table: Application, lan: Player
) -> None:
    firm, url = browser(lan), _page(table)
    kept = [{"loan_amount": 1_000 + place} for place in range(MOST_ROWS + 2)]
    Application.objects.filter(pk=table.pk).update(answers={"loans": kept})
    page = firm.get(url).content.decode()
    assert "还有 2 行没有显示，保存时照旧保留" in page
    assert f'name="loans.{MOST_ROWS + 1}.loan_amount"' not in page
    sent = {
        "loans.rows": str(MOST_ROWS),
        "loans.beyond": "2",
        **{f"loans.{n}.loan_amount": str(999 + n) for n in range(1, MOST_ROWS + 1)},
        "loans.1.drop": "1",
    }
    assert firm.post(url, {**sent, "revision": _revision(table)}).status_code == 302
    table.refresh_from_db()
    assert table.answers["loans"] == kept[1:]
    assert "还有 1 行没有显示" in firm.get(url).content.decode()
    none = {"loans.rows": str(MOST_ROWS), "loans.beyond": "1", "loans.none": "1"}
    assert firm.post(url, {**none, "revision": _revision(table)}).status_code == 302
    table.refresh_from_db()
    assert table.answers["loans"] == []


def test_a_long_list_that_an_office_knows_says_how_many_more_there_are(
    table: Application, lan: Player, chenglan: Organization
) -> None:
    loans = [{"loan_amount": 900_000 + place} for place in range(ENTRIES_SHOWN + 2)]
    facts_on_record(chenglan, Source.BANK, loans=loans)
    page = browser(lan).get(_page(table)).content.decode()
    before, after = page.split("还有 2 项")
    told = [str(one["loan_amount"]) for one in loans]
    assert [one in before for one in told] == [True] * ENTRIES_SHOWN + [False] * 2
    assert [one in after for one in told[ENTRIES_SHOWN:]] == [True, True]
    facts_on_record(chenglan, Source.BANK, loans=loans[:ENTRIES_SHOWN])
    assert "还有 2 项" not in browser(lan).get(_page(table)).content.decode()


def test_a_list_that_an_office_knows_is_shown_and_not_asked(
    table: Application, lan: Player, chenglan: Organization
) -> None:
    facts_on_record(chenglan, Source.BANK, loans=[{"loan_amount": 900_000}])
    page = browser(lan).get(_page(table)).content.decode()
    assert ("loans.1.loan_amount" in page, "各笔贷款" in page, "银行" in page) == (
        False,
        True,
        True,
    )


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('most: "3", columns', 'most: "0", columns', "patents 最多 0 行不合理。写 1 至 200。"),
        ('key: "cost", text', 'key: "name", text', "列 name 写了两次。请换一个名称。"),
        ('key: "got_on"', 'key: "drop"', "列不能叫 drop。请换一个名称。"),
        ('kind: "rows"', 'kind: "text"', "patents 的列与种类不符。rows 才有 columns，至少一列。"),
        ('"patents.cost"', '"patents.got_on"', "没有名为 patents.got_on 的金额。"),
        (', choices: [{code: "invention"', ', hint: [{code: "invention"', "键 hint 不认识"),
        (
            'kind: "date", required: false}, {key: "sort"',
            'kind: "date", ceiling: "3"}, {key: "sort"',
            "got_on 不是金额或个数，不能写 ceiling。请删去。",
        ),
    ],
)
def test_a_table_that_is_written_wrongly_does_not_load(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        load_definition(_written(tmp_path, (old, new)))
    assert problem in "".join(str(one) for one in refused.value.problems)
