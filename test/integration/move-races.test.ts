import { contactStore } from '../../functions/partners/contacts/store.ts';
import { createPartner } from '../../functions/partners/create.ts';
import { partnerStore } from '../../functions/partners/store.ts';
import { updatePartner } from '../../functions/partners/update.ts';
import { newInt32, newId as newReference, now } from '../../functions/shared/runtime.ts';
import { partnerKey } from '../../functions/shared/table/keys.ts';
import { put } from '../../functions/shared/table/transaction.ts';
import { WELCOMES } from '../unit/partners/samples.ts';
import { type Api, startApi } from './api.ts';
import { contact, fresh, makePartner, newPartner } from './samples.ts';

let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

type Partners = ReturnType<typeof partnerStore>;

/**
 * The partners, with something that happens once between what an operation reads first by `method`
 * and what it writes.
 */
const interrupted = (method: 'findParent' | 'branch', happen: () => Promise<unknown>): Partners => {
  const partners = partnerStore(api.table.table);
  let pending: (() => Promise<unknown>) | undefined = happen;
  const read = async (argument: never) => {
    const found = await (partners[method] as (argument: never) => Promise<unknown>)(argument);
    const first = pending;
    pending = undefined;
    await first?.();
    return found;
  };
  return { ...partners, [method]: read };
};

const record = () => put({ pk: fresh('event'), sk: 'EVENT' }, {}, () => new Error('drawn twice'));
const request = {
  ...{ query: {}, header: {}, remember: () => [] },
  caller: { actor: 'token:operator', permissions: new Set<never>() },
  origin: { actor: 'token:operator', requestId: 'request-1', sourceIp: '192.0.2.7' },
};

/** A root with two children, and a branch of two levels below the first. */
const plant = async () => {
  const root = await makePartner(api);
  const [from, to] = [await makePartner(api, root), await makePartner(api, root)];
  const top = await makePartner(api, from);
  return { path: [root.id, to.id, top.id], to: to.id, top: top.id, leaf: (await makePartner(api, top)).id };
};

const stored = (id: unknown) => api.table.table.get(partnerKey(Number(id)));
const move = (id: number, parent: number) => api.send({ method: 'PATCH', path: `/v1/partners/${id}`, body: { parent: { id: parent } } });
const createBelow = (id: number) => api.post('/v1/partners', newPartner({ parent: { id } }));

test('a partner whose parent moves after it was read is created where the parent is now', async () => {
  const { path, to, top, leaf } = await plant();
  const deps = { partners: interrupted('findParent', () => move(top, to)), record, welcomes: WELCOMES, newReference, newInt32, now };
  const body = { name: fresh(), parent: { id: leaf }, contact: contact() } as never;
  const reply = await createPartner({ ...request, params: {}, body }, deps);
  const { id } = JSON.parse(reply.body ?? '') as { id: number };
  expect(await stored(id)).toMatchObject({ ancestors: [...path, leaf], gsi2sk: `/${[...path, leaf, id].join('/')}/` });
  expect(await stored(leaf)).toMatchObject({ ancestors: path, childCount: 1 });
});

test('a partner that is created below a branch after the branch was read moves with it', async () => {
  const { path, to, top, leaf } = await plant();
  let young: unknown;
  const create = async () => {
    young = (await createBelow(leaf)).body.id;
  };
  const deps = { partners: interrupted('branch', create), contacts: contactStore(api.table.table), record, welcomes: WELCOMES, now };
  await updatePartner({ ...request, params: { id: top }, body: { parent: { id: to } } }, deps);
  expect(await stored(young)).toMatchObject({ ancestors: [...path, leaf], version: 2 });
  expect(await stored(leaf)).toMatchObject({ ancestors: path, childCount: 1 });
});

test('a parent that is deactivated after it was read takes no branch', async () => {
  const { to, top } = await plant();
  const deactivate = () => api.send({ method: 'PATCH', path: `/v1/partners/${to}`, body: { isActive: false } });
  const deps = {
    partners: interrupted('findParent', deactivate),
    contacts: contactStore(api.table.table),
    record,
    welcomes: WELCOMES,
    now,
  };
  const moving = updatePartner({ ...request, params: { id: top }, body: { parent: { id: to } } }, deps);
  await expect(moving).rejects.toMatchObject({ code: 'parent-inactive' });
});

test('a new parent that moves below the branch after it was read makes a cycle', async () => {
  const { to, top, leaf } = await plant();
  const deps = {
    partners: interrupted('findParent', () => move(to, leaf)),
    contacts: contactStore(api.table.table),
    record,
    welcomes: WELCOMES,
    now,
  };
  const moving = updatePartner({ ...request, params: { id: top }, body: { parent: { id: to } } }, deps);
  await expect(moving).rejects.toMatchObject({ code: 'would-create-cycle' });
  expect(await stored(to)).toMatchObject({ ancestors: expect.arrayContaining([top, leaf]) });
});
