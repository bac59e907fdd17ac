"""The addresses that requests may go to."""

import ipaddress

import httpx


def checked_url(url: str, name: str, *, allow_http: bool) -> str:
    """Returns a URL that credentials may go to. The error does not quote it.

    Over plain http anybody on the way reads them: it is for this machine, unless it is allowed.
    """
    parts = _parse(url)
    if parts is None or parts.scheme not in ("http", "https") or parts.userinfo or "@" in parts.host:
        raise ValueError(f"`{name}` must be an http(s) URL without credentials")
    if parts.scheme == "http" and not allow_http and not _is_loopback(parts.host):
        raise ValueError(
            f"`{name}` must be https, except on this machine: "
            "plain http to another needs `allow_http=True`"
        )
    return url


def _parse(url: str) -> httpx.URL | None:
    try:
        parts = httpx.URL(url)
    except httpx.InvalidURL:
        return None
    return parts if parts.host else None


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
