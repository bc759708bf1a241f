"""统一身份认证: signing in by the identity provider of the city or the province, by OIDC."""
