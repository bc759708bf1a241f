"""项目定义: what the files of a programme's folder say of its calls, form and stages; no Django.

``definitions`` reads all that ship with huiqi. A folder without programme.yaml is a policy that
people look up here and apply for elsewhere.
"""

from huiqi.programmes.definition.form import (
    Computed,
    Evidence,
    Form,
    Invoices,
    Page,
    Question,
    SumCheck,
)
from huiqi.programmes.definition.programme import Programme
from huiqi.programmes.definition.reading import (
    Definition,
    checked_definitions,
    definitions,
    digest_of_texts,
    load_definition,
    put_definitions,
)
from huiqi.programmes.definition.stages import (
    Audit,
    CompletionCheck,
    Criterion,
    Disbursement,
    ExpertReview,
    FormalCheck,
    FundingPlan,
    Performance,
    Publicity,
    Recognition,
    Settings,
    SiteVisit,
)

__all__ = [
    "Audit",
    "CompletionCheck",
    "Computed",
    "Criterion",
    "Definition",
    "Disbursement",
    "Evidence",
    "ExpertReview",
    "Form",
    "FormalCheck",
    "FundingPlan",
    "Invoices",
    "Page",
    "Performance",
    "Programme",
    "Publicity",
    "Question",
    "Recognition",
    "Settings",
    "SiteVisit",
    "SumCheck",
    "checked_definitions",
    "definitions",
    "digest_of_texts",
    "load_definition",
    "put_definitions",
]
