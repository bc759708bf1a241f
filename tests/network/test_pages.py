"""群服务的页面: what each reader is shown, what each form does, and what nobody finds."""

from __future__ import annotations

import pytest

from huiqi.kernel.models import AuditEntry
from huiqi.network.views import firm, office, organ, visit
from tests.cast import NOW, Player
from tests.network.conftest import World, after
from tests.network.test_handing import started
from tests.network.test_visits import met, referred
from tests.visits import client_of, page


@pytest.fixture(autouse=True)
def _without_second_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def of(world: World, act: str = "") -> str:
    return f"/desk/network/firms/{world.firm.credit_code}/{act}{'/' if act else ''}"


def test_commissioner_sees_own_firms_with_what_is_open(world: World) -> None:
    world.assigned()
    world.made(promise="给名单")
    told = page(world.one, "/desk/network/")
    assert world.firm.name in told
    assert "给名单" in told
    assert world.firm.name not in page(world.two, "/desk/network/")
    assert world.firm.name in page(world.two, "/desk/network/?tab=all")
    assert world.firm.name not in page(world.far, "/desk/network/?tab=all")


def test_search_opens_a_firm_that_is_on_no_list(world: World) -> None:
    sent = client_of(world.visitor).get("/desk/network/", {"text": str(world.firm.credit_code)})
    assert (sent.status_code, sent.headers["Location"]) == (302, of(world))


def test_firm_of_another_district_is_not_found(world: World) -> None:
    page(world.far, of(world), 404)
    page(world.owner, of(world), 403)
    sent = client_of(world.far).post(of(world, "plan"), {})
    assert sent.status_code == 404


def test_office_assigns_the_suggested_commissioner(world: World) -> None:
    told = page(world.keeper, of(world))
    pk = world.officers["one"].pk
    assert f'name="officer" value="{pk}" checked' in told
    sent = client_of(world.keeper).post(
        of(world, "assign"), {"key_firm": world.key.pk, "officer": pk}
    )
    assert sent.status_code == 302
    world.key.refresh_from_db()
    assert world.key.officer_id == pk


def test_other_departments_visits_are_shown_before_planning(world: World) -> None:
    world.made("visitor")
    told = page(world.one, of(world))
    assert told.index("前后 30 天内各单位的联系") < told.index('id="f-plan"')
    sent = client_of(world.one).post(
        of(world, "plan"),
        {"way": "visit", "planned_on": "2021-10-28", "purpose": "看设备", "reason": ""},
    )
    told = sent.content.decode()
    assert sent.status_code == 409
    assert "无事不扰" in told
    assert 'value="看设备"' in told


def test_findings_are_for_the_unit_the_commissioner_and_the_office(world: World) -> None:
    visit = world.made("visitor")
    path = f"/desk/network/visits/{visit.number}/"
    assert "缺两名工程师" in page(world.visitor, path)
    assert "缺两名工程师" in page(world.keeper, path)
    page(world.one, path, 404)
    assert "缺两名工程师" not in page(world.one, of(world))
    world.assigned(after(hours=1))
    assert "缺两名工程师" in page(world.one, path)


def test_brief_is_printed_read_with_a_purpose_and_seen_by_nobody_else(world: World) -> None:
    planned = world.planned()
    path = f"/desk/network/visits/{planned.number}/"
    assert "走访提要" in page(world.one, path)
    entry = AuditEntry.objects.filter(verb="network.read").latest("id")
    assert (entry.purpose, entry.subject_id) == (
        f"联系企业 {planned.number}",
        world.firm.subject_id,
    )
    sent = client_of(world.one).get(f"{path}brief.pdf")
    assert sent.content.startswith(b"%PDF-")
    page(world.visitor, f"{path}brief.pdf", 404)


def read_by(path: str, who: Player, purpose: str) -> set[int | None]:
    """The subjects of whose reading by ``who`` for ``purpose`` there is a record."""
    before = AuditEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0
    assert client_of(who).get(path).status_code == 200
    found = AuditEntry.objects.filter(id__gt=before, verb="network.read", purpose=purpose)
    return set(found.filter(person_id=who.person.pk).values_list("subject_id", flat=True))


