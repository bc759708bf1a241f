"""单据: what is to be booked, before it is; and what is wrong with it that needs no database."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from huiqi.kernel.money import exact
from huiqi.ledger.enums import FLOWS, MOST_FEN, Deed, Flow, Stage
from huiqi.ledger.saying import RULES

LONGEST_KEY: Final = 120
LONGEST_MEMO: Final = 200
MOST_LINES: Final = 1_000


@dataclass(frozen=True)
class Line:
    """单据的一行: what comes into an account in 分, or goes out of it (below zero).

    The account is told by its dimensions; see Account.
    """

    budget_id: int
    stage: Stage
    amount_fen: int
    call: str = ""
    subject_id: int | None = None
    instalment: int = 0


@dataclass(frozen=True)
class Origin:
    """来由: the case that money moves for, its kind (``app.Model``) and number."""

    kind: str = ""
    id: int | None = None


@dataclass(frozen=True)
class Slip:
    """单据: one piece of business, known for ever by its ``key``; see Entry for the rest."""

    deed: Deed
    key: str
    booked_on: date
    memo: str
    lines: tuple[Line, ...]
    origin: Origin = Origin()
    reverses_id: int | None = None
    source: str = ""
    grants: int = 0
    is_rounded: bool = False

    def problems(self) -> Iterator[str]:
        """不妥之处: all of them, one sentence each."""
        yield from self.problems_of_words()
        yield from dict.fromkeys(_problems_of_amounts(self.lines))
        if self.deed is not Deed.REVERSE:
            yield from _problems_of_flow(self, FLOWS[self.deed])

    def problems_of_words(self) -> Iterator[str]:
        """文字的不妥之处: of key, memo and source."""
        if not self.key.strip():
            yield _("请写明业务凭据，如拨款单的编号")
        if len(self.key) > LONGEST_KEY:
            yield _("业务凭据不能超过 %(most)s 个字符") % {"most": LONGEST_KEY}
        if not self.memo.strip():
            yield _("请写明摘要")
        if len(self.memo) > LONGEST_MEMO:
            yield _("摘要不能超过 %(most)s 个字") % {"most": LONGEST_MEMO}
        if "\x00" in self.key + self.memo + self.source:
            yield _("文字里有不能保存的字符（NUL），请删去")
        if self.deed is Deed.OPENING and not self.source.strip():
            yield _("期初凭证要写明数字的来源")

    def written(self) -> str:
        """写法: as the database takes it; its hash is the fingerprint of the entry."""
        told: dict[str, Any] = {
            "deed": self.deed.value,
            "key": self.key,
            "booked_on": self.booked_on.isoformat(),
            "memo": self.memo,
            "origin_kind": self.origin.kind,
            "origin_id": self.origin.id,
            "reverses": self.reverses_id,
            "source": self.source,
            "grants": self.grants,
            "is_rounded": self.is_rounded,
            "legs": [
                {
                    "budget": line.budget_id,
                    "stage": line.stage.value,
                    "call": line.call,
                    "subject": line.subject_id,
                    "instalment": line.instalment,
                    "amount": line.amount_fen,
                }
                for line in self.lines
            ],
        }
        return json.dumps(told, ensure_ascii=False)


def _problems_of_amounts(lines: tuple[Line, ...]) -> Iterator[str]:
    if len(lines) < 2:
        yield _("一张凭证至少有两笔分录")
    if len(lines) > MOST_LINES:
        yield _("一张凭证最多 %(most)s 笔分录，请分成几张") % {"most": MOST_LINES}
    for line in lines:
        if line.amount_fen == 0:
            yield _("分录的金额不能为零")
        if abs(line.amount_fen) > MOST_FEN:
            yield _("一笔金额不能超过十万亿元")
    if len({_account(line) for line in lines}) < len(lines):
        yield _("一张凭证对同一个账户只能有一笔分录")


def _account(line: Line) -> tuple[object, ...]:
    return (line.budget_id, line.stage, line.call, line.subject_id, line.instalment)


def _problems_of_flow(slip: Slip, flow: Flow) -> Iterator[str]:
    sums: defaultdict[tuple[object, ...], int] = defaultdict(int)
    whole: defaultdict[int, int] = defaultdict(int)
    for line in slip.lines:
        sums[(line.budget_id, *(getattr(line, name) for name in flow.keeps))] += line.amount_fen
        whole[line.budget_id] += line.amount_fen
    for off in filter(None, whole.values()):
        yield _("借贷不平：同一笔预算里转出和转入相差 %(off)s") % {"off": exact(abs(off))}
    if not any(whole.values()) and any(sums.values()):
        yield _("转出和转入的申报、企业或期数不同：一家企业的钱不能付给另一家")
    if (
        slip.deed is Deed.TRANSFER
        and sum(line.amount_fen for line in slip.lines if line.stage is Stage.AVAILABLE) != 0
    ):
        yield str(RULES["transfer_takes_what_it_gives"])
    if any(
        line.stage not in (flow.into if line.amount_fen > 0 else flow.out_of) for line in slip.lines
    ):
        yield str(RULES["entry_moves_as_its_deed_does"])
