#!/usr/bin/env bash
# uuid 14.0.3: after the clock has jumped forward and back, v7() goes on at the time of the jump, as far ahead as it was, for as long as the process
# lives. RFC 9562 (section 6.2) lets a generator stay monotonic over a small rollback, and says to treat a large one otherwise. Whoever sorts by the
# id, or reads its time, meets ids of a time that is yet to come.
#
# Seen: `ids after the jump are 3599 s ahead; v7({}) follows the clock: 0 s ahead`.
# Way out: give `msecs` and `seq`, and keep the state yourself. Exits non-zero when the behaviour changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund uuid@14.0.3
cat >look.mjs <<'JS'
import { v7 } from 'uuid';
const timeOf = (id) => Number.parseInt(id.replace('-', '').slice(0, 12), 16);
const start = 1_800_000_000_000;
let now = start;
Date.now = () => now;
v7();
now = start + 3_600_000;
v7();
now = start + 1000;
const ahead = (timeOf(v7()) - now) / 1000;
const stateless = (timeOf(v7({})) - now) / 1000;
console.log(`ids after the jump are ${ahead} s ahead; v7({}) follows the clock: ${stateless} s ahead`);
process.exit(ahead > 3590 && stateless === 0 ? 0 : 1);
JS
node look.mjs
