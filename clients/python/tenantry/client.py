"""The client: calls generated operations, and reads lists page by page."""

from collections.abc import Iterator
from inspect import Parameter, signature
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from .address import checked_url
from .auth import Auth, Authorization
from .clock import Clock
from .generated.client import Client
from .generated.types import UNSET
from .transport import TenantryTransport


class Tenantry:
    """A client of the API. Nothing is sent before its first call."""

    def __init__(
        self,
        url: str,
        auth: Auth,
        *,
        allow_http: bool = False,
        retries: int = 4,
        timeout: float = 60.0,
        transport: httpx.BaseTransport | None = None,
        clock: Clock = Clock(),
    ) -> None:
        if "?" in checked_url(url, "url", allow_http=allow_http) or "#" in url:
            raise ValueError("`url` must have no query and no fragment")
        inner = transport or httpx.HTTPTransport()
        authorization = Authorization(auth, inner, clock, allow_http=allow_http)
        outer = TenantryTransport(inner, authorization, retries, timeout, clock)
        # What the generated code waits for is limited by the transport.
        args = {"transport": outer}
        self._client = Client(base_url=url.rstrip("/"), httpx_args=args)

    def __enter__(self) -> "Tenantry":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections."""
        self._client.get_httpx_client().close()

    def call(self, operation: ModuleType, *args: Any, **kwargs: Any) -> Any:
        """Calls a generated operation and returns what it answers.

        Raises TenantryProblem when the API refuses it."""
        _require_ids(operation, args, kwargs)
        return operation.sync_detailed(*args, client=self._client, **kwargs).parsed

    def pages(self, operation: ModuleType, *args: Any, **kwargs: Any) -> Iterator[list[Any]]:
        """Reads a list page by page."""
        cursor = kwargs.pop("cursor", UNSET)
        _require_ids(operation, args, kwargs)
        while True:
            response = operation.sync_detailed(
                *args, client=self._client, cursor=cursor, **kwargs
            )
            page = response.parsed
            yield page if isinstance(page, list) else page.data
            cursor = _next_cursor(response.headers) if isinstance(page, list) else page.next_
            if not cursor:
                return

    def items(self, operation: ModuleType, *args: Any, **kwargs: Any) -> Iterator[Any]:
        """Reads the items of a list, over its pages."""
        for page in self.pages(operation, *args, **kwargs):
            yield from page


def _require_ids(operation: ModuleType, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Refuses ids that change the path: httpx resolves `.` and `..`, so that the delete of an
    organization would be that of its reseller."""
    parameters = signature(operation.sync_detailed).parameters.values()
    names = [each.name for each in parameters if each.kind is Parameter.POSITIONAL_OR_KEYWORD]
    for name, value in [*zip(names, args), *kwargs.items()]:
        if name in names and (not isinstance(value, (int, str)) or str(value) in ("", ".", "..")):
            raise ValueError(f"`{name}` must be the id of something")


def _next_cursor(headers: Any) -> str | None:
    link = httpx.Response(200, headers=headers).links.get("next", {}).get("url", "")
    return parse_qs(urlsplit(link).query).get("cursor", [None])[0]


def etag(entity: Any) -> str:
    """Returns the `if_match` of an entity as it was read."""
    return f'"{entity.version}"'
