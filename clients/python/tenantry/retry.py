"""When a request is sent again, and after what time."""

import email.utils
import json
from typing import Any

import httpx

FIRST_SECONDS = 0.2
LONGEST_SECONDS = 10.0


def may_repeat(request: httpx.Request) -> bool:
    """Tells whether a request whose answer was lost may be sent again."""
    if request.method == "POST":
        return "Idempotency-Key" in request.headers
    if request.method == "PATCH":
        return request.headers.get("If-Match", "*") != "*" or _has_version(request)
    return True


def _has_version(request: httpx.Request) -> bool:
    body = read_object(request.content)
    return isinstance(body.get("version"), int)


def read_object(content: bytes) -> dict[str, Any]:
    """Reads a JSON object; anything else is an empty one."""
    try:
        body = json.loads(content)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def read_retry_after(headers: httpx.Headers, now: float) -> float | None:
    """Reads `Retry-After`, which is a number of seconds or a date, in seconds."""
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - now)
    except (TypeError, ValueError):
        return None


def wait_before(attempt: int, retry_after: float | None, dice: float) -> float:
    """The seconds before the attempt after this one, by full jitter."""
    return (retry_after or 0.0) + dice * min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** (attempt - 1))
