"""项目之法: every law of the files, broken once: a sentence with its line says what to do."""

from pathlib import Path
from typing import Final

import pytest

from huiqi.programmes.definition import load_definition
from huiqi.rules.problems import Refused
from tests.programmes.tutorial import tutorial_files, tutorial_library

Bad = tuple[str, str, list[str]]

FORMAL: Final = '  - {kind: "formal_check", cite: {source: "own"}, days: "10", reply_days: "5"}\n'
PUBLICITY: Final = '  - {kind: "publicity", cite: {source: "own"}, days: "20"}\n'
PLAN: Final = '  - {kind: "funding_plan", cite: {source: "own"}, days: "10", allocation: "full"}\n'
PAID: Final = '  - {kind: "disbursement", cite: {source: "own"}, days: "10"}\n'
MONEY_STAGES: Final = PUBLICITY + PLAN + PAID
ASKED: Final = '      - {key: "asked", text: "申请金额", kind: "money"}\n'
PLACE: Final = '      - {key: "address", text: "租在哪里", kind: "text", at_most: "100"}\n'
CHECK: Final = (
    '  - {id: "not_more_than_rent", text: "申请金额大于租金，请核对", left: "asked", '
    'relation: "at_most", right: "rent_paid_last_year"}\n'
)
KNOWN_MONEY: Final = "可用的有：asked、rent_paid_last_year。"
LEASE: Final = '  - {id: "lease", text: "租赁合同和租赁凭证", required: false}\n'


def stage(kind: str, more: str = "", days: str = "10") -> str:
    """A line of a stage, with its own settings after a comma."""
    own = f", {more}" if more else ""
    return f'  - {{kind: "{kind}", cite: {{source: "own"}}, days: "{days}"{own}}}\n'


def experts(more: str = 'panel: "3", pass_mark: "60"', points: str = "100") -> str:
    """A line of experts who judge one thing."""
    judged = f'criteria: [{{id: "use", text: "用处", points: "{points}"}}]'
    return stage("expert_review", f"{more}, {judged}")


TWICE: Final = stage(
    "expert_review",
    'panel: "3", pass_mark: "60", '
    'criteria: [{id: "a", text: "甲", points: "50"}, {id: "a", text: "乙", points: "50"}]',
)


def lines_from(first: str) -> str:
    """The end of the tutorial's programme, from a line on."""
    text = tutorial_files()["programme.yaml"]
    return text[text.index(first) :]


def broken(tmp_path: Path, **changes: tuple[str, str]) -> list[str]:
    """Every sentence about the programme of the tutorial, spoiled."""
    folder = tutorial_library(tmp_path, **changes)
    with pytest.raises(Refused) as refused:
        load_definition(folder)
    return [str(one).removeprefix(f"{folder}/") for one in refused.value.problems]


