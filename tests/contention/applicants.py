"""截止前的申报单位: as many firms as are asked for, each with a draft, and what became of them.

They are written as rows, for twenty thousand of them would take an hour by the actions; what is
measured begins after it. Used by a program with a city of its own (tests/contention/rush.py).
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

PROGRAMME: Final = "shenzhen.technical_upgrade"
TOPICS: Final = 9  # long texts of 2,000 characters: a little more than 50 kB in UTF-8
LETTERS: Final = 2_000
AT_ONCE: Final = 500  # forms that are looked at together
FORM: Final = """\
pages:
  - id: "all"
    title: "全部"
    questions:
      - {key: "project_name", text: "项目名称", kind: "text", at_most: "60", identifying: true}
      - {key: "upgrade_investment", kind: "fact"}
      - {key: "asked", text: "申请金额", kind: "money"}
"""
TOPIC: Final = '      - {key: "topic%d", text: "第 %d 部分", kind: "long_text", at_most: "%d"}\n'
END: Final = 'asks: "asked"\ndeclaration: "所填内容真实。"\n'
LATE: Final = re.compile(
    r"申报已于 (\S+ \S+) 截止，提交到达的时间是 (\S+ \S+)，晚了 \d+ (?:秒|分钟|小时)；草稿还在"
)


@dataclass(frozen=True)
class Applicant:
    """申报单位: its draft, and the token by which its program comes."""

    number: int
    draft: int
    token: str

    def answers(self) -> dict[str, str]:
        """所填: different for every firm, so that no two of them can be taken for each other."""
        whole = f"第{self.number}家：{'更换三条产线的设备，' * LETTERS}"[:LETTERS]
        topics = {f"topic{topic}": whole for topic in range(TOPICS)}
        return topics | {
            "project_name": f"第 {self.number} 个项目",
            "upgrade_investment": "1000000",
            "asked": "100000",
        }


def stand_at(moment: datetime) -> None:
    """The city's clock stands on this moment and runs on."""
    from huiqi.kernel.models import ClockOffset
    from huiqi.kernel.now import now

    clock, _new = ClockOffset.objects.get_or_create(pk=1, defaults={"offset": timedelta(0)})
    ClockOffset.objects.filter(pk=1).update(offset=clock.offset + (moment - now()))


def a_call_with_a_long_form() -> Any:
    """技改, out of 60 万元 of a fund of its own, with a form that takes 50 kB."""
    from huiqi.parties.enums import Kind, Role
    from huiqi.programmes.definition import definitions, load_definition, put_definitions
    from tests.cast import NOW, a_member, an_organization
    from tests.ledger.books import WAN, new_books
    from tests.programmes.applying import a_call

    stand_at(NOW)
    topics = "".join(TOPIC % (each, each, LETTERS) for each in range(TOPICS))
    with tempfile.TemporaryDirectory() as folder:
        texts = {**definitions()[PROGRAMME].texts, "form.yaml": FORM + topics + END}
        jurisdiction, name = PROGRAMME.split(".")
        there = Path(folder) / jurisdiction / name
        there.mkdir(parents=True)
        for file, text in texts.items():
            (there / file).write_text(text, encoding="utf-8")
        put_definitions({PROGRAMME: load_definition(there)})
    bureau = an_organization("局", Kind.DEPARTMENT)
    drafter = a_member("drafter", "覃越", bureau, Role.BUREAU_OFFICER)
    chief = a_member("chief", "何川", bureau, Role.SECTION_CHIEF)
    books = new_books(bureau)
    books.do("appropriate", 100 * WAN)
    call = a_call(drafter, chief, books.upgrade, 60 * WAN)
    put_definitions(None)
    return call


def applicants(call: Any, count: int) -> list[Applicant]:
    """So many firms, each with an owner, a token and an empty draft."""
    from huiqi.parties.enums import Role
    from huiqi.parties.models import Membership, Person
    from huiqi.programmes.models import Application
    from tests.cast import LONG_AGO, NOW

    every, firms = range(count), _firms(count)
    owners = Person.objects.bulk_create(
        Person(username=f"owner{number}", name=f"负责人 {number}", password="!") for number in every
    )
    Membership.objects.bulk_create(
        Membership(
            person=owners[number], organization=firms[number], role=Role.OWNER, since=LONG_AGO
        )
        for number in every
    )
    secrets = _tokens(owners, firms)
    drafts = Application.objects.bulk_create(
        Application(
            call=call,
            version=call.version,
            subject=firms[number].subject,
            organization=firms[number],
            begun_by=owners[number],
            begun_at=NOW,
            saved_at=NOW,
        )
        for number in every
    )
    return [Applicant(number, drafts[number].pk, secrets[number]) for number in every]


