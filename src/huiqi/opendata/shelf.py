"""数据目录: every dataset there is, in the order in which people meet them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from huiqi.opendata.dataset import Dataset
from huiqi.opendata.sources.awards import AWARDS
from huiqi.opendata.sources.calls import CALLS
from huiqi.opendata.sources.documents import CLAUSES, DOCUMENTS, RELATIONS
from huiqi.opendata.sources.matters import MATTERS, OBLIGATIONS
from huiqi.opendata.sources.payments import PAYMENTS
from huiqi.opendata.sources.policies import PROGRAMMES, RULE_ENTRIES
from huiqi.opendata.sources.words import CODES, VOCABULARY, WORKDAYS

DATASETS: Final[Mapping[str, Dataset]] = {
    one.name: one
    for one in (
        *(PROGRAMMES, RULE_ENTRIES, DOCUMENTS, CLAUSES, RELATIONS),
        *(MATTERS, OBLIGATIONS, CALLS, AWARDS, PAYMENTS),
        *(VOCABULARY, CODES, WORKDAYS),
    )
}
FORMS: Final[Mapping[str, str]] = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
LICENCE: Final = "知识共享 署名 4.0 国际（CC BY 4.0）"
LICENCE_URL: Final = "https://creativecommons.org/licenses/by/4.0/deed.zh-hans"
PUBLISHER: Final = "惠企"
