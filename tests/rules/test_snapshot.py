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
from tests.rules.machines import Rule, by_oracle, lowered, matched

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
    for one, answers in zip(found, by_oracle(RULES, people), strict=True):
        verdicts = [verdict for verdict, *_ in answers]
        assert one.yes_ids.tolist() == [i for i, said in enumerate(verdicts) if said == 2]
        assert one.unknown_ids.tolist() == [i for i, said in enumerate(verdicts) if said == 1]


def test_a_register_pays_what_its_firms_get_one_by_one(tmp_path: Path) -> None:
    path = written(tmp_path, pa.Table.from_pylist(FIRMS, schema=SCHEMA))
    whole = lowered(RULES)
    snapshot = read_register(path, whole.graph, ON)
    (third,) = [one for one in Bits(whole).match(snapshot) if one.programme == "3"]
    amounts = Bits(whole).amounts(snapshot, 3, third.yes_ids)
    assert amounts is not None
    assert (amounts.low.tolist(), amounts.per) == ([123456789], 100)


def test_a_column_that_is_null_throughout_tells_nothing(tmp_path: Path) -> None:
    nothing = pa.table({one.name: pa.nulls(2) for one in SCHEMA} | {"loans": pa.nulls(2)})
    whole = lowered([*RULES, (x.AnyOver("loans", x.Flag("first_loan")), NOTHING)])
    snapshot = read_register(written(tmp_path, nothing), whole.graph, ON)
    assert matched(whole, snapshot) == by_oracle(
        [*RULES, (x.AnyOver("loans", x.Flag("first_loan")), NOTHING)], [Facts(ON)] * 2
    )


LOANS = pa.list_(
    pa.struct(
        {"loan_amount": pa.decimal128(20, 2), "loan_grade": pa.string(), "first_loan": pa.bool_()}
    )
)
BORROWERS: list[dict[str, object]] = [
    {"employees": 20, "loans": [{"loan_amount": 100, "loan_grade": "正常"}, {"loan_amount": 7}]},
    {"employees": 20, "loans": [{"loan_amount": 99, "first_loan": True}, {}]},
    {"employees": 20, "loans": []},
    {"employees": 20, "loans": [], "loans_complete": False},
    {"loans": [{"loan_amount": 100, "first_loan": False}], "loans_complete": False},
    {"loans": [{"loan_amount": 100}], "loans_complete": True, "loan_amount": 5},
    {"employees": 19, "loan_amount": 100},
    {"employees": 20, "first_loan": False},
    {"employees": 20, "loan_grade": "未知"},
    {},
]


def test_a_register_of_loans_says_what_its_firms_say_one_by_one(tmp_path: Path) -> None:
    schema = pa.schema(
        {
            "employees": pa.int32(),
            "loans": LOANS,
            "loans_complete": pa.bool_(),
            "loan_amount": pa.int64(),
            "loan_grade": pa.string(),
            "first_loan": pa.bool_(),
        }
    )
    amount = x.Field("loan_amount", "money")
    large = x.And((x.Compare(">=", amount, x.Const(Fraction(100))), x.Not(x.Flag("first_loan"))))
    many = x.Compare(">=", x.Field("employees", "number"), x.Const(Fraction(20)))
    anyone = x.AnyOver("loans", x.Known(True))
    rules: list[Rule] = [
        (x.AnyOver("loans", large), x.Over("loans", x.Scale(Fraction(1, 3), amount), large)),
        (x.AnyOver("loans", x.And((large, many))), x.Over("loans", amount, x.Not(large))),
        (anyone, x.Over("loans", x.Const(Fraction(1)), x.OneOf("loan_grade", ("正常",)))),
    ]
    people = [Facts.read(firm, ON) for firm in BORROWERS]
    path = written(tmp_path, pa.Table.from_pylist(BORROWERS, schema=schema))
    whole = lowered(rules)
    assert matched(whole, read_register(path, whole.graph, ON)) == by_oracle(rules, people)


@pytest.mark.parametrize(
    ("loans", "told"),
    [
        (pa.array([1]), "「各笔贷款」一列不是结构（struct）的列表。"),
        (pa.array([[{"amount": 1}]]), "「各笔贷款」一列里没有「amount」这一项。"),
        (pa.array([[], [{"loan_days": 1}, None]]), "「各笔贷款」一列第 2 行有空的一笔。"),
        (pa.array([[{"loan_days": 1}] * 1001]), "「各笔贷款」一列第 1 行多于 1000 笔。"),
        (pa.array([[], [{"loan_days": -1}]]), "「贷款使用天数」一列第 2 行超出允许范围。"),
        (pa.array([[{"loan_days": 1.5}]]), "「贷款使用天数」一列是浮点数，不能精确到分。"),
    ],
)
def test_loans_that_are_not_exact_are_refused(tmp_path: Path, loans: pa.Array, told: str) -> None:
    path = written(tmp_path, pa.table({"loans": loans}))
    days = x.Compare(">=", x.Field("loan_days", "number"), x.Const(Fraction(90)))
    with pytest.raises(Refused) as refused:
        read_register(path, lowered([(x.AnyOver("loans", days), NOTHING)]).graph, ON)
    assert told in str(refused.value)


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
