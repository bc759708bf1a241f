"""企业名册: a Parquet file says of every subject what its facts say, exactly."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from huiqi.rules import expr as x
from huiqi.rules.bits import Bits
from huiqi.rules.facts import Facts
from huiqi.rules.problems import Refused
from huiqi.rules.snapshot import read_register
from tests.rules.machines import Rule, by_oracle, lowered

ON = date(2021, 10, 20)
DAY = ON.toordinal()
FIRMS: list[dict[str, object]] = [
    {
        "revenue": Decimal("1234567.89"),
        "employees": 20,
        "debt_ratio": Decimal("0.7"),
        "registered_on": date(2020, 10, 20),
        "blacklisted": False,
        "industry": "软件和信息技术服务业",
        "district": "龙岗区",
        "titles": [
            {"kind": "high_tech_enterprise", "granted_on": ON, "valid_until": date(2024, 10, 20)}
        ],
        "titles_complete": True,
    },
    {
        "revenue": Decimal("-0.00"),
        "employees": 19,
        "debt_ratio": Decimal("0.700000001"),
        "registered_on": date(2020, 10, 21),
        "blacklisted": True,
        "industry": "65",
        "district": "440305",
        "titles": [],
        "titles_complete": False,
    },
    {},
]
SCHEMA = pa.schema(
    {
        "revenue": pa.decimal128(20, 2),
        "employees": pa.int32(),
        "debt_ratio": pa.decimal128(12, 9),
        "registered_on": pa.date32(),
        "blacklisted": pa.bool_(),
        "industry": pa.string(),
        "district": pa.dictionary(pa.int32(), pa.string()),
        "titles": pa.list_(
            pa.struct({"kind": pa.string(), "granted_on": pa.date32(), "valid_until": pa.date32()})
        ),
        "titles_complete": pa.bool_(),
    }
)
NOTHING = x.Const(Fraction(0))
RULES: list[Rule] = [
    (x.Compare(">=", x.Field("employees", "number"), x.Const(Fraction(20))), NOTHING),
    (x.Compare("<=", x.Field("debt_ratio", "ratio"), x.Const(Fraction(7, 10))), NOTHING),
    (x.Compare("<=", x.Field("registered_on", "date"), x.Const(Fraction(DAY - 365))), NOTHING),
    (x.Not(x.Flag("blacklisted")), x.Field("revenue", "money")),
    (x.Within("industry", ("I",)), NOTHING),
    (x.OneOf("district", ("440307",)), NOTHING),
    (x.Held("high_tech_enterprise", "", DAY), x.Count("high_tech_enterprise", DAY)),
    (x.Compare(">", x.Field("rd_spend", "money"), NOTHING), NOTHING),
]


def written(path: Path, table: pa.Table) -> Path:
    pq.write_table(table, path / "register.parquet")
    return path / "register.parquet"


def test_a_register_matches_as_its_firms_do_one_by_one(tmp_path: Path) -> None:
    path = written(tmp_path, pa.Table.from_pylist(FIRMS, schema=SCHEMA))
    whole = lowered(RULES)
    found = Bits(whole).match(read_register(path, whole.graph, ON))
    people = [Facts.read(firm, ON) for firm in FIRMS]
    for matched, answers in zip(found, by_oracle(RULES, people), strict=True):
        verdicts = [verdict for verdict, _ in answers]
        assert matched.yes_ids.tolist() == [i for i, one in enumerate(verdicts) if one == 2]
        assert matched.unknown_ids.tolist() == [i for i, one in enumerate(verdicts) if one == 1]


def test_a_register_pays_what_its_firms_get_one_by_one(tmp_path: Path) -> None:
    path = written(tmp_path, pa.Table.from_pylist(FIRMS, schema=SCHEMA))
    whole = lowered(RULES)
    snapshot = read_register(path, whole.graph, ON)
    (matched,) = [one for one in Bits(whole).match(snapshot) if one.programme == "3"]
    amounts = Bits(whole).amounts(snapshot, 3, matched.yes_ids)
    assert amounts is not None
    assert (amounts.low.tolist(), amounts.per) == ([123456789], 100)


@pytest.mark.parametrize(
    ("key", "values", "told"),
    [
        ("revenue", pa.array([1.5]), "「营业收入」一列是浮点数，不能精确到分。"),
        ("revenue", pa.array([Decimal("0.125")]), "「营业收入」一列有小数多于 2 位或过大的数。"),
        ("revenue", pa.array([-1]), "「营业收入」一列第 1 行超出允许范围。"),
        ("blacklisted", pa.array(["是"]), "不是是/否（bool）。"),
        ("district", pa.array(["某区"]), "一列有不认识的代码「某区」。"),
        ("registered_on", pa.array(["2020"]), "一列不是日期（date32）。"),
    ],
)
def test_a_column_that_is_not_exact_is_refused(
    tmp_path: Path, key: str, values: pa.Array, told: str
) -> None:
    path = written(tmp_path, pa.table({key: values}))
    with pytest.raises(Refused) as refused:
        read_register(path, lowered(RULES).graph, ON)
    assert told in str(refused.value)
