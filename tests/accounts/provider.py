"""一个测试用的身份提供方: discovery, keys, authorization, tokens and claims over real HTTP.

It signs with a key of its own and checks what a real one checks: the client, its secret, the
code (once) and the proof of who began. ``wrong`` makes its answers bad, one way at a time.
"""

import base64
import hashlib
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "huiqi", "测试用的密钥"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)

Answer = tuple[str, list[tuple[str, str]], bytes]


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Nothing: the tests say what matters."""


@dataclass
class IdentityProvider:
    """身份提供方: who is signed in there, and what its answers say about them."""

    sub: str = "zj-0001"
    claims: dict[str, Any] = field(default_factory=lambda: {"name": "陈岚"})
    token: dict[str, Any] = field(default_factory=dict)  # of the identity token, over what is right
    wrong: str = ""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.server = make_server("127.0.0.1", 0, self, WSGIServer, _Quiet)
        self.thread = Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        asked = dict(parse_qsl(environ["QUERY_STRING"]))
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
        match environ["PATH_INFO"]:
            case "/.well-known/openid-configuration":
                status, headers, content = self._discovery()
            case "/keys":
                status, headers, content = _json({"keys": [_public(KEY, "one")]})
            case "/authorize":
                status, headers, content = self._authorize(asked)
            case "/token":
                status, headers, content = self._token(
                    {name: values[0] for name, values in parse_qs(body).items()}
                )
            case "/userinfo":
                status, headers, content = self._userinfo(environ.get("HTTP_AUTHORIZATION", ""))
            case _:
                status, headers, content = "404 Not Found", [], b""
        start_response(status, headers)
        return [content]

    def _discovery(self) -> Answer:
        if self.wrong == "discovery is broken":
            return "500 Internal Server Error", [], b""
        if self.wrong == "discovery is no JSON":
            return "200 OK", [], b"<html>"
        told = {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }
        if self.wrong == "discovery leads elsewhere":
            told["token_endpoint"] = "http://127.0.0.1:1/token"
        if self.wrong == "discovery is incomplete":
            del told["jwks_uri"]
        if self.wrong == "discovery is endless":
            told["more"] = "长" * 1_000_000
        if self.wrong == "discovery moved":
            return "302 Found", [("Location", "http://127.0.0.1:1/")], b""
        return _json(told)

    def _authorize(self, asked: dict[str, str]) -> Answer:
        assert asked["client_id"] == CLIENT
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        code = f"code-{len(self.codes) + 1}"
        self.codes[code] = asked
        back = {"code": code, "state": asked["state"]}
        if self.wrong in ("access_denied", "temporarily_unavailable"):
            back = {"error": self.wrong, "state": asked["state"]}
        return "302 Found", [("Location", f"{asked['redirect_uri']}?{urlencode(back)}")], b""

    def _token(self, given: dict[str, str]) -> Answer:
        asked = self.codes.pop(given.get("code", ""), None)
        proof = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        is_ours = (given.get("client_id"), given.get("client_secret")) == (CLIENT, SECRET)
        if asked is None or not is_ours or asked["code_challenge"] != challenge:
            return _json({"error": "invalid_grant"}, "400 Bad Request")
        if self.wrong == "token is refused":
            return _json({"error": "invalid_grant"}, "400 Bad Request")
        answer = {"access_token": "通行".encode().hex(), "token_type": "Bearer"}
        if self.wrong != "no identity token":
            answer["id_token"] = self._identity(asked["nonce"])
        return _json(answer)

    def _identity(self, nonce: str) -> str:
        now = int(time.time())
        right = {"iss": self.address, "aud": CLIENT, "sub": self.sub, "nonce": nonce}
        claims = right | {"iat": now, "exp": now + 300} | self.token
        match self.wrong:
            case "unsigned token":
                return jwt.encode(claims, "", algorithm="none", headers={"kid": "one"})
            case "token signed with the secret":
                return jwt.encode(claims, SECRET * 4, algorithm="HS256", headers={"kid": "one"})
            case "unknown key":
                return jwt.encode(claims, STRANGER, algorithm="RS256", headers={"kid": "two"})
            case "another's key under a known name":
                return jwt.encode(claims, STRANGER, algorithm="RS256", headers={"kid": "one"})
            case "no key is named":
                return jwt.encode(claims, KEY, algorithm="RS256")
            case "token is no token":
                return "a.b.c"
        return jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "one"})

    def _userinfo(self, authorization: str) -> Answer:
        if authorization != f"Bearer {'通行'.encode().hex()}":
            return _json({"error": "invalid_token"}, "401 Unauthorized")
        sub = "somebody-else" if self.wrong == "userinfo of another" else self.sub
        return _json({"sub": sub, "id_card": "440305199001010000", **self.claims})


def _json(told: object, status: str = "200 OK") -> Answer:
    return status, [("Content-Type", "application/json")], json.dumps(told).encode()


def _public(key: rsa.RSAPrivateKey, kid: str) -> dict[str, Any]:
    told = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {**told, "kid": kid, "alg": "RS256", "use": "sig"}
