"""列表: every address that lists rows of the database, and how to fill it.

An address that is neither here nor in ``rowless`` fails a test: whoever adds a page says which.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.db import models

from huiqi.concerns.models import CommonProblem, Concern
from huiqi.ledger.models import Account, Budget, Entry, Sample
from huiqi.network.models import Organ
from huiqi.payments.models import PaymentOrder
from huiqi.policies.models import PolicyDocument
from huiqi.programmes.models import AwardList, Call
from huiqi.publicity.models import NoticeDraft, Objection, Publicity
from huiqi.registers.models import RegisterCase
from huiqi.rosters.models import Roster
from huiqi.sandbox.models import SandboxRun
from tests.matrix import application_filling as applied
from tests.matrix import cause_filling as cause
from tests.matrix import concern_filling as concern
from tests.matrix import filling as fill
from tests.matrix import ledger_filling as books
from tests.matrix import network_filling as network
from tests.matrix import notice_filling as notice
from tests.matrix import payment_filling as pay
from tests.matrix import roster_filling as roster
from tests.matrix import sandbox_filling as sandbox
from tests.matrix import upkeep_filling as upkeep
from tests.matrix.filling import Fill, Scene
from tests.matrix.table import PARAMETER


@dataclass(frozen=True)
class Listed:
    """列表: at an address (as routes.txt writes it, with its object), read by one of the cast."""

    route: str
    who: str
    fill: Fill
    about: Callable[[Scene], str] | None = None
    each: int = 0  # queries for each row, where the page is not ours to make cheaper

    def __str__(self) -> str:
        return f"{self.route} {self.who} {self.fill.__name__}"

    def path(self, scene: Scene) -> str:
        """地址: with the object in the place of the parameter, one word for each of several."""
        words = iter(self.about(scene).split() if self.about else ())
        return PARAMETER.sub(lambda _: next(words), self.route)


def _first(model: type[models.Model]) -> Callable[[Scene], str]:
    return lambda _: str(model._default_manager.order_by("pk").values_list("pk", flat=True)[0])


def _last_list(_scene: Scene) -> str:
    return str(Roster.objects.order_by("-pk").values_list("pk", flat=True)[0])


def _first_call(_scene: Scene) -> str:
    return Call.objects.order_by("pk").values_list("number", flat=True)[0]


def _first_notice(_scene: Scene) -> str:
    return Publicity.objects.order_by("pk").values_list("number", flat=True)[0]


def _first_objection(_scene: Scene) -> str:
    return Objection.objects.order_by("pk").values_list("number", flat=True)[0]


def _first_problem(_scene: Scene) -> str:
    return CommonProblem.objects.order_by("pk").values_list("number", flat=True)[0]


def _first_concern(_scene: Scene) -> str:
    return Concern.objects.order_by("pk").values_list("number", flat=True)[0]


def _code(scene: Scene) -> str:
    return str(scene.firm.credit_code)


KEPT: Final = "/desk/policies/<programme:programme>/"


def _kept(_scene: Scene) -> str:
    return upkeep.KEPT


TRIED: Final = "/desk/sandbox/<programme:programme>/"


def _first_run(_scene: Scene) -> str:
    number = SandboxRun.objects.order_by("pk").values_list("pk", flat=True)[0]
    return f"{sandbox.KEPT} {number}"


def _first_text(_scene: Scene) -> str:
    return f"{upkeep.KEPT} 1"


LISTS: Final = (
    *(Listed(route, "lan", fill.a_todo) for route in ("/inbox/", "/inbox/todos.xlsx")),
    *(
        Listed(route, "lan", fill.a_message)
        for route in ("/inbox/messages/", "/inbox/messages.xlsx")
    ),
    *(Listed(route, "he", fill.a_todo_of_the_bureau) for route in ("/desk/", "/desk/todos.xlsx")),
    *(
        Listed(route, "lan", fill.a_look)
        for route in ("/my/looks/", "/my/looks.xlsx", "/api/v1/looks")
    ),
    *(Listed(route, "lan", fill.a_fact) for route in ("/my/facts/", "/my/facts.xlsx")),
    Listed("/my/facts/<slug:key>/", "lan", fill.a_fact_once_more, lambda _: "employees"),
    *(Listed(route, "lan", fill.a_request) for route in ("/my/data/", "/api/v1/data-requests")),
    *(Listed("/my/desk/", who, fill.something_to_answer) for who in ("qin", "security_admin")),
    Listed("/my/desk/corrections.xlsx", "qin", fill.something_to_answer),
    Listed("/inbox/addresses/", "lan", fill.a_push_address),
    Listed("/inbox/preferences/", "lan", fill.a_push_address),
    Listed("/inbox/simulated/", "lan", fill.a_simulated_delivery),
    Listed("/inbox/deliveries/", "system_admin", fill.a_simulated_delivery),
    Listed("/inbox/calendar/<str:token>.ics", "lan", fill.a_todo, fill.a_feed),
    Listed("/firm/", "lan", fill.everything_of_a_firm),
    Listed("/firm/people/", "lan", fill.a_member_and_an_agent),
    Listed("/me/", "lan", fill.a_post),
    *(Listed(route, "lan", fill.a_token) for route in ("/me/tokens/", "/api/v1/tokens")),
    *(
        Listed(route, "security_admin", fill.a_token_of_somebody)
        for route in ("/me/tokens/held/", "/me/tokens/held.xlsx")
    ),
    *(
        Listed(route, "qin", fill.a_register)
        for route in ("/registers/", "/registers/imports.xlsx")
    ),
    Listed("/registers/cases/<int:pk>/", "qin", fill.a_step_of_a_register, _first(RegisterCase)),
    *(
        Listed(route, "visitor", fill.a_document)
        for route in ("/documents/", "/documents/list.xlsx", "/api/v1/documents")
    ),
    Listed("/documents/<int:pk>/", "visitor", fill.a_clause, _first(PolicyDocument)),
    *(
        Listed(route, who, upkeep.a_programme_of_the_bureau)
        for route in ("/desk/policies/", "/desk/policies/list.xlsx")
        for who in ("he", "system_admin")
    ),
    *(
        Listed(
            f"/desk/policies/<programme:programme>/{page}", who, upkeep.words_of_a_programme, _kept
        )
        for page, who in (("", "he"), ("", "system_admin"), ("compare/", "he"))
    ),
    Listed(f"{KEPT}rules/", "he", upkeep.a_text_of_the_rules, _kept),
    Listed("/api/v1/programmes/<programme>/rule-drafts", "he", upkeep.a_text_of_the_rules, _kept),
    *(
        Listed(
            f"{KEPT}rules/<int:version>/{page}",
            "he",
            upkeep.a_firm_that_a_text_affects,
            _first_text,
        )
        for page in ("firms/", "firms.xlsx")
    ),
    *(
        Listed(f"/concerns/{end}", "visitor", concern.an_answer_for_all)
        for end in ("", "list.xlsx", "list.csv", "list.json")
    ),
    Listed("/api/v1/concerns", "lan", concern.my_concern),
    *(Listed(f"/concerns/mine/{end}", "lan", concern.my_concern) for end in ("", "list.xlsx")),
    *(
        Listed(f"/concerns/{before}<slug:number>/", who, concern.something_said, _first_concern)
        for before, who in (("", "visitor"), ("mine/", "lan"))
    ),
    *(Listed(f"/desk/concerns/{end}", "qin", concern.a_concern) for end in ("", "list.xlsx")),
    Listed("/desk/problems/alike/", "qin", cause.two_alike),
    *(Listed(f"/desk/problems/{end}", "qin", cause.a_problem) for end in ("", "list.xlsx")),
    *(Listed(f"/problems/{end}", "visitor", cause.a_problem) for end in ("", "list.xlsx")),
    Listed("/api/v1/problems", "visitor", cause.a_problem),
    Listed("/api/v1/problems/<number>", "visitor", cause.a_step_of_the_problem, _first_problem),
    Listed("/api/v1/knowledge", "visitor", cause.an_answer),
    Listed("/api/v1/network/organs", "visitor", network.a_station),
    Listed("/api/v1/network/contacts", "visitor", network.a_key_firm),
    *(Listed(f"/desk/knowledge/{end}", "qin", cause.an_answer) for end in ("", "list.xlsx")),
    *(Listed(f"/knowledge/{end}", "visitor", cause.an_answer) for end in ("", "list.xlsx")),
    *(Listed(f"/desk/network/{end}", "qin", network.a_key_firm) for end in ("", "list.xlsx")),
    Listed("/desk/network/organs/<int:pk>/", "qin", network.a_meeting, _first(Organ)),
    Listed("/desk/network/firms/<slug:code>/", "qin", network.a_contact_of_the_firm, _code),
    Listed("/network/", "lan", network.a_contact_of_the_firm),
    *(Listed(f"/desk/rosters/{end}", "he", roster.a_list) for end in ("", "list.xlsx")),
    Listed("/desk/rosters/new/", "he", roster.a_list),
    Listed("/api/v1/programmes/<programme>/rosters", "he", roster.a_list, _kept),
    *(
        Listed(f"/desk/rosters/<int:pk>/{end}", "he", roster.a_firm_in_a_list, _last_list)
        for end in ("", "list.xlsx", "changes/", "changes.xlsx")
    ),
    *(
        Listed(f"/api/v1/rosters/<number>/{end}", "he", roster.a_firm_in_a_list, _last_list)
        for end in ("firms", "changes")
    ),
    *(
        Listed(route, "he", sandbox.a_run)
        for route in ("/desk/sandbox/", "/desk/sandbox/list.xlsx")
    ),
    *(
        Listed(route, "he", sandbox.a_run, _kept)
        for route in (TRIED, "/api/v1/programmes/<programme>/simulations")
    ),
    *(
        Listed(f"{TRIED}<int:number>/{end}", "he", sandbox.a_run, _first_run)
        for end in ("", "list.xlsx")
    ),
    Listed("/api/v1/programmes/<programme>/simulations/<number>", "he", sandbox.a_run, _first_run),
    *(
        Listed(f"{TRIED}<int:number>/{end}", "he", sandbox.a_firm_that_a_run_affects, _first_run)
        for end in ("firms/", "firms.xlsx")
    ),
    *(Listed(route, "lan", fill.something_followed) for route in ("/follow/", "/follow/list.xlsx")),
    *(
        Listed(route, "lan", fill.a_followed_document)
        for route in ("/follow/", "/follow/list.xlsx")
    ),
    *(
        Listed("/api/v1/subscriptions", "lan", each)
        for each in (fill.something_followed, fill.a_followed_document)
    ),
    *(
        Listed(route, "lan", fill.something_followed)
        for route in ("/api/v1/watches", "/api/v1/saved-searches")
    ),
    Listed("/follow/links/", "lan", fill.a_link),
    *(
        Listed(route, "qin", fill.a_step_of_a_firm)
        for route in ("/follow/reach/desk/", "/follow/reach/desk/list.xlsx", "/follow/reach/")
    ),
    *(Listed(route, "fan", books.a_budget) for route in ("/ledger/", "/ledger/board.xlsx")),
    Listed("/ledger/entries/<int:pk>/", "fan", books.something_booked, _first(Entry)),
    Listed("/ledger/budgets/<int:pk>/", "fan", books.an_account, _first(Budget)),
    Listed("/ledger/accounts/<int:pk>/", "fan", books.something_booked, _first(Account)),
    *(
        Listed(route, "fan", books.a_paper)
        for route in ("/ledger/papers/", "/ledger/papers.xlsx", "/api/v1/ledger/papers")
    ),
    *(
        Listed(route, "fan", books.something_left)
        for route in ("/ledger/year-end/", "/ledger/year-end.xlsx")
    ),
    *(
        Listed(f"/ledger/samples/<int:pk>/{end}", "shen", books.a_sampled_payment, _first(Sample))
        for end in ("", "list.xlsx")
    ),
    Listed("/ledger/samples/", "shen", books.a_sample),
    Listed("/api/v1/ledger/samples", "shen", books.a_sample),
    Listed("/api/v1/ledger/board", "fan", books.a_budget),
    Listed("/api/v1/ledger/year-end", "fan", books.something_left),
    Listed("/api/v1/organizations/<credit_code>/support", "lan", books.a_received_grant, _code),
    Listed("/ledger/support/", "shen", books.a_firm_to_find),
    *(
        Listed(f"/ledger/support/{whose}", who, books.a_received_grant, about)
        for whose, who, about in (
            ("mine/", "lan", None),
            ("mine.xlsx", "lan", None),
            ("<slug:credit_code>/", "shen", _code),
            ("<slug:credit_code>/list.xlsx", "shen", _code),
        )
    ),
    *(
        Listed(route, "visitor", notice.a_notice)
        for route in (
            *("/notices/", "/notices/list.xlsx", "/notices/last-days.ics"),
            "/api/v1/notices",
        )
    ),
    *(
        Listed(f"/notices/<slug:number>/{end}", "visitor", notice.a_line, _first_notice)
        for end in ("", "list.xlsx")
    ),
    Listed("/api/v1/notices/<number>/awards", "visitor", notice.a_line, _first_notice),
    *(
        Listed(route, "qin", notice.a_notice_of_the_bureau)
        for route in ("/desk/notices/", "/desk/notices/objections.xlsx", "/api/v1/objections")
    ),
    Listed("/desk/notices/<slug:number>/", "qin", notice.a_line, _first_notice),
    *(
        Listed(route, "qin", notice.a_referee, _first_objection)
        for route in (
            "/desk/notices/objections/<slug:number>/",
            "/api/v1/objections/<number>/referees",
        )
    ),
    Listed("/desk/notices/new/", "qin", notice.something_to_propose),
    Listed("/api/v1/proposable-awards", "qin", notice.something_to_propose),
    Listed("/api/v1/notice-drafts", "qin", notice.a_draft),
    *(
        Listed(route, "qin", notice.a_line_of_a_draft, _first(NoticeDraft))
        for route in ("/desk/notices/drafts/<int:pk>/", "/api/v1/notice-drafts/<draft>")
    ),
    *(
        Listed(route, "visitor", applied.a_call)
        for route in ("/calls/", "/calls/list.xlsx", "/calls/deadlines.ics", "/api/v1/calls")
    ),
    *(
        Listed(route, "lan", applied.an_application)
        for route in ("/applications/", "/applications/list.xlsx", "/api/v1/applications")
    ),
    *(
        Listed(f"/api/v1/applications/<number>/{end}", "lan", one_more, applied.draft_of)
        for end, one_more in (
            ("materials", applied.a_material),
            ("materials/reusable", applied.a_reusable_material),
            ("invoices", applied.an_invoice),
        )
    ),
    *(
        Listed(f"/desk/applications/{end}", "qin", applied.a_case)
        for end in ("", "list.xlsx", "lists/")
    ),
    Listed("/desk/applications/calls/", "qin", applied.a_call_of_the_bureau),
    *(
        Listed(f"/desk/applications/sources/{end}", "qin", applied.an_outage)
        for end in ("", "list.xlsx")
    ),
    *(
        Listed(f"/desk/applications/lists/<int:pk>{end}", "qin", applied.a_line, _first(AwardList))
        for end in ("/", ".xlsx")
    ),
    *(
        Listed(
            f"/desk/applications/automatic/<slug:number>{end}",
            "qin",
            applied.an_automatic_case,
            _first_call,
        )
        for end in ("/", ".xlsx")
    ),
    Listed("/desk/applications/recoveries/", "qin", applied.a_recovery),
    Listed(
        "/desk/applications/automatic/<slug:number>/checks/",
        "qin",
        applied.a_spot_check,
        _first_call,
    ),
    *(Listed(route, "fan", pay.an_order) for route in ("/payments/", "/payments/orders.xlsx")),
    *(
        Listed(route, "fan", pay.a_payment, _first(PaymentOrder))
        for route in (
            "/payments/orders/<int:pk>/",
            "/payments/orders/<int:pk>/lines.xlsx",
        )
    ),
    *(
        Listed(route, "fan", pay.a_payment_on_its_way)
        for route in (
            "/payments/unsettled/",
            "/payments/unsettled.xlsx",
            "/api/v1/payments/unsettled",
        )
    ),
    Listed("/api/v1/payments/orders", "fan", pay.an_order),
    Listed("/api/v1/payments/orders/<number>", "fan", pay.a_payment, lambda _: "BF-2021-000001"),
    *(
        Listed(route, "lan", pay.a_payment_to_the_firm)
        for route in ("/payments/mine/", "/payments/mine.xlsx", "/api/v1/payments/mine")
    ),
    *(Listed(f"/payments/accounts{end}", "lan", pay.an_own_account) for end in ("/", ".xlsx")),
    Listed("/api/v1/organizations/<credit_code>/accounts", "lan", pay.an_own_account, _code),
    *(
        Listed(route, "fan", pay.an_account_to_verify)
        for route in (
            "/payments/accounts/desk/",
            "/payments/accounts/desk.xlsx",
            "/api/v1/payments/accounts",
        )
    ),
    Listed("/open/<slug:name>/", "visitor", fill.an_edition, lambda _: "codes"),
    Listed("/api/v1/organizations/<credit_code>/facts", "lan", fill.a_fact, _code),
    Listed("/api/v1/organizations/<credit_code>/corrections", "lan", fill.a_correction, _code),
    # allauth asks of each session whether it lives, and for each identity who vouches for it.
    Listed("/accounts/sessions/", "lan", fill.a_session, each=3),
    Listed("/accounts/email/", "lan", fill.an_address),
    Listed("/accounts/2fa/webauthn/", "lan", fill.a_key),
    Listed("/accounts/3rdparty/", "lan", fill.an_outer_account, each=1),
)
