"""找谁问: departments under their name of the day, and how to reach them over time."""

from datetime import date, datetime
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import now
from huiqi.library import load
from huiqi.parties.enums import Kind
from huiqi.parties.models import Organization
from huiqi.policies.actions import load_documents
from huiqi.policies.actions.contacts import load_contacts
from huiqi.policies.actions.rows import Book
from huiqi.policies.charge import handler_of, keeper_ids, keepings, programmes_of_keeper
from huiqi.policies.contacts import counters_of, history_of
from huiqi.policies.departments import Directory, Office, Reach, directory, read_directory
from huiqi.policies.models import Contact, Keeper
from huiqi.rules.problems import Refused
from tests.cast import TODAY, Player, an_organization

SET = "shenzhen.first_set"
INDUSTRY = "深圳市工业和信息化局"
OLD, NEW = "深圳市科技创新委员会", "深圳市科技创新局"


@pytest.fixture
def on_file(city_clock: datetime) -> None:
    load_contacts(Book(TODAY))


@pytest.fixture
def programmes(city_clock: datetime) -> None:
    load_documents(library=load(), actor=SYSTEM)


@pytest.mark.parametrize(
    ("name", "day", "told", "why"),
    [
        (OLD, date(2023, 12, 31), OLD, ""),
        (OLD, date(2024, 1, 1), NEW, f"原{OLD}，2024-01-01 起由{NEW}接手。"),
        (
            "深圳市经济贸易和信息化委员会",
            TODAY,
            "深圳市经济贸易和信息化委员会",
            f"后来由{INDUSTRY}接手，从哪天起待核。",
        ),
        ("没有登记的局", TODAY, "没有登记的局", ""),
    ],
)
def test_department_is_told_under_its_name_of_the_day(
    name: str, day: date, told: str, why: str
) -> None:
    found = handler_of(name, day)
    assert (found.name, found.why) == (told, why)


def test_departments_that_succeed_each_other_in_a_circle_end() -> None:
    circle = {
        "甲局": Office("甲局", "演示", until=date(2020, 1, 1), successor="乙局"),
        "乙局": Office("乙局", "演示", until=date(2021, 1, 1), successor="甲局"),
    }
    assert handler_of("甲局", TODAY, circle).name == "乙局"


def test_page_of_a_policy_says_whom_to_ask_and_where_that_is_from(
    client: Client, programmes: None
) -> None:
    page = client.get(f"/policies/{SET}/").content.decode()
    assert INDUSTRY in page
    assert 'href="tel:075588102553"' in page
    assert "出处：https://gxj.sz.gov.cn/" in page
    # Before anybody had seen the number, it is not told.
    assert "075588102553" not in client.get(f"/policies/{SET}/?on=2021-01-04").content.decode()


def test_line_for_one_programme_comes_before_those_of_the_department(programmes: None) -> None:
    own = Contact.objects.create(
        department=INDUSTRY,
        programme=SET,
        office="装备处",
        telephone="0755-00000000",
        since=TODAY,
        source="演示",
        made_at=now(),
    )
    found = counters_of([SET, "shenzhen.first_batch"], TODAY)
    assert [one.office for one in found[SET].contacts] == [own.office, ""]
    assert [one.office for one in found["shenzhen.first_batch"].contacts] == [""]


def test_new_number_in_the_library_replaces_the_old_one_and_both_are_kept(on_file: None) -> None:
    told = directory()
    moved = [
        Reach(one.department, TODAY, "搬家通知", office=one.office, telephone="0755-11111111")
        for one in told.contacts
    ]
    load_contacts(Book(TODAY), Directory(told.departments, tuple(moved)))
    line = Contact.objects.get(department=INDUSTRY, replaced_by=None)
    assert [one.telephone for one in history_of(line)] == ["0755-11111111", "0755-88102553"]
    load_contacts(Book(TODAY), Directory(told.departments))
    gone = Contact.objects.get(department=INDUSTRY, replaced_by=None)
    assert gone.is_gone
    assert len(history_of(gone)) == 3
    load_contacts(Book(TODAY), Directory(told.departments))
    assert Contact.objects.get(department=INDUSTRY, replaced_by=None) == gone


def test_loading_again_changes_nothing(on_file: None) -> None:
    again = Book(TODAY)
    load_contacts(again)
    assert again.written == 0


def test_every_problem_of_the_files_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(
        "departments:\n"
        "  - {name: 甲局, source: 演示, successor: 乙局}\n"
        "  - {name: 甲局, source: 演示}\n"
        "contacts:\n"
        '  - {department: 甲局, since: "2021-01-01", source: 演示}\n',
        encoding="utf-8",
    )
    with pytest.raises(Refused) as refused:
        read_directory(tmp_path)
    assert [one.what for one in refused.value.problems] == [
        "接手的部门「乙局」没有写在 departments 里。",
        "部门「甲局」写了两次。",
        "「甲局」没有写怎么联系。",
    ]


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"telephone": ""}, "电话、地址、窗口至少写一项"),
        ({"source": ""}, "联系方式要写明出处"),
        ({"until": TODAY}, "联系方式的止日要晚于起日"),
    ],
)
def test_contact_that_cannot_be_is_refused_in_its_own_sentence(
    db: None, columns: dict[str, object], sentence: str
) -> None:
    given = {"department": INDUSTRY, "telephone": "12345", "since": TODAY, "source": "演示"}
    with pytest.raises(ValidationError, match=sentence):
        Contact(**given | columns).validate_constraints()


# Who keeps the words


def test_department_in_charge_keeps_the_words_if_it_is_on_file(programmes: None) -> None:
    assert keeper_ids(SET, TODAY) == frozenset()
    body = an_organization(INDUSTRY, Kind.DEPARTMENT)
    an_organization(INDUSTRY, Kind.ENTERPRISE)
    assert keeper_ids(SET, TODAY) == {body.pk}
    assert SET in programmes_of_keeper(body.pk, TODAY)
    assert keepings([SET], TODAY)[SET].how == "responsible"
    # Before anybody was named, whoever issued what the programme rests on.
    assert keepings([SET], date(2021, 6, 2))[SET].how == "derived"


def test_body_that_was_named_keeps_them_until_it_is_taken_back(
    programmes: None, bureau: Organization, qin: Player
) -> None:
    body = an_organization(INDUSTRY, Kind.DEPARTMENT)
    Keeper.objects.create(programme=SET, organization=bureau, since=TODAY, named_at=now())
    assert keeper_ids(SET, TODAY) == {bureau.pk}
    assert programmes_of_keeper(bureau.pk, TODAY) == [SET]
    assert SET not in programmes_of_keeper(body.pk, TODAY)
    Keeper.objects.create(programme=SET, organization=None, since=TODAY, named_at=now())
    assert keeper_ids(SET, TODAY) == {body.pk}
    assert programmes_of_keeper(bureau.pk, TODAY) == []