def _firms(count: int) -> list[Any]:
    from huiqi.parties.enums import Kind
    from huiqi.parties.models import Organization, Subject
    from tests.cast import LONG_AGO, credit_code

    every = range(count)
    subjects = Subject.objects.bulk_create(Subject(created_at=LONG_AGO) for _ in every)
    return Organization.objects.bulk_create(
        Organization(
            subject=subjects[number],
            name=f"第 {number} 家有限公司",
            kind=Kind.ENTERPRISE,
            credit_code=credit_code(f"R{number:08d}"),
            registered_on=LONG_AGO.date(),
        )
        for number in every
    )


def _tokens(owners: list[Any], firms: list[Any]) -> list[str]:
    """The secret of each owner's token, in order."""
    from huiqi.api.enums import Scope
    from huiqi.api.models import PREFIX_LENGTH, ApiToken
    from huiqi.api.queries import MARK, digest_of
    from tests.cast import NOW

    prefixes = [f"{number:0{PREFIX_LENGTH}d}" for number in range(len(owners))]
    secrets = [f"{MARK}{prefix}_rush" for prefix in prefixes]
    ApiToken.objects.bulk_create(
        ApiToken(
            person=owner,
            organization=firm,
            title="申报",
            prefix=prefix,
            digest=digest_of(secret),
            scopes=[Scope.APPLICATIONS.value],
            created_at=NOW,
            expires_at=NOW + timedelta(days=300),
        )
        for owner, firm, prefix, secret in zip(owners, firms, prefixes, secrets, strict=True)
    )
    return secrets


def found_in_the_books(
    call: Any, every: list[Applicant], receipts: dict[int, str], refusals: dict[int, str]
) -> dict[str, list[Any]]:
    """What is wrong, by kind: all lists are empty when nothing is.

    ``receipts`` are the hashes that were acknowledged and ``refusals`` the sentences that were
    told, by the number of the applicant.
    """
    from huiqi.kernel.audit import verify as verify_audit
    from huiqi.kernel.now import now
    from huiqi.ledger.proof import verify

    held, ends_at = _held(), call.ends_at
    return {
        "lost": [
            one.number
            for one in every
            if one.number in receipts
            and [receipts[one.number]] != [told.digest for told in held.get(one.draft, [])]
        ],
        "doubled": [key for key, told in held.items() if len(told) > 1],
        "without_receipt": [
            key for key, (told, *_more) in held.items() if told.papers != [told.digest]
        ],
        "in_after_the_close": [
            key for key, (told, *_more) in held.items() if told.arrived_at >= ends_at
        ],
        "refused_and_in": [
            one.number for one in every if one.number in refusals and one.draft in held
        ],
        "out_without_its_sentence": [
            (number, said) for number, said in refusals.items() if not _is_told_late(said, ends_at)
        ],
        "altered": list(_altered(every)),
        "books": [*verify(now()).problems, *verify_audit().problems],
    }


@dataclass(frozen=True)
class Held:
    """一次提交: as the city keeps it, with the hashes on the receipts of its application."""

    digest: str
    arrived_at: datetime
    papers: list[str]


def _held() -> dict[int, list[Held]]:
    from huiqi.programmes.enums import DocumentKind
    from huiqi.programmes.models import Document, Snapshot

    papers: dict[int, list[str]] = {}
    receipts = Document.objects.filter(kind=DocumentKind.RECEIPT)
    for draft, digest in receipts.values_list("application_id", "content__sha256"):
        papers.setdefault(draft, []).append(digest)
    found: dict[int, list[Held]] = {}
    for draft, digest, at in Snapshot.objects.values_list("application_id", "digest", "arrived_at"):
        found.setdefault(draft, []).append(Held(digest, at, papers.get(draft, [])))
    return found


def _is_told_late(said: str, ends_at: datetime) -> bool:
    """The sentence of who came too late, and that he came no earlier than the end."""
    from huiqi.kernel.now import CITY

    match = LATE.search(said)
    if match is None:
        return False
    return datetime.fromisoformat(match[2]).replace(tzinfo=CITY) >= ends_at


def _altered(every: list[Applicant]) -> Iterator[int]:
    """Of whom the city keeps something else than was sent: as handed in, else as the draft is.

    So many at a time: a thousand million characters do not go into the memory at once.
    """
    from huiqi.programmes.models import Application, Snapshot

    for start in range(0, len(every), AT_ONCE):
        some = every[start : start + AT_ONCE]
        drafts = [one.draft for one in some]
        kept = dict(Application.objects.filter(pk__in=drafts).values_list("pk", "answers"))
        handed_in = Snapshot.objects.filter(application__in=drafts).order_by("-round")
        kept |= dict(handed_in.values_list("application_id", "content__answers"))
        for one in some:
            told = {key: str(value).removesuffix(".00") for key, value in kept[one.draft].items()}
            if told != one.answers():
                yield one.number
