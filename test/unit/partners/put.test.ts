import type { Partner } from '../../../functions/partners/partner.ts';
import { putPartner } from '../../../functions/partners/put.ts';
import type { Caller } from '../../../functions/shared/contract/caller.ts';
import { Refusal } from '../../../functions/shared/contract/problems.ts';
import { put } from '../../../functions/shared/table/transaction.ts';
import { AT, callerOf, contactInput, partnerOf, WELCOMES } from './samples.ts';

const write = put({ pk: 'a', sk: 'a' }, {}, () => new Error('taken'));
const parent = partnerOf(7);

interface SceneOptions {
  readonly caller?: Partial<Caller>;
  /** The partner that each look-up by external id finds, one after the other. */
  readonly found?: readonly (Partner | undefined)[];
  readonly insert?: (partner: Partner, attempt: number) => void;
}

/** A PUT of `acme` below the partner 7. */
const scene = ({ caller, found = [], insert = () => undefined }: SceneOptions) => {
  const inserted: Partner[] = [];
  const committed: unknown[] = [];
  const finds = [...found];
  let attempts = 0;
  const deps = {
    partners: {
      find: async () => undefined,
      findParent: async () => parent,
      findByExternalId: async () => finds.shift(),
      requireFree: async () => undefined,
      insert: async (partner: Partner) => {
        attempts += 1;
        insert(partner, attempts);
        inserted.push(partner);
      },
      branch: async () => [],
      claims: async () => [],
      commit: async (writes: unknown) => void committed.push(writes),
    },
    contacts: { get: async () => undefined, replace: async () => [] },
    record: () => write,
    welcomes: WELCOMES,
    newReference: () => 'reference',
    newInt32: () => 1000 + attempts,
    now: () => AT,
  };
  const request = {
    ...{ body: { name: 'Acme', contact: contactInput, parent: { id: parent.id } }, params: { externalId: 'acme' }, query: {}, header: {} },
    caller: callerOf({ permissions: new Set(['partner:create', 'partner:update'] as const), ...caller }),
    ...{ origin: { actor: 'token:a', requestId: 'r', sourceIp: '192.0.2.7' }, remember: () => [] },
  };
  return { inserted, committed, run: () => putPartner(request as never, deps as never) };
};

test('the first contact of a partner that is created has no role above that of the calling user', async () => {
  const { inserted, run } = scene({ caller: { partnerId: 7, role: 'Partner User' } });
  await expect(run()).rejects.toMatchObject({ code: 'role-too-high' });
  expect(inserted).toEqual([]);
});

test('the permission to change is not that to create', async () => {
  const { inserted, run } = scene({ caller: { permissions: new Set(['partner:update']) } });
  await expect(run()).rejects.toMatchObject({ code: 'permission-missing' });
  expect(inserted).toEqual([]);
});

test('a partner that has moved out of sight between two reads is neither changed nor shown', async () => {
  const away = { ...partnerOf(9, partnerOf(8)), externalId: 'acme', name: 'Secret' };
  const { committed, run } = scene({ caller: { partnerId: 7 }, found: Array.from({ length: 6 }, () => away) });
  await expect(run()).rejects.toMatchObject({ code: 'contention' });
  expect(committed).toEqual([]);
});

test('an external id that was taken, and is free again, is decided anew', async () => {
  const { inserted, run } = scene({
    insert: (_, attempt) => {
      if (attempt === 1) throw new Refusal('external-id-taken', 'It is taken.', { members: { externalId: 'acme' } });
    },
  });
  expect(await run()).toMatchObject({ status: 201 });
  expect(inserted).toHaveLength(1);
});
