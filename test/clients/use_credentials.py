"""A program on the wheel: gives it credentials, and looks for them where they must not be."""

import base64
import threading
from collections.abc import Callable

import httpx
from scripted_client import Reply, given, ok, reseller, scripted, value_error
from tenantry import (
    Auth,
    Basic,
    ClientCredentials,
    Tenantry,
    TenantryConnectionError,
    TenantryTokenError,
)
from tenantry.auth import Authorization
from tenantry.clock import Clock
from tenantry.generated.api.organizations import get_organization

auth = ClientCredentials("id", "s3cr3t", "https://issuer.example.com/token", "a/b")
issued = httpx.Response(200, json={"access_token": "t1", "expires_in": 3600})

# Plain http is for this machine, unless it is allowed.
for url in (
    "http://api.example.com",
    "http://localhost.example.com",
    "http://127.0.0.1.example.com",
    "http://127.0.0.1\\.example.com",
    "http://128.0.0.1",
    "http://[::2]",
):
    sentence = value_error(lambda: Tenantry(url, "t"))
    assert "`url` must be" in sentence and "example" not in sentence, sentence
    issuer = ClientCredentials("i", "s", url)
    assert "`token_url` must be" in value_error(lambda: Tenantry("https://b.example", issuer))
Tenantry("http://api.example.com", "t", allow_http=True).close()
for url in ("http://localhost:3000", "http://127.1.2.3", "http://[::1]:80", "HTTP://LOCALHOST"):
    Tenantry(url, ClientCredentials("i", "s", url)).close()

# A thread that waits for the token of another waits no longer than its own call may take.
asked, answer_now = threading.Event(), threading.Event()


def slow(request: httpx.Request) -> httpx.Response:
    if request.url.host != "issuer.example.com":
        return httpx.Response(200, json=given["organization"])
    asked.set()
    assert answer_now.wait(30)
    return httpx.Response(200, json={"access_token": "t1", "expires_in": 3600})


def in_thread(call: Callable[[], object]) -> tuple[threading.Thread, list[object]]:
    got: list[object] = []

    def run() -> None:
        try:
            got.append(call())
        except Exception as error:
            got.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread, got


auths = Authorization(auth, httpx.MockTransport(slow), Clock())
first, got_first = in_thread(auths.header)
assert asked.wait(30)
second, got_second = in_thread(lambda: auths.header(0.001))
third, got_third = in_thread(lambda: auths.reject("Bearer t0"))
second.join(30)
third.join(30)
assert isinstance(got_second[0], TenantryTokenError) and got_third == [None], got_second
fourth, got_fourth = in_thread(auths.header)
answer_now.set()
first.join(30)
fourth.join(30)
assert got_first == got_fourth == ["Bearer t1"], (got_first, got_fourth)

# An issuer whose answer does not end is given up, after a megabyte or after 30 seconds.
for seconds_each, parts_read in ((0.0, 17), (10.0, 4)):
    time, read = [0.0], [0]

    def drip():
        for _ in range(100):
            time[0] += seconds_each
            read[0] += 1
            yield b" " * 65_536

    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=drip()))
    endless = Authorization(auth, transport, Clock(monotonic=lambda: time[0]))
    try:
        endless.header()
        raise AssertionError("there was a token")
    except TenantryTokenError as error:
        assert "does not answer" in str(error) and read[0] == parts_read, (error, read)

# No secret is in an error, in what it comes from, or in credentials.


def everything_in(error: BaseException | None) -> str:
    if error is None:
        return ""
    request = getattr(error, "_request", None)
    own = [repr(error), repr(error.args), repr(vars(error)), repr(list(request.headers.raw) if request else [])]
    return "".join([*own, everything_in(error.__cause__), everything_in(error.__context__)])


def failure_of(replies: list[Reply], by: Auth) -> BaseException:
    client, _, _ = scripted(replies, by)
    try:
        client.call(get_organization, reseller, "o")
    except Exception as error:
        return error
    raise AssertionError("it succeeded")


class Garbled(httpx.SyncByteStream):
    def __iter__(self):
        yield b"this is no gzip"


garbled = {"Content-Encoding": "gzip"}
failures = [
    failure_of([httpx.Response(400, json={"error": "s3cr3t"})], auth),
    failure_of(["lost"], auth),
    failure_of([issued, "lost"], auth),
    failure_of(["lost"], Basic("u", "s3cr3t")),
    failure_of(["lost"], "s3cr3t"),
    failure_of([ok], "s3cr3t\n"),
    failure_of([ok], Basic("u", "s3cr3t\ud800")),
    failure_of([ok], Basic("u:s3cr3t", "p")),
    failure_of([ok], ClientCredentials("id", "s3cr3t\ud800", "https://issuer.example.com/token")),
]
encoded = [base64.b64encode(text).decode() for text in (b"id:s3cr3t", b"u:s3cr3t")]
for failure in failures:
    for secret in ("s3cr3t", *encoded):
        assert secret not in everything_in(failure), (secret, everything_in(failure))
assert "s3cr3t" not in repr(auth) + repr(Basic("u", "s3cr3t"))

# An answer that cannot be read is one that was lost: its error, too, has no request.
for by in (auth, Basic("u", "s3cr3t")):
    transport = httpx.MockTransport(lambda _: httpx.Response(200, headers=garbled, stream=Garbled()))
    try:
        Tenantry("https://api.example.com", by, transport=transport, retries=0).call(get_organization, reseller, "o")
        raise AssertionError("it could be read")
    except (TenantryConnectionError, TenantryTokenError) as error:
        assert all(secret not in everything_in(error) for secret in ("s3cr3t", *encoded))
