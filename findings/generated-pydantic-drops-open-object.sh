#!/usr/bin/env bash
# datamodel-code-generator 0.89.0: a named schema that is only `type: object` holds any members (JSON Schema: additionalProperties defaults to true).
# Its pydantic model has none and ignores what it does not know, so all of the object is lost on reading, without an error. The same schema written
# inline becomes dict[str, Any] and keeps everything: moving it to components and `$ref` is enough to lose the data of a generated client.
#
# Seen: `inline {"id":1} | by $ref {} | by $ref, additionalProperties: true {"id":1}`.
# Way out: write `additionalProperties: true`. Exits non-zero when the behaviour changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check datamodel-code-generator==0.89.0 pydantic==2.13.3
cat >look.py <<'PY'
import importlib, json, subprocess, sys


def kept(name, body, schemas):
    result = {"type": "object", "required": ["body"], "properties": {"body": body}}
    document = {"openapi": "3.1.0", "info": {"title": "Orders", "version": "1"}, "paths": {}, "components": {"schemas": {"Result": result, **schemas}}}
    with open(f"{name}.json", "w") as file:
        json.dump(document, file)
    subprocess.run(
        ["env/bin/datamodel-codegen", "--input", f"{name}.json", "--input-file-type", "openapi",
         "--output-model-type", "pydantic_v2.BaseModel", "--output", f"{name}.py"],
        check=True, capture_output=True,
    )
    model = importlib.import_module(name).Result.model_validate_json('{"body":{"id":1}}')
    return json.dumps(model.model_dump()["body"], separators=(",", ":"))


sys.path.insert(0, ".")
reference = {"$ref": "#/components/schemas/Body"}
line = " | ".join([
    f"inline {kept('inline', {'type': 'object'}, {})}",
    f"by $ref {kept('named', reference, {'Body': {'type': 'object'}})}",
    f"by $ref, additionalProperties: true {kept('open_one', reference, {'Body': {'type': 'object', 'additionalProperties': True}})}",
])
print(line)
sys.exit(line != 'inline {"id":1} | by $ref {} | by $ref, additionalProperties: true {"id":1}')
PY
env/bin/python look.py
