import middy from '@middy/core';
import validate from '../generated/getWebhookKeys.js';
import { untilAnswerDeadline, withDeadline } from '../shared/base/deadline.ts';
import { once } from '../shared/base/once.ts';
import { answerProblems } from '../shared/endpoint/answer-problems.ts';
import { type Exchange, toResult } from '../shared/endpoint/exchange.ts';
import { observe } from '../shared/endpoint/observe.ts';
import { readInput } from '../shared/endpoint/read-input.ts';
import { routed } from '../shared/endpoint/routed.ts';
import type { Reply } from '../shared/http/idempotency.ts';
import { found } from '../shared/http/reply.ts';
import { setting } from '../shared/runtime.ts';
import { getWebhookKeys as contract } from './contract.ts';
import { installationKeys, type ReadKeys } from './secret.ts';

/**
 * Returns every key that a published signature may name; the answer may be cached for five minutes.
 */
export const getWebhookKeys = async (readKeys: ReadKeys): Promise<Reply> => {
  const reply = found(contract, { keys: (await readKeys()).published });
  return { ...reply, headers: { ...reply.headers, 'cache-control': 'public, max-age=300' } };
};

const readKeys = once(() => installationKeys(setting));

// It needs neither the table nor a caller, so its bundle contains neither.
const stack = middy(async (_: Exchange) => toResult(await untilAnswerDeadline(getWebhookKeys(readKeys())))).use([
  observe(contract),
  answerProblems(contract),
  readInput(contract, validate),
]);

export const handler = withDeadline(routed(contract, stack));
