import { createHash } from 'node:crypto';
import type { Caller } from '../contract/caller.ts';
import { Refusal } from '../contract/problems.ts';
import { anyOf, isAbsent, where } from '../table/condition.ts';
import { idempotencyKey } from '../table/keys.ts';
import type { Table } from '../table/table.ts';
import { type Item, put, type Write } from '../table/transaction.ts';

const LIFETIME_SECONDS = 86_400;

/** An answer as it is sent. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A keyed request: `id` names caller and key, `fingerprint` the request itself. */
export interface KeyedRequest {
  readonly id: string;
  readonly fingerprint: string;
}

/**
 * Thrown when the key was used before: the transaction wrote nothing, and the stored answer
 * applies.
 */
export class AlreadyAnswered extends Error {
  readonly record: Item | undefined;

  constructor(record: Item | undefined) {
    super('the Idempotency-Key was used before');
    this.record = record;
  }
}

/**
 * Returns the id of a request, from its caller with its bindings and the key, and the hash of its
 * content, whatever the spelling of its JSON.
 */
export const keyedRequest = ({ actor, resellerId, partnerId }: Caller, key: string, request: Item): KeyedRequest => ({
  id: digest([actor, resellerId, partnerId, key]),
  fingerprint: digest(request),
});

const digest = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('base64url');

const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

/**
 * Returns the write that claims the key and stores the answer; an expired record counts as absent,
 * deleted or not.
 */
export const remember = ({ id, fingerprint }: KeyedRequest, reply: Reply, at: Date): Write => {
  const seconds = Math.floor(at.getTime() / 1000);
  return put(
    idempotencyKey(id),
    { type: 'idempotency', fingerprint, reply, expiresAt: seconds + LIFETIME_SECONDS },
    (existing) => new AlreadyAnswered(existing),
    anyOf(isAbsent(), where('expiresAt', '<=', seconds)),
  );
};

/**
 * Returns the stored answer of a record, marked as replayed; a record of another request is refused
 * (422).
 */
export const replay = (record: Item, { fingerprint }: KeyedRequest): Reply => {
  if (record.fingerprint !== fingerprint) {
    throw new Refusal('idempotency-key-reused', 'This Idempotency-Key was used with another request within the last 24 hours.');
  }
  const { headers, ...reply } = record.reply as Reply;
  return { ...reply, headers: { ...headers, 'idempotency-replayed': 'true' } };
};

/** Finds the stored answer of a request, if any. */
export const findAnswer = async (table: Table, request: KeyedRequest, at: Date): Promise<Reply | undefined> => {
  const record = await table.get(idempotencyKey(request.id));
  return record && isLive(record, at) ? replay(record, request) : undefined;
};

/** True while a stored answer is valid; the table may keep it a little longer. */
const isLive = ({ expiresAt }: Item, at: Date): boolean => Number(expiresAt) > at.getTime() / 1000;
