"""走到哪一步: facts say what is done and what need not be handed in; unknown is never done."""

from datetime import date

from huiqi.matters.reading import matters
from huiqi.matters.rows import roadmap
from huiqi.matters.standing import standings
from huiqi.rules.facts import Facts

TODAY = date(2021, 10, 20)


def facts(**given: object) -> Facts:
    return Facts.read(given, TODAY)


def test_without_a_firm_every_step_is_to_do() -> None:
    for matter in matters().values():
        assert {one.state for one in standings(matter, None).values()} == {"todo"}


def test_a_registered_firm_has_opened_already() -> None:
    found = standings(matters()["start-business"], facts(registered_on="2018-03-01"))
    assert {name: (one.state, one.missing) for name, one in found.items()} == {
        "name": ("done", ()),
        "register": ("done", ()),
        "seals": ("todo", ()),
        "bank": ("todo", ()),
        "tax": ("todo", ()),
        "invoices": ("todo", ()),
        "insurance": ("unknown", ("insured_headcount",)),
        "housing_fund": ("todo", ()),
    }


def test_nobody_insured_is_not_done_and_not_unknown() -> None:
    found = standings(matters()["start-business"], facts(insured_headcount=0))
    assert (found["insurance"].state, found["register"].state) == ("todo", "unknown")


def test_a_company_need_not_become_one() -> None:
    matter = matters()["become-company"]
    found = roadmap(matter, TODAY, facts(entity_kind="enterprise"))
    assert (found.left, found.plan.working_days, found.plan.exact) == (0, 0, True)
    assert {row.standing.why for row in found.rows} == {"已经是企业，不用再转"}


def test_a_title_that_ran_out_is_to_be_had_again() -> None:
    title = {"kind": "high_tech_enterprise", "granted_on": "2018-10-01"}
    for until, state in (("2021-10-20", "done"), ("2021-10-19", "todo")):
        known = facts(titles=[title | {"valid_until": until}], titles_complete=True)
        assert standings(matters()["get-recognized"], known)["self_check"].state == state


def test_a_paper_stays_at_home_only_where_the_register_has_it() -> None:
    matter = matters()["get-recognized"]
    known = standings(matter, facts(revenue=30_000_000))["srdi"].materials
    assert [(one.material.text, one.has, one.source) for one in known] == [
        ("营业收入数据", "has", "税务数据"),
        ("研发费用数据", "should_have", "税务数据"),
        ("知识产权证明", "bring", ""),
    ]
    public = standings(matter, None)["srdi"].materials
    assert [one.has for one in public] == ["has", "has", "bring"]
