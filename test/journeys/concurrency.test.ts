import { randomUUID } from 'node:crypto';
import type { WireAnswer } from '../../testing/wire.ts';
import { journey, withRuntime } from '../support/journey.ts';
import { createReseller, newOrganization, organizationsOf } from '../support/journey-entities.ts';

const here = journey();
const rights = ['reseller:write', 'reseller:read', 'reseller:organization:create', 'reseller:organization:read'];
const many = <T>(count: number, make: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));
const inOrder = (a: string, b: string) => a.localeCompare(b);
const tally = (answers: readonly WireAnswer[], status: number) => answers.filter((answer) => answer.status === status);

test('the same key sent 20 times at once makes one entity and 20 equal answers', async () => {
  const api = await here.as(rights);
  const [path, body, key] = [organizationsOf(await createReseller(api, { allowedOrganizations: 2 })), newOrganization(), randomUUID()];
  const answers = await many(20, () => api.post(path, body, { 'idempotency-key': key }));
  expect(tally(answers, 201)).toHaveLength(20);
  expect(new Set(answers.map(({ text, headers }) => `${headers.etag} ${headers.location} ${text}`)).size).toBe(1);
  expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true')).toHaveLength(19);
  // Had the key been counted more than once, there were no room for one more.
  expect(await api.post(path, newOrganization())).toMatchObject({ status: 201 });
  expect(await api.post(path, newOrganization())).toMatchObject({ status: 409, body: { code: 'limit-reached', limit: 2, count: 2 } });
}, 20_000);

test('60 organizations at once under a limit of 25 are exactly 25', async () => {
  const api = await here.as(rights);
  const path = organizationsOf(await createReseller(api, { allowedOrganizations: 25 }));
  const answers = await many(60, () => api.post(path, newOrganization()));
  const [made, refused] = [tally(answers, 201), tally(answers, 409)];
  expect([made.length, refused.length]).toEqual([25, 35]);
  expect(new Set(made.map(({ body }) => body.id)).size).toBe(25);
  for (const { body } of refused)
    expect(body).toMatchObject({ code: 'limit-reached', limitName: 'allowedOrganizations', limit: 25, count: 25 });
}, 20_000);

test('one name asked for ten times at once is given once', async () => {
  const api = await here.as(rights);
  const path = organizationsOf(await createReseller(api));
  const answers = await many(10, () => api.post(path, newOrganization({ name: 'Wanted' })));
  expect([tally(answers, 201).length, tally(answers, 409).length]).toEqual([1, 9]);
}, 20_000);

interface Detail {
  readonly metadata?: unknown;
  readonly payload?: unknown;
}

const eventIdOf = ({ metadata }: Detail) => (metadata as { readonly eventId: string }).eventId;
const payloadOf = ({ payload }: Detail) => payload as { readonly event: string; readonly data: { readonly id: string } };

withRuntime('the events on the bus', () => {
  test('every entity made above has exactly one event, and nothing else has one', async () => {
    await here.system.runtime.idle();
    const made = here.system.answers.filter(({ answer }) => answer.status === 201 && !answer.headers['idempotency-replayed']);
    const ids = made.map(({ answer }) => String(answer.body.id)).sort(inOrder);
    // The mark of a limit is said besides, of no entity of its own.
    const isOfEntity = ({ event }: { readonly event: string }) => !event.startsWith('reseller.limit.');
    // Delivery is at least once: a repeat has the id of the first.
    const published = [...new Map(here.system.events.map(({ detail }) => [eventIdOf(detail), payloadOf(detail)])).values()];
    expect(
      published
        .filter(isOfEntity)
        .map(({ data }) => data.id)
        .sort(inOrder),
    ).toEqual(ids);
    const arrived = here.system.receiver.arrivals.filter(({ endpoint, body }) => endpoint === 'api-key' && isOfEntity(body));
    const delivered = [...new Map(arrived.map(({ id, body }) => [id, String(body.data.id)])).values()];
    expect(delivered.sort(inOrder)).toEqual(ids);
  }, 20_000);
});
