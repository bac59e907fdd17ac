#!/usr/bin/env bash
# JSON Patch (RFC 6902) in JavaScript: two libraries differ on valid and on wrong operations.
# - rfc6902 5.4.0 refuses to replace the whole document. The path "" is a valid one (RFC 6901, 5).
# - rfc6902 answers that a replacement at `/list/-` was made. There is nothing to replace at the end, which RFC 6902 (4.3) has as an error. The value
#   becomes a property named `-` of the array, which JSON does not have.
# - fast-json-patch 3.1.1 without `validate`, as its README calls it, adds what is to be replaced, and copies what is not there as null.
# - fast-json-patch with `validate` still takes the index `01`, which RFC 6901 (4) does not allow, for `1`.
#
# Seen: see `expected` below. Way out: fast-json-patch with `validate`, and pointers checked before. Exits non-zero when the behaviour changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund rfc6902@5.4.0 fast-json-patch@3.1.1
cat >look.mjs <<'JS'
import fast from 'fast-json-patch';
import { applyPatch } from 'rfc6902';

const attempt = (make) => {
  try {
    return JSON.stringify(make());
  } catch (error) {
    return error.name;
  }
};
const withRfc = (operation) => {
  const document = { list: [1, 2], name: 'a' };
  const [error] = applyPatch(document, [operation]);
  return error === null ? document : error.name;
};
const withFast = (operation, validate) => fast.applyPatch({ list: [1, 2], name: 'a' }, [operation], validate).newDocument;
const operations = [
  { op: 'replace', path: '', value: { name: 'b' } },
  { op: 'replace', path: '/list/-', value: 3 },
  { op: 'replace', path: '/title', value: 'b' },
  { op: 'copy', from: '/title', path: '/name' },
  { op: 'add', path: '/list/01', value: 3 },
];
for (const operation of operations)
  console.log(operation.op, `"${operation.path}"`, ...[() => withRfc(operation), () => withFast(operation), () => withFast(operation, true)].map(attempt));
JS
seen=$(node look.mjs)
echo "$seen"
expected='replace "" "MissingError" {"name":"b"} {"name":"b"}
replace "/list/-" {"list":[1,2],"name":"a"} {"list":[1,2,3],"name":"a"} OPERATION_PATH_UNRESOLVABLE
replace "/title" "MissingError" {"list":[1,2],"name":"a","title":"b"} OPERATION_PATH_UNRESOLVABLE
copy "/name" "MissingError" {"list":[1,2],"name":null} OPERATION_FROM_UNRESOLVABLE
add "/list/01" "MissingError" {"list":[1,3,2],"name":"a"} {"list":[1,3,2],"name":"a"}'
[ "$seen" = "$expected" ]
