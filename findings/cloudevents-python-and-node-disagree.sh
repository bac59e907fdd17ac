#!/usr/bin/env bash
# cloudevents 2.2.0 (PyPI) and cloudevents 10.0.0 (npm) over HTTP in binary mode. Python percent-encodes a header as the HTTP binding (3.1.3.2) says;
# the one of npm neither encodes nor decodes. So a subject `50% off`, or one with a space, arrives in Node.js as `50%25%20off`, and `%41` of Node.js
# arrives in Python as `A`: the same event has another subject. Python writes the booleans of JSON as its own: `False` as the body of application/json,
# and `True` for an extension, where the specification has `true`.
#
# Seen: `python to node: 50%25%20off | node to python: A | python body: False | python extension: True`.
# Way out: structured mode, with an object as data. Exits non-zero when the behaviour changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund cloudevents@10.0.0
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check cloudevents==2.2.0
cat >look.mjs <<'JS'
import { CloudEvent, HTTP } from 'cloudevents';
const [command, headers] = process.argv.slice(2);
const sent = () => JSON.stringify(HTTP.binary(new CloudEvent({ id: '1', source: '/orders', type: 'order.updated', subject: '%41', data: {} })).headers);
console.log(command === 'write' ? sent() : HTTP.toEvent({ headers: JSON.parse(headers), body: '{}' }).subject);
JS
cat >look.py <<'PY'
import json, subprocess, sys

from cloudevents.core.bindings.http import HTTPMessage, from_binary_event, to_binary_event
from cloudevents.core.v1.event import CloudEvent

NAMES = {"id": "1", "source": "/orders", "type": "order.updated", "specversion": "1.0", "datacontenttype": "application/json"}


def node(*arguments):
    return subprocess.run(["node", "look.mjs", *arguments], check=True, capture_output=True, text=True).stdout.strip()


def sent(data, **more):
    return to_binary_event(CloudEvent({**NAMES, **more}, data))


line = " | ".join([
    f"python to node: {node('read', json.dumps(sent({}, subject='50% off').headers))}",
    f"node to python: {from_binary_event(HTTPMessage(headers=json.loads(node('write')), body=b'{}')).get_subject()}",
    f"python body: {sent(False).body.decode()}",
    f"python extension: {sent({}, final=True).headers['ce-final']}",
])
print(line)
sys.exit(line != "python to node: 50%25%20off | node to python: A | python body: False | python extension: True")
PY
env/bin/python look.py
