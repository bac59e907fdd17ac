import { randomUUID } from 'node:crypto';
import { credentialStore } from '../../functions/partners/credentials/store.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { quickHash } from '../support/quick-hash.ts';
import { type Api, startApi } from './api.ts';
import requests from './founding-clients.json' with { type: 'json' };
import { basic, fresh, makePartner, makeReseller } from './samples.ts';

/**
 * A request of a client that was written for one of the two founding documents, in their order:
 * `<name>` in it is what an earlier answer, or this file, keeps under the name.
 */
interface Replayed {
  readonly does: string;
  readonly as: 'basic' | 'token';
  readonly method: string;
  readonly path: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Item | string;
  readonly status: number;
  /** What the answer has, among other members; an array of as many items. */
  readonly answer?: Item | readonly Item[];
  readonly lacks?: readonly string[];
  /** What to keep of the answer, by the name that later requests have it under. */
  readonly keep?: Readonly<Record<string, string>>;
}

let api: Api;
const kept = new Map<string, unknown>([['unique', randomUUID().slice(0, 8)]]);
const callers: Record<string, string> = {};

beforeAll(async () => {
  api = await startApi();
  const root = await makePartner(api);
  const [reseller, userName] = [await makeReseller(api), fresh('supervisor')];
  const user = { userName, partnerId: root.id, userRole: 'Partner Supervisor', isActive: true } as const;
  await credentialStore(api.table.table).insert({ ...user, passwordHash: quickHash('correct horse') });
  for (const [name, value] of Object.entries({ root: root.id, rootDigits: String(root.id), rootName: root.name, reseller }))
    kept.set(name, value);
  callers.basic = basic(userName, 'correct horse');
  callers.token = await api.bearer({ reseller_id: reseller });
});
afterAll(() => api.stop());

/** Puts what is kept in the place of its name: as it is where nothing else is around it. */
const filled = (value: unknown): unknown => {
  if (typeof value === 'string') {
    const whole = /^<(\w+)>$/.exec(value)?.[1];
    return whole === undefined ? value.replace(/<(\w+)>/g, (_, name: string) => String(kept.get(name))) : kept.get(whole);
  }
  if (Array.isArray(value)) return value.map(filled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, filled(member)]));
};

const memberAt = (answer: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, step) => (value as Item | undefined)?.[step], answer);

test.each((requests as readonly Replayed[]).map((request) => [request.does, request] as const))('%s', async (_, request) => {
  const { as, method, path, query, headers, body, status, answer, lacks = [], keep = {} } = request;
  const sent = {
    ...{ method, path: String(filled(path)), as: callers[as] as string },
    ...(query !== undefined && { query: String(filled(query)) }),
    ...(headers && { headers }),
    ...(body && { body: filled(body) }),
  };
  const before = status >= 400 ? await api.items() : undefined;
  const got = await api.send(sent);
  expect({ status: got.status, problem: got.status === status ? undefined : got.body }).toEqual({ status, problem: undefined });
  const shown: unknown = Array.isArray(answer) ? got.items : got.body;
  if (answer) expect(shown).toMatchObject(filled(answer) as object);
  for (const name of lacks) expect(got.body).not.toHaveProperty(name);
  if (before) expect(await api.items()).toEqual(before);
  for (const [name, member] of Object.entries(keep)) kept.set(name, member === '' ? got.body : memberAt(got.body, member));
});

test('the table has what both documents have: creates, changes, reads and lists of both', () => {
  const kinds = (requests as readonly Replayed[]).map(({ as, method }) => `${as} ${method}`);
  expect(new Set(kinds)).toEqual(
    new Set(['basic POST', 'basic GET', 'basic PATCH', 'token POST', 'token GET', 'token PATCH', 'token PUT']),
  );
  expect(requests.length).toBeGreaterThanOrEqual(40);
});
