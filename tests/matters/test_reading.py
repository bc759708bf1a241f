"""读取一件事: what ships is sound; what is wrong is told all at once, with line and remedy."""

from pathlib import Path

import pytest

from huiqi.library import FOLDER, load
from huiqi.matters.order import circle
from huiqi.matters.reading import load_matters, matters
from huiqi.rules.problems import Refused

WRONG = """
id: "other"
rank: 1
title: "搬家"
summary: "换个地方。"
who: "要搬家的"
sources:
  law: {title: "某法", issuer: "某会"}
  nobody: {title: "某办法"}
materials:
  paper: {text: "纸", cite: {source: "law", clause: "第一条"}}
  fact: {text: "数", cite: {source: "law", clause: "第一条"}, city_has: {source: "登记", fact: "revenu", cite: {source: "law", clause: "第一条"}}}
steps:
  - {id: "a", text: "甲", department: "某局", level: "city", place: {name: "窗口"}, fee: "待核", cite: {source: "law"}, after: ["b"], needs: ["fact"]}
  - {id: "b", text: "乙", department: "某局", level: "city", place: {name: "窗口"}, fee: "待核", cite: {source: "lew", clause: "第二条"}, after: ["a"], days_open: "待核", programme: "national.tech_smee", needs: ["papr"]}
  - {id: "c", text: "丙", department: "某局", level: "city", place: {name: "窗口"}, fee: "待核", cite: {source: "law", clause: "第三条"}, days_open: "待核"}
  - {id: "c", text: "丙", department: "某局", level: "city", place: {name: "窗口"}, fee: "待核", cite: {source: "law", clause: "第三条"}, legal: {length: -1, cite: {source: "law", clause: "第三条"}}, done: {rule: "holds('nobel')", text: "有了"}}
"""  # noqa: E501 -- one step a line, as in the library


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(Refused) as refused:
        load_matters(folder, tuple(load().policies))
    return [f"{problem.line} {problem.what}{problem.fix}" for problem in refused.value.problems]


def test_what_ships_names_each_life_event_in_its_order() -> None:
    assert [one.title for one in matters().values()] == [
        "企业开办",
        "个体工商户转企业",
        "扩大经营和迁址",
        "资质认定",
        "境内上市",
    ]


@pytest.mark.parametrize("slug", list(matters()))
def test_every_life_event_can_be_walked_to_its_end(slug: str) -> None:
    matter = matters()[slug]
    assert circle(matter.steps) == ()
    cited = [matter.said(cite) for cite in matter.cites()]
    assert all(
        "条" in text or "附件" in text or "（一）" in text or "待核" in text for text in cited
    )


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "moving.yaml").write_text(WRONG, encoding="utf-8")
    assert problems_of(tmp_path) == [
        "2 编号 other 与文件名不符。请把文件改名为 other.yaml。",
        "9 来源 nobody 没有写发文机关。请补写 issuer；未见原文的写 unverified: true。",
        "11 材料 paper 没有步骤用到。请在 needs 中写上，或删去。",
        "12 没有名为 revenu 的事实。是否要写 revenue？",
        '14 出处 law 没有写条款。请补写 clause，例如 "第十条"；文件没有分条的，写小标题。',
        "14 a 没有时限，也没有说明原因。请补写 days_open，例如「待核」。",
        "14 步骤互相等待：a → b → a。请改正 after。",
        "15 没有来源 lew。是否要写 law？",
        "15 b 的 needs 中没有 papr 这一项。是否要写 paper？",
        "15 b 的 programme 中没有 national.tech_smee 这一项。是否要写 national.tech_sme？",
        "17 编号 c 重复。请改名。",
        "17 c 的时限 -1 小于 0。请改为 0 或更大。",
        "17 规则「holds('nobel')」不能使用：没有称号「nobel」。请按政策公式的写法改正。",
    ]


def test_a_file_with_a_wrong_form_hides_no_other(tmp_path: Path) -> None:
    good = (FOLDER / "matters" / "start-business.yaml").read_text(encoding="utf-8")
    (tmp_path / "start-business.yaml").write_text(good.replace("fee:", "fees:"), encoding="utf-8")
    again = good.replace('id: "start-business"', 'id: "again"')
    (tmp_path / "again.yaml").write_text(again.replace("rank: 1", "rank: x"), encoding="utf-8")
    found = problems_of(tmp_path)
    assert len(found) == 1 + 8
    assert found[-1].endswith("键 fees 不认识。是否要写 fee？")


def test_two_life_events_cannot_stand_in_one_place(tmp_path: Path) -> None:
    good = (FOLDER / "matters" / "start-business.yaml").read_text(encoding="utf-8")
    (tmp_path / "start-business.yaml").write_text(good, encoding="utf-8")
    again = good.replace('id: "start-business"', 'id: "again"')
    (tmp_path / "again.yaml").write_text(again, encoding="utf-8")
    assert problems_of(tmp_path) == ["1 次序 1 与 again.yaml 相同。请改 rank。"]
