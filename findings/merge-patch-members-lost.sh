#!/usr/bin/env bash
# Libraries for JSON Merge Patch (RFC 7396) where names of members are a caller's. `apply` of json-merge-patch 1.0.2 (npm) stops, silently, at a member
# named `constructor` or `prototype`: it and all that follow it are not applied. For a target with a member named `hasOwnProperty` it throws.
# tiny-merge-patch 1.0.0 and json8-merge-patch 1.0.4 apply both. `generate` gives undefined, no `{}`, where nothing changed. `create_patch` of
# json-merge-patch 0.3.0 (PyPI) compares as Python does, in which False is 0: a flag that changes from 0 to false gives an empty patch.
#
# Seen: `json-merge-patch: {"a":1} TypeError undefined | tiny: {"a":1,"constructor":1,"b":1} {"a":1} | json8: the same and {} | python: {}`.
# Way out: the function of ten lines that RFC 7396 prints. Exits non-zero when the behaviour changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund json-merge-patch@1.0.2 tiny-merge-patch@1.0.0 json8-merge-patch@1.0.4
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check json-merge-patch==0.3.0
cat >look.mjs <<'JS'
import jsonMergePatch from 'json-merge-patch';
import json8 from 'json8-merge-patch';
import { apply as tiny } from 'tiny-merge-patch';
const applied = (apply) =>
  [
    [{}, { a: 1, constructor: 1, b: 1 }],
    [{ hasOwnProperty: 1 }, { hasOwnProperty: null, a: 1 }],
  ].map(([target, patch]) => {
    try {
      return JSON.stringify(apply(target, patch));
    } catch (error) {
      return error.name;
    }
  });
console.log(
  [
    `json-merge-patch: ${applied(jsonMergePatch.apply).join(' ')} ${jsonMergePatch.generate({ a: 1 }, { a: 1 })}`,
    `tiny: ${applied(tiny).join(' ')}`,
    `json8: ${applied(json8.apply).join(' ')} ${JSON.stringify(json8.diff({ a: 1 }, { a: 1 }))}`,
  ].join(' | '),
);
JS
seen="$(node look.mjs) | python: $(env/bin/python -c 'import json_merge_patch; print(json_merge_patch.create_patch({"isActive": 0}, {"isActive": False}))')"
echo "$seen"
both='{"a":1,"constructor":1,"b":1} {"a":1}'
[ "$seen" = "json-merge-patch: {\"a\":1} TypeError undefined | tiny: $both | json8: $both {} | python: {}" ]
