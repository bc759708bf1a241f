"""草稿的附件: gone after thirty days where nothing was handed in; what was handed in is kept."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest

from huiqi.concerns.actions import drafting
from huiqi.concerns.models import Attachment, DraftFile
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.files import city_store
from huiqi.kernel.models import StoredFile
from huiqi.kernel.refusals import Denied, Refused
from tests.cast import NOW
from tests.concerns.conftest import World

pytestmark = pytest.mark.usefixtures("own_files")
TOO_LATE = NOW + timedelta(days=30, seconds=1)


def a_file(world: World, name: str, text: str = "一") -> StoredFile:
    return drafting.take_file(
        content=BytesIO(f"序号\n{text}\n".encode()),
        name=name,
        subject_id=None,
        actor=world.owner.actor,
        now=NOW,
    )


def is_there(file: StoredFile) -> bool:
    file.refresh_from_db()
    there = city_store().path(file.blob_id).is_file()
    assert there == (file.gone_at is None)
    return there


def test_file_that_nobody_handed_in_is_gone_after_thirty_days_and_once(world: World) -> None:
    lost = a_file(world, "没有提交.csv", "没有提交")
    handed_in = a_file(world, "提交了.csv", "提交了")
    case = world.submitted(stored=[handed_in])
    assert drafting.sweep_drafts(actor=SYSTEM, now=NOW + timedelta(days=30)) == 0
    assert is_there(lost)
    assert drafting.sweep_drafts(actor=SYSTEM, now=TOO_LATE) == 1
    assert drafting.sweep_drafts(actor=SYSTEM, now=TOO_LATE) == 0
    assert (is_there(lost), is_there(handed_in)) == (False, True)
    assert case.attachments.get().file == handed_in


def test_content_that_a_concern_has_under_another_name_stays(world: World) -> None:
    lost, handed_in = a_file(world, "甲.csv"), a_file(world, "乙.csv")
    world.submitted(stored=[handed_in])
    assert drafting.sweep_drafts(actor=SYSTEM, now=TOO_LATE) == 1
    lost.refresh_from_db()
    assert lost.gone_at is not None
    assert is_there(handed_in)


def test_attachment_is_never_touched_whatever_the_list_says(world: World) -> None:
    file = a_file(world, "甲.csv")
    world.submitted(stored=[file])
    DraftFile.objects.create(file=file, at=NOW)
    assert drafting.sweep_drafts(actor=SYSTEM, now=TOO_LATE) == 0
    assert is_there(file)
    assert not DraftFile.objects.exists()


def test_file_that_was_swept_meanwhile_is_not_handed_in(world: World) -> None:
    file = a_file(world, "甲.csv")
    drafting.sweep_drafts(actor=SYSTEM, now=TOO_LATE)
    with pytest.raises(Refused, match="请重新上传"):
        world.submitted(stored=[file])
    assert not Attachment.objects.exists()


def test_file_removed_by_whoever_writes_is_gone_at_once_and_not_again(world: World) -> None:
    file = a_file(world, "甲.csv")
    drafting.drop_file(file)
    assert not is_there(file)
    assert drafting.sweep_drafts(actor=SYSTEM, now=TOO_LATE) == 0


def test_only_the_system_sweeps(world: World) -> None:
    with pytest.raises(Denied):
        drafting.sweep_drafts(actor=world.supervisor.actor, now=TOO_LATE)
