"""政策文件夹: what loads, and that every mistake is told with its file and line."""

import pickle
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from time import perf_counter

import pytest
import yaml

import huiqi
from huiqi.rules.files import load_cases, load_policy, programme_folders
from huiqi.rules.policy import Cite, Dated, Edition, Formula, Policy, Rounding
from huiqi.rules.policy_checks import case_problems
from huiqi.rules.problems import Refused
from tests.rules.folder import RULES, Write, changed, told

LIBRARY = Path(huiqi.__file__).parent / "library"


def test_a_policy_is_read_whole(write: Write) -> None:
    policy = load_policy(write())
    assert policy.id == "city.rent"
    assert policy.editions == (
        Edition(date(2018, 1, 1), date(2020, 12, 31), "旧版", choice=True, line=8),
        Edition(date(2021, 1, 1), line=9),
    )
    assert policy.sources["letter"].date == date(2021, 10, 20)
    assert policy.parameters["rate"].values == (
        Dated(date(2018, 1, 1), Fraction(2, 37), Cite("letter", line=14), line=14),
        Dated(date(2021, 6, 1), Fraction(1, 2), Cite("letter", line=14), line=14),
    )
    bands = policy.values["points"].bands
    assert bands is not None
    assert (bands.to, bands.otherwise, bands.no_ratio) == ("employees", "0", "0")
    assert (bands.steps[0].limit, bands.steps[0].strict, bands.steps[0].gives) == (
        "0.3",
        True,
        "20",
    )
    assert policy.amount is not None
    assert policy.amount.rounding == Rounding(Fraction(100), line=36)
    assert policy.stacking.expense is not None
    assert policy.stacking.expense.share_at_most == 1
    assert (policy.file, policy.path) == ("city/rent/rules.yaml", Path("city/rent"))


def test_every_item_and_every_formula_knows_its_line(write: Write) -> None:
    policy = load_policy(write())
    assert [item.line for item in policy.when] == [23, 24]
    rule = policy.when[1].rule
    assert (rule, rule.line) == ("rent > 0", 27)
    assert policy.parameters["cap"].line == 15
    assert policy.values["points"].line == 17
    assert policy.amount is not None
    assert policy.amount.parts[0].formula.line == 34
    assert policy.checks[0].cite == Cite("practice", line=31)


def test_editions_select_their_items_and_end_days_are_included(write: Write) -> None:
    policy = load_policy(write())
    assert policy.edition_on(date(2017, 12, 31)) is None
    old, new = policy.edition_on(date(2020, 12, 31)), policy.edition_on(date(2021, 1, 1))
    assert (old, new) == policy.editions
    assert old is not None
    assert new is not None
    assert [item.text for item in policy.only(old).when] == ["旧"]
    assert [item.text for item in policy.only(new).when] == ["新"]
    caps = [amount.caps for amount in (policy.only(old).amount, policy.only(new).amount) if amount]
    assert [len(kept) for kept in caps] == [0, 1]


def test_parameters_hold_from_their_date_until_the_next(write: Write) -> None:
    parameters = load_policy(write()).parameters
    rate, cap = parameters["rate"], parameters["cap"]
    assert rate.value_on(date(2017, 12, 31)) is None
    assert rate.value_on(date(2021, 5, 31)) == Fraction(2, 37)
    assert rate.value_on(date(2021, 6, 1)) == Fraction(1, 2)
    assert cap.value_on(date(2022, 1, 1)) is None
    assert cap.dated_on(date(2020, 12, 31)) is None
    assert cap.dated_on(date(2021, 1, 1)) == Dated(
        date(2021, 1, 1), None, Cite("letter", line=15), line=15
    )


def test_short_form_in_force_is_one_edition(write: Write) -> None:
    rules = """\
id: city.rent
title: 甲
payer: 市
kind: duty
subject: platform
edition_by: call
in_force: {from: 2021-01-01}
sources: {a: {title: 甲, issuer: 乙}}
"""
    assert load_policy(write(rules)).editions == (Edition(date(2021, 1, 1), line=7),)


