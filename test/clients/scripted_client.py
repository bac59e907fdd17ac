"""A client that gets scripted answers, in a time of its own."""

import json
import os
from collections.abc import Callable

import httpx
from tenantry import Auth, Tenantry
from tenantry.clock import Clock

given = json.loads(os.environ["GIVEN"])
reseller = given["resellerId"]


def value_error(call: Callable[[], object]) -> str:
    try:
        call()
    except ValueError as error:
        return str(error)
    raise AssertionError("it was taken")


Reply = httpx.Response | str


def scripted(replies: list[Reply], auth: Auth = given["token"], timeout: float = 60.0):
    """A client in a time of its own, the requests it sends, and the waits between them."""
    sent: list[tuple[httpx.Request, float]] = []
    time = [0.0]

    def answer(request: httpx.Request) -> httpx.Response:
        reply = replies[min(len(sent), len(replies) - 1)]
        copy = httpx.Request(request.method, request.url, headers=request.headers)
        sent.append((copy, time[0]))
        if isinstance(reply, str):
            raise httpx.ReadError(reply, request=request)
        return httpx.Response(reply.status_code, headers=reply.headers, content=reply.content)

    def sleep(seconds: float) -> None:
        time[0] += seconds

    clock = Clock(lambda: time[0], lambda: time[0], sleep, lambda: 1.0)
    transport = httpx.MockTransport(answer)
    client = Tenantry("https://api.example.com", auth, transport=transport, clock=clock, timeout=timeout)
    return client, sent, time


def problem(status: int, code: str, **headers: str) -> httpx.Response:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, headers=names, json={"code": code, "message": "m"})


ok = httpx.Response(200, json=given["organization"])
