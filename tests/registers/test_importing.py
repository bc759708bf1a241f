"""导入: rows become facts of their firms, the same file does nothing twice, undo restores."""

from datetime import date

import pytest

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.models import AuditEntry
from huiqi.kernel.refusals import Denied, WrongState
from huiqi.parties.enums import Part, Role, Source
from huiqi.parties.models import Fact, Organization, OrganizationPart
from huiqi.parties.queries import facts_of
from huiqi.registers.actions import Register, import_register, undo_import
from huiqi.registers.models import RegisterImport, RegisterUndo
from tests.cast import NOW, TODAY, Player, a_member
from tests.registers.conftest import CODES, FIRST, HEADING, SECOND, Write, bring_in

pytestmark = pytest.mark.usefixtures("city_clock")


def outer_facts(code: str, on: date = TODAY) -> dict[str, object]:
    found = facts_of(Organization.objects.get(credit_code=code).subject, on)
    return {key: found.outer(key) for key in found.known}


def facts_now() -> list[tuple[str, str, object]]:
    rows = Fact.objects.order_by("id").values_list("key", "source", "value")
    return [(key, source, value) for key, source, value in rows]


def test_an_unknown_firm_is_created_with_its_facts(write: Write) -> None:
    done = bring_in(write(HEADING, FIRST, SECOND))
    assert done.problems.told == {}
    assert (done.counts.created, done.counts.known, done.counts.facts) == (2, 0, 12)
    firm = Organization.objects.get(credit_code=CODES[1])
    assert (firm.name, firm.kind, firm.district) == (
        "深圳市乙二科技有限公司",
        "enterprise",
        "440309",
    )
    assert {key: str(value) for key, value in outer_facts(CODES[1]).items()} == {
        "credit_code": CODES[1],
        "name": "深圳市乙二科技有限公司",
        "district": "440309",
        "industry": "39",
        "employees": "34",
        "revenue": "2500000.5",
    }


def applicant_days(code: str) -> list[tuple[date, date | None]]:
    found = OrganizationPart.objects.filter(organization__credit_code=code, part=Part.APPLICANT)
    return [(one.since, one.until) for one in found.order_by("since")]


def test_a_created_firm_may_apply_from_its_registration_or_the_day_of_the_register(
    write: Write,
) -> None:
    dated = (f"{HEADING},注册日期", f"{FIRST},2015-06-01", f"{SECOND},")
    bring_in(write(*dated), as_of=date(2021, 3, 1))
    assert applicant_days(CODES[0]) == [(date(2015, 6, 1), None)]
    assert applicant_days(CODES[1]) == [(date(2021, 3, 1), None)]


def test_a_firm_that_is_on_record_takes_no_second_part(write: Write) -> None:
    bring_in(write(HEADING, FIRST))
    bring_in(write(HEADING, FIRST, SECOND))
    assert [until for _, until in applicant_days(CODES[0])] == [None]


def test_an_undone_import_ends_the_part_and_a_later_one_begins_it_anew(write: Write) -> None:
    path = write(HEADING, FIRST)
    since = date(2021, 3, 1)
    manifest = bring_in(path, as_of=since).manifest
    assert manifest is not None
    undo_import(register_import=manifest, actor=SYSTEM, now=NOW)
    assert applicant_days(CODES[0]) == [(since, TODAY)]
    bring_in(path, as_of=since)
    assert applicant_days(CODES[0]) == [(since, TODAY), (TODAY, None)]


def test_an_annual_figure_is_kept_under_its_year(write: Write) -> None:
    bring_in(write(HEADING, FIRST), as_of=date(2021, 3, 1))
    row = Fact.objects.get(key="revenue")
    assert (row.value, row.period, row.as_of) == (10_000_000, 2020, date(2021, 3, 1))


def test_a_known_firm_gets_only_what_its_source_said_otherwise(write: Write) -> None:
    bring_in(write(HEADING, FIRST, SECOND))
    changed = FIRST.replace(",12,", ",15,")
    done = bring_in(write(HEADING, changed, SECOND))
    assert (done.counts.created, done.counts.known, done.counts.facts) == (0, 2, 1)
    assert outer_facts(CODES[0])["employees"] == 15


def test_an_empty_cell_takes_nothing_back(write: Write) -> None:
    bring_in(write(HEADING, FIRST))
    done = bring_in(write(HEADING, FIRST.replace(",12,", ",,")))
    assert done.counts.facts == 0
    assert outer_facts(CODES[0])["employees"] == 12


def test_another_source_says_it_for_itself(write: Write) -> None:
    path = write(HEADING, FIRST)
    bring_in(path)
    done = bring_in(path, Source.TAX)
    assert (done.counts.created, done.counts.known, done.counts.facts) == (0, 1, 6)


