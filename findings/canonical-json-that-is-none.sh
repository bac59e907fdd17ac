#!/usr/bin/env bash
# Libraries for canonical JSON (RFC 8785), as webhooks are signed with: the text for a member that JSON.stringify leaves out is no JSON in each of them.
# json-canon 1.0.1 leaves a comma for an undefined member that comes first; canonicalize 4.0.0, json-canon 1.0.1 and json-canonicalize 3.0.1 write
# `undefined` for a function, json-canonicalize for a symbol too. And json-canonicalize signs a lone surrogate, at which RFC 8785 (3.2.2.2) wants an
# error, as the other two give it: `{"name":"\ud800"}` is valid input of JSON.parse.
#
# Seen: `canonicalize: {"b":1} {"a":undefined} Error | json-canon: {,"b":1} {"a":undefined} Error | json-canonicalize: {"b":1} {"a":undefined} signed`.
# Way out: canonicalize `JSON.parse(JSON.stringify(value))`, and refuse text that is not well formed. Exits non-zero when the behaviour changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund canonicalize@4.0.0 json-canon@1.0.1 json-canonicalize@3.0.1
cat >look.mjs <<'JS'
import canonicalize from 'canonicalize';
import jsonCanon from 'json-canon';
import { canonicalize as jsonCanonicalize } from 'json-canonicalize';
const LIBRARIES = { canonicalize, 'json-canon': jsonCanon.default ?? jsonCanon, 'json-canonicalize': jsonCanonicalize };
const surrogate = (write) => {
  try {
    write(JSON.parse('{"name":"\\ud800"}'));
    return 'signed';
  } catch (error) {
    return error.name;
  }
};
const seen = Object.entries(LIBRARIES).map(
  ([name, write]) => `${name}: ${write({ a: undefined, b: 1 })} ${write({ a() {} })} ${surrogate(write)}`,
);
const line = seen.join(' | ');
console.log(line);
const expected = [
  'canonicalize: {"b":1} {"a":undefined} Error',
  'json-canon: {,"b":1} {"a":undefined} Error',
  'json-canonicalize: {"b":1} {"a":undefined} signed',
].join(' | ');
process.exit(line === expected ? 0 : 1);
JS
node look.mjs
