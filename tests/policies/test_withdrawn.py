"""撤下: what the library says no longer is marked from that day on, and never silently kept."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from huiqi.demo.life import set_clock
from huiqi.kernel.access import SYSTEM
from huiqi.library import Library, load
from huiqi.policies.actions import load_documents
from huiqi.policies.enums import RelationKind
from huiqi.policies.models import (
    Basis,
    Clause,
    DocumentRelation,
    LibraryChange,
    PolicyDocument,
    Responsibility,
)
from huiqi.policies.queries import articles_of, relations_of
from tests.cast import NOW, TODAY

AWARD, UPGRADE = "shenzhen.srdi_award", "shenzhen_longhua.technical_upgrade"
GUIDE = "龙华区制造业企业技术装备升级换代改造资助类操作指引"
LATER = date(2021, 11, 5)


def some(*names: str) -> Library:
    library = load()
    return replace(library, policies={name: library.policies[name] for name in names})


def without_relation() -> Library:
    library = some(AWARD, UPGRADE)
    policy = library.policies[UPGRADE]
    sources = {name: replace(one, implements="") for name, one in policy.sources.items()}
    return replace(
        library, policies={**library.policies, UPGRADE: replace(policy, sources=sources)}
    )


@pytest.fixture
def on_file(city_clock: datetime) -> None:
    """Two programmes on 20 October; whatever comes next happens on 5 November."""
    load_documents(library=some(AWARD, UPGRADE), actor=SYSTEM)
    set_clock(NOW.replace(month=LATER.month, day=LATER.day))


def test_relation_that_the_library_drops_is_withdrawn_from_that_day_on(on_file: None) -> None:
    told = load_documents(library=without_relation(), actor=SYSTEM)
    one = DocumentRelation.objects.get()
    assert (told.written, one.withdrawn_on) == (1, LATER)
    guide = PolicyDocument.objects.get(title=GUIDE)
    assert relations_of(guide, TODAY) == ([one], [])
    assert relations_of(guide, LATER) == ([], [])
    change = LibraryChange.objects.get()
    assert (change.what, change.change, change.document, change.on) == (
        "relation",
        "withdrawn",
        guide,
        LATER,
    )
    assert load_documents(library=without_relation(), actor=SYSTEM).written == 0


def test_relation_that_comes_back_is_in_force_again_and_both_are_told(on_file: None) -> None:
    load_documents(library=without_relation(), actor=SYSTEM)
    load_documents(library=some(AWARD, UPGRADE), actor=SYSTEM)
    assert DocumentRelation.objects.get().withdrawn_on is None
    assert list(LibraryChange.objects.order_by("id").values_list("change", flat=True)) == [
        "withdrawn",
        "returned",
    ]


def test_relation_that_somebody_entered_stays(on_file: None) -> None:
    first, second = PolicyDocument.objects.order_by("id")[:2]
    own = DocumentRelation.objects.create(
        document=first, other=second, kind=RelationKind.REPEALS, on=TODAY
    )
    load_documents(library=without_relation(), actor=SYSTEM)
    own.refresh_from_db()
    assert own.withdrawn_on is None


def test_clauses_of_a_programme_that_is_gone_are_withdrawn_with_their_sources(
    on_file: None, client: Client
) -> None:
    measures = Basis.objects.get(programme=AWARD, source="measures").document
    before = [line.text for article in articles_of(measures, LATER) for line in article.lines]
    load_documents(library=some(UPGRADE), actor=SYSTEM)
    assert articles_of(measures, LATER) == []
    kept = [line.text for article in articles_of(measures, TODAY) for line in article.lines]
    assert kept == before
    assert set(Basis.objects.filter(programme=AWARD).values_list("withdrawn_on", flat=True)) == {
        LATER
    }
    page = client.get(f"/documents/{measures.pk}/?on={LATER}").content.decode()
    assert "还没有项目引用它的条款" in page
    assert "政策库改过什么" in page
    assert "撤下条款" in page
    assert before[0] in page


def test_clause_that_is_written_anew_tells_what_it_said_before(on_file: None) -> None:
    library = some(AWARD, UPGRADE)
    policy = library.policies[AWARD]
    first, *rest = policy.when
    changed = replace(policy, when=(replace(first, text="持有称号"), *rest))
    load_documents(
        library=replace(library, policies={**library.policies, AWARD: changed}), actor=SYSTEM
    )
    change = LibraryChange.objects.get(what="clause", change="changed")
    assert (change.before, change.after) == (f"一：{first.text}", "一：持有称号")
    assert Clause.objects.get(text="持有称号").withdrawn_on is None


def test_department_that_the_file_names_no_longer_is_withdrawn(city_clock: datetime) -> None:
    library = some("shenzhen.first_set")
    load_documents(library=library, actor=SYSTEM)
    policy = replace(library.policies["shenzhen.first_set"], responsible=())
    load_documents(library=replace(library, policies={policy.id: policy}), actor=SYSTEM)
    assert Responsibility.objects.get().withdrawn_on == NOW.date()
    assert LibraryChange.objects.get(what="charge").before == (
        "shenzhen.first_set：深圳市工业和信息化局"
    )
    assert LibraryChange.objects.get(what="charge").on == NOW.date() < LATER - timedelta(days=1)
