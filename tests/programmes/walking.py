"""走完一遍: any programme from its call to its close, by everybody whose turn it is.

Facts come from a case of the library that the rules say yes to; the form is filled in by its
definition; each kind of stage is walked by its own steps.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any, Final

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.files import city_store
from huiqi.kernel.models import ClockOffset
from huiqi.kernel.now import CITY, now
from huiqi.ledger import actions as books
from huiqi.ledger.models import Budget
from huiqi.ledger.queries import payables
from huiqi.library import load
from huiqi.parties.enums import Role, Source
from huiqi.parties.models import Organization
from huiqi.parties.values import stored_values
from huiqi.payments import actions as payments
from huiqi.programmes import actions
from huiqi.programmes.actions import automatic, comparing, lists
from huiqi.programmes.actions.evidence import Invoice
from huiqi.programmes.definition import Definition, Question
from huiqi.programmes.enums import FindingResult, StageKind
from huiqi.programmes.models import Application, AutoCase, Call, StageRun
from huiqi.programmes.prefill import known_of
from huiqi.programmes.stages import (
    afterwards,
    audit,
    disbursement,
    expert_review,
    formal_check,
    funding_plan,
    marking,
    publicity,
    recognition,
    running,
    site_visit,
)
from huiqi.rules.answer import Answer
from huiqi.rules.cases import Case, Cases
from huiqi.rules.dictionary import FACTS
from huiqi.rules.files import load_cases
from huiqi.rules.months import add_months
from tests.cast import Player, a_member, an_organization, facts_on_record
from tests.payments.paying import FORMAT, an_account, answer
from tests.programmes.applying import PDF, in_charge, only_loan

MORNING: Final = timedelta(hours=9, minutes=30)
CLAUSE: Final = "试〔2021〕1号第一条"
PLENTY: Final = 10**12  # 100 亿元


def stand_on(moment: datetime) -> datetime:
    """The city's clock stands on this moment and runs on."""
    ClockOffset.objects.update(offset=ClockOffset.objects.get().offset + (moment - now()))
    return moment


def a_case_that_pays(definition: Definition) -> tuple[Case, dict[str, Any]]:
    """The first case of the library that is answered yes, with what it takes as known.

    One of which the rules tell how much, where they tell it of any.
    """
    folder = load().policies[definition.id].path
    assert folder is not None
    cases: Cases = load_cases(folder)
    open_ended: list[tuple[Case, dict[str, Any]]] = []
    for case in cases.cases:
        given = {**cases.defaults, **case.given}
        told = {key: value for key, value in given.items() if value is not None}
        found = load().answer(definition.id, told, case.on)
        if not isinstance(found, Answer) or found.verdict != "yes":
            continue
        if not definition.programme.pays or (found.money and (found.money.maximum or 0) >= 100):
            return case, told
        if found.money and found.money.maximum is None:
            open_ended.append((case, told))
    return open_ended[0]


