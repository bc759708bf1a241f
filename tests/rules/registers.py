"""名册与随机规则: random rules asked of a register of random subjects, block by block."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st

from huiqi.policies.population import _table, schema_of
from huiqi.rules import expr as x
from huiqi.rules import ir
from huiqi.rules.answer import MEANINGLESS_ABOVE
from huiqi.rules.facts import Facts
from huiqi.rules.strategies import ON, subjects
from huiqi.rules.sweep import parts as kept
from huiqi.rules.sweep.mapped import CODES, columns_of
from huiqi.rules.sweep.population import Population
from huiqi.rules.sweep.portion import ROW, Portion, Told
from huiqi.rules.sweep.question import PLACES, Line, Question, Variant
from huiqi.rules.sweep.run import Asked
from huiqi.rules.sweep.working import Progress
from tests.rules.machines import Rule, by_oracle, lowered
from tests.rules.test_sweep import code

# Of a rule and a row: whether it is surely met, and both ends in 分, None where there is no end.
Said = dict[tuple[str, int], tuple[bool, int | None, int | None]]


def paying(rules: Iterable[Rule]) -> list[Rule]:
    """The rules, each paying at least nothing, in whole yuan, as programmes do."""
    nothing = x.Const(Fraction(0))
    return [
        (test, x.Rounded(x.Extreme(False, (net, nothing)), Fraction(1), "down"))
        for test, net, *_ in rules
    ]


def question_of(rules: Sequence[Rule]) -> Question:
    """The rules as programmes of one edition each; Refused as ``lower`` refuses."""
    names = [f"r{place}" for place in range(len(rules))]
    lines = tuple(Line(name, "1", name, True) for name in names)
    variants = tuple(Variant(place) for place in range(len(rules)))
    whole = lowered(rules).checked()
    for key in PLACES:
        whole.graph.slot(ir.Slot("code", key))
    return Question(ON, lines, variants, whole, lowered(rules), digest=repr(rules))


def people_of(count: int) -> st.SearchStrategy[list[Facts]]:
    """Random subjects that a register can hold: no title ends before it begins."""
    return subjects(count).map(lambda people: [_in_order(facts) for facts in people])


def _in_order(facts: Facts) -> Facts:
    titles = facts.lists.get("titles")
    if titles is None:
        return facts
    mended = tuple(
        {**one, "valid_until": max(_days(one))} if len(_days(one)) > 1 else one for one in titles
    )
    return replace(facts, lists={**facts.lists, "titles": mended})


def _days(title: Mapping[str, object]) -> list[int]:
    return [day for key in ("granted_on", "valid_until") if isinstance(day := title.get(key), int)]


def register_of(people: Sequence[Facts]) -> pa.Table:
    """The subjects as a register with every fact of the dictionary."""
    return _table(schema_of(), [(code(row), facts) for row, facts in enumerate(people)])


def said_by(files: Iterable[dict[str, bytes]]) -> Said:
    """What the parts of a result say."""
    said: Said = {}
    for part in files:
        for one in pq.read_table(io.BytesIO(part[kept.MATCHES])).to_pylist():
            ends = one["amount_sure_fen"], one["amount_possible_fen"]
            assert one["credit_code"] == code(one["row"])
            said[one["programme"], one["row"]] = (True, *ends)
        for one in pq.read_table(io.BytesIO(part[kept.POSSIBLE])).to_pylist():
            said[one["programme"], one["row"]] = (False, 0, one["amount_possible_fen"])
    return said


def said_one_by_one(rules: Sequence[Rule], people: Sequence[Facts]) -> Said:
    """The same by the oracle, for one subject after another."""
    said: Said = {}
    for place, answers in enumerate(by_oracle(rules, people)):
        for row, (rails, (low, high), *_) in enumerate(answers):
            if rails:
                said[f"r{place}", row] = (rails == 2, _fen(low) if rails == 2 else 0, _fen(high))
    return said


def _fen(yuan: Fraction) -> int | None:
    return int(yuan * 100) if yuan <= MEANINGLESS_ABOVE else None


def batches_of(table: pa.Table, cuts: Iterable[int]) -> list[pa.RecordBatch]:
    """The rows of a table in their order, cut anyhow; an empty batch is a batch too."""
    ends = sorted({0, len(table), *(cut % (len(table) + 1) for cut in cuts)})
    whole = table.combine_chunks()
    pieces = [whole.slice(a, b - a) for a, b in pairwise(ends)]
    found = [batch for piece in pieces for batch in piece.to_batches()]
    return [*found, pa.RecordBatch.from_pylist([], schema=whole.schema)]


def told(portion: Portion, batches: Iterable[pa.RecordBatch]) -> Iterator[Told]:
    """What a portion says of batches, read back as the driver does."""
    for found in portion(batches):
        yield from map(Told.of, found.to_pylist())


@dataclass
class Cut:
    """As an engine of ``sweep``: the partitions of a cluster without the cluster.

    The blocks are dealt out to ``portions``, and the rows of each are cut at ``cuts``.
    """

    portions: int
    cuts: Sequence[int]

    def population(self, path: Path | str) -> Population:
        return Population.read(Path(path))

    def judge(self, task: Asked, parts: Path, say: Progress) -> Population:
        question, population = task.question, task.population
        names = columns_of(question.lowered.graph, population.names, (CODES, *question.extra))
        table = pq.read_table(population.path, columns=names)
        table = table.append_column(ROW, pa.array(range(len(table)), pa.int64()))
        portion = Portion(question, str(population.path), len(table), task.block)
        blocks = -(-len(table) // task.block)
        for first in range(self.portions):
            mine = [portion.rows(number) for number in range(first, blocks, self.portions)]
            if mine:
                several = [table.slice(rows.start, rows.stop - rows.start) for rows in mine]
                of = pa.concat_tables(several)
                for one in told(portion, batches_of(of, self.cuts)):
                    kept.put(parts, one.number, one.files)
                    say("逐段匹配", (one.number + 1) * task.block, len(table))
        return population
