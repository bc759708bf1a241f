"""主体的选项: what organizations are, what people may do in them, where a fact comes from."""

from __future__ import annotations

from django.db.models import TextChoices


class Kind(TextChoices):
    """单位性质: what an organization is in law."""

    ENTERPRISE = "enterprise", "企业"
    SOLE_TRADER = "sole_trader", "个体工商户"
    MAKER_TEAM = "maker_team", "创客团队"
    INSTITUTE = "institute", "科研机构"
    UNIVERSITY = "university", "高等院校"
    ASSOCIATION = "association", "行业协会"
    DEPARTMENT = "department", "主管部门"
    DISTRICT_OFFICE = "district_office", "区级部门"
    OTHER = "other", "其他"


PUBLIC_BODIES = (Kind.DEPARTMENT, Kind.DISTRICT_OFFICE)


class Part(TextChoices):
    """参与身份: in what part an organization is known to the city; one may have several."""

    APPLICANT = "applicant", "申报单位"
    PROVIDER = "provider", "服务机构"
    BANK = "bank", "合作银行"
    GUARANTOR = "guarantor", "担保机构"
    INSTRUMENT_HOLDER = "instrument_holder", "仪器管理单位"
    LANDLORD = "landlord", "产业用房运营单位"
    AUTHORITY = "authority", "主管机关"


class Role(TextChoices):
    """岗位: what a person may do for an organization."""

    OWNER = "owner", "企业负责人"
    FINANCE = "finance", "企业财务"
    STAFF = "staff", "企业经办"
    PROVIDER_STAFF = "provider_staff", "服务机构经办"
    BANK_STAFF = "bank_staff", "银行经办"
    DISTRICT_OFFICER = "district_officer", "区级经办"
    BUREAU_OFFICER = "bureau_officer", "市级经办"
    SECTION_CHIEF = "section_chief", "处室负责人"
    FINANCE_OFFICER = "finance_officer", "资金经办"
    COMMISSIONER = "commissioner", "首席企业服务专员"
    SUPERVISOR = "supervisor", "督办员"
    EXPERT = "expert", "评审专家"
    AUDITOR = "auditor", "审计人员"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


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

    SHAREHOLDER = "shareholder", "股东"
    LEGAL_REPRESENTATIVE = "legal_representative", "法定代表人"
    EMPLOYER = "employer", "任职单位"
    CONTROLLER = "controller", "实际控制人"


class Source(TextChoices):
    """来源: who says so. Whom to believe is ranked for each key by the dictionary of facts."""

    REGISTRY = "registry", "市场监管登记"
    TAX = "tax", "税务"
    SOCIAL_INSURANCE = "social_insurance", "社保"
    STATISTICS = "statistics", "统计"
    BANK = "bank", "银行"
    GUARANTOR = "guarantor", "担保机构"
    DEPARTMENT = "department", "主管部门认定"
    AUDIT = "audit", "专项审计"
    LEDGER = "ledger", "资金拨付台账"
    SELF_DECLARED = "self_declared", "企业自报"


# What the register of firms publishes of everybody; all else is seen by the firm and by those
# who handle its matters. The database holds to it (migration 0003).
PUBLIC_KEYS = (
    *("name", "credit_code", "entity_kind", "registered_on", "district", "industry"),
    "blacklisted",
)


class Use(TextChoices):
    """用途: what a firm may agree to have its data used for, each by itself."""

    MATCHING = "matching", "政策匹配和主动推送"
    BANKS = "banks", "提供给合作银行"
    PROVIDERS = "providers", "提供给服务机构"
    RESEARCH = "research", "统计和政策研究"


class Power(TextChoices):
    """代办权限: what an agent may do for a firm; handing in is never among it."""

    VIEW = "view", "查看"
    EDIT = "edit", "填写和修改草稿"
