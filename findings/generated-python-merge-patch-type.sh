#!/usr/bin/env bash
# openapi-python-client 0.29.1: where a PATCH takes one schema under two media types, as `application/merge-patch+json` and `application/json`, the
# generated function tests `isinstance(body, …)` once for each, without an else: the last one in the document always wins, whatever is preferred there.
# A client of such an API never sends the merge patch type, with no warning; a server that reads plain JSON as a whole replacement then loses members.
# And where such an operation has no optional parameter, its module cannot be imported, as it uses the name `Unset` without importing it.
#
# Seen: `merge patch first: application/json | merge patch last: application/merge-patch+json | no optional parameter: NameError`.
# Way out: list the type to be sent last, or alone, in the document. Exits non-zero when the behaviour changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check openapi-python-client==0.29.1
cat >look.py <<'PY'
import importlib, json, subprocess, sys

MERGE, PLAIN = "application/merge-patch+json", "application/json"


def sent(name, types, parameters):
    patch = {"$ref": "#/components/schemas/OrderPatch"}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Orders", "version": "1"},
        "paths": {"/orders": {"patch": {
            "operationId": "updateOrder",
            "parameters": parameters,
            "requestBody": {"required": True, "content": {kind: {"schema": patch} for kind in types}},
            "responses": {"204": {"description": "Done."}},
        }}},
        "components": {"schemas": {"OrderPatch": {"type": "object", "properties": {"note": {"type": ["string", "null"]}}}}},
    }
    with open(f"{name}.json", "w") as file:
        json.dump(document, file)
    subprocess.run(
        ["env/bin/openapi-python-client", "generate", "--path", f"{name}.json", "--meta", "none", "--output-path", name],
        check=True, capture_output=True,
    )
    patch_class = importlib.import_module(f"{name}.models").OrderPatch
    try:
        operation = importlib.import_module(f"{name}.api.default.update_order")
    except NameError:
        return "NameError"
    return operation._get_kwargs(body=patch_class(note=None))["headers"]["Content-Type"]


sys.path.insert(0, ".")
optional = [{"name": "If-Match", "in": "header", "schema": {"type": "string"}}]
line = " | ".join([
    f"merge patch first: {sent('first', [MERGE, PLAIN], optional)}",
    f"merge patch last: {sent('last', [PLAIN, MERGE], optional)}",
    f"no optional parameter: {sent('plain', [MERGE, PLAIN], [])}",
])
print(line)
sys.exit(line != "merge patch first: application/json | merge patch last: application/merge-patch+json | no optional parameter: NameError")
PY
env/bin/python look.py
