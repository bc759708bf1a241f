"""登记册: numbers by date, what is 待核 by the money on it, and what sources dispute."""

from pathlib import Path

from huiqi.rules.book import Library
from huiqi.rules.load import load_library
from huiqi.rules.register_pages import conflicts_page, timeline_page, unverified_page
from huiqi.rules.registers import noted, numbers, open_numbers, stakes
from huiqi.rules.source_page import Entry, read_source_page

HEAD = """\
id: "{id}"
title: "{title}"
payer: "某市"
kind: "{kind}"
subject: "enterprise"
edition_by: "application"
editions: [{{from: "2020-01-01", to: "2022-12-31"}}]
sources:
  letter: {{title: "答复", issuer: "某局", document_no: "某〔2020〕1号"}}
  hearsay: {{title: "转述", unverified: true}}
"""
AWARD = (
    HEAD.format(id="city.award", title="小巨人奖励", kind="award")
    + """\
parameters:
  award:
    unit: "元"
    text: "奖励额"
    values: {"2020-01-01": "500", "2021-01-01": {value: "600", cite: {source: "hearsay"}}}
    cite: {source: "letter", clause: "三"}
  share: {unit: "比例", text: "比例", values: {"2020-01-01": "0.5"}, cite: {source: "letter"}}
when: [{id: "title", text: "小巨人", cite: {source: "letter"}, rule: "holds('little_giant')"}]
amount: {kind: "at_most", parts: [{id: "a", formula: "award", cite: {source: "letter"}}]}
"""
)
TITLE = (
    HEAD.format(id="state.little_giant", title="小巨人认定", kind="recognition")
    + """\
parameters:
  years: {unit: "年", values: {"2020-01-01": null}, text: "年限", cite: {source: "letter"}}
values:
  points:
    text: "评分"
    cite: {source: "letter", clause: "附件"}
    bands: {of: "revenue", steps: [{above: "100", gives: "2"}], otherwise: "0"}
when: [{id: "old", text: "年限", cite: {source: "letter"}, rule: "niche_years >= years"}]
"""
)
SOURCE = """\
# 依据

- 某〔2020〕1号。

## 待核

- 第二年的数额未见原文，
  只见转述。
- 止期未见。

## 来源之间的冲突

- 未见其他冲突。
- 五百与六百两说，按年份取。

## 取舍
"""
CASES = """\
defaults: {titles: [{kind: little_giant, granted_on: "2019-01-01", valid_until: "2024-01-01"}]}
cases: [{name: "一", on: "2021-06-01", expect: {verdict: "%s"}}]
"""


def library(folder: Path) -> Library:
    written = (("city/award", AWARD, "yes"), ("state/little_giant", TITLE, "unknown"))
    for name, rules, verdict in written:
        (folder / name).mkdir(parents=True)
        texts = {"rules.yaml": rules, "cases.yaml": CASES % verdict, "source.md": SOURCE}
        for file, text in texts.items():
            (folder / name / file).write_text(text, encoding="utf-8")
    return load_library(folder)


def test_source_page_keeps_the_bullets_of_each_section_with_their_lines(tmp_path: Path) -> None:
    library(tmp_path)
    page = read_source_page(tmp_path / "city/award/source.md")
    assert page.open == (Entry("第二年的数额未见原文，只见转述。", 7), Entry("止期未见。", 9))
    assert page.conflicts == (Entry("五百与六百两说，按年份取。", 14),)
    assert page.choices == ()
    assert sorted(page.sections) == ["", "取舍", "待核", "来源之间的冲突"]


def test_each_number_holds_until_the_day_before_the_next_or_the_last_of_the_policy(
    tmp_path: Path,
) -> None:
    told = [(n.parameter.name, str(n.dated.from_), str(n.to)) for n in numbers(library(tmp_path))]
    assert told == [
        ("award", "2020-01-01", "2020-12-31"),
        ("award", "2021-01-01", "2022-12-31"),
        ("share", "2020-01-01", "2022-12-31"),
        ("years", "2020-01-01", "2022-12-31"),
    ]


def test_the_money_at_stake_in_a_recognition_is_what_its_title_opens(tmp_path: Path) -> None:
    assert stakes(library(tmp_path)) == {"city.award": 600, "state.little_giant": 600}


def test_open_numbers_are_those_nobody_knows_or_has_verified(tmp_path: Path) -> None:
    whole = library(tmp_path)
    found = open_numbers(whole, stakes(whole))
    assert [(n.parameter.name, str(n.dated.value), str(stake)) for n, stake in found] == [
        ("award", "600", "600"),
        ("years", "None", "600"),
    ]


def test_noted_entries_name_their_programme(tmp_path: Path) -> None:
    found = [(note.policy.id, note.entry.line) for note in noted(library(tmp_path), "conflicts")]
    assert found == [("city.award", 14), ("state.little_giant", 14)]


def test_pages_tell_every_number_with_days_and_clause(tmp_path: Path) -> None:
    made = library(tmp_path)
    timeline = timeline_page(made)
    assert "| 奖励额 | 2020-01-01 | 2020-12-31 | 500 元 | 某〔2020〕1号 三 |\n" in timeline
    assert "| 奖励额 | 2021-01-01 | 2022-12-31 | 600 元（待核） | 转述（待核） |\n" in timeline
    assert "| 比例 | 2020-01-01 | 2022-12-31 | 50% | 某〔2020〕1号 |\n" in timeline
    points = "| 评分 | 营业收入：超过 100 元得 2；其余得 0 | 某〔2020〕1号 附件 |\n"
    assert points in timeline
    open_page = unverified_page(made)
    assert "| 600 元 | 小巨人认定 | 年限（2020-01-01 起） | 待核 | 某〔2020〕1号 |\n" in open_page
    assert "| 600 元 | 小巨人奖励 | 止期未见。 |\n" in open_page
    assert "| 小巨人奖励 | 五百与六百两说，按年份取。 |\n" in conflicts_page(made)
