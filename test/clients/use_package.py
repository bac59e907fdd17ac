"""A program on the wheel: uses the API, and meets faults. Prints what it got as JSON."""

import json
from collections.abc import Callable

import httpx
from scripted_client import given, ok, problem, reseller, scripted, value_error
from tenantry import (
    Basic,
    ClientCredentials,
    Tenantry,
    TenantryConnectionError,
    TenantryProblem,
    TenantryTokenError,
    etag,
)
from tenantry.generated.api.credentials import set_password
from tenantry.generated.api.organizations import (
    create_organization,
    delete_organization,
    get_organization,
    list_organizations,
    update_organization,
)
from tenantry.generated.api.partners import list_partners
from tenantry.generated.models import (
    Organization,
    OrganizationInput,
    OrganizationPatch,
    PasswordInput,
)

body = OrganizationInput(name="Contoso", email="it@contoso.example", allowed_users=5)
example = Organization.from_dict(given["organization"])


def use_api() -> dict[str, object]:
    with Tenantry(given["url"], given["token"]) as client:
        made = client.call(create_organization, reseller, body=body)
        change = OrganizationPatch(allowed_users=6)
        changed = client.call(
            update_organization, reseller, made.id, body=change, if_match=etag(made)
        )
        stale = refusal(
            lambda: client.call(
                update_organization, reseller, made.id, body=change, if_match=etag(made)
            )
        )
        for name in ("A", "B", "C", "D"):
            more = OrganizationInput(name=name, email="it@contoso.example", allowed_users=5)
            client.call(create_organization, reseller, body=more)
        names = [item.name for item in client.items(list_organizations, reseller, limit=2)]
        partners = [item.name for item in client.items(list_partners, limit=1)]
        taken = refusal(lambda: client.call(create_organization, reseller, body=body))
    return {
        "version": changed.version,
        "codes": [stale.code, taken.code],
        "taken": taken.problem["name"],
        "hasRequest": taken.request_id is not None,
        "names": names,
        "partners": len(partners),
    }


def refusal(call: Callable[[], object]) -> TenantryProblem:
    try:
        call()
    except TenantryProblem as problem:
        return problem
    raise AssertionError("it was not refused")


unavailable = problem(503, "dependency-unavailable")
change = OrganizationPatch(allowed_users=6)

# A create has one key over its attempts, and the waits double.
client, sent, _ = scripted(["lost", unavailable, httpx.Response(502, text="<html>"), ok])
client.call(create_organization, reseller, body=body)
keys = {request.headers["Idempotency-Key"] for request, _ in sent}
assert len(keys) == 1, keys
assert [round(at, 3) for _, at in sent] == [0.0, 0.2, 0.6, 1.4], sent

# What may have been done, and would do harm, is not sent again; what was not done is.
unsafe: list[Callable[[Tenantry], object]] = [
    lambda client: client.call(update_organization, reseller, "o", body=change),
    lambda client: client.call(set_password, body=PasswordInput(token="t" * 43, password="p" * 12)),
]
for call in unsafe:
    for reply in ("lost", unavailable):
        client, sent, _ = scripted([reply, ok])
        try:
            call(client)
            raise AssertionError("it was repeated")
        except (TenantryConnectionError, TenantryProblem):
            assert len(sent) == 1
    client, sent, _ = scripted([problem(503, "contention"), ok])
    call(client)
    assert len(sent) == 2

# With its version it is sent again, and a refusal then says that it may have been done.
client, sent, _ = scripted(["lost", problem(412, "version-mismatch")])
refused = refusal(
    lambda: client.call(update_organization, reseller, "o", body=change, if_match=etag(example))
)
assert (refused.code, refused.may_be_done, len(sent)) == ("version-mismatch", True, 2)

# An id that is none would make another path: that of the reseller, whose PATCH and DELETE it is.
for none in ("", ".", "..", None):
    client, sent, _ = scripted([ok])
    bad_ids: list[Callable[[], object]] = [
        lambda: client.call(delete_organization, reseller, none),
        lambda: client.call(get_organization, "r", id=none),
        lambda: list(client.items(list_organizations, none)),
    ]
    for bad in bad_ids:
        assert "must be the id of something" in value_error(bad)
    assert sent == []
client, sent, _ = scripted([ok])
client.call(get_organization, "r", "../x")
assert sent[0][0].url.raw_path == b"/v3/resellers/r/organizations/..%2Fx", sent

# Addresses: none is quoted.
for url in ("ftp://a.example", "https://u:p@a.example", "https://u@a.example", "https://a.example?b", "https://a.example#b"):
    assert "a.example" not in value_error(lambda: Tenantry(url, "t"))
for url in ("a.example", "https://u:p@a.example"):
    assert "a.example" not in value_error(lambda: Tenantry("https://b.example", ClientCredentials("i", "s", url)))

# Retry-After, in seconds and as a date, and one that is too late.
for value in ("7", "Thu, 01 Jan 1970 00:00:07 GMT"):
    client, sent, _ = scripted([problem(429, "too-many-batches", retry_after=value), ok])
    client.call(get_organization, reseller, "o")
    assert [round(at, 3) for _, at in sent] == [0.0, 7.2], sent
client, sent, _ = scripted([problem(429, "too-many-requests", retry_after="3600")])
assert refusal(lambda: client.call(get_organization, reseller, "o")).retry_after == 3600
assert len(sent) == 1

# A token is fetched once, renewed before it expires, and once when the API refuses it.
issued = httpx.Response(200, json={"access_token": "t1", "expires_in": 3600})
again = httpx.Response(200, json={"access_token": "t2", "expires_in": 3600})
auth = ClientCredentials("id", "s3cr3t", "https://issuer.example.com/token", "a/b")
client, sent, time = scripted([issued, ok, ok, again, problem(401, "token-expired"), issued, ok], auth)
for seconds in (0.0, 3539.0, 1.0):
    time[0] += seconds
    client.call(get_organization, reseller, "o")
tokens = [request.headers["Authorization"].removeprefix("Bearer ") for request, _ in sent]
basic = "Basic aWQ6czNjcjN0"
assert tokens == [basic, "t1", "t1", basic, "t2", basic, "t1"], tokens

# A second refusal is the answer.
client, sent, _ = scripted([issued, problem(401, "token-invalid"), again, problem(401, "token-invalid")], auth)
assert refusal(lambda: client.call(get_organization, reseller, "o")).code == "token-invalid"
assert len(sent) == 4, sent

print(json.dumps(use_api()))
