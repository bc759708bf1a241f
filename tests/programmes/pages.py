"""页面的说法: a browser of somebody, what a page says without its tags, and a whole draft."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiqi.kernel.models import ClockOffset
from huiqi.kernel.now import now
from huiqi.kernel.sheets import Column, workbook
from huiqi.parties.middleware import ACTING_FOR
from huiqi.parties.models import Organization
from huiqi.programmes.models import Application
from tests.cast import Player
from tests.programmes.applying import ANSWERS, PDF

BACKEND: Final = "allauth.account.auth_backends.AuthenticationBackend"
PROJECT: Final = ("project_name", "project_about", "started_on", "completed_on")
MONEY: Final = (
    *("upgrade_investment", "fixed_asset_share", "equipment_share"),
    *("equipment_cost", "software_cost", "asked"),
)
INVOICE: Final = {
    "way": "hand",
    "code": "4403201130",
    "number": "12345678",
    "amount": "800000",
    "buyer": "澄澜",
    "seller": "机床厂",
    "issued_on": "2020-06-01",
}


def browser(player: Player | None = None, acting_for: Organization | None = None) -> Client:
    made = Client()
    if player is not None:
        made.force_login(player.person, BACKEND)
    if acting_for is not None:
        session = made.session
        session[ACTING_FOR] = acting_for.pk
        session.save()
    return made


def read(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, (path, response.status_code)
    return plain(response)


def plain(response: Any) -> str:
    text = re.sub(r"<[^>]*>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text)


def told(response: Any) -> list[str]:
    """The problems that a page lists."""
    whole = response.content.decode()
    if 'role="alert"' not in whole:
        return []
    part = whole.split('role="alert"')[1].split("</div>")[0]
    return [re.sub(r"<[^>]*>", "", one) for one in re.findall(r"<li>(.*?)</li>", part)]


def set_clock(moment: datetime) -> None:
    """The city stands at a moment, and its clock runs on."""
    offset = ClockOffset.objects.get(pk=1)
    offset.offset += moment - now()
    offset.save()


def filled_over_pages(client: Client, application: Application) -> None:
    """Both pages, one invoice and one file, as a firm does it."""
    home = f"/applications/{application.pk}/"
    for name, keys in (("project", PROJECT), ("money", MONEY)):
        application.refresh_from_db()
        given = {key: ANSWERS[key] for key in keys} | {"revision": application.revision}
        saved = client.post(f"{home}pages/{name}/", given)
        assert saved.status_code == 302, told(saved)
    assert client.post(f"{home}invoices/", INVOICE).status_code == 302
    sent = {"material": "payment_proof", "files": a_file()}
    assert client.post(f"{home}materials/", sent).status_code == 302


def a_file(name: str = "付款凭证.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def a_sheet(*rows: tuple[object, ...], heads: tuple[str, ...] = ()) -> SimpleUploadedFile:
    heads = heads or ("发票代码", "发票号码", "价税合计", "购买方", "销售方", "开票日期")
    columns = [Column(one) for one in heads]
    return SimpleUploadedFile("发票.xlsx", workbook("发票", columns, rows))
