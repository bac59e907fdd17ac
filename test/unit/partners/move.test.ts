import { contactStore } from '../../../functions/partners/contacts/store.ts';
import { MAX_BRANCH, MAX_LEVELS } from '../../../functions/partners/hierarchy.ts';
import { type Partner, pathOf } from '../../../functions/partners/partner.ts';
import { partnerStore } from '../../../functions/partners/store.ts';
import { updatePartner } from '../../../functions/partners/update.ts';
import { PERMISSIONS } from '../../../functions/shared/contract/permissions.ts';
import { newId } from '../../../functions/shared/runtime.ts';
import { eventRecorder } from '../../../functions/shared/table/events.ts';
import { contactKey, credentialKey, type Key, partnerKey } from '../../../functions/shared/table/keys.ts';
import type { Table } from '../../../functions/shared/table/table.ts';
import type { Item, Write } from '../../../functions/shared/table/transaction.ts';
import { stubTable } from '../table-stub.ts';
import { AT, callerOf, chainOf, contactOf, partnerOf, WELCOMES } from './samples.ts';

const spelled = ({ pk, sk }: Key) => `${pk} ${sk}`;

/**
 * The old parent, a branch of so many below it, and a target as deep as the branch may be put
 * below.
 */
const hierarchy = (size: number) => {
  const old = partnerOf(1, undefined, { childCount: 1 });
  const top = partnerOf(2, old, { childCount: size - 1 });
  const below = Array.from({ length: size - 1 }, (_, at) => partnerOf(100 + at, top));
  const targets = chainOf(MAX_LEVELS - 2, 1000);
  return { old, top, below, target: targets.at(-1) as Partner, all: [old, top, ...below, ...targets] };
};

const scene = ({ top, below, all }: ReturnType<typeof hierarchy>, overrides: Partial<Table> = {}) => {
  const contact = contactOf(top.contact.id);
  const items = new Map<string, object>([
    ...all.map((partner): [string, object] => [spelled(partnerKey(partner.id)), partner]),
    [spelled(contactKey(top.id, contact.id)), contact],
    [spelled(credentialKey(contact.userName)), { userName: contact.userName, contactId: contact.id }],
  ]);
  const commits: (readonly Write[])[] = [];
  const table = stubTable({
    get: async (key) => items.get(spelled(key)) as Item | undefined,
    getAll: async (keys) => keys.flatMap((key) => (items.has(spelled(key)) ? [items.get(spelled(key)) as Item] : [])),
    branch: async () => ({ keys: below.map(({ id }) => partnerKey(id)), count: below.length }),
    tryCommit: async (writes) => {
      commits.push(writes);
      return undefined;
    },
    ...overrides,
  });
  const deps = {
    ...{ partners: partnerStore(table), contacts: contactStore(table), now: () => AT },
    record: eventRecorder({ newId, retentionDays: 1 }),
    welcomes: WELCOMES,
  };
  const request = {
    params: { id: top.id },
    query: {},
    header: {},
    caller: callerOf({ permissions: new Set(PERMISSIONS) }),
    remember: () => [],
  };
  const origin = { actor: 'a', requestId: 'r', sourceIp: '192.0.2.7' };
  const move = (target: Partner, fields: object = {}) =>
    updatePartner({ ...request, origin, body: { parent: { id: target.id }, ...fields } }, deps);
  return { move, commits };
};

const EVERYTHING = { name: 'New', reference: 'new', isActive: false, contact: { userName: 'new', phone: '+1555', sendWelcomeEmail: true } };

test('the largest branch fits a transaction, even when all else of its top changes too, and no item is written twice', async () => {
  const largest = hierarchy(MAX_BRANCH);
  const { move, commits } = scene(largest);
  await move(largest.target, EVERYTHING);
  const keys = (commits[0] ?? []).map(({ key }) => spelled(key));
  // DynamoDB takes 100 items; what is moved, both parents, all above the new one, two names, the
  // contact, four events and three counts of welcome e-mails.
  const expected = MAX_BRANCH + 2 + largest.target.ancestors.length + 4 + 3 + 4 + 3;
  expect({ size: keys.length, different: new Set(keys).size }).toEqual({ size: expected, different: expected });
  expect(expected).toBeLessThanOrEqual(100);
});

test('no move below any partner names an item twice', async () => {
  const { old, top } = hierarchy(1);
  const [beside, belowBeside] = chainOf(2, 50, old) as [Partner, Partner];
  for (const target of [beside, belowBeside, partnerOf(60), partnerOf(61, partnerOf(60))]) {
    const { move, commits } = scene({ old, top, below: [], target, all: [old, top, beside, belowBeside, target] });
    await move(target);
    const keys = (commits[0] ?? []).map(({ key }) => spelled(key));
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toEqual(expect.arrayContaining([old.id, ...pathOf(target)].map((id) => spelled(partnerKey(id)))));
  }
});

test('one more than the largest branch is refused with its count, before any of it is read', async () => {
  const tooLarge = hierarchy(MAX_BRANCH + 1);
  const { move } = scene(tooLarge, { getAll: () => Promise.reject(new Error('was read')) });
  await expect(move(tooLarge.target)).rejects.toMatchObject({
    code: 'branch-too-large',
    members: { limit: MAX_BRANCH, count: MAX_BRANCH + 1 },
  });
});

test('a branch that another move has left between the two reads is never taken along', async () => {
  const tree = hierarchy(3);
  const [gone, stayed] = tree.below as [Partner, Partner];
  const away = { ...gone, ancestors: [777] };
  const top = { ...tree.top, childCount: 1 };
  const all = [tree.old, top, away, stayed, ...tree.all.filter(({ id }) => id >= 1000)];
  const { move, commits } = scene({ ...tree, top, all });
  await expect(move(tree.target)).rejects.toMatchObject({ code: 'contention' });
  expect(commits).toEqual([]);
});