ORDER: Final[dict[str, Bad]] = {
    "a stage twice": (
        PUBLICITY,
        PUBLICITY + PUBLICITY,
        ["programme.yaml:14：环节 publicity 写了两次。同一种环节只能有一个。"],
    ),
    "money before it is public": (
        PUBLICITY,
        "",
        [
            (
                "programme.yaml:13：funding_plan 之前没有 publicity。"
                "资金计划下达之前必须公示。请补上。"
            ),
            "programme.yaml:14：disbursement 之前没有 publicity。拨付之前必须公示。请补上。",
        ],
    ),
    "money without a plan": (
        PLAN,
        "",
        ["programme.yaml:14：disbursement 之前没有 funding_plan。拨付之前必须有资金计划。请补上。"],
    ),
    "recognition before it is public": (
        MONEY_STAGES,
        stage("recognition") + MONEY_STAGES,
        [
            (
                "programme.yaml:12：环节的先后不对。应为 formal_check → publicity → recognition → "
                "funding_plan → disbursement。"
            ),
            "programme.yaml:13：recognition 之前没有 publicity。认定之前必须公示。请补上。",
        ],
    ),
    "a completion check of nothing paid": (
        MONEY_STAGES,
        PUBLICITY + PLAN + stage("completion_check") + PAID,
        [
            (
                "programme.yaml:12：环节的先后不对。应为 formal_check → publicity → funding_plan → "
                "disbursement → completion_check。"
            ),
            (
                "programme.yaml:15：completion_check 之前没有 disbursement。"
                "没有拨付就没有验收。请补上。"
            ),
        ],
    ),
    "a report on nothing paid": (
        MONEY_STAGES,
        PUBLICITY + PLAN + stage("performance") + PAID,
        [
            (
                "programme.yaml:12：环节的先后不对。应为 formal_check → publicity → funding_plan → "
                "disbursement → performance。"
            ),
            (
                "programme.yaml:15：performance 之前没有 disbursement。"
                "没有拨付就没有绩效评价。请补上。"
            ),
        ],
    ),
    "no day at all": (
        PUBLICITY,
        stage("publicity", days="0"),
        ["programme.yaml:13：时限 0 个工作日不合理。写 1 至 366。"],
    ),
    "too many days": (
        PUBLICITY,
        stage("publicity", days="367"),
        ["programme.yaml:13：时限 367 个工作日不合理。写 1 至 366。"],
    ),
}
MODE: Final[dict[str, Bad]] = {
    "an application that nobody looks at": (
        FORMAL,
        "",
        ["programme.yaml:12：第一个环节不是形式审查。受理与否要先有人看过材料。请补上。"],
    ),
    "a consent that nobody is asked": (
        'mode: "approval"',
        'mode: "approval"\nconsent_days: "15"',
        ["programme.yaml:1：只有免申即享才确认意愿。请删去 consent_days。"],
    ),
    "a review without experts": (
        'mode: "approval"',
        'mode: "review"',
        ["programme.yaml:1：评审制的项目没有专家评审。请补上环节，或改 mode。"],
    ),
    "money that is never paid": (
        PAID,
        "",
        ["programme.yaml:1：给钱的项目没有拨付环节。请核对 grants 与 stages。"],
    ),
    "a title that is paid": (
        'grants: "money"',
        'grants: "admission"',
        [
            "programme.yaml:1：不给钱的项目不能有拨付环节。请核对 grants 与 stages。",
            "programme.yaml:1：给称号、额度或资格的项目没有认定环节。请补上 recognition。",
        ],
    ),
    "title and money without a recognition": (
        'grants: "money"',
        'grants: "title_and_money"',
        ["programme.yaml:1：给称号、额度或资格的项目没有认定环节。请补上 recognition。"],
    ),
    "a title of money only": (
        PUBLICITY,
        PUBLICITY + stage("recognition", 'title: "srdi_sme"'),
        ["programme.yaml:14：不给称号的项目写了称号 srdi_sme。请删去 title，或改 grants。"],
    ),
}
SETTINGS: Final[dict[str, Bad]] = {
    "points that do not add up": (
        FORMAL,
        FORMAL + experts(points="90"),
        ["programme.yaml:13：各评分项合计 90 分。应为 100 分。"],
    ),
    "a panel of two": (
        FORMAL,
        FORMAL + experts('panel: "2", pass_mark: "60"'),
        ["programme.yaml:13：专家 2 人不合理。写 3 至 25 人。"],
    ),
    "nobody left without the extremes": (
        FORMAL,
        FORMAL + experts('panel: "4", pass_mark: "60", drop_extremes: true'),
        ["programme.yaml:13：去掉最高最低后不足 3 人。至少 5 人。"],
    ),
    "a mark that nobody reaches": (
        FORMAL,
        FORMAL + experts('panel: "3", pass_mark: "101"'),
        ["programme.yaml:13：通过分 101 不在 0 至 100 之间。"],
    ),
    "a criterion twice": (
        FORMAL,
        FORMAL + TWICE,
        ["programme.yaml:13：评分项 a 写了两次。请换一个编号。"],
    ),
    "a criterion of no points": (
        FORMAL,
        FORMAL + experts(points="0"),
        [
            "programme.yaml:13：各评分项合计 0 分。应为 100 分。",
            "programme.yaml:13：评分项 use 没有分。至少写 1 分，或删去。",
        ],
    ),
    "a visit by nobody": (
        FORMAL,
        FORMAL + stage("site_visit", 'visitors: "0"'),
        ["programme.yaml:13：现场核查至少一人。"],
    ),
    "no day to answer in": (
        'reply_days: "5"',
        'reply_days: "0"',
        ["programme.yaml:12：补正期限至少一个工作日。"],
    ),
    "valid for a century": (
        PUBLICITY,
        PUBLICITY + stage("recognition", 'valid_years: "100"'),
        ["programme.yaml:14：有效 100 年不合理。0 为长期，最多 20。"],
    ),
    "instalments that are not the whole": (
        PAID,
        stage("disbursement", 'instalments: ["0.6", "0.3"]'),
        ['programme.yaml:15：各期比例合计不是 1。例如 ["0.6", "0.4"]。'],
    ),
    "an instalment of nothing": (
        PAID,
        stage("disbursement", 'instalments: ["1", "0"]'),
        ['programme.yaml:15：各期比例合计不是 1。例如 ["0.6", "0.4"]。'],
    ),
    "a report after years": (
        PAID,
        PAID + stage("performance", 'after_months: "61"'),
        ["programme.yaml:16：到账 61 个月后不合理。写 0 至 60。"],
    ),
    "an audit of what nobody is asked": (
        FORMAL,
        FORMAL + stage("audit", 'of: ["askd"]'),
        ["programme.yaml:13：没有名为 askd 的金额。是否要写 asked？"],
    ),
}
SHAPE: Final[dict[str, Bad]] = {
    "another id than the folder's": (
        'id: "shenzhen.small_rent"',
        'id: "shenzhen.big_rent"',
        ["programme.yaml:1：编号 shenzhen.big_rent 与文件夹不符。应为 shenzhen.small_rent。"],
    ),
    "a kind of stage that is not on the list": (
        'kind: "publicity"',
        'kind: "publicty"',
        ["programme.yaml:13：环节种类「publicty」不存在。是否要写 publicity？"],
    ),
}
TWO: Final = ("loans", "bank_rate")
LOANS: Final = "".join(f'      - {{key: "{key}", kind: "fact"}}\n' for key in TWO)
QUESTIONS: Final[dict[str, Bad]] = {
    "a fact of one loan besides all loans": (
        ASKED,
        ASKED + LOANS,
        ["form.yaml:9：bank_rate 在 loans 里逐笔问过。一件事只问一次。请删去这一问或 loans。"],
    ),
    "a question twice": (
        ASKED,
        ASKED + ASKED,
        ["form.yaml:8：键 asked 问了两次。一件事只问一次。"],
    ),
    "a fact that there is not": (
        '"rent_paid_last_year", kind: "fact"',
        '"rent_paid_lst_year", kind: "fact"',
        [
            "form.yaml:5：没有名为 rent_paid_lst_year 的事实。是否要写 rent_paid_last_year？",
            "form.yaml:9：没有名为 rent_paid_last_year 的金额。可用的有：asked。",
        ],
    ),
    "a fact asked as if it were not known": (
        PLACE,
        '      - {key: "revenue", text: "收入", kind: "money"}\n',
        [
            (
                "form.yaml:6：revenue 是事实词典里的键。"
                "写成 fact 才会预填，也不会再问一遍。请改 kind 为 fact。"
            ),
        ],
    ),
    "a question without words": (
        'text: "租在哪里", ',
        "",
        ["form.yaml:6：address 没有写问什么。请补 text。"],
    ),
    "room for no letter": (
        'at_most: "100"',
        'at_most: "0"',
        ["form.yaml:6：address 一个字都不能填。at_most 至少写 1。"],
    ),
    "a choice of nothing": (
        'kind: "text", at_most: "100"',
        'kind: "choice"',
        ["form.yaml:6：address 的选项与种类不符。choice 才有 choices。"],
    ),
    "two choices of one code": (
        'kind: "text", at_most: "100"',
        'kind: "choice", choices: [{code: "a", text: "甲"}, {code: "a", text: "乙"}]',
        ["form.yaml:6：address 的选项代码重复。每个代码只写一次。"],
    ),
    "a page twice": (
        "checks:\n",
        (
            '  - {id: "rent", title: "又是租金", questions: [{key: "area", text: "面积", '
            'kind: "count"}]}\nchecks:\n'
        ),
        ["form.yaml:8：页 rent 写了两次。请换一个编号。"],
    ),
}
SUMS: Final[dict[str, Bad]] = {
    "a sum called like a question": (
        "checks:\n",
        'computed:\n  - {key: "asked", text: "合计", plus: ["rent_paid_last_year"]}\nchecks:\n',
        ["form.yaml:9：键 asked 重复。请换一个名称。"],
    ),
    "a sum of words": (
        "checks:\n",
        'computed:\n  - {key: "all", text: "合计", plus: ["address"], minus: ["date"]}\nchecks:\n',
        [
            f"form.yaml:9：没有名为 address 的金额。{KNOWN_MONEY}",
            f"form.yaml:9：没有名为 date 的金额。{KNOWN_MONEY}",
        ],
    ),
    "a comparison with invoices that are not asked for": (
        'right: "rent_paid_last_year"',
        'right: "invoices"',
        [f"form.yaml:9：没有名为 invoices 的金额。{KNOWN_MONEY}"],
    ),
    "a comparison twice": (
        CHECK,
        CHECK + CHECK,
        ["form.yaml:10：勾稽 not_more_than_rent 写了两次。请换一个编号。"],
    ),
    "asking for what is no money": (
        'asks: "asked"',
        'asks: "address"',
        [f"form.yaml:1：没有名为 address 的金额。{KNOWN_MONEY}"],
    ),
    "asking for nothing": (
        'asks: "asked"\n',
        "",
        ["form.yaml:1：没有写申请的金额是哪一个。请写 asks。"],
    ),
}
MATERIALS: Final[dict[str, Bad]] = {
    "a material twice": (LEASE, LEASE + LEASE, ["form.yaml:13：材料 lease 写了两次。"]),
    "no file of a material": (
        "required: false}",
        'required: false, most: "0"}',
        ["form.yaml:12：材料 lease 一个文件都不收。most 至少写 1。"],
    ),
}
OF_PROGRAMME: Final = {**ORDER, **MODE, **SETTINGS, **SHAPE}
OF_FORM: Final = {**QUESTIONS, **SUMS, **MATERIALS}