def test_hash_is_of_the_text_and_not_of_its_line_ends(write: Write) -> None:
    folder = write()
    policy = load_policy(folder)
    (folder / "rules.yaml").write_bytes(RULES.replace("\n", "\r\n").encode())
    assert load_policy(folder) == policy
    assert hash(load_policy(folder)) == hash(policy)
    (folder / "rules.yaml").write_text(RULES + "# 注\n", encoding="utf-8")
    assert load_policy(folder).sha256 != policy.sha256


def test_a_policy_goes_to_another_process_and_back(write: Write) -> None:
    policy = load_policy(write())
    copy: Policy = pickle.loads(pickle.dumps(policy))
    assert copy == policy
    assert isinstance(copy.when[0].rule, Formula)
    assert copy.when[0].rule.line == 23


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            'id: "city.rent"',
            'id: "city.rents"',
            "rules.yaml:1：编号 city.rents 与文件夹不符。请把 id 写成 city.rent，或移动文件夹。",
        ),
        (
            'cite: {source: "practice"}',
            'cite: {source: "practise"}',
            "rules.yaml:31：没有来源 practise。是否要写 practice？",
        ),
        (
            'cite: {source: "practice"}, ',
            "",
            "rules.yaml:31：checks 缺少 cite（出处）。请补上。",
        ),
        (
            'issuer: "某局", ',
            "",
            (
                "rules.yaml:11：来源 letter 没有写发文机关。"
                "请补写 issuer；未见原文的写 unverified: true。"
            ),
        ),
        (
            'rule: "rent >= 0", to: "2020-12-31"',
            'rule: "rent >= 0", to: "2020-12-30"',
            "rules.yaml:23：paid 的 to 2020-12-30 不是版本的末日。可用的日期：2020-12-31。",
        ),
        (
            '\n    from: "2021-01-01"\n',
            "\n",
            (
                "rules.yaml:24：编号 paid 重复。"
                "第 23 行已用，且两者在同一版本内。请改名，或写明 from、to。"
            ),
        ),
        (
            '"2021-06-01": 0.5',
            '"2021-06-01": {value: 0.5, cite: {source: "practise"}}',
            "rules.yaml:14：没有来源 practise。是否要写 practice？",
        ),
        (
            '"2021-06-01": 0.5',
            '"2021-06-01": [0.5]',
            "rules.yaml:14：2021-06-01 应为数字，得到列表。",
        ),
        (
            '"2021-06-01": 0.5',
            '"2021-06-01": {cite: {source: "practice"}}',
            "rules.yaml:14：2021-06-01 缺少 value（数值；null 表示待核）。请补上。",
        ),
        (
            '"2018-01-01": "2/37"',
            '"2017-01-01": "2/37"',
            (
                "rules.yaml:14：参数 rate 的日期 2017-01-01 不在任何版本内。"
                "请改为版本内的日期，或补写版本。"
            ),
        ),
        (
            '"2018-01-01": "2/37", "2021-06-01": 0.5',
            '"2021-06-01": 0.5, "2018-01-01": "2/37"',
            "rules.yaml:14：参数 rate 的日期 2018-01-01 没有从早到晚排列。请调整次序。",
        ),
        (
            ", exact: true",
            "",
            "rules.yaml:21：命名值 growth 没有出处。请补写 cite；只有 exact 的中间量可以不写。",
        ),
        ("  growth:", "  rate:", "rules.yaml:21：命名值 rate 与参数同名。请改名。"),
        (
            "  growth:",
            "  case:",
            "rules.yaml:21：命名值不能叫 case。它是公式语言的保留字。请改名。",
        ),
        (
            'unit: "比例"',
            'unit: "万圆"',
            "rules.yaml:14：unit 应为已知的单位，得到「万圆」。是否要写 万元？",
        ),
        (
            'parts: [{id: "rent", formula: "rate * rent", cite: {source: "letter"}}]',
            "parts: []",
            'rules.yaml:33：金额没有任何分项。请写 parts；暂不知道的写 unknown: "待核：原因"。',
        ),
        ('{to: "100"}', '{to: "0"}', "rules.yaml:36：取整单位须大于 0。请写 1、100 等。"),
        ('at_most: "cap"', 'at_most: "caps"', "rules.yaml:42：没有参数 caps。是否要写 cap？"),
        ('"city.other"', '"city.rent"', "rules.yaml:40：not_with 中有本项目自己。请删去。"),
        (
            '{id: "lease"',
            '{id: "paid"',
            (
                "rules.yaml:31：编号 paid 重复。"
                "第 23 行已用，且两者在同一版本内。请改名，或写明 from、to。"
            ),
        ),
    ],
)
def test_a_contradiction_is_told_with_its_line(
    write: Write, old: str, new: str, problem: str
) -> None:
    assert told(load_policy, write(changed(old, new))) == [problem]


