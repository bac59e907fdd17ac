import { sharedCalls } from '../../../functions/events/shared-calls.ts';

/** A bus whose calls stay open until they are ended, one after another. */
const scene = () => {
  const open: { readonly ids: readonly string[]; readonly end: PromiseWithResolvers<void> }[] = [];
  const put = sharedCalls(async (entries) => {
    const end = Promise.withResolvers<void>();
    open.push({ ids: entries.map(({ DetailType }) => DetailType ?? ''), end });
    await end.promise;
    return entries.map(({ DetailType }) => (DetailType === 'bad' ? { ErrorCode: 'InvalidArgument' } : { EventId: 'x' }));
  });
  return {
    open,
    put: (id: string, position = 0, bytes = 2) => put({ DetailType: id, Detail: 'é'.repeat(bytes / 2) }, position),
    ids: () => open.map(({ ids }) => ids),
  };
};

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('entries that are put at the same time share calls of ten, and no more than ten calls are under way', async () => {
  const { open, put } = scene();
  const answers = Array.from({ length: 105 }, (_, at) => put(`e${at}`, at));
  await turn();
  expect(open.map(({ ids }) => ids.length)).toEqual(Array.from({ length: 10 }, () => 10));
  open[3]?.end.resolve();
  await turn();
  await turn();
  expect(open.slice(10).map(({ ids }) => ids)).toEqual([['e100', 'e101', 'e102', 'e103', 'e104']]);
  for (const { end } of open) end.resolve();
  expect(new Set(await Promise.all(answers))).toEqual(new Set([undefined]));
});

test('the lowest positions go first', async () => {
  const { put, ids } = scene();
  for (let at = 12; at > 0; at -= 1) void put(`e${at}`, at);
  await turn();
  expect(ids()).toEqual([Array.from({ length: 10 }, (_, at) => `e${at + 1}`), ['e11', 'e12']]);
});

test('a call takes half a megabyte, or one entry that is larger', async () => {
  const { put, ids } = scene();
  for (const [at, bytes] of [600_000, 300_000, 200_000, 2].entries()) void put(`e${at}`, at, bytes);
  await turn();
  expect(ids()).toEqual([['e0'], ['e1', 'e2'], ['e3']]);
});

test('each entry has its own answer', async () => {
  const { open, put } = scene();
  const answers = ['good', 'bad'].map((id) => put(id));
  await turn();
  for (const { end } of open) end.resolve();
  expect(await Promise.all(answers)).toEqual([undefined, 'InvalidArgument']);
});

test('a call that fails fails what waits and what comes later; what is under way still ends', async () => {
  const { open, put } = scene();
  const answers = Array.from({ length: 101 }, (_, at) => put(`e${at}`, at).catch(String));
  await turn();
  open[0]?.end.reject(new Error('no bus'));
  await turn();
  await turn();
  for (const { end } of open) end.resolve();
  const ended = await Promise.all(answers);
  expect([...ended.keys()].filter((at) => ended[at] !== undefined)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 100]);
  await expect(put('late')).rejects.toThrow('no bus');
  expect(open).toHaveLength(10);
});

test('a call has ten entries at most, also when more would fit by their size', async () => {
  const { put, ids } = scene();
  for (let at = 0; at < 13; at += 1) void put(`e${at}`, at, 42_000);
  await turn();
  expect(ids().map(({ length }) => length)).toEqual([10, 3]);
});
