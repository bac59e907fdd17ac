import { createPartner } from '../../../functions/partners/create.ts';
import type { Partner } from '../../../functions/partners/partner.ts';
import { StaleReadError } from '../../../functions/shared/table/retry-on-conflict.ts';
import { put } from '../../../functions/shared/table/transaction.ts';

const contact = {
  ...{ userName: 'ada', firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com', phone: '+14155552671' },
  userRole: 'Partner User' as const,
};
const caller = { actor: 'token:a', permissions: new Set<never>() };
const origin = { actor: 'token:a', requestId: 'r', sourceIp: '192.0.2.7' };
const write = put({ pk: 'a', sk: 'a' }, {}, () => new Error('taken'));

/** Ids are drawn from 1 up; the first `taken` draws are refused by the store. */
const scene = (taken: number) => {
  let [drawn, tries] = [0, 0];
  const inserted: Partner[] = [];
  const deps = {
    partners: {
      find: async () => undefined,
      findParent: async () => undefined,
      requireFree: async () => undefined,
      insert: async (partner: Partner) => {
        tries += 1;
        if (tries <= taken) throw new StaleReadError();
        inserted.push(partner);
      },
    },
    record: () => write,
    welcomes: { perAddress: 1, perPartner: 1, perTree: 1 },
    newReference: () => 'reference',
    newInt32: () => {
      drawn += 1;
      return drawn;
    },
    now: () => '2026-11-22T14:15:22.000Z',
  };
  const request = { body: { name: 'x', contact }, params: {}, query: {}, header: {}, caller, origin, remember: () => [] };
  return { inserted, tries: () => tries, run: () => createPartner(request, deps) };
};

test('an id in use is drawn again, and the answer names the one that was stored', async () => {
  const { inserted, run } = scene(2);
  const { headers } = await run();
  expect(inserted.map(({ id, contact: { id: contactId } }) => [contactId, id])).toEqual([[5, 6]]);
  expect(headers.location).toBe('/v1/partners/6');
});

test('six draws in vain are refused as contention', async () => {
  const { tries, run } = scene(99);
  await expect(run()).rejects.toMatchObject({ code: 'contention' });
  expect(tries()).toBe(6);
});
