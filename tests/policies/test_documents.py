"""政策文件: taken over from the library once, shown with clauses, days and who handles them."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from python_calamine import CalamineWorkbook

from huiqi.kernel.access import ANONYMOUS, SYSTEM
from huiqi.kernel.refusals import Denied
from huiqi.library import load
from huiqi.policies.actions import load_documents
from huiqi.policies.enums import DocumentKind, Level, RelationKind, Standing
from huiqi.policies.models import Basis, Clause, DocumentRelation, PolicyDocument
from huiqi.policies.queries import documents_on, validity_of
from huiqi.policies.reading import gather, kind_of, level_of
from huiqi.policies.validity import standing_on

DAYS = [
    date(2019, 1, 1),
    date(2021, 10, 20),
    date(2025, 2, 27),
    date(2025, 2, 28),
    date(2026, 4, 1),
]


@pytest.fixture
def on_file(city_clock: object) -> None:
    load_documents(library=load(), actor=SYSTEM)


def text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def get(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return text(response.content.decode())


def document(title: str) -> PolicyDocument:
    return PolicyDocument.objects.get(title=title)


# Taking over


def test_every_source_of_the_library_is_on_file_under_one_document(on_file: None) -> None:
    cited = {(p.id, name) for p in load().policies.values() for name in p.sources}
    assert set(Basis.objects.values_list("programme", "source")) == cited
    assert PolicyDocument.objects.count() == len(gather(load()))


def test_second_time_writes_nothing(on_file: None) -> None:
    assert load_documents(library=load(), actor=SYSTEM).written == 0


def test_document_keeps_its_number_when_the_library_corrects_it(on_file: None) -> None:
    before = document("促进个体工商户发展条例")
    library = load()
    policy = library.policies["national.sole_trader_conversion"]
    source = replace(policy.sources["regulation"], title="促进个体工商户发展条例（更正）")
    changed = replace(policy, sources={**policy.sources, "regulation": source})
    corrected = replace(library, policies={**library.policies, policy.id: changed})
    assert load_documents(library=corrected, actor=SYSTEM).written == 1
    assert document("促进个体工商户发展条例（更正）").pk == before.pk
    assert load_documents(library=load(), actor=SYSTEM).written == 1


def test_only_the_system_takes_over_the_library(city_clock: object) -> None:
    with pytest.raises(Denied):
        load_documents(library=load(), actor=ANONYMOUS)
    assert PolicyDocument.objects.count() == 0


def test_days_are_those_that_the_files_state_and_no_others(on_file: None) -> None:
    known = PolicyDocument.objects.exclude(in_force_on=None).order_by("in_force_on", "until_on")
    assert list(known.values_list("title", "in_force_on", "until_on")) == [
        (
            "深圳市科技型中小微企业贷款贴息贴保项目管理办法",
            date(2020, 2, 28),
            date(2025, 2, 28),
        ),
        ("政府采购促进中小企业发展管理办法", date(2021, 1, 1), None),
        (
            "关于推动制造业高质量发展坚定不移打造制造强市的若干措施",
            date(2021, 3, 1),
            None,
        ),
        ("优质中小企业梯度培育管理暂行办法", date(2022, 6, 1), date(2026, 4, 1)),
        ("关于进一步加大政府采购支持中小企业力度的通知", date(2022, 7, 1), None),
        ("促进个体工商户发展条例", date(2022, 11, 1), None),
        ("优质中小企业梯度培育管理办法（修订）", date(2026, 4, 1), None),
    ]


def test_relation_that_the_library_states_is_on_file(on_file: None) -> None:
    [one] = DocumentRelation.objects.all()
    assert (one.document.title, one.kind, one.other.title, one.on) == (
        "龙华区制造业企业技术装备升级换代改造资助类操作指引",
        RelationKind.IMPLEMENTS,
        "龙华区工业园区提质增效三年实施方案",
        None,
    )


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("促进个体工商户发展条例", DocumentKind.REGULATION),
        ("优质中小企业梯度培育管理办法（修订）", DocumentKind.MEASURES),
        ("深圳市科技创新券实施办法（2020年起）", DocumentKind.MEASURES),
        ("高新技术企业认定管理工作指引", DocumentKind.GUIDE),
        ("关于进一步加大政府采购支持中小企业力度的通知", DocumentKind.NOTICE),
        ("市级专项资金通行做法", DocumentKind.OTHER),
        ("规模以上单位统计范围", DocumentKind.OTHER),
    ],
)
def test_kind_is_what_the_title_says(title: str, kind: DocumentKind) -> None:
    assert kind_of(title) == kind


@pytest.mark.parametrize(
    ("issuer", "level"),
    [
        ("国务院", Level.NATIONAL),
        ("中国人民银行、银监会、证监会、保监会、国家统计局", Level.NATIONAL),
        ("市场监管总局等九部门", Level.NATIONAL),
        ("广东省工业和信息化厅", Level.PROVINCE),
        ("深圳市科技创新委员会", Level.CITY),
        ("深圳市龙华区工业和信息化局", Level.DISTRICT),
        ("光明区", Level.DISTRICT),
        ("", Level.UNKNOWN),
    ],
)
def test_level_is_that_of_the_issuer(issuer: str, level: Level) -> None:
    assert level_of(issuer) == level


# Standing


def test_database_and_function_agree_on_every_document_and_day(on_file: None) -> None:
    repealed, undated = PolicyDocument.objects.order_by("pk")[:2]
    other = document("促进个体工商户发展条例")
    DocumentRelation.objects.create(
        document=other, other=repealed, kind=RelationKind.REPEALS, on=date(2021, 1, 1)
    )
    PolicyDocument.objects.filter(pk=undated.pk).update(
        in_force_on=date(2020, 1, 1), issued_on=None, has_no_end=True
    )
    DocumentRelation.objects.create(document=other, other=undated, kind=RelationKind.REPEALS)
    for day in DAYS:
        for one in documents_on(day):
            assert one.standing == standing_on(validity_of(one), day), one


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"title": ""}, "文件要有名称"),
        (
            {"issued_on": date(2021, 2, 1), "in_force_on": date(2021, 1, 1)},
            "施行日期不能早于成文日期",
        ),
        (
            {"in_force_on": date(2021, 2, 1), "until_on": date(2021, 2, 1)},
            "失效日期要晚于成文日期和施行日期",
        ),
        (
            {"has_no_end": True, "until_on": date(2021, 2, 1)},
            "没有写止期的文件不能有失效日期",
        ),
    ],
)
def test_document_that_cannot_be_is_refused_in_its_own_sentence(
    db: None, columns: dict[str, object], sentence: str
) -> None:
    given = {"title": "办法", "kind": "measures", "level": "city"} | columns
    with pytest.raises(ValidationError, match=sentence):
        PolicyDocument(**given).validate_constraints()


# Pages


def test_list_shows_every_document_with_what_is_not_known_as_not_seen(
    client: Client, on_file: None
) -> None:
    page = get(client, "/documents/")
    assert f"{PolicyDocument.objects.count()} 份文件，状态按 2021年10月20日" in page
    assert "文号未见" in page + get(client, "/documents/?page=4")


def test_list_is_narrowed_by_standing_issuer_year_and_words(client: Client, on_file: None) -> None:
    page = get(client, "/documents/?standing=in_force")
    assert "1 份文件" in page
    assert "深圳市科技型中小微企业贷款贴息贴保项目管理办法" in page
    assert "1 份文件" in get(client, "/documents/?q=深府规〔2021〕1号")
    assert "没有符合这些筛选的文件" in get(client, "/documents/?q=没有这样的文件")
    assert "1 份文件" in get(client, "/documents/?q=促进个体&standing=pending")
    assert "1 份文件" in get(client, "/documents/?q=贴息贴保&standing=repealed&on=2025-02-28")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("standing=gone", "没有「gone」这种状态"),
        ("year=去年", "年份要写成 2021 这样的四位数字，现在写的是「去年」"),
        ("year=99999", "年份要写成"),
        ("on=2021-02-30", "日期"),
        ("standing=<script>&year=<script>alert(1)</script>", "年份要写成"),
    ],
)
def test_address_that_cannot_be_used_is_told(
    client: Client, on_file: None, query: str, told: str
) -> None:
    for path in ("/documents/", "/documents/list.xlsx"):
        response = client.get(f"{path}?{query}")
        assert response.status_code == 422
        assert told in text(response.content.decode())
        assert "<script>alert" not in response.content.decode()


def test_words_of_any_kind_are_only_looked_for(client: Client, on_file: None) -> None:
    for words in ("%", "'; DROP TABLE", "\\", "\x00", "x" * 10_000, "(.*"):
        assert client.get("/documents/", {"q": words, "issuer": words}).status_code == 200


def test_export_holds_the_list_as_it_is_filtered(client: Client, on_file: None) -> None:
    response = client.get("/documents/list.xlsx?q=贴息贴保项目管理办法")
    [heading, row] = (
        CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(0).to_python()
    )
    assert heading[-1] == "2021-10-20的状态"
    assert row == [
        "深圳市科技型中小微企业贷款贴息贴保项目管理办法",
        "",
        "深圳市科技创新委员会",
        "办法、规定、标准",
        "深圳市",
        date(2020, 2, 28),
        date(2020, 2, 28),
        date(2025, 2, 28),
        "在行",
    ]


def test_document_page_shows_clauses_programmes_days_and_who_handles_it(
    client: Client, on_file: None
) -> None:
    found = document("深圳市科技型中小微企业贷款贴息贴保项目管理办法")
    page = get(client, f"/documents/{found.pk}/")
    assert "在行" in page
    assert "2020-02-28 起施行，2025-02-28 起不再有效。" in page
    assert "深圳市科技型中小微企业贷款贴息贴保" in page
    assert "12345" in page
    first = Clause.objects.filter(basis__document=found).first()
    assert first is not None
    assert first.text in page
    assert "已废止" in get(client, f"/documents/{found.pk}/?on=2025-02-28")


def test_document_page_shows_relations_on_both_sides(client: Client, on_file: None) -> None:
    guide = document("龙华区制造业企业技术装备升级换代改造资助类操作指引")
    plan = document("龙华区工业园区提质增效三年实施方案")
    assert f"依据并落实 {plan}" in get(client, f"/documents/{guide.pk}/")
    assert f"{guide} 依据它制定" in get(client, f"/documents/{plan.pk}/")


def test_document_nobody_has_read_says_so(client: Client, on_file: None) -> None:
    found = document("区级专项资金通行做法")
    page = get(client, f"/documents/{found.pk}/")
    assert "还没有人看到原文" in page
    assert str(Standing.UNKNOWN.label) in page


def test_every_document_has_a_page(client: Client, on_file: None) -> None:
    for pk in PolicyDocument.objects.values_list("pk", flat=True):
        assert client.get(f"/documents/{pk}/").status_code == 200


def test_policy_page_and_search_lead_to_the_documents(client: Client, on_file: None) -> None:
    found = document("关于推动制造业高质量发展坚定不移打造制造强市的若干措施")
    page = client.get("/policies/shenzhen.srdi_award/").content.decode()
    assert f'href="/documents/{found.pk}/"' in page
    assert 'href="/documents/"' in client.get("/policies/").content.decode()


def test_list_asks_the_database_as_often_for_many_as_for_few(
    client: Client, on_file: None, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get("/documents/")
