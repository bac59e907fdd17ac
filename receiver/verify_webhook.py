"""Verifies a Tenantry webhook. Copy this file: it needs Python 3.10 and `cryptography`.

    keys = fetch_keys("https://api.example.com/.well-known/webhook-keys.json")
    webhook = verify_webhook(request.headers, request.get_data(), keys, token=tokens)

What is signed, and test vectors: docs/events.md.
"""

import base64
import hashlib
import hmac
import json
import math
import re
import threading
import time
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

KeySet = Mapping[str, Any]
KeySource = Callable[[list[str]], KeySet]

MAX_BODY = 1_048_576
MAX_HEADER = 512
TIMEOUT = 5  # seconds
FORMS = {
    "t1": re.compile(r"t1,([\w-]{16})\.([A-Za-z0-9+/]{86}==)", re.ASCII),
    "v1a": re.compile(r"v1a,([\w-]{16}),([A-Za-z0-9+/]{86}==)", re.ASCII),
}


class WebhookVerificationError(Exception):
    """Raised for a webhook that is not to be trusted; `code` says why.

    The codes: missing-header, bad-token, malformed-signature, malformed-body, unknown-key,
    bad-signature. Any other error says that nothing is known, such as keys that were not fetched.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class VerifiedWebhook:
    """What the installation published: use these values, not those that came beside them."""

    id: str  # the same on every retry, redelivery and replay
    tenant: str | None  # None for a signature of v1a, which does not cover it
    event: str
    data: Any  # the object or list of the event
    triggered_at: str
    repeated: bool  # `seen` says so: answer 2xx and do nothing
    test: bool  # a test with made-up data: answer 2xx and do nothing


def verify_webhook(
    headers: Mapping[str, str],
    body: bytes | str,
    keys: KeySet | KeySource,
    *,
    token: str | list[str] | None,
    seen: Callable[[str], bool] = lambda event_id: False,
    v1a_before: datetime | None = None,
) -> VerifiedWebhook:
    """Verifies a webhook by its headers and its body as it arrived.

    `token` is the endpoint's, or several while it is replaced; None turns the check off. `seen` is
    asked, of a verified webhook only, whether it was handled before. Signatures of v1a are accepted
    of events from before `v1a_before`, by default of none.
    """
    if token is not None:
        _require_token(headers, [token] if isinstance(token, str) else token)
    # Without a dot in them, what was signed can be read in one way only.
    event_id = _header(headers, "Webhook-Id", r"[\w-]{1,64}")
    value = _header(headers, "Webhook-Signature")
    text, payload = _read_body(body)
    is_old = "t1," not in value and _is_before(payload["triggeredAt"], v1a_before)
    form = FORMS["v1a" if is_old else "t1"]
    parts = value.split(" ") if len(value) <= MAX_HEADER else []
    signatures = [match.groups() for part in parts if (match := form.fullmatch(part))]
    if not signatures:
        raise WebhookVerificationError("malformed-signature", "no signature of the version t1")
    tenant = None if is_old else _header(headers, "Webhook-Tenant", r"[\w/ -]{1,512}")
    known = keys([kid for kid, _ in signatures]) if callable(keys) else keys
    signed = f"{event_id}.{text}" if tenant is None else f"t1.{event_id}.{tenant}.{text}"
    _require_one(signatures, known, signed.encode())
    return VerifiedWebhook(
        id=event_id,
        tenant=tenant,
        event=payload["event"],
        data=payload["data"],
        triggered_at=payload["triggeredAt"],
        repeated=bool(seen(event_id)),
        test=event_id.startswith("test-"),
    )


def _header(headers: Mapping[str, str], name: str, pattern: str = r".+") -> str:
    values = [value for other, value in headers.items() if other.lower() == name.lower()]
    if len(values) != 1 or not re.fullmatch(pattern, values[0], re.ASCII):
        raise WebhookVerificationError("missing-header", f"{name} is missing or malformed")
    return values[0]


def _require_token(headers: Mapping[str, str], tokens: list[str]) -> None:
    is_list = isinstance(tokens, (list, tuple)) and len(tokens) > 0
    if not is_list or not all(isinstance(token, str) and token for token in tokens):
        raise TypeError("token is required: one, a list of several, or None to check none")
    given = _digest(_header(headers, "Webhook-Token"))
    if not any([hmac.compare_digest(given, _digest(token)) for token in tokens]):
        raise WebhookVerificationError("bad-token", "the token is another")


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def _require_one(signatures: Iterable[tuple[str, str]], known: KeySet, signed: bytes) -> None:
    pairs = [
        (key["x"], base64.b64decode(encoded))
        for kid, encoded in signatures
        for key in known["keys"]
        if (key.get("kid"), key.get("kty"), key.get("crv")) == (kid, "OKP", "Ed25519")
        and key.get("x")
    ]
    if not pairs:
        raise WebhookVerificationError("unknown-key", "no signature is by a key of the set")
    # All are verified before one is judged: the time taken does not tell which one is valid.
    if not any([_verifies(x, signature, signed) for x, signature in pairs]):
        message = "no signature is of this id, tenant and body"
        raise WebhookVerificationError("bad-signature", message)


def _verifies(x: str, signature: bytes, signed: bytes) -> bool:
    key = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(x + "=" * (-len(x) % 4)))
    try:
        key.verify(signature, signed)
    except InvalidSignature:
        return False
    return True


def _is_before(triggered_at: str, limit: datetime | None) -> bool:
    if limit is None:
        return False
    try:
        return datetime.fromisoformat(triggered_at.replace("Z", "+00:00")) < limit
    except (ValueError, TypeError):  # TypeError: one has a time zone and the other has none
        return False


def _read_body(body: bytes | str) -> tuple[str, dict[str, Any]]:
    try:
        # Both raise for text that is not valid Unicode, before anything could replace it.
        raw = body.encode("utf-8") if isinstance(body, str) else bytes(body)
        if len(raw) > MAX_BODY:
            raise ValueError("too long")
        payload = _parse(raw.decode("utf-8").removeprefix("\ufeff"))
        text = canonical(payload)
        if len(text) > MAX_BODY:
            raise ValueError("too long")
        strings = isinstance(payload["event"], str) and isinstance(payload["triggeredAt"], str)
        if not strings or not isinstance(payload["data"], (dict, list)):
            raise ValueError("not the members of a webhook")
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        message = "the body is not the JSON of a webhook"
        raise WebhookVerificationError("malformed-body", message) from error
    return text, payload


def _parse(text: str) -> Any:
    return json.loads(
        text, object_pairs_hook=_object, parse_int=_integer, parse_constant=_refuse
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member is there twice")
    return members


def _integer(digits: str) -> int | float:
    # Numbers are doubles: an int of Python would keep digits that were not signed.
    return int(digits) if len(digits) < 16 else float(digits)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def canonical(value: Any) -> str:
    """Returns the canonical form of a JSON value (RFC 8785).

    Raises ValueError for what has none, such as text that is not valid Unicode.
    """
    if isinstance(value, dict):
        # UTF-16 raises for a lone surrogate, too.
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(name)}:{canonical(value[name])}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, str):
        value.encode("utf-8")  # raises UnicodeEncodeError for a lone surrogate
    if isinstance(value, float):
        return _number(value)
    return json.dumps(value, ensure_ascii=False)


def _number(value: float) -> str:
    # As ECMAScript writes it. repr has the same digits, the fewest that stand for the number.
    if not math.isfinite(value):
        raise ValueError("not a double")
    if value == 0:
        return "0"  # -0, too
    minus = "-" if value < 0 else ""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    figures = (whole + fraction).lstrip("0")
    point = len(figures) - len(fraction) + int(exponent or 0)
    digits = figures.rstrip("0")
    if len(digits) <= point <= 21:
        return minus + digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{minus}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{minus}0.{'0' * -point}{digits}"
    fraction = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{minus}{digits[0]}{fraction}e{point - 1:+d}"


def _settle(future: "Future[bytes]", work: Callable[[], bytes]) -> None:
    try:
        future.set_result(work())
    except Exception as error:
        future.set_exception(error)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None  # makes urllib raise HTTPError


def fetch_keys(url: str, *, now: Callable[[], float] = time.time) -> KeySource:
    """Returns the keys of an installation, by the address of its key set.

    They are kept for five minutes, fetched again for an unknown key at most once a minute, and used
    for an hour while the address does not answer.
    """
    opener = urllib.request.build_opener(_NoRedirect)
    lock = threading.Lock()
    kept: KeySet | None = None
    kept_at = asked_at = -math.inf
    failure: Exception | None = None

    def read() -> bytes:
        body, deadline = b"", time.monotonic() + TIMEOUT
        with opener.open(url, timeout=TIMEOUT) as answer:
            while len(body) < MAX_BODY and (part := answer.read1(MAX_BODY - len(body))):
                body += part
                if time.monotonic() > deadline:
                    raise TimeoutError
        return body

    def ask() -> KeySet:
        # The timeout of a socket starts again with every byte, so another thread reads.
        answer: Future[bytes] = Future()
        threading.Thread(target=_settle, args=(answer, read), daemon=True).start()
        found = json.loads(answer.result(TIMEOUT))
        if not isinstance(found, dict) or not isinstance(found.get("keys"), list):
            raise ValueError("the address of the keys answered no key set")
        return found

    def source(kids: list[str]) -> KeySet:
        nonlocal kept, kept_at, asked_at, failure
        with lock:
            is_known = kept is not None and any(key.get("kid") in kids for key in kept["keys"])
            is_due = not is_known or now() - kept_at > 300
            if is_due and now() - asked_at >= (1 if kept is None else 60):
                asked_at = now()
                try:
                    kept, kept_at, failure = ask(), now(), None
                except Exception as error:
                    failure = error
            if kept is None or (failure is not None and now() - kept_at > 3600):
                raise RuntimeError("the keys could not be fetched") from failure
            return kept

    return source