@dataclass
class Walk:
    """一趟: one firm, one programme, everybody of the department, one moment after another."""

    definition: Definition
    firm: Organization
    owner: Player
    officer: Player
    chief: Player
    payers: tuple[Player, Player, Player]
    at: datetime = field(init=False)
    call: Call = field(init=False)

    def forward(self, moment: datetime) -> None:
        """Later; never back."""
        self.at = stand_on(max(moment, self.at + timedelta(minutes=1)))

    def begin(self) -> Application:
        """The call is published, and the firm has applied, or has confirmed."""
        case, told = a_case_that_pays(self.definition)
        self.at = stand_on(datetime.combine(case.on, datetime.min.time(), CITY) + MORNING)
        self._know(told, case.on)
        an_account(self.firm, "6222000011112222333", self.officer.person)
        self.call = self._called()
        if self.definition.programme.mode == "automatic":
            return self._confirmed()
        return self._applied(told)

    def _know(self, told: dict[str, Any], on: date) -> None:
        values, problems = stored_values(told, on)
        assert problems == []
        for key, value in values.items():
            fact = FACTS.get(key)
            base, back = fact.annual if fact and fact.annual else (key, None)
            period = None if back is None else on.year - 1 - back
            facts_on_record(self.firm, Source.SELF_DECLARED, on, period, **{base: value})

    def _called(self) -> Call:
        budget = None
        if self.definition.programme.pays:
            budget = self._budget()
        asked = actions.CallAsked(
            programme=self.definition.id,
            title=f"{self.definition.policy.title}申报通知",
            basis=CLAUSE,
            opens_at=self.at,
            closes_at=self.at + timedelta(days=30),
            budget=budget,
            ceiling_fen=PLENTY // 2 if budget else None,
        )
        in_charge(self.officer.actor.organization_id, self.definition.id)
        call = actions.draft_call(asked=asked, actor=self.officer.actor, now=self.at)
        call = actions.submit_call(call=call, actor=self.officer.actor)
        return actions.publish_call(call=call, actor=self.chief.actor, now=self.at)

    def _budget(self) -> Budget:
        fund = books.set_up_fund(
            code="walk",
            title="走一遍的资金",
            department=self.officer_body,
            basis=CLAUSE,
            actor=SYSTEM,
        )
        budget = books.set_up_budget(
            fund=fund, year=self.at.year, programme=self.definition.id, actor=SYSTEM
        )
        business = books.Business("walk:appropriate", self.at.date(), "下达")
        books.appropriate(budget=budget, amount_fen=PLENTY, business=business, actor=SYSTEM)
        return budget

    @property
    def officer_body(self) -> Organization:
        return Organization.objects.get(pk=self.officer.actor.organization_id or 0)

    def _confirmed(self) -> Application:
        assert comparing.compare(call=self.call, actor=self.officer.actor, now=self.at) == 1
        automatic.ask_firms(call=self.call, actor=self.chief.actor, now=self.at)
        case = AutoCase.objects.get(call=self.call)
        case = automatic.confirm_case(case=case, actor=self.owner.actor, now=self.at)
        assert case.application is not None
        return case.application

    def _applied(self, told: dict[str, Any]) -> Application:
        draft = actions.begin_application(
            call=self.call, organization=self.firm, actor=self.owner.actor, now=self.at
        )
        known = known_of(draft, self.at.date())
        given = {
            one.key: self._answer(one, told)
            for one in self.definition.form.questions()
            if one.key not in known
        }
        given = {key: value for key, value in given.items() if value is not None}
        saved = actions.save_answers(
            application=draft, given=given, revision=0, actor=self.owner.actor, now=self.at
        )
        self._prove(saved)
        who: dict[str, Any] = {"actor": self.owner.actor, "arrived_at": self.at, "now": self.at}
        actions.submit_application(application=saved, key="walk", **who)
        saved.refresh_from_db()
        return saved

    def _answer(self, question: Question, told: dict[str, Any]) -> object:
        if question.kind == "fact":
            return told.get(question.key, only_loan(question, told))
        if question.kind == "choice":
            return question.choices[0][0]
        if question.kind == "rows":
            return [{one.key: self._answer(one, told) for one in question.columns}]
        if question.key == self.definition.form.asks:
            return "50000"  # no more than any of the cases has paid
        return {
            "text": "产线改造",
            "long_text": "更换设备，接入系统。",
            "money": "100000",
            "count": "3",
            "rate": "0.5",
            "date": self.at.date().isoformat(),
            "flag": "yes",
        }[question.kind]

    def _prove(self, application: Application) -> None:
        for material in self.definition.form.evidence:
            if material.required:
                file = city_store().put(
                    BytesIO(PDF),
                    f"{material.text}.pdf",
                    actor=self.owner.actor,
                    subject_id=self.firm.subject_id,
                )
                actions.add_evidence(
                    application=application,
                    material=material.id,
                    file=file,
                    actor=self.owner.actor,
                    now=self.at,
                )
        if self.definition.form.invoices:
            day = self.at.date() - timedelta(days=200)
            invoice = Invoice("4403201130", "12345678", 10**10, "甲", "乙", day)
            actions.add_invoices(
                application=application, invoices=[invoice], actor=self.owner.actor, now=self.at
            )

    def walk(self, application: Application) -> list[str]:
        """Through every stage; the kinds in the order in which they ended."""
        walked = []
        while (run := running.current(application)) is not None:
            getattr(self, f"_{run.kind}")(run)
            application.refresh_from_db()
            run.refresh_from_db()
            assert run.state == "passed", (run.kind, run.state)
            walked.append(run.kind)
        return walked

    def _formal_check(self, run: StageRun) -> None:
        self._as_office(
            run, lambda actor: formal_check.accept(run=run, clause=CLAUSE, actor=actor, now=self.at)
        )

    def _as_office(self, run: StageRun, act: Any) -> None:
        actor = self.officer.actor
        if run.office_id != actor.organization_id:
            actor = a_member(
                f"district{run.pk}", "区里经办", run.office, Role.DISTRICT_OFFICER
            ).actor
        act(actor)

    def _audit(self, run: StageRun) -> None:
        for key, fen in audit.reported_of(run).items():
            audit.record_finding(
                run=run,
                about=key,
                allowed_fen=fen,
                reason="",
                actor=self.officer.actor,
                now=self.at,
            )
        audit.finish_audit(run=run, actor=self.officer.actor, now=self.at)

    def _site_visit(self, run: StageRun) -> None:
        def visit(actor: Any) -> None:
            site_visit.report_visit(
                run=run,
                visited_on=self.at.date(),
                visitors=["覃越", "李明", "王若"],
                place="厂区",
                found="设备在用",
                result=FindingResult.MET,
                actor=actor,
                now=self.at,
            )
            site_visit.finish_visit(run=run, actor=actor, now=self.at)

        self._as_office(run, visit)

    def _expert_review(self, run: StageRun) -> None:
        settings = marking.settings_of(run)
        lab = an_organization("湾区研究院")
        experts = {
            one.person.pk: one
            for one in (
                a_member(f"expert{n}", f"专家{n}", lab, Role.EXPERT)
                for n in range(settings.panel + 1)
            )
        }
        expert_review.freeze_pool(run=run, actor=self.officer.actor, now=self.at)
        for seat in expert_review.draw_panel(run=run, actor=self.officer.actor, now=self.at):
            given = {one.id: (one.points, "符合") for one in settings.criteria}
            expert_review.submit_sheet(
                seat=seat,
                given=given,
                comment="同意",
                actor=experts[seat.expert_id].actor,
                now=self.at,
            )
        expert_review.finish_review(run=run, actor=self.officer.actor, now=self.at)

    def _publicity(self, run: StageRun) -> None:
        made = lists.draw_up_list(
            call=self.call, title="拟资助名单", actor=self.officer.actor, now=self.at
        )
        lists.submit_list(award_list=made, actor=self.officer.actor)
        made = lists.approve_list(
            award_list=made, opinion="同意", actor=self.chief.actor, now=self.at
        )
        if made.state == "submitted":
            other = a_member("chief2", "另一位处长", self.officer_body, Role.SECTION_CHIEF)
            made = lists.approve_list(
                award_list=made, opinion="同意", actor=other.actor, now=self.at
            )
        notice = lists.publish_award_list(
            award_list=made, begins_on=self.at.date(), actor=self.chief.actor, now=self.at
        )
        assert publicity.pass_cleared(actor=SYSTEM, now=self.at) == 0
        self.forward(datetime.combine(notice.ends, datetime.min.time(), CITY) + MORNING)
        assert publicity.pass_cleared(actor=SYSTEM, now=self.at) == 1
        assert run.kind == StageKind.PUBLICITY

    def _recognition(self, run: StageRun) -> None:
        recognition.recognize(
            run=run,
            clause=CLAUSE,
            granted_on=self.at.date(),
            actor=self.chief.actor,
            now=self.at,
        )

    def _funding_plan(self, run: StageRun) -> None:
        line = lists.line_of(run.application)
        assert line is not None
        funding_plan.put_into_plan(
            award_list=line.list, clause=CLAUSE, actor=self.chief.actor, now=self.at
        )

    def _disbursement(self, run: StageRun) -> None:
        maker, first, second = (one.actor for one in self.payers)
        made = payments.set_bank_format(told=FORMAT, actor=SYSTEM, now=self.at)
        order = payments.create_order(
            title="拨付",
            bank_format=made,
            chosen=[one.key for one in payables()],
            actor=maker,
            now=self.at,
        )
        order = payments.submit_order(order=order, actor=maker, now=self.at)
        order = payments.check_order(order=order, actor=first, now=self.at)
        if order.state == "half_checked":
            order = payments.check_order(order=order, actor=second, now=self.at)
        payments.export_order(order=order, actor=maker, now=self.at)
        order.refresh_from_db()
        outcomes = ["成功"] * order.lines.count()
        payments.settle_order(
            order=order,
            content=answer(order, *outcomes).encode(),
            name="回单.csv",
            actor=maker,
            now=self.at,
        )
        assert disbursement.pass_paid(actor=SYSTEM, now=self.at) == 1
        assert run.kind == StageKind.DISBURSEMENT

    def _later(self, run: StageRun, months: int) -> None:
        assert run.opened_on is not None
        day = add_months(run.opened_on, months)
        self.forward(datetime.combine(day, datetime.min.time(), CITY) + MORNING)

    def _completion_check(self, run: StageRun) -> None:
        settings: Any = self.definition.programme.stage("completion_check")
        self._later(run, settings.after_months)
        afterwards.check_completion(
            run=run,
            result=FindingResult.MET,
            found="已建成",
            actor=self.officer.actor,
            now=self.at,
        )

    def _performance(self, run: StageRun) -> None:
        settings: Any = self.definition.programme.stage("performance")
        self._later(run, settings.after_months)
        afterwards.report_performance(
            run=run,
            figures={"新增产值": "120 万元"},
            told="设备投产",
            actor=self.owner.actor,
            now=self.at,
        )
        afterwards.accept_performance(run=run, actor=self.officer.actor, now=self.at)
