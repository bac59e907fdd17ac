import type { RecordedAnswer, RecordedItems } from '../../testing/recorded-release.ts';
import type { Client } from './client.ts';
import { untilHealthy } from './endpoints.ts';
import type { Promises } from './promises.ts';
import { hasAll } from './shifted.ts';

type Release = Omit<RecordedItems, 'recordedAt'>;

const nameOf = ({ call: { method = 'GET', path, query = '' } }: RecordedAnswer): string => `${method} ${path} ${query}`;

/** The id of a request, and the last use of a credential, which reading is. */
const DIFFERS = new Set(['instance', 'lastUsedAt']);

/** An answer without what differs each time, and with no endpoint that waits: that ends at once. */
const lasting = (answer: unknown): unknown =>
  JSON.parse(
    JSON.stringify(answer, (name, value) => (DIFFERS.has(name) || (name === 'status' && value === 'pending') ? undefined : value)),
  );

/** Reads and lists what the release answered, and repeats its keyed requests. */
export const checkReads = async (client: Client, { reads, replays }: Release, promises: Promises): Promise<void> => {
  for (const expected of reads) {
    const { status, headers, body } = await client.send(expected.call);
    const isList = Boolean(expected.call.query) || Array.isArray(expected.body);
    const promise = isList ? 'what the release listed is answered the same' : 'what the release read is answered the same';
    const isSame = hasAll({ status, headers, body }, lasting({ status: expected.status, headers: expected.headers, body: expected.body }));
    promises.check(promise, isSame, nameOf(expected), { expected, status, headers, body });
  }
  for (const expected of replays) {
    const { status, headers, body } = await client.send(expected.call);
    const isSame = status === expected.status && headers['idempotency-replayed'] === 'true' && hasAll(body, expected.body);
    promises.check('a keyed request of the release is answered as the first time', isSame, nameOf(expected), { status, body });
  }
};

/** The name of an event, and the id of its entity. */
export type Change = readonly [event: string, id: string];

/**
 * Changes, deletes and restores what the release made. Returns the events of it that belong to the
 * endpoint that takes those of all resellers.
 */
export const checkChanges = async (
  client: Client,
  { partners, resellers, webhooks }: Release,
  promises: Promises,
): Promise<readonly Change[]> => {
  const reseller = `/v3/resellers/${resellers.reseller}`;
  const organization = (id: string) => `${reseller}/organizations/${id}`;
  const patches = {
    [`/v1/partners/${partners.root}`]: { billingId: 'B-9' },
    [`/v1/partners/${partners.root}/contacts/${partners.contact}`]: { firstName: 'Grace' },
    [reseller]: { description: 'The last' },
    [organization(resellers.organization)]: { description: 'The last' },
    [`/v3/webhooks/${webhooks.moved}`]: { name: 'Invoices' },
    [`/v3/webhooks/${webhooks.suspended}`]: { enabled: true },
  };
  for (const [path, body] of Object.entries(patches)) {
    const before = await client.get(path);
    const after = await client.send({ method: 'PATCH', path, body, headers: { 'if-match': before.headers.etag ?? '' } });
    const isDone = after.status === 200 && hasAll(after.body, { ...body, version: Number(before.body.version) + 1 });
    promises.check('what the release made is changed', isDone, `${path}: ${after.status}`, after.body);
  }
  const succeeds = async (promise: Parameters<Promises['check']>[0], method: string, path: string): Promise<void> => {
    const { status, body } = await client.send({ method, path });
    promises.check(promise, status >= 200 && status < 300, `${method} ${path}: ${status}`, body);
  };
  await untilHealthy(client, webhooks.suspended);
  await succeeds('what the release deleted is restored', 'POST', `${organization(resellers.deleted)}:restore`);
  await succeeds('what the release made is deleted', 'DELETE', organization(resellers.last));
  await succeeds('what was deleted since is restored', 'POST', `${organization(resellers.last)}:restore`);
  await succeeds('a dead letter of the release is redelivered', 'POST', `/v3/webhook-event-logs/${webhooks.delivery}:redeliver`);
  await succeeds('what the release made is deleted', 'DELETE', `/v3/webhooks/${webhooks.moved}`);
  return [
    ['reseller.updated', resellers.reseller],
    ['reseller.organization.updated', resellers.organization],
    ['reseller.organization.restored', resellers.deleted],
    ['reseller.organization.deleted', resellers.last],
    ['reseller.organization.restored', resellers.last],
  ];
};
