"""布景（政策维护）: one programme more that the bureau keeps, one version more of its words."""

from __future__ import annotations

from typing import Any, Final

from huiqi.library import load
from huiqi.parties.enums import Role
from huiqi.parties.models import Person
from huiqi.policies.models import (
    Contact,
    EffectFirm,
    EffectRun,
    FirmCount,
    Keeper,
    LinkCheck,
    Proposal,
    RuleDraft,
    Summary,
)
from tests.cast import NOW, TODAY, a_member, an_organization
from tests.matrix.filling import Scene

KEPT: Final = "shenzhen_longgang.park_rent"


def a_programme_of_the_bureau(scene: Scene, number: int) -> None:
    """One more programme that it keeps: with words to review, a proposal and a dead link."""
    programme = sorted(load().policies)[number]
    named = {"programme": programme, "organization": scene.bureau}
    Keeper.objects.create(since=TODAY, named_at=NOW, **named)
    _words(programme, 1, Summary.State.PUBLISHED, scene)
    _words(programme, 2, Summary.State.SUBMITTED, scene)
    _proposal(programme, scene)
    FirmCount.objects.create(
        programme=programme, on=TODAY, fits=1, near=0, unknown=0, unfit=0, rules_version="1", at=NOW
    )
    LinkCheck.objects.create(url=f"https://example.org/{number}", is_alive=False, at=NOW)


def words_of_a_programme(scene: Scene, number: int) -> None:
    """One version more, one proposal, one contact with its history, one change of another."""
    if not number:
        Keeper.objects.create(programme=KEPT, organization=scene.bureau, since=TODAY, named_at=NOW)
    _words(KEPT, number + 1, Summary.State.REPLACED, scene)
    _proposal(KEPT, scene)
    _contact(f"窗口{number}", scene, _contact(f"窗口{number}", scene, None))
    _contact("综合处", scene, Contact.objects.filter(office="综合处", replaced_by=None).first())


def a_text_of_the_rules(scene: Scene, number: int) -> None:
    """One version more of the rules, written by one and looked at by another."""
    if not number:
        _keeps_it(scene)
    _text(number + 1, scene)


def a_firm_that_a_text_affects(scene: Scene, number: int) -> None:
    """One firm more that gains by a text of the rules."""
    if not number:
        _keeps_it(scene)
        draft = _text(1, scene)
        EffectRun.objects.create(
            draft=draft,
            digest=draft.digest,
            against="0" * 64,
            on=TODAY,
            valued_on=TODAY,
            total=1,
            asked_by=_writer(scene),
            asked_at=NOW,
            told_at=NOW,
        )
    firm = an_organization(f"受影响{number}")
    run = EffectRun.objects.get()
    EffectFirm.objects.create(
        run=run, subject=firm.subject, before="no", after="yes", before_fen=0, after_fen=100
    )


def _keeps_it(scene: Scene) -> None:
    Keeper.objects.create(programme=KEPT, organization=scene.bureau, since=TODAY, named_at=NOW)


def _text(version: int, scene: Scene) -> RuleDraft:
    writer = _writer(scene)
    return RuleDraft.objects.create(
        programme=KEPT,
        version=version,
        stage=RuleDraft.Stage.WITHDRAWN,
        rules=f"# {version}",
        cases="",
        from_on=TODAY,
        based_on="0" * 64,
        shipped="0" * 64,
        proposal=_proposal(KEPT, scene),
        made_by=writer,
        made_at=NOW,
        saved_by=writer,
        saved_at=NOW,
        writers=[writer.pk],
        reviewed_by=_writer(scene),
        reviewed_office="本局",
        reviewed_at=NOW,
    )


def _writer(scene: Scene) -> Person:
    name = f"writer{Person.objects.count()}"
    return a_member(name, "经办", scene.bureau, Role.BUREAU_OFFICER).person


def _words(programme: str, version: int, state: str, scene: Scene) -> None:
    writer, reviewer = _writer(scene), _writer(scene)
    told: dict[str, Any] = {"programme": programme, "version": version, "state": state}
    Summary.objects.create(
        gist="一句话。",
        made_by=writer,
        made_at=NOW,
        saved_by=writer,
        saved_at=NOW,
        writers=[writer.pk],
        reviewed_by=reviewer,
        reviewed_office="本局",
        reviewed_at=NOW,
        published_at=NOW,
        **told,
    )


def _proposal(programme: str, scene: Scene) -> Proposal:
    return Proposal.objects.create(
        programme=programme,
        clause="第一条",
        wrong="写错了",
        evidence="原文",
        organization=scene.bureau,
        made_by=_writer(scene),
        made_at=NOW,
    )


def _contact(office: str, scene: Scene, before: Contact | None) -> Contact:
    return Contact.objects.create(
        department="本局",
        programme=KEPT,
        office=office,
        telephone="0755-1",
        since=TODAY,
        source="来电",
        replaces=before,
        made_by=_writer(scene),
        made_at=NOW,
    )
