"""关联: whom a proven identity belongs to. It makes no person, no membership and no role."""

from __future__ import annotations

from typing import Any, Final

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from huiqi.kernel.access import Actor
from huiqi.kernel.audit import record_write
from huiqi.parties.models import Person
from huiqi.parties.oidc.refused import NotBelieved

PROVEN: Final = "second_factor_at_provider"  # in the session of who proved it there


def admit(request: HttpRequest, login: SocialLogin) -> None:
    """放行: a known identity, or one whose verified address is one person's verified address.

    NotBelieved when the answer belongs to another sign-in; ImmediateHttpResponse with a page
    that says how to link the identity when it is nobody's yet.
    """
    wanted = str(login.state.get("nonce") or "")
    if not wanted or not constant_time_compare(wanted, str(_token(login).get("nonce") or "")):
        raise NotBelieved(_("统一身份认证的答复不是给这次登录的，没有登录。请重新登录。"))
    if login.is_existing or login.state.get("process") == AuthProcess.CONNECT:
        return
    if person := _by_verified_address(login):
        login.connect(request, person)
        return
    name = str(login.account.extra_data.get("userinfo", {}).get("name", ""))[:60]
    page = render(request, "socialaccount/unlinked.html", {"name": name}, status=403)
    raise ImmediateHttpResponse(page)


def proves_second_factor(login: SocialLogin | None) -> bool:
    """已验第二重: whether the provider says that it asked for more than a password."""
    if login is None:
        return False
    token = _token(login)
    methods = token.get("amr")
    is_multiple = isinstance(methods, list) and "mfa" in methods
    return is_multiple or token.get("acr") in settings.OIDC_STRONG_ACR


def record_link(sociallogin: SocialLogin, **_kwargs: Any) -> None:
    """记录关联: in the audit, when an identity begins to open an account."""
    person = sociallogin.user
    record_write(Actor(person.pk), "关联统一身份认证", person)


def record_unlink(socialaccount: Any, **_kwargs: Any) -> None:
    """记录解除: in the audit, when it no longer does."""
    record_write(Actor(socialaccount.user_id), "解除统一身份认证", socialaccount.user)


def _token(login: SocialLogin) -> dict[str, Any]:
    found = login.account.extra_data.get("id_token")
    return found if isinstance(found, dict) else {}


def _by_verified_address(login: SocialLogin) -> Person | None:
    """Verified on both sides and one person's alone: else anybody could write it into a profile."""
    told = login.account.extra_data.get("userinfo", {})
    if told.get("email_verified") is not True or not isinstance(told.get("email"), str):
        return None
    found = EmailAddress.objects.filter(email__iexact=told["email"], verified=True)
    people = {one.user for one in found.select_related("user").order_by("id")[:2]}
    (person,) = people if len(people) == 1 else (None,)
    return person if person is not None and person.is_active else None
