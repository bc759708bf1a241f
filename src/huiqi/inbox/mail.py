"""邮件: one message to one mailbox; only its title and a link, for e-mail is read on the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiqi.inbox.actions.messages import MAIL
from huiqi.inbox.enums import Channel, Kind
from huiqi.inbox.models import Message
from huiqi.inbox.opt_out import token_of
from huiqi.inbox.queries import channel_of
from huiqi.kernel import outbox
from huiqi.parties import scope


@outbox.handles(MAIL)
def send_mail(payload: Mapping[str, Any], key: str) -> None:
    """发邮件: unless the person has declined it meanwhile, or has no mailbox any more."""
    with scope.everything():
        message = Message.objects.select_related("person").get(pk=payload["message"])
        wanted = channel_of(message.person_id, Kind(message.kind)) == Channel.BOTH
    if wanted and message.person.email and message.person.is_active:
        mail_of(message, key).send()


def mail_of(message: Message, key: str) -> EmailMessage:
    """邮件: in the language of the message; a second one after a crash has its Message-ID."""
    with override(message.language):
        return EmailMessage(
            subject=" ".join(message.title.split()),
            body=_text(message),
            to=[message.person.email],
            headers=_headers(message, key),
        )


def opt_out_url(message: Message) -> str:
    """退订地址: for one click, without signing in."""
    token = token_of(message.person_id, Kind(message.kind))
    return settings.PUBLIC_URL + reverse("inbox:opt-out", args=[token])


def _text(message: Message) -> str:
    page = settings.PUBLIC_URL + reverse("inbox:message", args=[message.pk])
    if message.is_statutory:
        foot = _("这是法定通知，依法必须送达，不能退订。")
    else:
        foot = _("不再接收「%(kind)s」：%(url)s") % {
            "kind": message.get_kind_display(),
            "url": opt_out_url(message),
        }
    read = _("登录查看：%(url)s") % {"url": page}
    return f"{message.title}\n\n{read}\n\n{foot}\n"


def _headers(message: Message, key: str) -> dict[str, str]:
    host = settings.PUBLIC_URL.partition("://")[2].partition(":")[0]
    headers = {
        "Message-ID": f"<{key.replace(':', '.')}@{host}>",
        "Auto-Submitted": "auto-generated",
    }
    if not message.is_statutory:
        headers["List-Unsubscribe"] = f"<{opt_out_url(message)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    return headers
