"""A program on the generated client: creates an organization, reads it, is refused, and parses a
webhook. Prints what it got as JSON."""

import json
import os
import re
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError
from tenantry_client import AuthenticatedClient
from tenantry_client.api.organizations import create_organization, get_organization
from tenantry_client.models import Organization, OrganizationInput, ResellerOrganizationCreatedEvent

given = json.loads(os.environ["GIVEN"])
client = AuthenticatedClient(base_url=given["url"], token=given["token"])

body = OrganizationInput(name=given["name"], email="it@contoso.example", allowed_users=5)
made = create_organization.sync(given["resellerId"], client=client, body=body)
# One type: neither a problem nor the answer of a dry run.
assert type(made) is Organization, made
read = get_organization.sync(given["resellerId"], made.id, client=client)
problem = get_organization.sync(given["resellerId"], "nobody", client=client)

event = ResellerOrganizationCreatedEvent.from_dict(given["webhook"])


def accepts(pattern: str, text: str) -> list[bool]:
    """Tells what Python and pydantic, whose expressions are those of Rust, say of a text."""
    try:
        TypeAdapter(Annotated[str, Field(pattern=pattern)]).validate_python(text)
        pydantic = True
    except ValidationError:
        pydantic = False
    return [re.search(pattern, text) is not None, pydantic]


verdicts = [[accepts(pattern, text) for text in given["texts"]] for pattern in given["patterns"]]

print(
    json.dumps(
        {
            "made": made.to_dict(),
            "read": read.to_dict(),
            "code": problem.code,
            "name": event.data.name,
            "verdicts": verdicts,
        }
    )
)