def test_the_same_file_does_nothing_twice(write: Write) -> None:
    path = write(HEADING, FIRST)
    first, again = bring_in(path), bring_in(path)
    assert again.before == first.manifest
    assert RegisterImport.objects.count() == 1


def test_the_same_file_forced_finds_nothing_new(write: Write) -> None:
    path = write(HEADING, FIRST)
    bring_in(path)
    again = bring_in(path, forced=True)
    assert (again.counts.known, again.counts.facts) == (1, 0)


def test_a_dry_run_counts_and_leaves_no_trace(write: Write) -> None:
    path = write(HEADING, FIRST, SECOND)
    rehearsal = bring_in(path, dry_run=True)
    assert (Organization.objects.count(), Fact.objects.count()) == (0, 0)
    assert (RegisterImport.objects.count(), AuditEntry.objects.count()) == (0, 0)
    assert (rehearsal.counts.created, rehearsal.counts.facts) == (2, 12)
    done = bring_in(path)
    assert (done.counts.created, done.counts.facts) == (2, 12)


def test_the_manifest_says_who_when_which_file_and_what_came_of_it(
    write: Write, qin: Player
) -> None:
    path = write(HEADING, FIRST, SECOND.replace("C39", "造梦业"))
    done = import_register(register=Register(path, Source.TAX), actor=qin.actor, now=NOW)
    assert done.manifest is not None
    one = RegisterImport.objects.get(pk=done.manifest.pk)
    assert (one.imported_by, one.imported_at, one.file_name) == (qin.person, NOW, "名册.csv")
    assert (one.rows, one.rows_refused, one.firms_created, one.facts_recorded) == (2, 1, 1, 6)
    assert one.columns["营业收入"] == "revenue"
    assert [row for row, _ in one.problems] == [3]
    entry = AuditEntry.objects.get(verb="导入名册")
    assert (entry.object_id, entry.person_id) == (one.pk, qin.person.pk)


def test_only_the_system_and_officers_of_the_whole_city_import(
    write: Write, lan: Player, gu: Player, shen: Player
) -> None:
    path = write(HEADING, FIRST)
    for player in (lan, gu, shen):
        with pytest.raises(Denied) as caught:
            import_register(register=Register(path, Source.TAX), actor=player.actor, now=NOW)
        assert caught.value.problems == (
            "由系统办理，或须由市级主管部门的经办人员或处室负责人办理",
        )


# Undo


def undo(one: RegisterImport | None) -> RegisterUndo:
    assert one is not None
    return undo_import(register_import=one, actor=SYSTEM, now=NOW)


def test_undo_closes_the_firms_that_nothing_else_uses(write: Write) -> None:
    done = bring_in(write(HEADING, FIRST, SECOND))
    used = Organization.objects.get(credit_code=CODES[0])
    a_member("owner", "主人", used, Role.OWNER)
    undone = undo(done.manifest)
    assert (undone.facts_restored, undone.firms_closed) == (12, 1)
    closed = dict(Organization.objects.values_list("credit_code", "closed_until"))
    assert (closed[CODES[0]], closed[CODES[1]]) == (None, TODAY)
    assert outer_facts(CODES[0]) == {}


def test_undo_restores_what_the_source_said_before(write: Write) -> None:
    bring_in(write(HEADING, FIRST))
    later = bring_in(write(HEADING, FIRST.replace(",12,", ",15,")))
    undo(later.manifest)
    assert outer_facts(CODES[0])["employees"] == 12


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("days", [(1, 1), (1, 2), (2, 1)])
def test_imports_are_undone_in_any_order(
    write: Write, order: tuple[int, int], days: tuple[int, int]
) -> None:
    bring_in(write(HEADING, FIRST), as_of=date(2021, 9, 1))
    both = [
        bring_in(
            write(HEADING, FIRST.replace(",12,", f",{staff},")), as_of=date(2021, 10, day)
        ).manifest
        for staff, day in zip((15, 18), days, strict=True)
    ]
    for place in order:
        undo(both[place])
    seen = [outer_facts(CODES[0], date(2021, 10, day))["employees"] for day in (1, 2, 3)]
    assert seen == [12, 12, 12]


def test_an_import_is_undone_once(write: Write) -> None:
    done = bring_in(write(HEADING, FIRST))
    undo(done.manifest)
    with pytest.raises(WrongState) as caught:
        undo(done.manifest)
    assert done.manifest is not None
    assert caught.value.problems == (f"{done.manifest.note}已经撤销，不能再撤销一次",)


def test_an_undone_file_may_come_again_and_opens_its_firms(write: Write) -> None:
    path = write(HEADING, FIRST)
    undo(bring_in(path).manifest)
    again = bring_in(path)
    assert (again.counts.created, again.counts.known, again.counts.facts) == (0, 1, 6)
    firm = Organization.objects.get(credit_code=CODES[0])
    assert firm.closed_until is None
    assert undo(again.manifest).firms_closed == 1
