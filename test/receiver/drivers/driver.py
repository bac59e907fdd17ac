"""Verifies the webhooks that standard input lists, as test/support/receivers says."""

import base64
import dataclasses
import json
import sys
from datetime import datetime

from verify_webhook import WebhookVerificationError, fetch_keys, verify_webhook

given = json.load(sys.stdin)
clock = [0.0]
source = fetch_keys(given["url"], now=lambda: clock[0]) if given["url"] else None


def outcome_of(case):
    clock[0] = case["now"] / 1000
    before = case["v1aBefore"]
    try:
        webhook = verify_webhook(
            # Twice in a list is twice for the caller, whose mapping may be of any kind.
            Pairs((name, value) for name, values in case["headers"] for value in values),
            base64.b64decode(case["body"]),
            source or case["keys"],
            token=case["tokens"],
            seen=lambda event_id: event_id in case["seen"],
            v1a_before=before and datetime.fromisoformat(before.replace("Z", "+00:00")),
        )
    except WebhookVerificationError as error:
        return {"code": error.code}
    except Exception as error:
        return {"error": str(error)}
    found = dataclasses.asdict(webhook)
    return {"triggeredAt": found.pop("triggered_at"), **found}


class Pairs(dict):
    """Headers that may be there twice, as in the classes of frameworks."""

    def __init__(self, pairs):
        self.pairs = list(pairs)

    def items(self):
        return self.pairs


print(json.dumps([outcome_of(case) for case in given["cases"]]))
