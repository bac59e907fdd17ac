#!/usr/bin/env bash
# ratelimit-header-parser 0.1.0 (npm, its newest): of the fields that the IETF's draft has had since its eighth version, a list of named policies
# (`RateLimit: "hour";r=50;t=30`, draft-ietf-httpapi-ratelimit-headers), it returns an object in which limit, used, remaining and reset are all null
# (the README has undefined for headers it does not find); of the draft before, `limit=100, remaining=50, reset=30`, it reads all. A client that
# tests whether there is a result, and not each number, waits for nothing: `remaining === 0` is false, `reset` no time.
#
# Seen: `named: {"limit":null,"used":null,"remaining":null,"reset":null} | before: 100 50`.
# Way out: a parser of structured fields (RFC 9651). Exits non-zero when the behaviour changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund ratelimit-header-parser@0.1.0
cat >look.mjs <<'JS'
import { parseRateLimit } from 'ratelimit-header-parser';
const named = parseRateLimit(new Headers({ RateLimit: '"hour";r=50;t=30', 'RateLimit-Policy': '"hour";q=100;w=3600' }));
const { limit, remaining } = parseRateLimit(new Headers({ RateLimit: 'limit=100, remaining=50, reset=30' }));
console.log(`named: ${JSON.stringify(named)} | before: ${limit} ${remaining}`);
JS
seen=$(node look.mjs)
echo "$seen"
[ "$seen" = 'named: {"limit":null,"used":null,"remaining":null,"reset":null} | before: 100 50' ]
