"""统一身份认证: the city's own identity provider, by OpenID Connect."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit

from huiqi.config.environment import Environment

PROVIDER: Final = {"provider_class": "huiqi.parties.oidc.provider.CityProvider"}


def identity_providers(environment: Environment) -> dict[str, Any]:
    """身份提供方: allauth's settings; without any provider where the environment names none."""
    if environment.oidc is None:
        return {"openid_connect": dict(PROVIDER)}
    name, server, client, secret = environment.oidc
    asked = {"acr_values": " ".join(environment.oidc_acr)} if environment.oidc_acr else {}
    city = {
        "provider_id": "city",
        "name": name,
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": server, "auth_params": asked},
    }
    return {"openid_connect": PROVIDER | {"OAUTH_PKCE_ENABLED": True, "APPS": [city]}}


def form_targets(environment: Environment) -> list[str]:
    """表单去向: where a form of ours may lead besides ourselves, for the security policy."""
    if environment.oidc is None:
        return []
    parts = urlsplit(environment.oidc[1])
    return [f"{parts.scheme}://{parts.netloc}"]
