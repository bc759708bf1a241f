"""装入演示城市: firms, bodies, people and facts, once; the clock set to the day of the letter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.contrib.auth.hashers import make_password
from django.db import transaction

from huiqi.demo import chenglan
from huiqi.demo.books import keep_books
from huiqi.demo.cast import BODIES, CAST, FIRM, PASSWORD, Body
from huiqi.demo.codes import credit_code
from huiqi.demo.life import live, set_clock
from huiqi.demo.population import TODAY, population
from huiqi.kernel.models import ClockOffset
from huiqi.kernel.now import CITY
from huiqi.parties import scope
from huiqi.parties.enums import Part, Power, Source
from huiqi.parties.models import (
    Fact,
    Mandate,
    Membership,
    Organization,
    OrganizationPart,
    Person,
    Subject,
)
from huiqi.policies.models import Keeper
from huiqi.rights.models import SourceDesk
from huiqi.rules.dictionary import FACTS

OPENED: Final = datetime(2021, 10, 20, 9, 0, tzinfo=CITY)  # 2021年10月20日 周三, before work begins
SINCE: Final = datetime(2019, 1, 2, 9, 0, tzinfo=CITY)
# After the last payment of these books, and before anything else of which there is a record.
BOOKED: Final = datetime(2021, 9, 23, 9, 0, tzinfo=CITY)
LEARNT: Final = OPENED - timedelta(days=5)
BODY_CODES: Final = 950_000  # above those of the population

# Which department answers for what a source says.
DESKS: Final[Mapping[Source, str]] = {
    Source.DEPARTMENT: "bureau",
    Source.STATISTICS: "sme",
    Source.LEDGER: "finance",
}

# Which body is in charge of a programme from which day on, where the demonstration needs one. The
# rents changed hands: the call of September stays with the bureau, what is written now is of the
# district.
HANDED_OVER: Final = date(2021, 10, 1)
KEEPERS: Final[tuple[tuple[str, str, date], ...]] = (
    ("shenzhen.technical_upgrade", "bureau", SINCE.date()),
    ("shenzhen.srdi_award", "bureau", SINCE.date()),
    ("shenzhen.guarantee_fee", "bureau", SINCE.date()),
    ("shenzhen_longgang.park_rent", "bureau", SINCE.date()),
    ("shenzhen_longgang.park_rent", "longgang", HANDED_OVER),
)

# Whom the registry of facts ranks first for a key tells the city.
TOLD_BY: Final[Mapping[str, Source]] = {
    "市场监管登记": Source.REGISTRY,
    "税务数据": Source.TAX,
    "社保数据": Source.SOCIAL_INSURANCE,
    "认定部门名单": Source.DEPARTMENT,
    "资金拨付台账": Source.DEPARTMENT,
    "银行数据": Source.BANK,
    "企业自填": Source.SELF_DECLARED,
}


@dataclass(frozen=True)
class Loaded:
    """装入结果: how much there is now; ``is_new`` False when it was there before."""

    is_new: bool
    firms: int
    people: int
    facts: int


def load_city() -> Loaded:
    """装入: in one transaction, so that there is a whole city or none."""
    with transaction.atomic():
        is_new = not ClockOffset.objects.exists()
        if is_new:
            _load()
        return Loaded(
            is_new,
            OrganizationPart.objects.filter(part=Part.APPLICANT).count(),
            Person.objects.count(),
            Fact.objects.count(),
        )


def _load() -> None:
    set_clock(OPENED)
    every = [chenglan.facts(), *(firm.facts for firm in population())]
    firms = _firms(every)
    bodies = {body.key: _body(body, number) for number, body in enumerate(BODIES)}
    bodies[FIRM] = firms[0]
    people = _people(bodies)
    SourceDesk.objects.bulk_create(
        SourceDesk(source=source, organization=bodies[key]) for source, key in DESKS.items()
    )
    Keeper.objects.bulk_create(
        Keeper(programme=programme, organization=bodies[key], since=since, named_at=SINCE)
        for programme, key, since in KEEPERS
    )
    with scope.everything():
        set_clock(BOOKED)
        keep_books(bodies, firms[1:])
        live(people, bodies, firms, FIRM)
    set_clock(OPENED)


def _firms(every: list[dict[str, Any]]) -> list[Organization]:
    subjects = Subject.objects.bulk_create(Subject(created_at=SINCE) for _ in every)
    firms = Organization.objects.bulk_create(
        Organization(
            subject=subject,
            name=facts["name"],
            kind=facts["entity_kind"],
            credit_code=facts["credit_code"],
            district=facts["district"],
            registered_on=facts["registered_on"],
        )
        for subject, facts in zip(subjects, every, strict=True)
    )
    OrganizationPart.objects.bulk_create(
        OrganizationPart(organization=firm, part=Part.APPLICANT, since=SINCE.date())
        for firm in firms
    )
    Fact.objects.bulk_create(
        (
            fact
            for subject, facts in zip(subjects, every, strict=True)
            for fact in _facts(subject, facts)
        ),
        batch_size=2_000,
    )
    return firms


def _facts(subject: Subject, facts: dict[str, Any]) -> Iterator[Fact]:
    for key, value in facts.items():
        annual = FACTS[key].annual
        yield Fact(
            subject=subject,
            key=annual[0] if annual else key,
            value=value.isoformat() if isinstance(value, date) else value,
            as_of=TODAY - timedelta(days=20),
            period=TODAY.year - 1 - annual[1] if annual else None,
            source=TOLD_BY[FACTS[key].sources[0]],
            recorded_at=LEARNT,
        )


def _body(body: Body, number: int) -> Organization:
    made = Organization.objects.create(
        subject=Subject.objects.create(created_at=SINCE),
        name=body.name,
        kind=body.kind,
        credit_code=credit_code(BODY_CODES + number),
        district=body.district,
    )
    if body.part:
        OrganizationPart.objects.create(organization=made, part=body.part, since=SINCE.date())
    return made


def _people(organizations: Mapping[str, Organization]) -> dict[str, Person]:
    hashed = make_password(PASSWORD)
    people = {
        player.username: Person.objects.create(
            username=player.username, name=player.name, password=hashed
        )
        for player in CAST
    }
    Membership.objects.bulk_create(
        Membership(
            person=people[player.username],
            organization=organizations[player.body],
            role=role,
            since=SINCE,
        )
        for player in CAST
        for role in player.roles
    )
    Mandate.objects.create(
        organization=organizations[FIRM],
        agent=people["wudi"],
        powers=[Power.VIEW, Power.EDIT],
        granted_by=people["chenlan"],
        granted_at=LEARNT,
        expires_at=OPENED + timedelta(days=365),
    )
    return people
