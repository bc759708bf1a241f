"""整数化: canonical atoms, sharing, and the proof that numbers stay within 64 bits."""

from fractions import Fraction

from huiqi.rules import expr as x
from huiqi.rules import ir
from huiqi.rules.lower import Lowering

EMPLOYEES = x.Field("employees", "number")
REVENUE = x.Field("revenue", "money")


def atom(truth: x.Truth) -> ir.Node:
    lowering = Lowering()
    return lowering.graph.nodes[lowering.truth(truth)]


def const(text: str) -> x.Const:
    return x.Const(Fraction(text))


def test_a_limit_is_brought_to_whole_inner_units() -> None:
    assert atom(x.Compare(">=", REVENUE, const("0.125"))) == ir.AtLeast(0, 13)
    assert atom(x.Compare("<=", REVENUE, const("0.125"))) == ir.AtMost(0, 12)


def test_a_strict_limit_moves_by_one() -> None:
    assert atom(x.Compare(">", EMPLOYEES, const("20"))) == ir.AtLeast(0, 21)
    assert atom(x.Compare("<", EMPLOYEES, const("20"))) == ir.AtMost(0, 19)


def test_scale_and_offset_go_to_the_limit_whichever_side_they_stand_on() -> None:
    line = x.Sum((x.Scale(Fraction(-2), EMPLOYEES), const("7")))
    assert atom(x.Compare(">=", line, const("0"))) == ir.AtMost(0, 3)
    assert atom(x.Compare(">=", const("0"), line)) == ir.AtLeast(0, 4)


def test_what_the_registry_excludes_is_settled() -> None:
    assert atom(x.Compare(">=", EMPLOYEES, const("0"))) == ir.Always(True)
    assert atom(x.Compare("<", EMPLOYEES, const("0"))) == ir.Always(False)


def test_both_sides_of_a_comparison_stay_apart() -> None:
    # revenue >= revenue is open when revenue is unknown: the sides vary independently.
    assert isinstance(atom(x.Compare(">=", REVENUE, REVENUE)), ir.NotLess)


def test_the_same_atom_written_differently_is_one_node() -> None:
    lowering = Lowering()
    one = lowering.truth(x.Compare(">", EMPLOYEES, const("19")))
    assert lowering.truth(x.Compare(">=", EMPLOYEES, const("20"))) == one


def test_a_number_beyond_64_bits_is_a_problem_with_its_remedy() -> None:
    lowering = Lowering()
    lowering.begin("租金补贴", "rules.yaml", set())
    square = x.Product(REVENUE, REVENUE)
    lowering.truth(x.Compare(">=", square, const("1")))
    lowering.number(x.Sum((square, square)))
    (problem,) = lowering.problems
    assert str(problem) == (
        "rules.yaml：政策「租金补贴」里由「营业收入」算出的数可能有 29 位，"
        "超出 64 位整数（19 位），全市匹配时会溢出。"
        "请把它写成 values 里的命名值并标 exact: true，或改写成不用两个事实相乘的形式。"
    )


def test_a_value_marked_exact_may_leave_64_bits_and_so_may_what_reads_it() -> None:
    lowering = Lowering()
    lowering.begin("租金补贴", "rules.yaml", {"square"})
    square = x.Named("square", "平方", x.Product(REVENUE, REVENUE))
    lowering.truth(x.Compare(">=", square, x.Scale(Fraction(1, 2), square)))
    assert lowering.problems == []


def test_a_number_that_the_sources_leave_open_is_excused() -> None:
    lowering = Lowering()
    lowering.number(x.Product(x.Const(Fraction(0), "ratio", "share", "待核"), REVENUE))
    assert lowering.problems == []
