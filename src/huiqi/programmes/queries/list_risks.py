"""名单的风险: what a person should weigh, line by line, before a list is approved.

It refuses nobody. Each finding is a sentence that says what was compared with what; all of them
are read in as many queries, however many lines there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from huiqi.kernel.models import MoveLog
from huiqi.kernel.words import worded
from huiqi.parties.enums import Source, Tie
from huiqi.parties.models import BankAccount, Fact, Relation
from huiqi.programmes.enums import SeatState, Sitting, StageKind, StageState
from huiqi.programmes.models import AwardLine, PanelSeat, ReviewRequest, Snapshot, StageRun
from huiqi.programmes.stages.marking import marked
from huiqi.programmes.versions import definition_of
from huiqi.rules.say import label

Found = Iterator[tuple[AwardLine, str]]
BLACKLISTED: Final = "blacklisted"
# Who heads or holds two firms of one list may have taken one project to two doors.
CLOSE_TIES: Final = (Tie.LEGAL_REPRESENTATIVE, Tie.CONTROLLER)


def risks_of(lines: Sequence[AwardLine]) -> dict[int, list[str]]:
    """各行的风险: by the id of the line, in the order in which they are looked for.

    The lines come with their applications, the organizations, versions and calls of these.
    """
    found: dict[int, list[str]] = {line.pk: [] for line in lines}
    for looks in LOOKED_FOR if lines else ():
        for line, text in looks(lines):
            found[line.pk].append(text)
    return found


def _accounts(lines: Sequence[AwardLine]) -> Found:
    """One account number that stands for two firms of the list, open or closed; none verified;
    another one since the application came in.
    """
    if not definition_of(lines[0].application).programme.pays:
        return
    firms = [line.application.organization_id for line in lines]
    of_firm: dict[int, list[BankAccount]] = defaultdict(list)
    of_number: dict[str, set[int]] = defaultdict(set)
    for account in BankAccount.objects.filter(organization__in=firms).order_by("id"):
        of_firm[account.organization_id].append(account)
        of_number[account.number].add(account.organization_id)
    places = {line.application.organization_id: line.place for line in lines}
    for line in lines:
        firm, arrived = line.application.organization_id, line.application.arrived_at
        for account in of_firm[firm]:
            others = sorted(places[one] for one in of_number[account.number] - {firm})
            if others:
                told = {"number": account.masked, "others": _places(others)}
                yield line, worded("收款账号 %(number)s 也登记在%(others)s名下", **told)
        in_use = [one for one in of_firm[firm] if one.verified_at and not one.closed_at]
        if not in_use:
            yield line, _("还没有核验过的收款账户")
        for account in in_use:
            if account.replaces_id and arrived and account.entered_at > arrived:
                yield line, worded("提交以后换了收款账户，现在是 %(number)s", number=account.masked)


def _people(lines: Sequence[AwardLine]) -> Found:
    """Who of the same name heads, or controls, two firms of the list."""
    firms = {line.application.organization_id: line for line in lines}
    ties = Relation.objects.filter(organization__in=firms, tie__in=CLOSE_TIES, until=None)
    held: dict[str, dict[int, Relation]] = defaultdict(dict)
    for tie in ties.order_by("organization_id", "id"):
        held[tie.holder_name].setdefault(tie.organization_id, tie)
    for name, by_firm in held.items():
        for firm, tie in by_firm.items():
            others = sorted(firms[one].place for one in by_firm if one != firm)
            if others:
                told = {"tie": tie.get_tie_display(), "name": name, "others": _places(others)}
                yield firms[firm], worded("%(tie)s%(name)s与%(others)s的同名", **told)


def _records(lines: Sequence[AwardLine]) -> Found:
    """What sources other than the firm say last of its record."""
    rows = Fact.objects.filter(subject__in=_subjects(lines), key=BLACKLISTED)
    last = {(one.subject_id, one.source): one for one in rows.order_by("as_of", "id")}
    for line in lines:
        for (subject, _source), fact in last.items():
            if subject == line.application.subject_id and fact.value is True:
                told = {"what": label(BLACKLISTED), "source": fact.get_source_display()}
                yield line, worded("%(what)s（%(source)s，%(day)s）", day=fact.as_of, **told)


def _changes(lines: Sequence[AwardLine]) -> Found:
    """Facts on which the rules ran, of which a source says something else since."""
    snapshots = _snapshots(lines)
    since = min((one.arrived_at for one in snapshots.values()), default=None)
    if since is None:
        return
    rows = Fact.objects.filter(subject__in=_subjects(lines), recorded_at__gt=since)
    later: dict[int, list[Fact]] = defaultdict(list)
    for row in rows.exclude(source=Source.SELF_DECLARED).order_by("id"):
        later[row.subject_id].append(row)
    for line in lines:
        snapshot = snapshots.get(line.application_id)
        if snapshot is None:
            continue
        changed = {
            label(row.key): None
            for row in later[line.application.subject_id]
            if row.recorded_at > snapshot.arrived_at and _counts(row, snapshot)
        }
        if changed:
            yield line, worded("提交以后变了：%(what)s", what="、".join(changed))


def _counts(row: Fact, snapshot: Snapshot) -> bool:
    """Whether the rules asked for the fact, or the form showed it with another value."""
    known = snapshot.content["facts"].get(row.key)
    if known is not None:
        return bool(known["value"] != row.value)
    asked = {one.get("fact") for one in snapshot.content["result"].get("reasons", ())}
    return row.key in asked


def _conditions(lines: Sequence[AwardLine]) -> Found:
    """Conditions of the rules that were not met, or not known, when it came in."""
    snapshots = _snapshots(lines)
    for line in lines:
        snapshot = snapshots.get(line.application_id)
        reasons = snapshot.content["result"].get("reasons", ()) if snapshot else ()
        open_ones = [one for one in reasons if one["verdict"] != "yes"]
        if open_ones:
            what = "；".join(str(one["condition"]) for one in open_ones)
            yield line, worded("系统核对没有确认：%(what)s", what=what)
        if line.application.degraded:
            yield line, _("申报时有的数据源中断，还没有补齐")


def _marks(lines: Sequence[AwardLine]) -> Found:
    """Panels whose sheets differ by more than the programme allows, and why they were kept."""
    submitted = PanelSeat.objects.filter(state=SeatState.SUBMITTED)
    seats = submitted.select_related("draw").prefetch_related("scores")
    runs = list(
        StageRun.objects.filter(
            application__in=[line.application_id for line in lines],
            kind=StageKind.EXPERT_REVIEW,
            state=StageState.PASSED,
        ).prefetch_related(Prefetch("seats", queryset=seats, to_attr="sheets"))
    )
    by_application: dict[int, Any] = {run.application_id: run for run in runs}
    kept = _notes(by_application.values())
    for line in lines:
        run = by_application.get(line.application_id)
        settings: Any = definition_of(line.application).programme.stage(StageKind.EXPERT_REVIEW)
        if run is None or not run.sheets:
            continue
        second = [seat for seat in run.sheets if seat.draw.sitting == Sitting.SECOND]
        result = marked(settings, second or run.sheets)
        if result.is_alarming:
            told = {"spread": result.spread, "most": settings.spread_alarm}
            told["why"] = kept.get(run.pk) or _("没有写明理由")
            yield (
                line,
                worded("专家评分相差 %(spread)s 分，超过 %(most)s 分；维持的理由：%(why)s", **told),
            )


def _notes(runs: Iterable[StageRun]) -> dict[int, str]:
    """What was remarked when a stage was passed, by the stage."""
    moves = MoveLog.objects.filter(
        kind=StageRun._meta.label, object_id__in=[run.pk for run in runs], move="pass"
    )
    return dict(moves.order_by("id").values_list("object_id", "note"))


def _reviews(lines: Sequence[AwardLine]) -> Found:
    """Decisions against the firm that another person changed."""
    changed = ReviewRequest.objects.filter(
        decision__application__in=[line.application_id for line in lines], is_upheld=False
    ).select_related("decision")
    by_application = {one.decision.application_id: one for one in changed.order_by("id")}
    for line in lines:
        review = by_application.get(line.application_id)
        if review is not None:
            yield line, worded("复核改变过原来的决定：%(why)s", why=review.answer)


def _subjects(lines: Sequence[AwardLine]) -> list[int]:
    return [line.application.subject_id for line in lines]


def _snapshots(lines: Sequence[AwardLine]) -> Mapping[int, Snapshot]:
    """The last round of each application."""
    rows = Snapshot.objects.filter(application__in=[line.application_id for line in lines])
    return {one.application_id: one for one in rows.order_by("round")}


def _places(places: Iterable[int]) -> str:
    return "、".join(worded("第 %(place)s 家", place=one) for one in places)


LOOKED_FOR: Final[tuple[Callable[[Sequence[AwardLine]], Found], ...]] = (
    *(_accounts, _people, _records, _changes, _conditions, _marks, _reviews),
)
