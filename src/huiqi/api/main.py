"""接口总成: all operations, their errors, and the document that tells of them."""

from __future__ import annotations

from ninja import NinjaAPI

from huiqi.api import (
    accounts,
    application_files,
    application_invoices,
    applications,
    books_writing,
    catalogue,
    common_problems,
    concerns,
    corrections,
    documents,
    following,
    knowledge,
    matching,
    matters,
    network,
    notice_desk,
    notice_objections,
    notices,
    opendata,
    organizations,
    payments,
    policies,
    problems,
    rights,
    rosters,
    rule_drafts,
    searching,
    simulations,
    tokens,
)
from huiqi.api.frame import ExactRenderer
from huiqi.api.problems import MEDIA_TYPE


class Api(NinjaAPI):
    """接口: answers in JSON, which is UTF-8 and has no other charset to name."""

    def get_content_type(self) -> str:
        """内容类型: of every answer."""
        return MEDIA_TYPE


api = Api(
    title="惠企",
    version="1",
    description=(
        "一户企业能享受哪些政策，为什么，最高多少。数字都是精确的十进制，请按十进制读写。"
        "错误一律为 code 和 problems，一次列出全部问题。"
    ),
    # The document is served by a view of ours, so that it is the committed file to the byte.
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
    renderer=ExactRenderer(),
)
problems.handle(api)
for module in (
    *(matching, policies, searching, catalogue, documents, matters),
    *(following, opendata, notices, notice_desk, notice_objections, simulations),
    *(organizations, corrections, rights, rule_drafts, rosters, books_writing),
    *(concerns, common_problems, knowledge, network),
    *(payments, accounts, applications, application_files, application_invoices, tokens),
):
    api.add_router("", module.router)
