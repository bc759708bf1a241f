"""政策文件的接口: the documents of the page, with what is not known as null or unknown."""

import pytest

from huiqi.kernel.access import SYSTEM
from huiqi.library import load
from huiqi.policies.actions import load_documents
from huiqi.policies.models import PolicyDocument
from tests.api.conftest import Ask


@pytest.fixture(autouse=True)
def _on_file(city_clock: object) -> None:
    load_documents(library=load(), actor=SYSTEM)


def test_list_holds_every_document_and_its_standing_today(ask: Ask) -> None:
    told = ask("/documents?limit=500").json
    assert told["total"] == len(told["items"]) == PolicyDocument.objects.count()
    assert {one["on"] for one in told["items"]} == {"2021-10-20"}


def test_list_is_narrowed_as_on_the_page(ask: Ask) -> None:
    [one] = ask("/documents?standing=in_force").json["items"]
    assert one == {
        "id": one["id"],
        "title": "深圳市科技型中小微企业贷款贴息贴保项目管理办法",
        "document_no": "",
        "issuer": "深圳市科技创新委员会",
        "kind": "measures",
        "level": "city",
        "issued_on": "2020-02-28",
        "in_force_on": "2020-02-28",
        "until_on": "2025-02-28",
        "has_no_end": False,
        "on": "2021-10-20",
        "standing": "in_force",
    }


def test_one_document_tells_its_clauses_programmes_and_relations(ask: Ask) -> None:
    guide = PolicyDocument.objects.get(title="龙华区制造业企业技术装备升级换代改造资助类操作指引")
    plan = PolicyDocument.objects.get(title="龙华区工业园区提质增效三年实施方案")
    told = ask(f"/documents/{guide.pk}?on=2024-07-04").json
    assert told["standing"] == "unknown"
    assert told["why"] == "施行日期没有查到，所以不判断。"
    assert told["programmes"] == [
        {
            "programme": "shenzhen_longhua.technical_upgrade",
            "department": "深圳市龙华区工业和信息化局",
            "unverified": False,
            "note": "依据深龙华府〔2023〕48号",
        }
    ]
    assert told["relations"] == [{"kind": "implements", "document": plan.pk, "from": None}]
    assert {
        "number": "一",
        "text": "是制造业企业",
        "programme": guide.bases.get().programme,
    } in told["clauses"]


@pytest.mark.parametrize("number", ["999999", "x", "9" * 30, "-1"])
def test_document_that_is_not_there_is_not_found(ask: Ask, number: str) -> None:
    assert ask(f"/documents/{number}").status == 404


def test_every_problem_with_an_address_is_told_at_once(ask: Ask) -> None:
    told = ask("/documents?standing=gone&year=99&on=2021-02-30&limit=0")
    assert told.status == 422
    assert {one.get("key") for one in told.json["problems"]} >= {"standing", "year", "limit"}
