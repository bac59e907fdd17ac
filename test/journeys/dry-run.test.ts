import { journey, withSight } from '../support/journey.ts';
import type { Api } from '../support/journey-api.ts';
import { createPartner, newPartner, unique } from '../support/journey-entities.ts';
import {
  createChain,
  eventsOf,
  key,
  newContact,
  PARTNER_RIGHTS,
  type PartnerEvent,
  partner,
  refusal,
} from '../support/journey-partners.ts';
import { storedItems } from '../support/journey-table.ts';

const here = journey();
const operator = () => here.as(PARTNER_RIGHTS);

interface Request {
  readonly method: 'post' | 'patch';
  readonly path: string;
  readonly body: object;
}

interface DryRunReport {
  readonly dryRun: true;
  readonly status: number;
  readonly body: object;
  readonly events: readonly (Pick<PartnerEvent, 'event' | 'data'> & Pick<PartnerEvent['metadata'], 'tenant' | 'changed'>)[];
  readonly limits: readonly object[];
}

const send = (api: Api, { method, path, body }: Request, query = '') => api[method](`${path}${query}`, body);

/**
 * The same value with what two runs cannot have in common masked: times, and the ids that the
 * request makes.
 */
const masked = (value: unknown, made: readonly unknown[]): unknown =>
  JSON.parse(JSON.stringify(value), (name, member: unknown) => {
    if (name === 'createdAt' || name === 'updatedAt') return 'a time';
    if (typeof member === 'string') return made.reduce<string>((text, id) => text.replaceAll(String(id), 'made'), member);
    return made.includes(member) ? 'made' : member;
  });

const madeBy = (method: Request['method'], body: object): readonly unknown[] => {
  const { id, contact } = body as { id: number; contact?: { id: number } };
  return method === 'post' ? [id, ...(contact ? [contact.id] : [])] : [];
};

withSight('the events on the bus and the table', () => {
  /** Requests that do every kind of thing, on a scene of their own. */
  const requests: Readonly<Record<string, (api: Api) => Promise<Request>>> = {
    'creating a partner': async (api) => {
      const parent = { id: await createPartner(api) };
      return { method: 'post', path: '/v1/partners', body: newPartner({ parent, reference: unique('ref'), verificationPhrase: 'heron' }) };
    },
    'changing a partner and its contact': async (api) => ({
      method: 'patch',
      path: partner(await createPartner(api, { billingId: 'B-1' })),
      body: { name: unique('Name'), billingId: null, verificationPhrase: 'heron', contact: { userName: unique('user') } },
    }),
    'deactivating a partner': async (api) => ({ method: 'patch', path: partner(await createPartner(api)), body: { isActive: false } }),
    'changing nothing': async (api) => ({ method: 'patch', path: partner(await createPartner(api)), body: {} }),
    'moving a branch': async (api) => {
      const [top, , to] = [...(await createChain(api, await createPartner(api), 2)), await createPartner(api)];
      return { method: 'patch', path: partner(Number(top)), body: { parent: { id: to }, billingId: 'B-1' } };
    },
    'creating a contact': async (api) => ({
      method: 'post',
      path: `${partner(await createPartner(api))}/contacts`,
      body: newContact({ sendWelcomeEmail: true }),
    }),
    'changing a contact': async (api) => {
      const id = await createPartner(api);
      const { contact } = (await api.get(partner(id))).body as { contact: { id: number } };
      return { method: 'patch', path: `${partner(id)}/contacts/${contact.id}`, body: { userName: unique('user'), firstName: 'Grace' } };
    },
  };

  test.each(Object.entries(requests))(
    'a dry run of %s answers what is then really done, and writes and publishes nothing',
    async (_, make) => {
      const api = await operator();
      const request = await make(api);
      const stored = await storedItems(here.sight);
      let report = {} as DryRunReport;
      const published = await eventsOf(here.sight, async () => {
        const answer = await send(api, request, '?dryRun=true');
        expect([answer.status, answer.body.dryRun]).toEqual([200, true]);
        expect(answer.headers).not.toHaveProperty('location');
        report = answer.body as unknown as DryRunReport;
      });
      expect([published, await storedItems(here.sight)]).toEqual([[], stored]);
      expect(JSON.stringify(report)).not.toContain('heron');

      let [status, body] = [0, {} as object];
      const events = await eventsOf(here.sight, async () => {
        ({ status, body } = await send(api, request));
      });
      const told = events.map(({ event, data, metadata: { tenant, changed } }) => ({ event, tenant, changed, data }));
      const done = masked({ status, body, events: told }, madeBy(request.method, body));
      const said = { status: report.status, body: report.body, events: report.events };
      expect(masked(said, madeBy(request.method, report.body))).toEqual(done);
    },
  );

  test('a dry run leaves an Idempotency-Key unused', async () => {
    const api = await operator();
    const [header, body] = [key(), newPartner()];
    await api.post('/v1/partners?dryRun=true', body, header);
    const real = await api.post('/v1/partners', body, header);
    expect(real.status).toBe(201);
    expect(real.headers).not.toHaveProperty('idempotency-replayed');
  });
});

test('a dry run names the limits that the request would use up', async () => {
  const api = await operator();
  const [id] = await createChain(api, await createPartner(api), 1);
  const { body } = await api.post('/v1/partners?dryRun=true', newPartner({ parent: { id } }));
  expect(body.limits).toEqual([{ limitName: 'levels', by: 1, limit: 10, count: 3 }]);
  const [top, , to] = [...(await createChain(api, await createPartner(api), 2)), await createPartner(api)];
  const moved = await api.patch(`${partner(Number(top))}?dryRun=true`, { parent: { id: to } });
  expect(moved.body.limits).toEqual([{ limitName: 'levels', by: 2, limit: 10, count: 3 }]);
});

test('a dry run is refused as the request would be', async () => {
  const api = await operator();
  const name = unique('Name');
  const [taken, id] = [await createPartner(api, { name }), await createPartner(api)];
  const dry = (path: string) => `${path}?dryRun=true`;
  expect(refusal(await api.post(dry('/v1/partners'), newPartner({ name })))).toEqual([409, 'name-taken']);
  expect(refusal(await api.patch(dry(partner(id)), { name }))).toEqual([409, 'name-taken']);
  expect(refusal(await api.patch(dry(partner(taken)), { parent: { id: taken } }))).toEqual([409, 'would-create-cycle']);
  expect(refusal(await api.patch(dry(partner(id)), { name: unique('Name') }, { 'if-match': '"7"' }))).toEqual([412, 'version-mismatch']);
  expect((await api.post(dry('/v1/partners'), newPartner({ colour: 'red' }))).status).toBe(400);
  const bound = await here.as(PARTNER_RIGHTS, { partner: id });
  expect(refusal(await bound.post(dry('/v1/partners'), newPartner({ parent: { id: taken } })))).toEqual([403, 'foreign-tenant']);
});

test('dryRun=false does it, and any other value is refused', async () => {
  const api = await operator();
  expect((await api.post('/v1/partners?dryRun=false', newPartner())).status).toBe(201);
  const { status, body } = await api.post('/v1/partners?dryRun=yes', newPartner());
  expect([status, body.errors]).toEqual([400, [expect.objectContaining({ in: 'query', pointer: '/dryRun', code: 'wrong-type' })]]);
  expect((await api.get(`${partner(1)}?dryRun=true`)).status).toBe(400);
});
