#!/usr/bin/env bash
# serverless-offline-aws-eventbridge 2.2.4 (npm) stands for EventBridge on a developer's machine. It hands a function events that EventBridge would not.
# Beside `$or` it does not look at the other fields of `detail`. `anything-but` with `prefix` takes everything. `anything-but` takes an event without
# the field. It does not look at `account`. A rule of a bus named `orders-bus` gets the events of a bus named `orders`.
# AWS: all fields of a pattern must match, `anything-but` too needs the field, and a rule belongs to one bus
# (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html).
#
# Seen: `$or beside a field: true, anything-but prefix: true, anything-but without the field: true, another account: true, bus of a longer name: true`.
# Way out: test patterns with TestEventPattern, or with event-ruler. Exits non-zero when the behaviour changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --legacy-peer-deps serverless-offline-aws-eventbridge@2.2.4
cat >look.cjs <<'JS'
const Plugin = require('serverless-offline-aws-eventbridge');
const quiet = { log: { debug() {}, notice() {} } };
const plugin = new Plugin({ service: { custom: {}, provider: {} } }, {}, quiet);
const takes = (pattern, detail, eventBus = 'orders', EventBusName = 'orders') =>
  plugin.verifyIsSubscribed(
    { functionKey: 'f', event: { eventBus, pattern } },
    { EventBusName, Source: 'shop', DetailType: 'paid', Detail: JSON.stringify(detail) },
  );
const right = takes({ detail: { state: ['paid'] } }, { state: 'paid' }) && !takes({ detail: { state: ['paid'] } }, { state: 'open' });
if (!right) throw new Error('not even an equal value');
const seen = {
  '$or beside a field': takes({ detail: { state: ['paid'], $or: [{ a: [1] }, { b: [1] }] } }, { state: 'open', a: 1 }),
  'anything-but prefix': takes({ detail: { state: [{ 'anything-but': { prefix: 'op' } }] } }, { state: 'open' }),
  'anything-but without the field': takes({ detail: { state: [{ 'anything-but': ['open'] }] } }, { other: 1 }),
  'another account': takes({ account: ['111111111111'], source: ['shop'] }, {}),
  'bus of a longer name': takes({ source: ['shop'] }, {}, 'orders-bus', 'orders'),
};
console.log(Object.entries(seen).map(([name, value]) => `${name}: ${value}`).join(', '));
JS
seen=$(node look.cjs)
echo "$seen"
[ "$seen" = '$or beside a field: true, anything-but prefix: true, anything-but without the field: true, another account: true, bus of a longer name: true' ]
