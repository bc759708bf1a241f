"""规则草稿: an uploaded text is checked as the library checks its own, and told apart from it."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from huiqi.library import Library, load
from huiqi.rules.book import OutOfForce
from huiqi.rules.drafts import MOST_BYTES, Drafted, differences, read_draft
from huiqi.rules.facts import Facts
from huiqi.rules.policy import Policy
from huiqi.rules.releases import Release, begins, fingerprint, released
from huiqi.rules.versions import versions

AWARD: Final = "shenzhen.srdi_award"
SRDI: Final = {"kind": "srdi", "level": "provincial", "granted_on": "2021-01-15"}
TODAY: Final = date(2021, 10, 20)
MARCH: Final = date(2022, 3, 1)


def _text(name: str) -> str:
    return (load().policy(AWARD).path / name).read_text(encoding="utf-8")


def _draft(*changed: tuple[str, str], cases: str | None = None) -> Drafted:
    rules = _text("rules.yaml")
    for old, new in changed:
        assert old in rules
        rules = rules.replace(old, new, 1)
    told = _text("cases.yaml") if cases is None else cases
    return read_draft(AWARD, rules.encode(), told.encode(), load())


NO_DAY: Final = ('"2021-03-01": "500000"', '"2021-02-30": "500000"')

# 有问题的写法 -> what the table of problems says of it, with its line
BAD: Final = {
    "事实不存在": (
        ("holds('little_giant') OR holds('srdi')", "employes > 5"),
        ("rules.yaml:18", "employes"),
    ),
    "缺条款": (
        ('{source: "measures", clause: "适用对象"}', '{source: "measures"}'),
        ("rules.yaml:20", "没有写条款"),
    ),
    "出处不存在": (
        ('{source: "measures", clause: "适用对象"}', '{source: "measure", clause: "适用对象"}'),
        ("rules.yaml:20", "没有来源 measure"),
    ),
    "单位不认识": (('national: {unit: "元"', 'national: {unit: "块"'), ("rules.yaml:15", "块")),
    "单位不相容": (
        ("holds('little_giant') OR holds('srdi')", "employees > national"),
        ("rules.yaml:18", "employees"),
    ),
    "日期不存在": (
        ('"2021-03-01": "500000"', '"2021-02-30": "500000"'),
        ("rules.yaml:15", "2021-02-30"),
    ),
    "锚点": (("payer: ", "payer: &a "), ("rules.yaml:3", "锚点")),
    "重复的键": (
        ('payer: "深圳市"', 'payer: "深圳市"\npayer: "深圳市"'),
        ("rules.yaml:4", "payer"),
    ),
    "不认识的键": (("payer: ", "payor: "), ("rules.yaml:3", "payor")),
    "语法错误": (("editions:\n", "editions: [\n"), ("rules.yaml", "YAML 语法错误")),
    "换了项目": (
        ('kind: "award"', 'kind: "subsidy"'),
        ("rules.yaml:1", "类别由 award 改成了 subsidy"),
    ),
    "编号不符": (('id: "shenzhen.srdi_award"', 'id: "shenzhen.other"'), ("rules.yaml:1", "编号")),
    "恒假的条件": (
        ("holds('little_giant') OR holds('srdi')", "employees < 5 AND employees > 6"),
        ("rules.yaml:18", ""),
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_every_mistake_is_told_with_its_line_and_what_to_do(name: str) -> None:
    changed, (place, words) = BAD[name]
    found = _draft(changed)
    told = [one for one in found.problems if one.place.startswith(place) and words in str(one)]
    assert told, [str(one) for one in found.problems]
    # A rule says within its sentence what was probably meant.
    assert told[0].fix or "请" in told[0].what or "是否为" in told[0].what
    assert not found.is_sound


# 不能当作规则文件的字节 -> what is said of them
BYTES: Final = {
    "空文件": (b"  \n", "文件是空的"),
    "GBK": ('title: "奖励"'.encode("gbk"), "像是 GBK 编码"),
    "Excel": (b"PK\x03\x04abc", "文件是 Excel 表格或压缩包"),
    "PDF": (b"%PDF-1.7", "文件是 PDF"),
    "UTF-16": ("id: 1".encode("utf-16"), "UTF-16"),
    "十兆": (b"a" * 10_000_000, f"文件有 10,000,000 字节，最多 {MOST_BYTES:,} 字节"),
    "嵌套炸弹": (b"[" * 100_000, "嵌套太深"),
    "引用炸弹": (b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "不支持锚点"),
    "零字节": (b"id: \x00\x00", "不"),
    "几份文档": (b"id: 1\n---\nid: 2\n", "文档"),
}


@pytest.mark.parametrize("name", BYTES)
@pytest.mark.parametrize("place", ["rules.yaml", "cases.yaml"])
def test_bytes_that_are_no_such_file_are_refused_in_a_sentence(name: str, place: str) -> None:
    data, words = BYTES[name]
    files = {one: _text(one).encode() for one in ("rules.yaml", "cases.yaml")} | {place: data}
    found = read_draft(AWARD, files["rules.yaml"], files["cases.yaml"], load())
    told = [str(one) for one in found.problems if one.file == place]
    assert any(words in one for one in told), told
    assert not found.is_sound


def test_problems_of_both_files_are_told_at_once_in_their_order() -> None:
    found = _draft(
        ("payer: ", "payor: "),
        ('"2021-03-01": "500000"', '"2021-02-30": "500000"'),
        cases="cases: []",
    )
    assert [one.file for one in found.problems] == sorted(
        [one.file for one in found.problems], reverse=True
    )
    assert {"rules.yaml", "cases.yaml"} == {one.file for one in found.problems}
    assert len(found.problems) >= 3


def test_sound_text_agrees_with_every_case() -> None:
    found = _draft()
    assert found.is_sound
    assert found.problems == ()
    assert len(found.cases) == 17


def test_case_that_no_longer_agrees_says_what_it_expected_and_what_came() -> None:
    found = _draft(('"2021-03-01": "500000"', '"2021-03-01": "400000"'))
    wrong = [one for one in found.cases if not one.agrees]
    assert not found.is_sound
    assert found.problems == ()
    assert wrong[0].name == "小巨人企业最高五十万"
    assert "金额上限应为 500000，得到 400000" in wrong[0].told[0]


def test_differences_say_from_which_day_what_is_different() -> None:
    policy = load().policy(AWARD)
    new = _draft(
        ('"2021-03-01": "500000"', '"2021-03-01": "500000", "2022-06-01": "600000"')
    ).policy
    assert new is not None
    assert [
        (day, [one.text for one in told])
        for day, told in differences(load(), policy, new, date(2022, 1, 1))
    ] == [
        (date(2022, 1, 1), []),
        (date(2022, 6, 1), ["「国家“小巨人”最高奖励」由 50 万元 改为 60 万元"]),
    ]


def _released(today: date, *releases: Release) -> tuple[Library, Policy]:
    policy = released(load().policy(AWARD), releases, today)
    return Library({**load().policies, AWARD: policy}), policy


def _more(amount: str) -> Policy:
    found = _draft(('"2021-03-01": "200000"', f'"2021-03-01": "{amount}"')).policy
    assert found is not None
    return found


def _ceiling(library: Library, day: date) -> str:
    title = {**SRDI, "valid_until": "2026-01-14"}
    found = library.answer(AWARD, Facts.read({"titles": [title], "awards_paid": []}, day))
    assert not isinstance(found, OutOfForce)
    return f"{found.money.maximum if found.money else None}"


def test_release_answers_from_its_day_on_and_the_text_before_it_for_the_days_before() -> None:
    library, policy = _released(TODAY, Release(_more("250000"), MARCH))
    assert _ceiling(library, date(2022, 2, 28)) == "200000"
    assert _ceiling(library, MARCH) == "250000"
    assert policy.sha256 == load().policy(AWARD).sha256  # its face on the day is what ships
    assert fingerprint(policy) != policy.sha256
    assert [(one.from_, one.to) for one in policy.editions] == [
        (date(2021, 3, 1), date(2022, 2, 28)),
        (MARCH, None),
    ]


def test_face_of_a_programme_is_the_text_of_the_day() -> None:
    new = _more("250000")
    assert _released(MARCH, Release(new, MARCH))[1].sha256 == new.sha256
    assert _released(MARCH, Release(new, MARCH))[1].written == new


def test_later_release_overrides_an_earlier_one_from_its_own_day() -> None:
    first, second = _more("250000"), _more("300000")
    library, _ = _released(TODAY, Release(first, MARCH), Release(second, date(2022, 5, 1)))
    days = (date(2022, 2, 28), MARCH, date(2022, 4, 30), date(2022, 5, 1))
    assert [_ceiling(library, day) for day in days] == ["200000", "250000", "250000", "300000"]
    # Published later for an earlier day, it takes the place of the other one altogether.
    library, _ = _released(TODAY, Release(first, MARCH), Release(second, date(2022, 1, 1)))
    assert [_ceiling(library, day) for day in (date(2021, 12, 31), MARCH)] == ["200000", "300000"]


def test_versions_tell_what_a_release_changed() -> None:
    library, policy = _released(MARCH, Release(_more("250000"), MARCH))
    told = [one.text for one in versions(library, policy)[0].changes]
    assert "「省专精特新最高奖励」由 20 万元 改为 25 万元" in told


def test_text_that_ended_before_the_day_has_nothing_for_it() -> None:
    ended = _draft(('{from: "2021-03-01"}', '{from: "2021-03-01", to: "2021-12-31"}')).policy
    assert ended is not None
    assert begins(ended, date(2021, 12, 31))
    assert not begins(ended, date(2022, 1, 1))


def test_without_a_release_the_policy_is_what_ships() -> None:
    policy = load().policy(AWARD)
    assert released(policy, (), TODAY) is policy
