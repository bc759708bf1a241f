"""待核: no figure and no clause that nobody has compared with its source goes out bare."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from huiqi.library import FOLDER, load
from huiqi.matters.describe import described, obligation
from huiqi.matters.duties import bound_by, load_duties, obligations
from huiqi.matters.figures import FIGURE, open_figure
from huiqi.matters.planning import plan
from huiqi.matters.reading import load_matters, matters
from huiqi.opendata.shelf import DATASETS
from huiqi.parties.enums import Source
from huiqi.parties.models import Organization
from huiqi.rules.facts import Facts
from huiqi.rules.problems import Refused
from tests.cast import TODAY, Player, facts_on_record

OPEN = "待核"
# Clauses and figures that somebody has compared with the text; every other one is 待核. Whoever
# compares one adds it here and takes the mark from the file, in one commit.
COMPARED: frozenset[str] = frozenset()

# Every fact that binds a firm, so that no obligation is left out.
KNOWN = {
    "entity_kind": "enterprise",
    "registered_on": "2015-03-02",
    "above_scale_years": 2,
    "employees": 30,
    "insured_headcount": 28,
    "titles": [
        {"kind": "high_tech_enterprise", "granted_on": "2020-12-11", "valid_until": "2023-12-10"},
        {"kind": "srdi", "granted_on": "2022-12-11", "valid_until": "2025-12-10"},
    ],
}


def cited() -> Iterator[str]:
    for matter in matters().values():
        yield from map(matter.said, matter.cites())
    for group in obligations():
        yield from map(group.said, group.cites())


def test_every_clause_that_is_cited_was_compared_or_says_that_it_was_not() -> None:
    bare = {one for one in cited() if OPEN not in one}
    assert bare - COMPARED == set()


@pytest.mark.parametrize("slug", list(matters()))
def test_every_sentence_of_a_step_says_it_beside_its_figure(slug: str) -> None:
    matter = matters()[slug]
    texts = [one.text for one in matter.materials.values()]
    for step in matter.steps:
        texts += [step.text, step.fee, step.note, step.days_open]
    assert [one for one in texts if open_figure(one)] == []


def test_every_sentence_of_an_obligation_says_it_beside_its_figure() -> None:
    texts = [
        text
        for group in obligations()
        for duty in group.duties
        for text in (duty.text, duty.consequence, duty.note, duty.due_open)
    ]
    assert [one for one in texts if open_figure(one)] == []


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("领照之日起30日内去办。", "3"),
        ("领照之日起30日内去办（期限待核）。", ""),
        ("见第十七条。", "第十七条"),
        ("辅导期不少于三个月。", "三个月"),
        ("报送上一年度年报，从下一年起", ""),
        ("两件事可以同时办", ""),
    ],
)
def test_a_figure_is_a_number_a_length_of_time_or_a_clause(text: str, figure: str) -> None:
    assert open_figure(text) == figure


def _read_matters(folder: Path) -> object:
    return load_matters(folder, tuple(load().policies))


def test_an_editor_is_told_of_a_figure_beside_a_doubtful_source(tmp_path: Path) -> None:
    told = []
    for folder, name, key, read in (
        ("matters", "start-business", "note", _read_matters),
        ("obligations", "registration", "consequence", load_duties),
    ):
        text = (FOLDER / folder / f"{name}.yaml").read_text(encoding="utf-8")
        marked = f'{key}: "[^"]*{OPEN}[^"]*"'
        bare = re.sub(
            marked, lambda one: re.sub("[（；，][^（；，]*待核）", "", one[0]), text, count=1
        )
        assert bare != text
        there = tmp_path / folder
        there.mkdir()
        (there / f"{name}.yaml").write_text(bare, encoding="utf-8")
        with pytest.raises(Refused) as refused:
            read(there)
        told += [problem.what for problem in refused.value.problems]
    assert told == [
        "register 的 note 中有「3」，出处还待核。",
        "annual_report 的 consequence 中有「第十七条」，出处还待核。",
    ]


@pytest.mark.parametrize("slug", list(matters()))
def test_the_interface_flags_every_period_and_every_day_that_rests_on_one(slug: str) -> None:
    matter = matters()[slug]
    told = described(matter, plan(matter, TODAY))
    for step in told["steps"]:
        for period in filter(None, (step["promised"], step["legal"])):
            assert period["unverified"] is (OPEN in period["basis"])
            assert step["days_unverified"] or not period["unverified"]
        assert step["unverified"] is (OPEN in step["basis"])
    assert told["plan"]["unverified"] is any(one["days_unverified"] for one in told["steps"])


def test_what_waits_for_a_doubtful_period_is_doubtful_too() -> None:
    told = plan(matters()["start-business"], TODAY)
    assert {one.step.id for one in told.steps if not one.unverified} == {"name"}
    # A step that is over takes no time, so nothing rests on its period.
    rest = plan(matters()["start-business"], TODAY, without=["register", "tax", "invoices"])
    assert {one.step.id for one in rest.steps if one.unverified} == {"insurance"}


def test_the_interface_flags_every_obligation_whose_days_are_doubtful() -> None:
    for one in bound_by(Facts.read(KNOWN, TODAY)):
        assert obligation(one)["unverified"] is (OPEN in one.cite or OPEN in one.shift_cite)


@pytest.mark.parametrize("name", ["matters", "obligations"])
def test_open_data_flag_what_is_doubtful(name: str) -> None:
    for row in DATASETS[name].rows():
        assert row["unverified"] is True, row
        for key in ("legal", "promised"):
            if row.get(key):
                assert row[key]["unverified"] is True, row


@pytest.fixture
def bound(chenglan: Organization) -> Organization:
    """A firm that every obligation with a day binds."""
    known: dict[str, Any] = {key: value for key, value in KNOWN.items() if key != "titles"}
    facts_on_record(chenglan, Source.REGISTRY, **known)
    return chenglan


def _rows(client: Client, path: str) -> list[dict[str, str]]:
    book = CalamineWorkbook.from_filelike(BytesIO(client.get(path).content))
    found = [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]
    start = next(place for place, row in enumerate(found) if "依据" in row)
    return [dict(zip(found[start], row, strict=True)) for row in found[start + 1 :] if any(row)]


def _summaries(client: Client, path: str) -> list[Any]:
    return [
        str(one["summary"]) for one in Calendar.from_ical(client.get(path).content).walk("VEVENT")
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("slug", list(matters()))
def test_page_sheet_and_calendar_of_a_matter_mark_every_day(
    client: Client, chenglan: Organization, slug: str
) -> None:
    planned = plan(matters()[slug], TODAY)
    at = f"/matters/{slug}/"
    text = client.get(f"{at}?start={TODAY}").content.decode()
    whens = re.findall(r'class="road__when">([^<]*)', text)
    assert [OPEN in one for one in whens] == [one.unverified for one in planned.steps]
    for figure in re.findall(r"法定时限</dt><dd>([^<]*)", text):
        assert not FIGURE.search(figure) or OPEN in figure
    rows = _rows(client, f"{at}plan.xlsx?start={TODAY}")
    assert [OPEN in one["日期是否确定"] for one in rows] == [
        one.unverified for one in planned.steps
    ]
    assert all(OPEN in one["依据"] for one in rows)
    doubtful = {one.step.text for one in planned.steps if one.unverified}
    for summary in _summaries(client, f"{at}plan.ics?start={TODAY}"):
        step = re.sub("（最早）|（待核）", "", summary.partition("：")[2])
        assert summary.endswith("（待核）") is (step in doubtful)


@pytest.mark.django_db
def test_list_of_matters_marks_how_long_they_take(client: Client, chenglan: Organization) -> None:
    text = client.get("/matters/").content.decode()
    lengths = re.findall(r"至少 [0-9]+ 个工作日[^<]*", text)
    assert lengths
    assert [one for one in lengths if OPEN not in one] == []


@pytest.mark.django_db
def test_page_sheet_and_calendar_of_a_firm_mark_every_day(lan: Player, bound: Organization) -> None:
    client = Client()
    client.force_login(lan.person)
    text = client.get("/firm/obligations/").content.decode()
    whens = re.findall(r'class="road__when">(.*?)</p>', text)
    assert len(whens) > 5
    assert [one for one in whens if OPEN not in one] == []
    summaries = _summaries(client, "/firm/obligations.ics")
    assert len(summaries) > 12
    assert [one for one in summaries if OPEN not in one] == []
    rows = _rows(client, "/firm/obligations.xlsx")
    assert [one for one in rows if OPEN not in one["日期的说明"] or OPEN not in one["依据"]] == []
