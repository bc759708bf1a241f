"""笔记本: the table of a match says why not, by which clause and how to object."""

from datetime import date

from huiqi.library import load
from huiqi.rules.answer import Answer
from huiqi.rules.notebook import table


def test_a_refusal_says_value_need_clause_and_the_way_to_a_person() -> None:
    found = load().answer("national.above_scale", {"industry": "J66"}, date(2021, 10, 20))
    assert isinstance(found, Answer)
    last = table([found]).rpartition("<td>")[2]
    assert last.removesuffix("</td></tr></tbody></table>") == (
        "行业不属于规模以上统计范围：行业为货币金融服务，"
        "要求属于采矿业、制造业、「电力、热力、燃气及水生产和供应业」等 16 类"
        "（依据：规模以上单位统计范围 统计范围）。如有异议可申请人工复核。"
    )
