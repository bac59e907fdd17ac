#!/usr/bin/env bash
# cloudevents 10.0.0 (npm), `data` that is JSON and no object. In structured mode `toEvent` drops `false` and `0`, as if the event had no data. In binary
# mode a text is sent as it is, without quotes, under `content-type: application/json`: `abc` is no JSON, and Python reads `42` as a number. And
# `application/merge-patch+json` comes back as a text in binary mode, as an object in structured mode.
#
# Seen: `structured: false -> undefined, 0 -> undefined | binary: "abc" -> abc, "42" -> 42 | patch: binary string, structured object`.
# Way out: wrap the value in an object, and parse a text yourself. Exits non-zero when the behaviour changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund cloudevents@10.0.0
cat >look.mjs <<'JS'
import { CloudEvent, HTTP } from 'cloudevents';
const eventOf = (data, datacontenttype = 'application/json') =>
  new CloudEvent({ id: '1', source: '/orders', type: 'order.updated', datacontenttype, data });
const back = (mode, event) => HTTP.toEvent(HTTP[mode](event)).data;
const structured = [false, 0].map((data) => `${data} -> ${back('structured', eventOf(data))}`);
const binary = ['abc', '42'].map((data) => `${JSON.stringify(data)} -> ${HTTP.binary(eventOf(data)).body}`);
const patch = ['binary', 'structured'].map((mode) => `${mode} ${typeof back(mode, eventOf({ note: null }, 'application/merge-patch+json'))}`);
const line = `structured: ${structured.join(', ')} | binary: ${binary.join(', ')} | patch: ${patch.join(', ')}`;
console.log(line);
const expected = 'structured: false -> undefined, 0 -> undefined | binary: "abc" -> abc, "42" -> 42 | patch: binary string, structured object';
process.exit(line === expected ? 0 : 1);
JS
node look.mjs
