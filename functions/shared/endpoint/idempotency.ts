import { canonicalPath } from '../base/uuid.ts';
import { Refusal } from '../contract/problems.ts';
import { AlreadyAnswered, findAnswer, type KeyedRequest, keyedRequest, remember, replay } from '../http/idempotency.ts';
import type { Table } from '../table/table.ts';
import { isDryRun } from './dry-run.ts';
import { type Exchange, type Middleware, toResult } from './exchange.ts';

/**
 * Lets a keyed POST have one answer: the operation gets the write that stores its answer with the
 * entity, and a repeat is answered with the stored one. A refused request is looked up too, because
 * the first request may be the reason of the refusal.
 */
export const idempotency = (table: () => Table): Middleware => ({
  before: ({ event }) => {
    const keyed = keyedOf(event);
    event.remember = (reply) => (keyed ? [remember(keyed, reply, new Date())] : []);
  },
  onError: async (request) => {
    const keyed = keyedOf(request.event);
    if (!keyed) return;
    try {
      const reply = await findEarlierAnswer(request.error, keyed, table());
      if (reply) request.response = toResult(reply);
    } catch (error) {
      request.error = error as Error;
    }
  },
});

/** Returns the earlier answer of a request that now fails, if any. */
export const findEarlierAnswer = async (error: unknown, keyed: KeyedRequest, table: Table) => {
  if (error instanceof AlreadyAnswered) return error.record && replay(error.record, keyed);
  // A table that did not answer just now is not read again; the caller may retry.
  return error instanceof Refusal && error.code !== 'dependency-unavailable' ? findAnswer(table, keyed, new Date()) : undefined;
};

const keyedOf = (event: Exchange): KeyedRequest | undefined => {
  const { caller, input, requestContext, rawPath } = event;
  const key = input?.header['idempotency-key'];
  if (key === undefined || !input || !caller || isDryRun(event)) return undefined;
  const { dryRun: _, ...query } = input.query as Readonly<Record<string, unknown>>;
  return keyedRequest(caller, key, { method: requestContext.http.method, path: canonicalPath(rawPath), query, body: input.body });
};
