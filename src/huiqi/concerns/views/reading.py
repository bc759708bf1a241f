"""读表: what several forms send in the same way: a unit that was chosen, files."""

from __future__ import annotations

from typing import BinaryIO, cast

from django.http import HttpRequest

from huiqi.concerns.actions.submitting import Upload
from huiqi.concerns.queries.places import public_bodies
from huiqi.concerns.views.hurry import count_upload
from huiqi.parties.models import Organization
from huiqi.parties.pages import actor_of
from huiqi.programmes.views.written import Form


class Sent(Form):
    """寄来的一张表: with the files that came with it."""

    def __init__(self, request: HttpRequest) -> None:
        """Of a request that was posted."""
        super().__init__(request.POST)
        self.files = uploads_of(request)


def uploads_of(request: HttpRequest) -> list[Upload]:
    """读文件: those that came as ``files``; TooOften for a visitor who has sent too many."""
    files, actor = request.FILES.getlist("files"), actor_of(request)
    for _one in files:
        count_upload(request, actor)
    return [Upload(cast("BinaryIO", one), str(one.name)) for one in files]


def unit_of(form: Form) -> Organization | None:
    """读单位: the public body that was chosen as ``unit``; None for what is none."""
    return public_bodies().filter(pk=form.number("unit")).first()
