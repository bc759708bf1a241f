"""按时办的事: who is bound, by when, and what is not known; days move only where a law says so."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from huiqi.kernel.clock import CALENDAR
from huiqi.matters.duties import Bound, bound_by, load_duties, obligations
from huiqi.matters.obligation import shifted
from huiqi.parties.models import Organization
from huiqi.rules.facts import Facts
from huiqi.rules.months import add_months
from huiqi.rules.problems import Refused
from tests.cast import Player

TODAY = date(2021, 10, 20)
PAGE = "/firm/obligations/"


def of(on: date = TODAY, **known: object) -> dict[str, Bound]:
    return {one.key: one for one in bound_by(Facts.read(known, on))}


@pytest.mark.parametrize(
    ("registered", "answer", "last"),
    [("2020-12-31", "yes", date(2022, 6, 30)), ("2021-01-01", "no", None)],
)
def test_the_annual_report_begins_with_the_year_after_registration(
    registered: str, answer: str, last: date | None
) -> None:
    one = of(entity_kind="enterprise", registered_on=registered)["registration.annual_report"]
    assert (one.verdict.answer, one.next and one.next.last) == (answer, last)
    assert one.why_not == ("" if answer == "yes" else "当年设立的企业，从下一年起报送")


def test_what_is_not_known_is_neither_yes_nor_no() -> None:
    found = of()
    told = {key: one.verdict.missing for key, one in found.items() if one.verdict.answer != "yes"}
    assert told == {
        "registration.annual_report": ("entity_kind", "registered_on"),
        "registration.statistics": ("above_scale_years",),
        "registration.high_tech_report": ("titles",),
        "taxes.income_tax_advance": ("entity_kind",),
        "taxes.income_tax_final": ("entity_kind",),
        "taxes.withholding": ("employees",),
        "taxes.insurance": ("insured_headcount",),
    }


def test_a_rule_binds_only_while_it_is_in_force() -> None:
    early, later, revised = date(2021, 5, 1), date(2022, 7, 1), date(2026, 5, 1)
    update = "registration.ladder_update"
    assert update not in of(early)
    assert of(later)[update].dues[0].last == date(2023, 4, 30)
    found = of(revised)
    assert update not in found
    assert found[f"{update}_2026"].due_open == "修订后的截止日待核"


def test_a_title_that_runs_out_stands_in_the_calendar() -> None:
    titles = [
        {"kind": "high_tech_enterprise", "granted_on": "2018-12-11", "valid_until": until}
        for until in ("2021-10-19", "2021-12-10")
    ]
    found = [one for key, one in of(titles=titles).items() if key.startswith("titles.")]
    assert [one.next and one.next.last for one in found] == [date(2021, 12, 10)]


@pytest.mark.parametrize(
    ("written", "last", "longer"),
    [
        (date(2021, 9, 15), date(2021, 9, 15), False),
        (date(2021, 8, 15), date(2021, 8, 16), False),  # a Sunday
        (date(2021, 10, 15), date(2021, 10, 22), True),  # 1 to 7 October
        (date(2021, 5, 15), date(2021, 5, 20), True),  # 1 to 5 May
        (date(2020, 1, 15), date(2020, 1, 15), False),
    ],
)
def test_days_of_taxes_move_as_article_109_says(written: date, last: date, longer: bool) -> None:
    assert shifted(written.replace(day=1), written) == (last, longer)


@given(st.dates(date(2018, 1, 1), date(2026, 12, 31)))
def test_a_shifted_day_is_a_working_day_and_never_earlier(day: date) -> None:
    last, _longer = shifted(day.replace(day=1), day)
    assert last >= day
    assert CALENDAR.guess_workday(last)


@given(st.dates(date(2019, 1, 1), date(2027, 12, 31)))
def test_every_time_lies_within_the_twelve_months_and_in_order(on: date) -> None:
    for group in obligations():
        for duty in group.duties:
            lasts = [due.last for due in duty.dues(on, add_months(on, 12))]
            assert lasts == sorted(set(lasts))
            assert all(on <= last <= add_months(on, 12) for last in lasts)


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "some.yaml").write_text(
        """
id: "other"
rank: 1
title: "某类"
sources:
  law: {title: "某法", issuer: "某会"}
duties:
  - {id: "a", text: "甲", department: "某局", place: {name: "窗口"}, cite: {source: "law"}, due: {every: "year", day: 5}}
  - {id: "a", text: "乙", department: "某局", place: {name: "窗口"}, cite: {source: "law", clause: "第一条"}, due: {every: "month", day: 30}}
  - {id: "b", text: "丙", department: "某局", place: {name: "窗口"}, cite: {source: "law", clause: "第一条"}, due_open: "待核", who: {rule: "employee > 0", text: "没有人"}}
""",  # noqa: E501 -- one duty a line, as in the library
        encoding="utf-8",
    )
    with pytest.raises(Refused) as refused:
        load_duties(tmp_path)
    told = [(one.line, one.key) for one in refused.value.problems]
    assert told == [(2, "id"), (8, "clause"), (8, "month"), (9, "id"), (9, "day"), (10, "rule")]


@pytest.mark.django_db
def test_a_firm_sees_its_own_calendar(lan: Player, chenglan: Organization) -> None:
    client = Client()
    client.force_login(lan.person)
    text = client.get(PAGE).content.decode()
    assert chenglan.name in text
    assert "《企业信息公示暂行条例》（国务院令第654号）第八条" in text
    events = Calendar.from_ical(client.get("/firm/obligations.ics").content).walk("VEVENT")
    keys = [str(one["uid"]) for one in events]
    assert len(set(keys)) == len(keys) >= 12
    content = client.get("/firm/obligations.xlsx").content
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert any("申报缴纳增值税" in map(str, row) for row in rows)
