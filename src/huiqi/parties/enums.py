"""主体的选项: what organizations are, what people may do in them, where a fact comes from."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """单位性质: what an organization is in law."""

    ENTERPRISE = "enterprise", _("企业")
    SOLE_TRADER = "sole_trader", _("个体工商户")
    MAKER_TEAM = "maker_team", _("创客团队")
    INSTITUTE = "institute", _("科研机构")
    UNIVERSITY = "university", _("高等院校")
    ASSOCIATION = "association", _("行业协会")
    DEPARTMENT = "department", _("主管部门")
    DISTRICT_OFFICE = "district_office", _("区级部门")
    OTHER = "other", _("其他")


PUBLIC_BODIES = (Kind.DEPARTMENT, Kind.DISTRICT_OFFICE)


class Part(TextChoices):
    """参与身份: in what part an organization is known to the city; one may have several."""

    APPLICANT = "applicant", _("申报单位")
    PROVIDER = "provider", _("服务机构")
    BANK = "bank", _("合作银行")
    GUARANTOR = "guarantor", _("担保机构")
    INSTRUMENT_HOLDER = "instrument_holder", _("仪器管理单位")
    LANDLORD = "landlord", _("产业用房运营单位")
    AUTHORITY = "authority", _("主管机关")


class Role(TextChoices):
    """岗位: what a person may do for an organization."""

    OWNER = "owner", _("企业负责人")
    FINANCE = "finance", _("企业财务")
    STAFF = "staff", _("企业经办")
    PROVIDER_STAFF = "provider_staff", _("服务机构经办")
    BANK_STAFF = "bank_staff", _("银行经办")
    DISTRICT_OFFICER = "district_officer", _("区级经办")
    BUREAU_OFFICER = "bureau_officer", _("市级经办")
    SECTION_CHIEF = "section_chief", _("处室负责人")
    FINANCE_OFFICER = "finance_officer", _("资金经办")
    COMMISSIONER = "commissioner", _("首席企业服务专员")
    SUPERVISOR = "supervisor", _("督办员")
    EXPERT = "expert", _("评审专家")
    AUDITOR = "auditor", _("审计人员")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDIT_ADMIN = "audit_admin", _("审计管理员")


ADMINS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
FIRM_ROLES = (Role.OWNER, Role.FINANCE, Role.STAFF)
HANDLERS = (
    Role.DISTRICT_OFFICER,
    Role.BUREAU_OFFICER,
    Role.SECTION_CHIEF,
    Role.FINANCE_OFFICER,
    Role.COMMISSIONER,
    Role.SUPERVISOR,
)
OFFICERS = (*HANDLERS, Role.AUDITOR, *ADMINS)


class Tie(TextChoices):
    """关系: how a person or an organization is tied to an organization."""

    SHAREHOLDER = "shareholder", _("股东")
    LEGAL_REPRESENTATIVE = "legal_representative", _("法定代表人")
    EMPLOYER = "employer", _("任职单位")
    CONTROLLER = "controller", _("实际控制人")


class AccountState(TextChoices):
    """账户状态: of an account to be paid to; only a verified one is."""

    WAITING = "waiting", _("待核验")
    VERIFIED = "verified", _("已核验")
    DECLINED = "declined", _("核验未通过")
    CLOSED = "closed", _("已停用")


class AccountEnd(TextChoices):
    """停用原因: why nothing is paid to an account any more."""

    DECLINED = "declined", _("核验未通过")
    STOPPED = "stopped", _("停止使用")
    REPLACED = "replaced", _("由新账户接替")
    LAPSED = "lapsed", _("单位变更登记或注销")


class AccountDeed(TextChoices):
    """账户的经过: what was done with an account."""

    ENTERED = "entered", _("录入")
    VERIFIED = "verified", _("核验通过")
    DECLINED = "declined", _("核验未通过")
    STOPPED = "stopped", _("停止使用")
    REPLACED = "replaced", _("由新账户接替")
    LAPSED = "lapsed", _("单位变更登记或注销")


class AccountProof(TextChoices):
    """核验方式: how somebody made sure that an account is the firm's."""

    TEST_PAYMENT = "test_payment", _("打款验证")
    BANK_LETTER = "bank_letter", _("银行出具的账户证明")
    BASIC_REGISTER = "basic_register", _("基本存款账户信息核对")


class Source(TextChoices):
    """来源: who says so. Whom to believe is ranked for each key by the dictionary of facts."""

    REGISTRY = "registry", _("市场监管登记")
    TAX = "tax", _("税务")
    SOCIAL_INSURANCE = "social_insurance", _("社保")
    STATISTICS = "statistics", _("统计")
    BANK = "bank", _("银行")
    GUARANTOR = "guarantor", _("担保机构")
    DEPARTMENT = "department", _("主管部门认定")
    AUDIT = "audit", _("专项审计")
    LEDGER = "ledger", _("资金拨付台账")
    SELF_DECLARED = "self_declared", _("企业自报")


# What the register of firms publishes of everybody; all else is seen by the firm and by those
# who handle its matters. The database holds to it (migration 0003).
PUBLIC_KEYS = (
    *("name", "credit_code", "entity_kind", "registered_on", "district", "industry"),
    "blacklisted",
)


class Use(TextChoices):
    """用途: what a firm may agree to have its data used for, each by itself."""

    MATCHING = "matching", _("政策匹配和主动推送")
    BANKS = "banks", _("提供给合作银行")
    PROVIDERS = "providers", _("提供给服务机构")
    RESEARCH = "research", _("统计和政策研究")


class Power(TextChoices):
    """代办权限: what an agent may do for a firm; handing in is never among it."""

    VIEW = "view", _("查看")
    EDIT = "edit", _("填写和修改草稿")
