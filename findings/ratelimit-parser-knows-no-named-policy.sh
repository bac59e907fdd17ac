#!/usr/bin/env bash
# ratelimit-header-parser 0.1.0 (npm, its newest) and the IETF's draft of rate limit fields (draft-ietf-httpapi-ratelimit-headers). Since its eighth
# version these are lists of named policies, `RateLimit: "hour";r=50;t=30`. Of them the parser returns an object whose limit, used, remaining and reset
# are all null. By its README it returns undefined when it finds no limits. Of the version before, `limit=100, remaining=50, reset=30`, it reads all.
# A client that only tests whether there is a result never waits: `remaining === 0` is false.
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
