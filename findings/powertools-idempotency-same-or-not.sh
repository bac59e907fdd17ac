#!/usr/bin/env bash
# @aws-lambda-powertools/idempotency 2.35.0 (Powertools for AWS Lambda, TypeScript): which requests it takes for the same. The order of members makes
# no difference, unless two names differ only in case: they are sorted without regard to it, so that `{"id":1,"ID":2}` and `{"ID":2,"id":1}` are two
# requests, and the work is done twice. With the key `[user, id]`, `throwOnNoIdempotencyKey` throws only when both are missing: two requests of a
# user without `id`, whatever else they say, are one, and the second gets the answer of the first.
#
# Seen: `a,b and b,a: once | id,ID and ID,id: twice | [user, id] without id: once | without user and id: throws`.
# Way out: validate the body first, with every part of the key required. Exits non-zero when the behaviour changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @aws-lambda-powertools/idempotency@2.35.0 @aws-lambda-powertools/jmespath@2.35.0
cat >look.mjs <<'JS'
import { IdempotencyConfig, IdempotencyItemAlreadyExistsError, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { BasePersistenceLayer } from '@aws-lambda-powertools/idempotency/persistence';

/** The records in memory, as DynamoDB would have them. */
class Memory extends BasePersistenceLayer {
  records = new Map();
  async _putRecord(record) {
    const existing = this.records.get(record.idempotencyKey);
    if (existing) throw new IdempotencyItemAlreadyExistsError('exists', existing);
    this.records.set(record.idempotencyKey, record);
  }
  async _getRecord(key) {
    return this.records.get(key);
  }
  async _updateRecord(record) {
    this.records.set(record.idempotencyKey, record);
  }
  async _deleteRecord(record) {
    this.records.delete(record.idempotencyKey);
  }
}

const context = { getRemainingTimeInMillis: () => 1000, awsRequestId: 'request' };
const times = async (options, ...requests) => {
  let done = 0;
  const work = async () => ({ done: ++done });
  const handler = makeIdempotent(work, { persistenceStore: new Memory(), config: new IdempotencyConfig(options) });
  try {
    for (const request of requests) await handler(request, context);
  } catch {
    return 'throws';
  }
  return ['never', 'once', 'twice'][done];
};
const key = { eventKeyJmesPath: '[user, id]', throwOnNoIdempotencyKey: true };
const seen = [
  `a,b and b,a: ${await times({}, { a: 1, b: 2 }, { b: 2, a: 1 })}`,
  `id,ID and ID,id: ${await times({}, { id: 1, ID: 2 }, { ID: 2, id: 1 })}`,
  `[user, id] without id: ${await times(key, { user: 'a', name: 'one' }, { user: 'a', name: 'two' })}`,
  `without user and id: ${await times(key, { name: 'one' })}`,
].join(' | ');
console.log(seen);
process.exit(seen === 'a,b and b,a: once | id,ID and ID,id: twice | [user, id] without id: once | without user and id: throws' ? 0 : 1);
JS
AWS_LAMBDA_FUNCTION_NAME=look node look.mjs