def test_whatever_names_a_firm_is_put_on_record_with_its_purpose(world: World) -> None:
    mine, theirs = world.firm.subject_id, {world.firm.subject_id}
    page_of_mine = "/desk/network/?tab=mine"
    assert read_by(page_of_mine, world.visitor, "查看重点企业名单") == set()
    referred(world)
    assert read_by(page_of_mine, world.visitor, "查看重点企业名单") == theirs
    planned = world.planned("two", after(days=40))
    assert read_by(page_of_mine, world.two, "查看重点企业名单") == theirs
    assert read_by(of(world), world.two, f"查看企业服务档案 {world.firm.credit_code}") == theirs
    visit = f"/desk/network/visits/{planned.number}/"
    assert read_by(visit, world.two, f"联系企业 {planned.number}") == theirs
    assert read_by(f"{visit}brief.pdf", world.two, f"下载走访提要 {planned.number}") == theirs
    world.assigned()
    world.made("visitor")  # neither without an officer nor silent: it is named for its referral
    assert read_by("/desk/network/office/", world.keeper, "查看群服务覆盖情况") == {mine}


def test_firm_sees_its_commissioner_visits_and_promises_but_no_findings(world: World) -> None:
    world.assigned()
    world.made(promise="给名单")
    told = page(world.owner, "/network/")
    assert "0755-88101234" in told
    assert "给名单" in told
    assert "缺两名工程师" not in told
    assert "给名单" not in page(world.stranger, "/network/")
    page(world.one, "/network/", 403)


def test_firm_says_that_it_wants_no_visits(world: World) -> None:
    client = client_of(world.owner)
    assert client.post("/network/wish/", {"wish": "none"}).status_code == 302
    assert client.post("/network/wish/", {"wish": "later"}).status_code == 422
    assert "不希望上门走访" in page(world.one, of(world))


def test_only_bodies_that_reach_the_firm_are_offered_for_a_referral(world: World) -> None:
    told = page(world.visitor, of(world))
    chosen = told[told.index('id="f-refer"') :]
    assert ("南山区企业服务中心" in chosen, "龙华区企业服务中心" in chosen) == (True, False)


def everything(world: World) -> None:
    world.assigned()
    world.made("visitor", promise="对接银行")
    referred(world)
    started(world)
    met(world)


def test_office_sees_who_has_nobody_and_who_was_never_met(world: World) -> None:
    told = page(world.keeper, "/desk/network/office/")
    assert "从未联系" in told
    everything(world)
    told = page(world.keeper, "/desk/network/office/")
    for word in ("增容改造排期", "待指定接手人", "对接银行", "未了的转介"):
        assert word in told or word == "对接银行"
    page(world.one, "/desk/network/office/", 403)


@pytest.mark.parametrize("who", ["keeper", "one", "two", "visitor"])
def test_every_reader_is_shown_a_full_file(world: World, who: str) -> None:
    everything(world)
    told = page(getattr(world, who), of(world))
    assert "对接银行" in told
    assert "技改项目" in told
    page(getattr(world, who), f"/desk/network/organs/{world.group.pk}/")
    page(getattr(world, who), f"/desk/network/organs/{world.force.pk}/")


def test_every_form_says_what_is_missing_and_never_breaks(world: World) -> None:
    everything(world)
    number = world.planned("keeper", after(days=60)).number
    forms = [
        *(of(world, act) for act in firm.ACTS),
        *(f"/desk/network/visits/{number}/{act}/" for act in visit.ACTS),
        *(f"/desk/network/office/{act}/" for act in office.ACTS),
        *(f"/desk/network/organs/{world.force.pk}/{act}/" for act in organ.ACTS),
        *(of(world, "x"), "/desk/network/office/x/"),
    ]
    client = client_of(world.keeper)
    huge = dict.fromkeys(
        (
            "officer",
            "key_firm",
            "handover",
            "unit",
            "tier",
            "planned_on",
            "text",
            "purpose",
            "name",
        ),
        "9" * 30 + "\x00😀",
    )
    answers = {client.post(path, sent).status_code for path in forms for sent in ({}, huge)}
    assert answers == {404, 409}


@pytest.mark.parametrize(
    ("who", "path"),
    [("one", "/desk/network/list.xlsx?tab=all"), ("keeper", "/desk/network/office/coverage.xlsx")],
)
def test_list_is_exported(world: World, who: str, path: str) -> None:
    sent = client_of(getattr(world, who)).get(path)
    assert sent.content.startswith(b"PK")
    assert NOW.year == 2021