@pytest.mark.parametrize("law", OF_PROGRAMME)
def test_a_law_of_the_stages_is_told_at_its_line(tmp_path: Path, law: str) -> None:
    old, new, sentences = OF_PROGRAMME[law]
    assert broken(tmp_path, programme=(old, new)) == sentences


@pytest.mark.parametrize("law", OF_FORM)
def test_a_law_of_the_form_is_told_at_its_line(tmp_path: Path, law: str) -> None:
    old, new, sentences = OF_FORM[law]
    assert broken(tmp_path, form=(old, new)) == sentences


def test_a_programme_without_a_form_is_told(tmp_path: Path) -> None:
    folder = tutorial_library(tmp_path)
    (folder / "form.yaml").unlink()
    with pytest.raises(Refused) as refused:
        load_definition(folder)
    (told,) = [str(one).removeprefix(f"{folder}/") for one in refused.value.problems]
    assert told == "form.yaml：缺少 form.yaml。能在这里申报的项目要有它。请补上。"


def test_a_title_is_named(tmp_path: Path) -> None:
    old = lines_from('grants: "money"')
    new = old.replace('"money"', '"title"').replace(PLAN + PAID, "")
    new = new.replace(PUBLICITY, PUBLICITY + stage("recognition"))
    told = broken(tmp_path, programme=(old, new))
    assert told == ["programme.yaml:14：认定环节没有写给什么称号。请写 title。"]


def test_who_need_not_apply_is_asked_and_judged_in_nothing(tmp_path: Path) -> None:
    old = lines_from('mode: "approval"')
    new = old.replace('"approval"', '"automatic"').replace(FORMAL, FORMAL + stage("site_visit"))
    asked = "免申即享要企业填写或交材料。企业只确认意愿。写 required: false。"
    assert broken(tmp_path, programme=(old, new)) == [
        *(f"form.yaml:{line}：{asked}" for line in (5, 6, 7)),
        "programme.yaml:1：免申即享没有写确认意愿的期限。请写 consent_days。",
        "programme.yaml:1：免申即享不能有评审、审计或现场核查。名单由数据比对得出。",
    ]
