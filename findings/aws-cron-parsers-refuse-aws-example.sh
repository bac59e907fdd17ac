#!/usr/bin/env bash
# aws-cron-parser 1.1.12 (npm) and pyawscron 1.0.7 (PyPI), made for the schedules of EventBridge, fail on two things that its guide has ("Cron
# expressions reference"): hours that go past midnight, `20-2` in the example for every half an hour from Monday to Friday, and `L` as the day of the
# week, its last day. Parsing succeeds; asking for the next time throws an error that says it should not happen. The last Friday, `6L`, is right.
#
# Seen: `npm: 20-2 throws, L throws, 6L 2026-12-25 | python: 20-2 throws, L throws, 6L 2026-12-25`.
# Way out: write `0,1,2,20-23` and `7`. Exits non-zero when the behaviour changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund aws-cron-parser@1.1.12
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyawscron==1.0.7
cat >look.cjs <<'JS'
const { parse, next } = require('aws-cron-parser');
const day = (text) => {
  const cron = parse(text);
  try {
    return ` ${next(cron, new Date('2026-11-29T00:00:00Z')).toISOString().slice(0, 10)}`;
  } catch (error) {
    return /should.*happen/.test(error.message) ? ' throws' : ` ${error.message}`;
  }
};
console.log(`npm: 20-2${day('0/30 20-2 ? * MON-FRI *')}, L${day('0 0 ? * L *')}, 6L${day('0 0 ? * 6L *')}`);
JS
cat >look.py <<'PY'
from datetime import datetime, timezone

from pyawscron import AWSCron


def day(text):
    cron = AWSCron(text)
    try:
        return f" {cron.occurrence(datetime(2026, 11, 29, tzinfo=timezone.utc)).next().date()}"
    except Exception as error:
        return " throws" if "shouldn't happen" in str(error) else f" {error}"


print(f"python: 20-2{day('0/30 20-2 ? * MON-FRI *')}, L{day('0 0 ? * L *')}, 6L{day('0 0 ? * 6L *')}")
PY
seen="$(node look.cjs) | $(venv/bin/python look.py)"
echo "$seen"
[ "$seen" = 'npm: 20-2 throws, L throws, 6L 2026-12-25 | python: 20-2 throws, L throws, 6L 2026-12-25' ]