@pytest.mark.parametrize(
    ("editions", "problem"),
    [
        (
            '  - {from: "2018-01-01", to: "2017-01-01"}\n',
            "rules.yaml:8：2018-01-01 起的版本末日 2017-01-01 早于首日。请核对两个日期。",
        ),
        (
            '  - {from: "2018-01-01"}\n  - {from: "2021-01-01"}\n',
            "rules.yaml:8：2018-01-01 起的版本没有末日，其后却还有版本。请补写 to（含当日）。",
        ),
        (
            '  - {from: "2018-01-01", to: "2021-01-01"}\n  - {from: "2021-01-01"}\n',
            (
                "rules.yaml:9：2021-01-01 起的版本与前一版本重叠或次序颠倒。"
                "请从早到晚排列，末日为次版首日的前一天。"
            ),
        ),
    ],
)
def test_editions_stand_in_order_and_apart(write: Write, editions: str, problem: str) -> None:
    head, rest = RULES.split("editions:\n")
    sources = rest[rest.index("sources:") :]
    problems = told(load_policy, write(f"{head}editions:\n{editions}{sources}"))
    assert [line for line in problems if "起的版本" in line] == [problem]


def test_problems_of_all_kinds_come_together_in_the_order_of_the_file(write: Write) -> None:
    rules = changed('"city.rent"', '"city.rant"').replace('{every: "year"', '{every: "yearly"')
    problems = told(
        load_policy, write(rules.replace("amount:", "amonut:"), cases=None, source=None)
    )
    assert problems == [
        (
            "cases.yaml：缺少 cases.yaml。没有用例的政策不能使用。"
            "请在同一文件夹补写 cases.yaml，至少一个用例。"
        ),
        "rules.yaml:32：键 amonut 不认识。是否要写 amount？",
        "rules.yaml:42：every 应为选项之一，得到「yearly」。是否要写 year？",
        "source.md：缺少 source.md。每项政策须附来源摘录。请在同一文件夹补写 source.md。",
    ]


def test_a_folder_without_files_is_refused_and_not_a_crash(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        load_policy(tmp_path / "a" / "b")
    assert [problem.what for problem in refusal.value.problems] == [
        "缺少 cases.yaml。",
        "找不到这个文件。",
        "缺少 source.md。",
    ]


def test_programme_folders_are_found_in_order(write: Write) -> None:
    folder = write()
    Path("city/empty").mkdir()
    assert programme_folders(Path()) == (folder,)


@pytest.mark.parametrize(
    "folder", programme_folders(LIBRARY), ids=lambda f: f"{f.parent.name}.{f.name}"
)
def test_every_programme_of_the_library_loads_and_its_cases_fit(folder: Path) -> None:
    policy = load_policy(folder)
    assert policy.id == f"{folder.parent.name}.{folder.name}"
    assert case_problems(load_cases(folder), policy) == ()


def best_of_five(work: Callable[[], object]) -> float:
    def once() -> float:
        start = perf_counter()
        work()
        return perf_counter() - start

    return min(once() for _ in range(5))


def test_checked_loading_stays_within_a_few_times_of_plain_yaml(write: Write) -> None:
    folder = write()
    text = (folder / "rules.yaml").read_text(encoding="utf-8")
    plain = best_of_five(lambda: [yaml.load(text, Loader=yaml.CSafeLoader) for _ in range(30)])
    ours = best_of_five(lambda: [load_policy(folder) for _ in range(30)])
    assert ours < 5 * plain
