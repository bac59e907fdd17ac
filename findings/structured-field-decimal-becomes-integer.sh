#!/usr/bin/env bash
# structured-headers 2.1.0 (npm), for structured fields (RFC 9651), as rate limits and signed messages have them: a decimal without a fraction comes
# back as an integer, `1.0` as `1`, for it is read into a number of JavaScript; RFC 9651 keeps the two types apart (3.3.1, 3.3.2) and writes a decimal
# with a digit after the point (4.1.5). http-sf 1.5.0 (PyPI) keeps it. RFC 9421 (2.1.1) signs a field with `;sf` as it is written anew: of one field
# there are two texts then, and a signature of one is not valid for the other. And the time of a Date is cut to seconds, without a word.
#
# Seen: `node: 1 and a;q=1 and @1700000000 | python: 1.0 and a;q=1.0`.
# Way out: sign the field without `;sf`, or write decimals that need their fraction. Exits non-zero when the behaviour changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund structured-headers@2.1.0
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check http-sf==1.5.0
cat >look.mjs <<'JS'
import { parseItem, serializeItem } from 'structured-headers';
const again = (text) => serializeItem(parseItem(text));
console.log(`node: ${again('1.0')} and ${again('a;q=1.0')} and ${serializeItem(new Date(1_700_000_000_500))}`);
JS
cat >look.py <<'PY'
import http_sf


def again(text):
    return http_sf.ser(http_sf.parse(text, tltype="item"))


print(f"python: {again(b'1.0')} and {again(b'a;q=1.0')}")
PY
seen="$(node look.mjs) | $(venv/bin/python look.py)"
echo "$seen"
[ "$seen" = 'node: 1 and a;q=1 and @1700000000 | python: 1.0 and a;q=1.0' ]
