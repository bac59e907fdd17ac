import fc from 'fast-check';
import { hierarchyFaults, type PlacedPartner } from '../../testing/hierarchy.ts';
import { type Api, startApi } from './api.ts';
import { storedEvents, storedPartners } from './hierarchy-state.ts';
import { makePartner, newPartner } from './samples.ts';

let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

/** Something a caller does to one of the partners there are, which are named by their order. */
type Step =
  | { readonly kind: 'move'; readonly which: number; readonly below: number }
  | { readonly kind: 'create'; readonly below: number }
  | { readonly kind: 'switch'; readonly which: number; readonly isActive: boolean };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('move' as const), which: fc.nat(), below: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('create' as const), below: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('switch' as const), which: fc.nat(), isActive: fc.boolean() }) },
);

/** Makes a tree of which partner stands below which earlier one; answers their ids. */
const plant = async (shape: readonly number[]): Promise<readonly number[]> => {
  const planted = [await makePartner(api)];
  for (const pick of shape) planted.push(await makePartner(api, planted[pick % planted.length]));
  return planted.map(({ id }) => id);
};

const run = async (does: Step, ids: readonly number[]) => {
  const named = (pick: number) => ids[pick % ids.length];
  if (does.kind === 'create') return api.post('/v1/partners', newPartner({ parent: { id: named(does.below) } }));
  const change = does.kind === 'move' ? { parent: { id: named(does.below) } } : { isActive: does.isActive };
  return api.patch(`/v1/partners/${named(does.which)}`, change);
};

/** What may come of a step; anything else is a defect. */
const OUTCOMES = new Set([undefined, 'would-create-cycle', 'depth-exceeded', 'parent-inactive', 'contention']);

const shapes = fc.array(fc.nat(), { minLength: 3, maxLength: 14 });
// Long, thin trees reach the tenth level.
const stems = fc.integer({ min: 3, max: 9 }).map((levels) => Array.from({ length: levels }, (_, at) => at));

test('whatever is moved, created and switched at the same time, the hierarchy stays sound and every commit is told once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(shapes, stems), fc.array(step, { minLength: 4, maxLength: 14 }), async (shape, steps) => {
      const ids = await plant(shape);
      const answers = await Promise.all(steps.map((does) => run(does, ids)));
      for (const { body } of answers) expect(OUTCOMES).toContain(body.code);
      const partners = await storedPartners(api);
      expect(hierarchyFaults(partners)).toEqual([]);
      const told = await toldOf(ids);
      expect(told.faults).toEqual([]);
      expect(told.created).toBe(ids.length + answers.filter(({ status }) => status === 201).length);
      for (const id of ids) expect({ id, ...told.last(id) }).toMatchObject({ id, ...stateOf(partners.get(id)) });
    }),
    { numRuns: 12 },
  );
}, 30_000);

const stateOf = (partner: PlacedPartner | undefined) => ({ isActive: partner?.isActive, parent: partner?.ancestors.at(-1) });

type Told = { readonly id: number; readonly isActive: boolean; readonly parent?: { readonly id: number } };

/**
 * What the events tell of the partners that were planted and of what was created below them: no
 * version twice, and the last state of each.
 */
const toldOf = async (ids: readonly number[]) => {
  const events = (await storedEvents(api))
    .filter(({ metadata }) => ids.some((id) => metadata.tenant.split('/').includes(String(id))))
    .map(({ payload, metadata }) => ({ name: payload.event, version: metadata.version, data: payload.data as Told }))
    .toSorted((one, other) => one.version - other.version);
  const versions = events.map(({ data, version }) => `${data.id} ${version}`);
  return {
    faults: versions.filter((version, at) => versions.indexOf(version) !== at),
    created: events.filter(({ name }) => name === 'partner.created').length,
    last: (id: number) => {
      const data = events.findLast((event) => event.data.id === id)?.data;
      return { isActive: data?.isActive, parent: data?.parent?.id };
    },
  };
};

test('of moves that would make a circle together, one is refused', async () => {
  for (let round = 0; round < 5; round += 1) {
    const [top, one, other] = await plant([0, 0]);
    const answers = await Promise.all([
      api.patch(`/v1/partners/${one}`, { parent: { id: other } }),
      api.patch(`/v1/partners/${other}`, { parent: { id: one } }),
    ]);
    expect(answers.map(({ body }) => body.code ?? 'moved').toSorted((a, b) => (String(a) < String(b) ? -1 : 1))).toEqual([
      'moved',
      'would-create-cycle',
    ]);
    expect((await storedPartners(api)).get(Number(top))?.childCount).toBe(1);
  }
});

test('of a creation below a branch and its move at once, both happen, in either order', async () => {
  for (let round = 0; round < 5; round += 1) {
    const [, from, to, top] = await plant([0, 0, 1]);
    const [moved, created] = await Promise.all([
      api.patch(`/v1/partners/${top}`, { parent: { id: to } }),
      api.post('/v1/partners', newPartner({ parent: { id: top } })),
    ]);
    expect([moved.status, created.status]).toEqual([200, 201]);
    const partners = await storedPartners(api);
    expect(hierarchyFaults(partners)).toEqual([]);
    expect(partners.get(Number(created.body.id))?.ancestors).toContain(to);
    expect(partners.get(Number(from))?.childCount).toBe(0);
  }
});
