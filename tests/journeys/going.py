"""一路办下来: the walk of ``tests.programmes.walking``, every step of it in somebody's browser.

What is done by the city itself (facts that come in, the books of the treasury, the night's work)
is done as it is there; all that a person does is done on pages, along their links.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import CITY, now
from huiqi.parties.enums import Role
from huiqi.parties.models import Organization
from huiqi.payments import actions as payments
from huiqi.payments.models import PaymentOrder
from huiqi.programmes.actions.lists import line_of
from huiqi.programmes.definition import Page, Question
from huiqi.programmes.models import Application, AutoCase, Call, StageRun
from huiqi.programmes.stages import afterwards, disbursement, marking, publicity, running
from huiqi.programmes.versions import definition_of
from tests.cast import Player, a_member, an_organization
from tests.journeys.windows import FIELDS, PHONE, Counted, Window, Windows
from tests.payments.paying import FORMAT, answer
from tests.programmes.applying import PDF, in_charge
from tests.programmes.pages import INVOICE
from tests.programmes.walking import CLAUSE, MORNING, PLENTY, Walk

FORM: Final = "main form[data-autosave], main form[method=post][novalidate]"
YUAN: Final = 100


@dataclass
class Journey(Walk):
    """一趟: as ``Walk``, on pages; ``counted`` is what the firm's forms asked of it."""

    windows: Windows = field(kw_only=True)
    auditor: Player = field(kw_only=True)
    counted: Counted = field(init=False, default_factory=Counted)

    # Who stands where

    @property
    def phone(self) -> Window:
        """The firm's owner, on a phone."""
        return self.windows.of(self.owner, PHONE)

    @property
    def public(self) -> Window:
        """Anybody, on a phone."""
        return self.windows.of(None, PHONE)

    def _office(self, run: StageRun) -> Window:
        if run.office_id == self.officer.actor.organization_id:
            return self.windows.of(self.officer)
        return self.windows.of(self._district(run.office))

    def _district(self, office: Organization) -> Player:
        from huiqi.parties.models import Membership

        found = Membership.objects.filter(organization=office, role=Role.DISTRICT_OFFICER).first()
        assert found is not None
        return Player(found.person)

    def _case(self, run: StageRun) -> Window:
        """From the desk to the case, as it is at work."""
        window = self._office(run)
        window.door("申报办理")
        window.open(self.firm.name)
        window.says(run.get_kind_display())
        return window

    # From the call to the application

    def _called(self) -> Call:
        budget = self._budget() if self.definition.programme.pays else None
        title = f"{self.definition.policy.title}申报通知"
        in_charge(self.officer.actor.organization_id, self.definition.id)
        window = self.windows.of(self.officer)
        window.door("申报通知")
        window.open("起草申报通知")
        window.page.select_option("#programme", self.definition.id)
        window.fill("#title", title)
        window.fill("#basis", CLAUSE)
        window.fill("#opens_at", f"{self.at:%Y-%m-%dT%H:%M}")
        window.fill("#closes_at", f"{self.at + timedelta(days=30):%Y-%m-%dT%H:%M}")
        if budget:
            window.page.select_option("#budget", str(budget.pk))
            window.fill("#ceiling", str(PLENTY // 2 // YUAN))
        window.press("保存草稿")
        window.press("提交发布")
        chief = self.windows.of(self.chief)
        chief.door("申报通知")
        chief.open(title)
        chief.press("发布申报通知")
        public = self.public
        public.door("申报")
        public.open(title)
        public.says(title, CLAUSE)
        return Call.objects.get(title=title)

    def _confirmed(self) -> Application:
        officer = self.windows.of(self.officer)
        officer.door("申报通知")
        officer.open(self.call.title)
        officer.open("去看免申即享名单")
        officer.press("比对全部在库企业")
        officer.says(self.firm.name)
        chief = self.windows.of(self.chief)
        chief.door("申报通知")
        chief.open(self.call.title)
        chief.open("去看免申即享名单")
        chief.press("放出名单，请企业确认")
        phone = self.phone
        phone.door("待办")
        phone.open("免申即享")
        known = phone.page.locator("section[aria-labelledby=why-h] li").count()
        self.counted.shown += known
        self.counted.prefilled += known
        phone.press("确认领取")
        case = AutoCase.objects.get(call=self.call)
        assert case.application is not None
        phone.says(case.application.number)
        return case.application

    def _applied(self, told: dict[str, Any]) -> Application:
        phone = self.phone
        phone.door("申报")
        phone.open(self.call.title)
        phone.press("开始申报")
        draft = Application.objects.get(call=self.call)
        for page in self.definition.form.pages:
            phone.open(page.title)
            self._fill_page(phone, page, told)
            phone.press("保存并")
            if phone.page.locator("main a.back").count():  # to the next page; else the list itself
                phone.open("申报清单")
        if self.definition.form.invoices:
            self._fill_invoice(phone)
        if self.definition.form.evidence:
            self._hand_in_files(phone)
        phone.open("核对答案")
        phone.page.check("[name=declared]")
        phone.press("提交申报")
        draft.refresh_from_db()
        phone.says(draft.number)
        return draft

    def _fill_page(self, phone: Window, page: Page, told: dict[str, Any]) -> None:
        fields = phone.page.locator(f"{FORM}").first.locator(FIELDS)
        names = list(
            dict.fromkeys(fields.nth(n).get_attribute("name") for n in range(fields.count()))
        )
        known = phone.page.locator("dl.known .known__r").count()
        self.counted.shown += known + len(names)
        self.counted.prefilled += known
        for question in page.questions:
            if question.key in names:
                self._fill_question(phone, question, told)

    def _fill_question(self, phone: Window, question: Question, told: dict[str, Any]) -> None:
        where = phone.page.locator(f"[name={question.key}]")
        if where.first.get_attribute("type") == "radio":
            if where.locator("xpath=self::*[@checked]").count():
                self.counted.prefilled += 1
                return
            where.first.check()
            self.counted.typed += 1
            return
        if where.first.input_value():
            self.counted.prefilled += 1
            return
        value = self._answer(question, told)
        if value is None:
            return
        if where.first.evaluate("one => one.tagName") == "SELECT":
            where.first.select_option(str(value))
        else:
            where.first.fill(str(value))
        self.counted.typed += 1

    def _fill_invoice(self, phone: Window) -> None:
        phone.open("发票")
        day = f"{self.at.date() - timedelta(days=200):%Y-%m-%d}"
        given = {**INVOICE, "amount": "100000000", "issued_on": day}
        given.pop("way")
        for name, value in given.items():
            phone.fill(f"#{name}", value)
            self.counted.typed += 1
            self.counted.shown += 1
        phone.press("填入这一张")
        phone.open("申报清单")

    def _hand_in_files(self, phone: Window) -> None:
        phone.open("材料")
        for material in self.definition.form.evidence:
            if material.required:
                phone.attach(f"#files-{material.id}", f"{material.text}.pdf", PDF)
                phone.press("上传到这一项", f"#m-{material.id}")
        phone.open("申报清单")

    # From stage to stage

    def _formal_check(self, run: StageRun) -> None:
        window = self._case(run)
        window.press("受理并通过")

    def _audit(self, run: StageRun) -> None:
        from huiqi.programmes.stages import audit

        window = self._case(run)
        for key, fen in audit.reported_of(run).items():
            window.fill(f"#al-{key}", f"{fen // YUAN}.{fen % YUAN:02d}")
            window.press("登记审计结果", f"form:has(#al-{key})")
        window.press("审计完成")

    def _site_visit(self, run: StageRun) -> None:
        window = self._case(run)
        window.fill("#sv-d", f"{now():%Y-%m-%d}")
        window.fill("#sv-v", "覃越、李明、王若")
        window.fill("#sv-p", "厂区")
        window.fill("#sv-f", "设备在用")
        window.page.select_option("#sv-r", "met")
        window.press("登记现场核查")

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
        window = self._case(run)
        window.press("冻结候选名册")
        window.press("位专家")
        for seat in run.seats.order_by("ordinal"):
            window = self.windows.of(experts[seat.expert_id])
            window.door("我的评审")
            window.open("", ".cases__h a")  # a blind one shows neither firm nor call
            for one in settings.criteria:
                window.fill(f"#p-{one.id}", str(one.points))
                window.fill(f"#w-{one.id}", "符合")
            window.press("提交评分")
            window.says("已经提交，不能再改")
        self._case(run).press("评审通过")

    def _publicity(self, run: StageRun) -> None:
        officer = self.windows.of(self.officer)
        officer.door("拟资助名单")
        officer.press("起草名单")
        officer.press("提交审定")
        self._approve_list(self.windows.of(self.chief))
        line = line_of(run.application)
        assert line is not None
        if line.list.state == "submitted":
            other = a_member("chief2", "另一位处长", self.officer_body, Role.SECTION_CHIEF)
            self._approve_list(self.windows.of(other))
        chief = self.windows.of(self.chief)
        chief.door("拟资助名单")
        chief.open("拟资助名单")
        chief.press("发布公示")
        line.list.refresh_from_db()
        notice = line.list.publicity
        assert notice is not None
        public = self.public
        public.foot("公示")
        public.open(notice.title)
        public.says(self.firm.name)
        self.forward(datetime.combine(notice.ends, datetime.min.time(), CITY) + MORNING)
        assert publicity.pass_cleared(actor=SYSTEM, now=now()) == 1

    def _approve_list(self, window: Window) -> None:
        window.door("拟资助名单")
        window.open("拟资助名单")
        window.press("审定这一稿")

    def _recognition(self, run: StageRun) -> None:
        window = self._case_of_chief(run)
        window.press("认定，出具证书")

    def _case_of_chief(self, run: StageRun) -> Window:
        window = self.windows.of(self.chief)
        window.door("申报办理")
        window.open(self.firm.name)
        window.says(run.get_kind_display())
        return window

    def _funding_plan(self, run: StageRun) -> None:
        window = self._case_of_chief(run)
        window.open("在名单上下达资金计划")
        window.press("下达资金计划")

    def _disbursement(self, run: StageRun) -> None:
        call = run.application.call.number
        payments.set_bank_format(told=FORMAT, actor=SYSTEM, now=now())
        maker = self.windows.of(self.payers[0])
        maker.door("拨付")
        maker.open("制拨付单")
        maker.fill("#title", "拨付")
        maker.says(call)
        maker.page.locator("input[name=pay]").first.check()
        maker.press("制单")
        maker.press("提交复核")
        order = PaymentOrder.objects.get()
        for checker in self.payers[1:]:
            order.refresh_from_db()
            if order.state in ("submitted", "half_checked"):
                window = self.windows.of(checker)
                window.door("拨付")
                window.open(order.number)
                window.press("复核通过")
        maker = self.windows.of(self.payers[0])
        maker.door("拨付")
        maker.open(order.number)
        maker.press("导出付款文件")
        order.refresh_from_db()
        outcomes = ["成功"] * order.lines.count()
        maker.attach("#file", "回单.csv", answer(order, *outcomes).encode())
        maker.press("上传并对账")
        assert disbursement.pass_paid(actor=SYSTEM, now=now()) == 1

    def _performance(self, run: StageRun) -> None:
        settings: Any = self.definition.programme.stage("performance")
        self._later(run, settings.after_months)
        assert afterwards.ask_for_reports(actor=SYSTEM, now=now()) == 1
        phone = self.phone
        phone.door("待办")
        phone.open("报告绩效")
        phone.fill("#told", "设备投产，产线自动运行。")
        phone.fill("#name-1", "新增产值")
        phone.fill("#value-1", "120 万元")
        phone.press("提交绩效报告")
        phone.says("新增产值", "120 万元")
        window = self._case(run)
        window.says("设备投产", "新增产值")
        window.press("绩效评价完成")

    # Afterwards

    def look_back(self, application: Application) -> None:
        """Everybody finds again what became of it."""
        assert running.current(application) is None
        phone = self.phone
        phone.door("我的企业")
        phone.open("我的申报")
        phone.open(self.call.title)
        phone.says(application.number, "已办结")
        auditor = self.windows.of(self.auditor)
        auditor.door("申报办理")
        auditor.page.select_option("select[name=clock]", "ended")
        auditor.fill("input[name=text]", application.number)
        auditor.press("筛选")
        auditor.open(self.firm.name)
        auditor.says(application.number)
        if definition_of(application).programme.pays:
            auditor = self.windows.of(self.auditor)
            auditor.door("拨付")
            auditor.open(PaymentOrder.objects.get().number)
            auditor.says(self.firm.name)
        public = self.public
        public.door("申报")
        public.open(self.call.title)
        public.says("已拨付")
