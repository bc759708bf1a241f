"""人物: the named people and bodies of the tests, each a fixture; the city's day is 2021-10-20.

澄澜 is a firm with an owner (陈岚), an accountant (周敏) and an agent (吴迪, of 捷办); nobody of
it may see anything of 远山. The rest are public bodies, none of them real.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import pytest

from huiqi.kernel.access import Actor
from huiqi.kernel.models import ClockOffset
from huiqi.kernel.now import CITY, now
from huiqi.parties.enums import Kind, Part, Power, Role, Source, Tie
from huiqi.parties.models import (
    Fact,
    Mandate,
    Membership,
    Organization,
    OrganizationPart,
    Person,
    Relation,
    Subject,
)
from huiqi.parties.queries import actors_of
from huiqi.rules.credit_code import check_digit

NOW: Final = datetime(2021, 10, 20, 9, 30, tzinfo=CITY)
TODAY: Final = NOW.date()
LONG_AGO: Final = datetime(2019, 1, 2, 9, 0, tzinfo=CITY)
PASSWORD: Final = "惠企-测试-2021"  # nosec B105
NANSHAN, LONGHUA = "440305", "440309"
ALL_POWERS: Final = (Power.VIEW, Power.EDIT)


@dataclass(frozen=True)
class Player:
    """人物: a person, and the actor they are when acting for their first organization."""

    person: Person

    @property
    def actor(self) -> Actor:
        """办理人: as things stand now, for memberships begin and end."""
        return actors_of(self.person, NOW)[0]


def credit_code(number: str, start: str = "91999999") -> str:
    """信用代码: with a valid check digit, in a division that does not exist; 9 characters."""
    return start + number + check_digit(start + number)


def a_person(username: str, name: str) -> Person:
    return Person.objects.create_user(username, PASSWORD, name=name)


def an_organization(
    name: str, kind: Kind = Kind.ENTERPRISE, *, code: str | None = None, district: str = ""
) -> Organization:
    return Organization.objects.create(
        subject=Subject.objects.create(created_at=LONG_AGO),
        name=name,
        kind=kind,
        credit_code=code,
        district=district,
        registered_on=date(2015, 6, 1),
    )


def a_member(username: str, name: str, organization: Organization, *roles: Role) -> Player:
    person = a_person(username, name)
    for role in roles:
        Membership.objects.create(
            person=person, organization=organization, role=role, since=LONG_AGO
        )
    return Player(person)


def facts_on_record(
    organization: Organization,
    source: Source,
    as_of: date = TODAY,
    period: int | None = None,
    **values: object,
) -> list[Fact]:
    """Rows as they stand in the table, past every check of the actions."""
    return [
        Fact.objects.create(
            subject=organization.subject,
            key=key,
            value=value,
            as_of=as_of,
            period=period,
            source=source,
            recorded_at=NOW,
        )
        for key, value in values.items()
    ]


def a_relation_of(organization: Organization, tie: Tie, holder: str) -> Relation:
    return Relation.objects.create(organization=organization, tie=tie, holder_name=holder)


@pytest.fixture
def city_clock(db: None) -> datetime:
    """The city stands on 2021-10-20 09:30 when the test begins, and its clock runs on."""
    ClockOffset.objects.create(pk=1, offset=NOW - now())
    return NOW


# Firms


@pytest.fixture
def chenglan(city_clock: datetime) -> Organization:
    firm = an_organization(
        "深圳市澄澜智能装备有限公司", code=credit_code("MA5CLAN01"), district=NANSHAN
    )
    OrganizationPart.objects.create(organization=firm, part=Part.APPLICANT, since=date(2015, 6, 1))
    return firm


@pytest.fixture
def lan(chenglan: Organization) -> Player:
    """陈岚, who owns 澄澜."""
    return a_member("chenlan", "陈岚", chenglan, Role.OWNER)


@pytest.fixture
def min_(chenglan: Organization) -> Player:
    """周敏, the accountant of 澄澜."""
    return a_member("zhoumin", "周敏", chenglan, Role.FINANCE)


@pytest.fixture
def jieban(city_clock: datetime) -> Organization:
    """捷办, which files applications for others."""
    return an_organization("深圳市捷办企业服务有限公司", code=credit_code("MA5JBAN02"))


@pytest.fixture
def wu(jieban: Organization, chenglan: Organization, lan: Player) -> Player:
    """吴迪 of 捷办, whom 澄澜 lets view and edit."""
    player = a_member("wudi", "吴迪", jieban, Role.STAFF)
    Mandate.objects.create(
        organization=chenglan,
        agent=player.person,
        powers=ALL_POWERS,
        granted_by=lan.person,
        granted_at=NOW - timedelta(days=30),
        expires_at=NOW + timedelta(days=60),
    )
    return player


@pytest.fixture
def yuanshan(city_clock: datetime) -> Organization:
    """远山, another firm in another district."""
    return an_organization(
        "深圳市远山新材料有限公司", code=credit_code("MA5YHAN03"), district=LONGHUA
    )


@pytest.fixture
def shan(yuanshan: Organization) -> Player:
    """石山, who owns 远山."""
    return a_member("shishan", "石山", yuanshan, Role.OWNER)


# Public bodies


@pytest.fixture
def bureau(city_clock: datetime) -> Organization:
    return an_organization("市中小企业服务局", Kind.DEPARTMENT)


@pytest.fixture
def nanshan(city_clock: datetime) -> Organization:
    return an_organization("南山区企业服务中心", Kind.DISTRICT_OFFICE, district=NANSHAN)


@pytest.fixture
def gu(nanshan: Organization) -> Player:
    """顾清, officer of 南山."""
    return a_member("guqing", "顾清", nanshan, Role.DISTRICT_OFFICER)


@pytest.fixture
def qin(bureau: Organization) -> Player:
    """覃越, officer of the bureau."""
    return a_member("qinyue", "覃越", bureau, Role.BUREAU_OFFICER)


@pytest.fixture
def he(bureau: Organization) -> Player:
    """何川, chief of the section."""
    return a_member("hechuan", "何川", bureau, Role.SECTION_CHIEF)


@pytest.fixture
def fan(bureau: Organization) -> Player:
    """范宁, who pays."""
    return a_member("fanning", "范宁", bureau, Role.FINANCE_OFFICER)


@pytest.fixture
def shen(bureau: Organization) -> Player:
    """沈奕, auditor."""
    return a_member("shenyi", "沈奕", bureau, Role.AUDITOR)


@pytest.fixture
def system_admin(bureau: Organization) -> Player:
    return a_member("xitong", "孟凡", bureau, Role.SYSTEM_ADMIN)


@pytest.fixture
def security_admin(bureau: Organization) -> Player:
    return a_member("anquan", "安歌", bureau, Role.SECURITY_ADMIN)


@pytest.fixture
def audit_admin(bureau: Organization) -> Player:
    return a_member("shenji", "纪明", bureau, Role.AUDIT_ADMIN)
