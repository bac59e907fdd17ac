#!/usr/bin/env bash
# event-ruler 0.3.0 (PyPI), which offers to test patterns of EventBridge in Python, is Quamina 1.0.0 (Go) inside, and no event-ruler of AWS. It compares
# numbers as they are written, so `[1]` does not match 1.0 nor `[1000]` 1e3, which EventBridge matches. It calls `prefix`, `numeric`, `$or` and an
# anything-but of numbers or of one text invalid, which EventBridge knows, and takes `shellstyle`, which EventBridge refuses. Two members of one array
# element must match together in both.
#
# Seen: `1.0: False | 1e3: False | prefix: invalid | numeric: invalid | $or: invalid | anything-but 1: invalid | shellstyle: True`.
# Way out: TestEventPattern, or the event-ruler of Maven. Exits non-zero when the behaviour changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check event-ruler==0.3.0
cat >look.py <<'PY'
import json, sys

import event_ruler

CASES = {
    "1.0": ('{"version":1.0}', {"version": [1]}),
    "1e3": ('{"version":1e3}', {"version": [1000]}),
    "prefix": ('{"type":"order.created"}', {"type": [{"prefix": "order."}]}),
    "numeric": ('{"version":2}', {"version": [{"numeric": [">", 1]}]}),
    "$or": ('{"type":"a"}', {"$or": [{"type": ["a"]}, {"kind": ["b"]}]}),
    "anything-but 1": ('{"version":2}', {"version": [{"anything-but": [1]}]}),
    "shellstyle": ('{"type":"order.created"}', {"type": [{"shellstyle": "order.*"}]}),
}


def matches(event, pattern):
    try:
        return event_ruler.test_event_pattern(event, json.dumps(pattern))
    except RuntimeError as error:
        return str(error).removesuffix(" pattern")


line = " | ".join(f"{name}: {matches(*case)}" for name, case in CASES.items())
print(line)
sys.exit(line != "1.0: False | 1e3: False | prefix: invalid | numeric: invalid | $or: invalid | anything-but 1: invalid | shellstyle: True")
PY
env/bin/python look.py
