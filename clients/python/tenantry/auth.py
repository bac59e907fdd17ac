"""The credentials of a client, as `Authorization` headers."""

import base64
import threading
from dataclasses import dataclass, field
from typing import Callable
from urllib.parse import quote_plus, urlsplit

import httpx

from .clock import Clock
from .errors import TenantryTokenError
from .retry import read_object

MARGIN_SECONDS = 60.0


@dataclass(frozen=True)
class Basic:
    """HTTP Basic: the id and secret of an API credential, or a contact's name and password."""

    username: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class ClientCredentials:
    """The client credentials grant of OAuth 2: tokens are fetched and renewed."""

    client_id: str
    client_secret: str = field(repr=False)
    token_url: str
    scope: str | None = None


Auth = str | Callable[[], str] | Basic | ClientCredentials


class Authorization:
    """Gives `Authorization` headers; threads share one token."""

    def __init__(self, auth: Auth, http: httpx.BaseTransport, clock: Clock) -> None:
        if isinstance(auth, ClientCredentials):
            checked_url(auth.token_url, "token_url")
        self._auth, self._http, self._clock = auth, http, clock
        self._lock = threading.Lock()
        self._header: str | None = None
        self._renew_at = 0.0

    def header(self) -> str:
        """Returns the header of now."""
        if isinstance(self._auth, Basic):
            return _basic(self._auth.username, self._auth.password)
        if isinstance(self._auth, ClientCredentials):
            return self._token(self._auth)
        return _bearer(self._auth() if callable(self._auth) else self._auth)

    def reject(self, header: str) -> None:
        """Forgets a header that the API does not take any more."""
        with self._lock:
            if self._header == header:
                self._header = None

    def _token(self, auth: ClientCredentials) -> str:
        with self._lock:
            if self._header is None or self._clock.monotonic() >= self._renew_at:
                self._header, self._renew_at = self._fetch(auth)
            return self._header

    def _fetch(self, auth: ClientCredentials) -> tuple[str, float]:
        asked = self._clock.monotonic()
        form = {"grant_type": "client_credentials", **({"scope": auth.scope} if auth.scope else {})}
        credentials = _basic(quote_plus(auth.client_id), quote_plus(auth.client_secret))
        headers = {"Authorization": credentials, "Accept": "application/json"}
        try:
            with httpx.Client(transport=_Borrowed(self._http), timeout=30.0) as client:
                response = client.post(auth.token_url, data=form, headers=headers)
        except httpx.HTTPError as error:
            raise TenantryTokenError("the issuer does not answer") from error
        body = read_object(response.content)
        if response.status_code != 200:
            raise TenantryTokenError(f"the issuer answered {response.status_code}")
        seconds = body.get("expires_in")
        life = float(seconds) if isinstance(seconds, (int, float)) else float("inf")
        margin = min(MARGIN_SECONDS, life / 5)
        return _bearer(body.get("access_token")), asked + (life - margin if life < float("inf") else life)


class _Borrowed(httpx.BaseTransport):
    """A transport that a client uses and does not close."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._inner.handle_request(request)


def checked_url(url: str, name: str) -> str:
    """Returns a URL that requests may go to. The error does not quote it."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or "@" in parts.netloc:
        raise ValueError(f"`{name}` must be an http(s) URL without credentials")
    return url


def _basic(name: str, secret: str) -> str:
    return f"Basic {base64.b64encode(f'{name}:{secret}'.encode()).decode()}"


def _bearer(token: object) -> str:
    if isinstance(token, str) and token and all("!" <= letter <= "~" for letter in token):
        return f"Bearer {token}"
    raise TenantryTokenError("it is empty, or has characters that no header holds")
