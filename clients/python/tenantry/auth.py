"""The credentials of a client, as `Authorization` headers."""

import base64
import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as WaitTimeout
from dataclasses import dataclass, field
from typing import Callable
from urllib.parse import quote_plus

import httpx

from .address import checked_url
from .clock import Clock
from .errors import TenantryTokenError, without_request
from .retry import read_object

MARGIN_SECONDS = 60.0
FETCH_SECONDS = 30.0
MAX_BODY = 1_048_576


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


@dataclass(frozen=True)
class _Token:
    header: str = field(repr=False)
    renew_at: float


class Authorization:
    """Gives `Authorization` headers; threads share one token."""

    def __init__(
        self, auth: Auth, http: httpx.BaseTransport, clock: Clock, *, allow_http: bool = False
    ) -> None:
        if isinstance(auth, ClientCredentials):
            checked_url(auth.token_url, "token_url", allow_http=allow_http)
        self._auth, self._http, self._clock = auth, http, clock
        self._lock = threading.Lock()  # held for moments, and never while a token is fetched
        self._token: _Token | None = None
        self._fetching: Future[_Token] | None = None

    def header(self, timeout: float | None = None) -> str:
        """Returns the header of now; `timeout` limits the wait for the token of another thread."""
        if isinstance(self._auth, Basic):
            return _basic(self._auth.username, self._auth.password)
        if isinstance(self._auth, ClientCredentials):
            return self._shared(self._auth, timeout).header
        return _bearer(self._auth() if callable(self._auth) else self._auth)

    def reject(self, header: str) -> None:
        """Forgets a header that the API does not take any more."""
        with self._lock:
            if self._token is not None and self._token.header == header:
                self._token = None

    def _shared(self, auth: ClientCredentials, timeout: float | None) -> _Token:
        with self._lock:
            if self._token is not None and self._clock.monotonic() < self._token.renew_at:
                return self._token
            fetching, is_mine = self._fetching, self._fetching is None
            if fetching is None:
                fetching = self._fetching = Future()
        if is_mine:
            self._settle(fetching, auth)
        try:
            return fetching.result(timeout)
        except WaitTimeout:
            pass
        raise TenantryTokenError("another thread has not got it in time")

    def _settle(self, fetching: "Future[_Token]", auth: ClientCredentials) -> None:
        token, failure = None, None
        try:
            token = self._fetch(auth)
        except BaseException as error:  # an interrupt, too, ends the wait of the others
            failure = error
        with self._lock:
            self._token, self._fetching = token, None
        if token is not None:
            fetching.set_result(token)
        else:
            fetching.set_exception(failure or TenantryTokenError("there is none"))

    def _fetch(self, auth: ClientCredentials) -> _Token:
        asked = self._clock.monotonic()
        form = {"grant_type": "client_credentials", **({"scope": auth.scope} if auth.scope else {})}
        status, content = self._ask(auth, form, asked + FETCH_SECONDS)
        if status != 200:
            raise TenantryTokenError(f"the issuer answered {status}")
        body = read_object(content)
        seconds = body.get("expires_in")
        life = float(seconds) if isinstance(seconds, (int, float)) else float("inf")
        margin = min(MARGIN_SECONDS, life / 5)
        renew_at = asked + (life - margin if life < float("inf") else life)
        return _Token(_bearer(body.get("access_token")), renew_at)

    def _ask(
        self, auth: ClientCredentials, form: dict[str, str], deadline: float
    ) -> tuple[int, bytes]:
        name, secret = _quoted(auth.client_id), _quoted(auth.client_secret)
        headers = {"Authorization": _basic(name, secret), "Accept": "application/json"}
        content = b""
        try:
            # A timeout of httpx begins again with every byte.
            with (
                httpx.Client(transport=_Borrowed(self._http), timeout=FETCH_SECONDS) as client,
                client.stream("POST", auth.token_url, data=form, headers=headers) as response,
            ):
                for part in response.iter_bytes():
                    content += part
                    if len(content) > MAX_BODY or self._clock.monotonic() > deadline:
                        raise httpx.ReadTimeout("it is too long, or takes too long")
                return response.status_code, content
        except httpx.HTTPError as error:
            cause = without_request(error)
        raise TenantryTokenError("the issuer does not answer") from cause


class _Borrowed(httpx.BaseTransport):
    """A transport that a client uses and does not close."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._inner.handle_request(request)


def _basic(name: str, secret: str) -> str:
    if ":" in name:
        raise ValueError("a user name of HTTP Basic has no colon")
    return f"Basic {base64.b64encode(_bytes(f'{name}:{secret}')).decode()}"


def _quoted(text: str) -> str:
    return quote_plus(_bytes(text))


def _bytes(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:  # has the text in it, and so would a traceback
        pass
    raise ValueError("credentials must be valid Unicode")


def _bearer(token: object) -> str:
    if isinstance(token, str) and token and all("!" <= letter <= "~" for letter in token):
        return f"Bearer {token}"
    raise TenantryTokenError("it is empty, or has characters that no header holds")
