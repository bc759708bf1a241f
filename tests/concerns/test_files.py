"""答复的附件: the firm reads what an office sends it, others find nothing, the scanner looks."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiqi.concerns.actions import working
from huiqi.concerns.actions.submitting import Upload
from huiqi.concerns.models import Attachment, Concern
from huiqi.concerns.models.posts import MOST_FILES
from huiqi.kernel.files import city_store
from huiqi.kernel.models import Blob
from huiqi.kernel.refusals import Refused
from tests.concerns.conftest import World, after
from tests.hostile import PDF
from tests.visits import client_of, page

pytestmark = pytest.mark.usefixtures("own_files")


@pytest.fixture(autouse=True)
def _without_second_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def a_plan(name: str = "拨付计划.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


def replied(world: World, *files: SimpleUploadedFile, **more: str) -> Concern:
    case = world.working()
    sent = client_of(world.first).post(
        f"/desk/concerns/{case.number}/reply/",
        {"text": "见附件", "offered": "explained", "files": list(files)} | more,
    )
    assert sent.status_code == 302
    case.refresh_from_db()
    return case


def _content(sent: Any) -> bytes:
    return b"".join(sent.streaming_content)


def of_firm(case: Concern) -> str:
    return f"/concerns/mine/{case.number}/files/{case.attachments.get().pk}/"


def test_firm_reads_the_file_of_a_reply(world: World) -> None:
    case = replied(world, a_plan())
    told = page(world.owner, f"/concerns/mine/{case.number}/")
    assert told.count(of_firm(case)) == 1
    sent = client_of(world.owner).get(of_firm(case))
    assert _content(sent) == PDF
    assert sent["Content-Disposition"].startswith("attachment")


def test_file_of_a_reply_is_found_by_nobody_else(world: World) -> None:
    case = replied(world, a_plan(), public="yes")
    assert client_of(world.other_firm).get(of_firm(case)).status_code == 404
    number = of_firm(case).split("/")[-2]
    desk = f"/desk/concerns/{case.number}/files/{number}/"
    sent = client_of(world.first).get(desk)
    assert _content(sent) == PDF
    assert client_of(world.other_officer).get(desk).status_code == 404
    assert "拨付计划" not in page(world.other_firm, f"/concerns/{case.number}/")


def test_first_answer_and_question_carry_files_as_well(world: World) -> None:
    client, case = client_of(world.first), world.working()
    for act in ("first-reply", "ask"):
        sent = client.post(
            f"/desk/concerns/{case.number}/{act}/",
            {"text": "见附件", "files": [a_plan(f"{act}.pdf")]},
        )
        assert sent.status_code == 302
    told = page(world.owner, f"/concerns/mine/{case.number}/")
    assert ["first-reply.pdf" in told, "ask.pdf" in told] == [True, True]


def test_file_in_quarantine_is_told_and_not_given(world: World) -> None:
    case = replied(world, a_plan())
    Blob.objects.update(state=Blob.State.QUARANTINED)
    sent = client_of(world.owner).get(of_firm(case))
    assert sent.status_code == 409
    assert "还在查杀" in sent.content.decode()


def test_file_whose_content_is_gone_from_the_disk_is_not_found(world: World) -> None:
    case = replied(world, a_plan())
    city_store().path(case.attachments.get().file.blob_id).unlink()
    desk = of_firm(case).replace("/concerns/mine/", "/desk/concerns/")
    assert client_of(world.first).get(desk).status_code == 404
    assert client_of(world.owner).get(of_firm(case)).status_code == 404


def test_reply_whose_files_cannot_come_in_is_not_sent(world: World) -> None:
    case = world.working()
    many = [Upload(BytesIO(PDF), f"{each}.pdf") for each in range(MOST_FILES + 1)]
    for files, why in (
        (many, "附件最多 10 个"),
        ([Upload(BytesIO(b""), "空.pdf")], "「空.pdf」是空的"),
    ):
        with pytest.raises(Refused, match=why):
            working.reply_to_concern(
                case=case,
                text="见附件",
                offered="explained",
                files=files,
                actor=world.first.actor,
                now=after(hours=1),
            )
    case.refresh_from_db()
    assert (case.state, case.posts.count(), Attachment.objects.count()) == ("working", 0, 0)
