"""统一身份认证: the city's own identity provider, by OpenID Connect."""

from __future__ import annotations

from typing import Any

from huiqi.config.environment import Environment


def identity_providers(environment: Environment) -> dict[str, Any]:
    """身份提供方: allauth's settings; empty where the environment names none."""
    if environment.oidc is None:
        return {}
    name, server, client, secret = environment.oidc
    return {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "city",
                    "name": name,
                    "client_id": client,
                    "secret": secret,
                    "settings": {"server_url": server},
                }
            ],
        }
    }
