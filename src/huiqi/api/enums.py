"""接口的选项: what a token may be used for."""

from __future__ import annotations

from django.db.models import TextChoices


class Scope(TextChoices):
    """权限范围: a token opens nothing beyond its scopes, whatever its holder may do on pages."""

    FIRM = "firm", "读取所代表单位的资料"
    TOKENS = "tokens", "查看和撤销自己的令牌"
    RIGHTS = "rights", "行使数据权利"
    FOLLOW = "follow", "关注政策和保存查询"
    POLICIES = "policies", "起草和复核本单位的政策规则"
    SANDBOX = "sandbox", "在全市名册上推演本单位的政策"
    PAYMENTS = "payments", "查看拨付、送银行和对账"
    ACCOUNTS = "accounts", "录入、停用和核验收款账户"
    BOOKS = "books", "办理账本：预算单和审计抽样"
    NOTICES = "notices", "起草、发布公示和答复异议"
    ROSTERS = "rosters", "生成和查看本单位主管项目的企业名单"
    APPLICATIONS = "applications", "填写和提交所代表单位的申报"
    CONCERNS = "concerns", "提诉求和查进展"
