"""布景: one row more for each kind of list, past every check of the actions where that is shorter.

Each row is of somebody else where the page names people or bodies: that is what costs a query.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from huiqi.api.models import ApiToken
from huiqi.follow.models import (
    AccountantLink,
    DropReason,
    LinkOpening,
    ReachStep,
    SavedSearch,
    Subscription,
    Watch,
)
from huiqi.inbox.actions import (
    Draft,
    Notice,
    Whom,
    create_feed,
    end_address,
    open_todo,
    register_address,
    send_notice,
)
from huiqi.inbox.actions.pushes import keep_simulated
from huiqi.inbox.clocks import working_days
from huiqi.inbox.enums import Kind, Service
from huiqi.inbox.models import PushAddress
from huiqi.inbox.places import Place
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.audit import record_read
from huiqi.kernel.models import MoveLog
from huiqi.library import load
from huiqi.opendata.models import Edition
from huiqi.parties.enums import Role, Source
from huiqi.parties.models import FactCorrection, Mandate, Organization
from huiqi.policies.enums import DocumentKind, Level
from huiqi.policies.models import Basis, Clause, PolicyDocument
from huiqi.registers.models import RegisterCase, RegisterImport
from huiqi.rights.models import DataRequest, LookQuestion
from huiqi.rules.dictionary import FACTS
from tests.cast import (
    ALL_POWERS,
    NOW,
    TODAY,
    Player,
    a_member,
    an_organization,
    credit_code,
    facts_on_record,
)

BACKEND: Final = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Scene:
    """布景: whose rows there are to be, and where the next number comes from."""

    firm: Organization
    owner: Player
    bureau: Organization
    officer: Player
    admin: Player


Fill = Callable[[Scene, int], object]  # one row more, which bears this number


def _todo(whom: Whom, number: int) -> None:
    due = working_days(7, start=TODAY)
    text = f"办理{number}"
    open_todo(draft=Draft(key=text, whom=whom, text=text, due=due), actor=SYSTEM, now=NOW)


def a_todo(scene: Scene, number: int) -> None:
    _todo(Whom(organization=scene.firm), number)


def a_todo_of_the_bureau(scene: Scene, number: int) -> None:
    _todo(Whom(organization=scene.bureau, role=Role.BUREAU_OFFICER), number)


def a_message(scene: Scene, number: int) -> None:
    whom = Whom(person=scene.owner.person)
    notice = Notice(key=f"{number}", whom=whom, kind=Kind.PROGRESS, title=f"消息{number}")
    send_notice(notice=notice, actor=SYSTEM, now=NOW)


def a_push_address(scene: Scene, number: int) -> PushAddress:
    """Ended again, and not, for no more than a few are in use at once."""
    place = Place(Service.SMS, f"+86138001380{number:02}", f"138****80{number:02}")
    lan = scene.owner.actor
    at = NOW + timedelta(days=number)
    address = register_address(place=place, label=f"电话{number}", actor=lan, now=at)
    if number > 3:
        end_address(address=address, actor=lan, now=at)
    return address


def a_simulated_delivery(scene: Scene, number: int) -> None:
    address = a_push_address(scene, number)
    keep_simulated(key=f"{number}", address=address, text=f"消息{number}", now=NOW)


def a_look(scene: Scene, number: int) -> None:
    """By an officer of another body each time, and every second one is asked about."""
    body = an_organization(f"第{number}局")
    officer = a_member(f"officer{number}", "经办", body, Role.BUREAU_OFFICER)
    actor = replace(officer.actor, purpose=f"审核{number}")
    entry = record_read(actor, "查看企业事实", scene.firm, subject_id=scene.firm.subject_id)
    if number % 2:
        LookQuestion.objects.create(entry_id=entry.pk, text="为什么", **_asked(scene))


def _asked(scene: Scene) -> dict[str, object]:
    asked = {"asked_by": scene.owner.person, "asked_at": NOW, "due_on": date(2021, 11, 10)}
    return {"subject": scene.firm.subject, **asked}


def a_fact(scene: Scene, number: int) -> None:
    key = sorted(key for key, fact in FACTS.items() if not fact.annual)[number]
    told: dict[str, Any] = {key: number}
    facts_on_record(scene.firm, Source.TAX, **told)


def a_fact_once_more(scene: Scene, number: int) -> None:
    day = TODAY - timedelta(days=number + 1)
    facts_on_record(scene.firm, Source.SOCIAL_INSURANCE, as_of=day, employees=number)


def a_member_and_an_agent(scene: Scene, number: int) -> None:
    a_member(f"member{number}", "员工", scene.firm, Role.FINANCE)
    agency = an_organization(f"代办{number}", code=credit_code(f"MA5AG{number:04}"))
    Mandate.objects.create(
        organization=scene.firm,
        agent=a_member(f"agent{number}", "代办", agency, Role.STAFF).person,
        powers=ALL_POWERS,
        granted_by=scene.owner.person,
        granted_at=NOW - timedelta(days=1),
        expires_at=NOW + timedelta(days=60),
    )


def a_post(scene: Scene, number: int) -> None:
    """One more firm for which the owner may act."""
    firm = an_organization(f"企业{number}", code=credit_code(f"MA5PW{number:04}"))
    scene.owner.person.memberships.create(organization=firm, role=Role.OWNER, since=NOW)


def a_token(scene: Scene, number: int) -> None:
    _token(scene.owner, scene.firm, number)


def a_token_of_somebody(scene: Scene, number: int) -> None:
    firm = an_organization(f"企业{number}", code=credit_code(f"MA5TW{number:04}"))
    _token(a_member(f"holder{number}", "持有人", firm, Role.OWNER), firm, number)


def _token(holder: Player, firm: Organization, number: int) -> None:
    ApiToken.objects.create(
        person=holder.person,
        organization=firm,
        title=f"系统{number}",
        prefix=f"tok{number:05}",
        digest=f"{number:064x}",
        scopes=["firm"],
        created_at=NOW,
        expires_at=NOW + timedelta(days=30),
    )


def a_request(scene: Scene, number: int) -> None:
    kind = ("copy", "erasure")[number % 2]
    # One of each may be open; the others are over.
    over = {"status": "declined", "answer": "不是本人", "decided_at": NOW}
    DataRequest.objects.create(number=f"SJ-{number}", kind=kind, **_asked(scene), **over)


def something_to_answer(scene: Scene, number: int) -> None:
    """A question about a look, a correction and an erasure."""
    entry = record_read(
        replace(scene.officer.actor, purpose="核对"),
        "查看企业事实",
        subject_id=scene.firm.subject_id,
    )
    LookQuestion.objects.create(entry_id=entry.pk, text="为什么", **_asked(scene))
    firm = an_organization(f"企业{number}", code=credit_code(f"MA5AN{number:04}"))
    owner = a_member(f"owner{number}", "东家", firm, Role.OWNER)
    asked = {"asked_by": owner.person, "asked_at": NOW, "due_on": date(2021, 11, 10)}
    (fact,) = facts_on_record(firm, Source.TAX, employees=number)
    FactCorrection.objects.create(fact=fact, reason="有误", **asked)
    DataRequest.objects.create(
        number=f"SC-{number}", kind="erasure", subject=firm.subject, reason="离职", **asked
    )


def a_register(scene: Scene, number: int) -> None:
    """One that was brought in, and one that is being read."""
    done = _import(scene, number)
    RegisterCase.objects.create(register_import=done, stage="imported", **_case(scene, number))
    RegisterCase.objects.create(stage="reading", **_case(scene, number))


def _case(scene: Scene, number: int) -> dict[str, object]:
    name = f"opener{number}_{RegisterCase.objects.count()}"
    opener = a_member(name, "经办", scene.bureau, Role.BUREAU_OFFICER)
    return {
        "file_name": f"名册{number}.csv",
        "source": Source.REGISTRY,
        "as_of": TODAY,
        "opened_by": opener.person,
        "opened_at": NOW,
    }


def _import(scene: Scene, number: int) -> RegisterImport:
    return RegisterImport.objects.create(
        file_name=f"名册{number}.csv",
        format="csv",
        digest=f"{number:064x}",
        size=1,
        source=Source.REGISTRY,
        as_of=TODAY,
        columns={},
        rows=1,
        rows_refused=0,
        firms_created=0,
        firms_known=1,
        facts_recorded=0,
        imported_by=scene.officer.person,
        imported_at=NOW,
    )


def a_step_of_a_register(scene: Scene, number: int) -> None:
    if not RegisterCase.objects.exists():
        RegisterCase.objects.create(stage="dropped", **_case(scene, 0))
    MoveLog.objects.create(
        kind="registers.RegisterCase",
        object_id=RegisterCase.objects.get().pk,
        move="ask_back",
        source="reading",
        target="dropped",
        person_id=a_member(f"mover{number}", "经办", scene.bureau, Role.BUREAU_OFFICER).person.pk,
        organization_id=scene.bureau.pk,
        at=NOW,
    )


def a_document(scene: Scene, number: int) -> None:
    document = PolicyDocument.objects.create(
        title=f"若干措施（{number}）",
        kind=DocumentKind.POLICY_MEASURES,
        level=Level.CITY,
        issuer="市政府",
    )
    _clause(document, number)


def _clause(document: PolicyDocument, number: int) -> None:
    programme = "shenzhen_longgang.park_rent"
    basis = Basis.objects.create(document=document, programme=programme, source=f"s{number}")
    Clause.objects.create(
        basis=basis, number=f"第{number}条", item=f"条件{number}", text="满一年", place=number
    )


def a_clause(scene: Scene, number: int) -> None:
    if not PolicyDocument.objects.exists():
        a_document(scene, 999)
    _clause(PolicyDocument.objects.get(), number)


def something_followed(scene: Scene, number: int) -> None:
    """A programme, a topic, a saved question and a condition that is waited for."""
    programme = sorted(load().policies)[number]
    mine: dict[str, Any] = {"person": scene.owner.person, "created_at": NOW}
    for kind, target in (("programme", programme), ("topic", f"主题{number}")):
        Subscription.objects.create(kind=kind, target=target, **mine)
    SavedSearch.objects.create(name=f"查{number}", text="贴息", seen_at=NOW, **mine)
    Watch.objects.create(
        subject=scene.firm.subject, programme=programme, library="1", checked_at=NOW, **mine
    )


def a_followed_document(scene: Scene, number: int) -> None:
    a_document(scene, number)
    target = str(PolicyDocument.objects.order_by("-pk").values_list("pk", flat=True)[0])
    mine: dict[str, Any] = {"person": scene.owner.person, "created_at": NOW}
    Subscription.objects.create(kind="document", target=target, **mine)


def a_link(scene: Scene, number: int) -> None:
    """Opened twice, by somebody."""
    link = AccountantLink.objects.create(
        subject=scene.firm.subject,
        made_by=scene.owner.person,
        label=f"会计{number}",
        shows=["part.name", "employees"],
        digest=f"{number:064x}",
        made_on=TODAY,
        days=30,
    )
    for hours in (1, 2):
        LinkOpening.objects.create(link=link, at=NOW + timedelta(hours=hours))


def a_step_of_a_firm(scene: Scene, number: int) -> None:
    """Another firm came to another programme, and did not want it."""
    firm = an_organization(f"企业{number}", code=credit_code(f"MA5RW{number:04}"))
    programme = sorted(load().policies)[number]
    reached = {"subject": firm.subject, "programme": programme, "at": NOW}
    ReachStep.objects.create(stage="opened", **reached)
    DropReason.objects.create(reason="papers", person=scene.owner.person, **reached)


def a_correction(scene: Scene, number: int) -> None:
    (fact,) = facts_on_record(scene.firm, Source.TAX, TODAY - timedelta(number), employees=number)
    asked = {"asked_by": scene.owner.person, "asked_at": NOW, "due_on": date(2021, 11, 10)}
    FactCorrection.objects.create(fact=fact, reason="有误", **asked)


def an_edition(scene: Scene, number: int) -> None:
    Edition.objects.create(
        dataset="codes", number=number + 1, version=f"{number:064x}", size=1, published_at=NOW
    )


def a_session(scene: Scene, number: int) -> None:
    """The owner signs in on one more device."""
    device = Client(headers={"user-agent": f"浏览器{number}"})
    device.force_login(scene.owner.person, BACKEND)
    device.get("/me/")


def an_address(scene: Scene, number: int) -> None:
    EmailAddress.objects.create(user=scene.owner.person, email=f"a{number}@example.org")


def a_key(scene: Scene, number: int) -> None:
    Authenticator.objects.create(
        user=scene.owner.person, type="webauthn", data={"name": f"钥匙{number}", "credential": {}}
    )


def an_outer_account(scene: Scene, number: int) -> None:
    SocialAccount.objects.create(user=scene.owner.person, provider="oidc", uid=f"{number}")


def a_feed(scene: Scene) -> str:
    """The token of the calendar; making another one is the end of the one before."""
    return create_feed(actor=scene.owner.actor, now=NOW)


def everything_of_a_firm(scene: Scene, number: int) -> None:
    for fill in (a_todo, a_message, a_look, a_fact, a_member_and_an_agent):
        fill(scene, number)
