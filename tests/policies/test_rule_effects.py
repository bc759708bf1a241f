"""草稿的影响: every firm on file judged by both texts, batch by batch, kept with its hashes."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from python_calamine import CalamineWorkbook

from huiqi.kernel.access import ANONYMOUS, SYSTEM
from huiqi.kernel.models import AuditEntry
from huiqi.kernel.now import now
from huiqi.kernel.refusals import Denied, Refused
from huiqi.parties.enums import Source
from huiqi.parties.models import Organization
from huiqi.policies import actions
from huiqi.policies.actions import effects
from huiqi.policies.models import EffectFirm, EffectRun, RuleDraft
from huiqi.policies.rule_effects import fitting_run
from huiqi.policies.tasks import count_firms_tonight
from tests.cast import Player, facts_on_record
from tests.policies.drafting import NEW, begun
from tests.policies.upkeep import AWARD, HOME, Browser, text

RULES = f"{HOME}rules/"
# Who held «srdi» has had 200,000 at most; «little giants» alone keep the award in this draft.
BOTH = "rule: \"holds('little_giant') OR holds('srdi')\""
ONLY = (
    '  - {id: "title", text: "持有有效的国家专精特新“小巨人”称号",'
    ' cite: {source: "letter", clause: "一"},'
    ' rule: "holds(\'little_giant\')", from: "2022-03-01"}'
)
STRICTER = (
    ('{from: "2021-03-01"}', '{from: "2021-03-01", to: "2022-02-28"}\n  - {from: "2022-03-01"}'),
    ('"2021-03-01": "500000"}', '"2021-03-01": "500000", "2022-03-01": "600000"}'),
    (f"{BOTH}}}", f'{BOTH}, to: "2022-02-28"}}\n{ONLY}'),
)


def _title(kind: str) -> list[dict[str, str]]:
    held = {"granted_on": "2021-01-01", "valid_until": "2024-01-01"}
    return [{"kind": kind, "level": "national", **held}]


@pytest.fixture
def firms(kept: None, chenglan: Organization, yuanshan: Organization) -> None:
    """澄澜 is «srdi», 远山 a «little giant»; what either was paid is known."""
    for firm, kind in ((chenglan, "srdi"), (yuanshan, "little_giant")):
        facts_on_record(firm, Source.DEPARTMENT, titles=_title(kind))
        facts_on_record(firm, Source.LEDGER, awards_paid=[])


def _run(draft: RuleDraft, player: Player, batches: int | None = None) -> EffectRun:
    run = actions.ask_for_effect(draft=draft, actor=player.actor, now=now())
    return actions.run_effect(run_id=run.pk, actor=SYSTEM, clock=now, batches=batches)


def test_who_gains_who_loses_and_by_how_much_is_told_and_listed(
    firms: None, browser: Browser, qin: Player, chenglan: Organization, yuanshan: Organization
) -> None:
    draft = begun(qin, *STRICTER)
    run = _run(draft, qin)
    assert run.moves == {"yes>no": 1, "yes>yes": 1}
    assert (run.before_fen, run.after_fen, run.open_amounts) == (70_000_000, 60_000_000, 0)
    assert (run.moved(to=True), run.moved(to=False)) == (0, 1)
    client = browser(qin)
    page = text(client.get(f"{RULES}1/"))
    assert "1 户不再符合" in page
    assert "0 户新符合" in page
    assert "60" in page
    looks = AuditEntry.objects.count()
    listed = text(client.get(f"{RULES}1/firms/?show=loses"))
    assert chenglan.name in listed
    assert yuanshan.name not in listed
    assert AuditEntry.objects.count() == looks + 1
    assert AuditEntry.objects.order_by("-id")[0].purpose.startswith("核对规则草稿的影响")
    book = CalamineWorkbook.from_filelike(BytesIO(client.get(f"{RULES}1/firms.xlsx").content))
    rows = {row[0]: tuple(row[2:]) for row in book.get_sheet_by_index(0).to_python()[1:]}
    assert rows == {
        chenglan.name: ("符合", "不符合", 200_000, 0),
        yuanshan.name: ("符合", "符合", 500_000, 600_000),
    }


def test_interrupted_count_goes_on_behind_the_last_batch_and_counts_nobody_twice(
    firms: None, qin: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(effects, "BATCH", 1)
    draft = begun(qin, *NEW)
    first = _run(draft, qin, batches=1)
    assert (first.done, first.total, first.finished_at) == (1, 2, None)
    assert first.percent == 50
    with pytest.raises(Refused, match="还没有算完"):
        actions.submit_rules(draft=draft, actor=qin.actor, now=now())
    again = _run(draft, qin)
    assert again.pk == first.pk
    assert (again.done, again.percent) == (2, 100)
    assert again.finished_at is not None
    assert sum(again.moves.values()) == 2
    assert EffectFirm.objects.filter(run=again).count() == 1  # of whom the ceiling differs
    assert actions.run_effect(run_id=again.pk, actor=SYSTEM, clock=now).done == 2


def test_count_of_other_texts_is_void_and_a_new_one_is_asked_for(
    firms: None, qin: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(effects, "BATCH", 1)
    draft = begun(qin, *STRICTER)
    going = _run(draft, qin, batches=1)
    more = actions.Given(why="再想想", from_on="2022-04-01")
    saved = actions.save_rules(draft=draft, revision=1, given=more, actor=qin.actor, now=now())
    assert fitting_run(saved) is None  # another first day
    changed = actions.Given(cases=draft.cases.encode() + b"\n# \n")
    saved = actions.save_rules(draft=saved, revision=2, given=changed, actor=qin.actor, now=now())
    stopped = actions.run_effect(run_id=going.pk, actor=SYSTEM, clock=now)
    assert "改过了，这次作废" in stopped.stopped
    assert _run(saved, qin).finished_at is not None


def test_finished_count_is_never_changed(firms: None, qin: Player) -> None:
    run = _run(begun(qin, *STRICTER), qin)
    for rows in (EffectRun.objects.filter(pk=run.pk), EffectFirm.objects.filter(run=run)):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        EffectRun.objects.filter(pk=run.pk).update(after_fen=1)


def test_text_with_problems_has_no_effect_to_count_and_only_its_keepers_ask(
    firms: None, qin: Player, gu: Player
) -> None:
    draft = begun(qin, ("payer: ", "payor: "))
    with pytest.raises(Refused, match="规则文件还有问题，算不出影响"):
        _run(draft, qin)
    with pytest.raises(Denied):
        actions.ask_for_effect(draft=draft, actor=gu.actor, now=now())
    with pytest.raises(Denied):
        actions.run_effect(run_id=0, actor=ANONYMOUS, clock=now)


def test_what_is_not_known_of_a_firm_is_neither_gained_nor_zero(
    kept: None, qin: Player, chenglan: Organization
) -> None:
    facts_on_record(chenglan, Source.DEPARTMENT, titles=_title("srdi"))
    run = _run(begun(qin, *NEW), qin)
    assert run.moves == {"yes>yes": 1}
    assert (run.before_fen, run.after_fen, run.open_amounts) == (0, 0, 1)
    assert not EffectFirm.objects.exists()


def test_firms_on_file_are_counted_at_night(firms: None) -> None:
    from huiqi.policies.models import FirmCount

    count_firms_tonight(0)
    told = FirmCount.objects.get(programme=AWARD)
    assert (told.fits, told.near, told.unknown, told.unfit) == (2, 0, 0, 0)
