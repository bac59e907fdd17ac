import { type Functions, startFunctions, TooManyInvocations } from '../src/lambda/functions.ts';
import { type Fixture, writeAssembly } from './assembly-fixture.ts';
import { lambdaDefinition } from './lambda-definition.ts';

const code = `
export const handler = async ({ ms, id }) => {
  await new Promise((done) => setTimeout(done, ms));
  return id;
};
`;

const NAMES = ['a', 'b', 'c', 'd', 'e'];
const WORKERS = 3;

let assembly: Fixture;
let functions: Functions;

beforeEach(() => {
  assembly = writeAssembly({}, { main: code });
  functions = startFunctions({
    definitions: NAMES.map((name) => lambdaDefinition(assembly.directory, name, { timeoutSeconds: 10 })),
    environmentOf: () => ({}),
    onLog: () => undefined,
    workers: WORKERS,
    mostPending: 30,
  });
});

afterEach(async () => {
  await functions.stop();
  assembly.remove();
});

const workers = (): number => NAMES.reduce((sum, name) => sum + functions.workers(name), 0);

/** The most workers that there are while something runs. */
const mostWorkers = async (running: Promise<unknown>): Promise<number> => {
  let most = 0;
  const look = () => {
    most = Math.max(most, workers());
  };
  const timer = setInterval(look, 1);
  await running;
  clearInterval(timer);
  return most;
};

test('however many invocations of however many functions there are, the workers stay within the bound, and all are answered', async () => {
  const calls = Array.from({ length: 12 }, (_, id) => functions.invoke(NAMES[id % NAMES.length] ?? '', { ms: 5, id }));
  expect(await mostWorkers(Promise.all(calls))).toBe(WORKERS);
  expect(await Promise.all(calls)).toEqual(Array.from({ length: 12 }, (_, id) => id));
}, 60_000);

test('an unused worker makes room for a function that has none', async () => {
  for (const id of NAMES) expect(await functions.invoke(id, { ms: 0, id })).toBe(id);
  expect([workers(), functions.workers('a'), functions.workers('e')]).toEqual([WORKERS, 0, 1]);
});

test('a function that is called without end does not keep the others from running', async () => {
  const over = new AbortController();
  const callAgain = async (): Promise<void> => {
    while (!over.signal.aborted) await functions.invoke('a', { ms: 5, id: 0 });
  };
  const busy = Promise.all(Array.from({ length: 8 }, callAgain));
  expect(await Promise.all(['b', 'c', 'd', 'e'].map((id) => functions.invoke(id, { ms: 0, id })))).toEqual(['b', 'c', 'd', 'e']);
  over.abort();
  await busy;
}, 30_000);

test('workers that are killed give their places back', async () => {
  const failing = Promise.allSettled(NAMES.map((name) => functions.invoke(name, { ms: 2_000, id: name })));
  for (let kills = 0; kills < NAMES.length; kills += 1) await functions.kill(NAMES[kills] ?? '');
  const settled = Promise.all(NAMES.map((id) => functions.invoke(id, { ms: 0, id })));
  for (const name of NAMES) await functions.kill(name);
  await Promise.allSettled([failing, settled]);
  expect(await functions.invoke('c', { ms: 0, id: 'well' })).toBe('well');
  expect(workers()).toBeLessThanOrEqual(WORKERS);
}, 30_000);

test('who waits for an answer is refused at once when too many wait for one, and events are not', async () => {
  const requests = Array.from({ length: 30 }, (_, id) => functions.request('a', { ms: 5, id }));
  await expect(functions.request('b', { ms: 0, id: 1 })).rejects.toThrow(TooManyInvocations);
  expect(await functions.invoke('b', { ms: 0, id: 'event' })).toBe('event');
  await Promise.all(requests);
  expect(await functions.request('b', { ms: 0, id: 2 })).toBe(2);
}, 30_000);

test('events that wait for a worker, however many, refuse nobody', async () => {
  const events = Array.from({ length: 40 }, (_, id) => functions.invoke('a', { ms: 5, id }));
  expect(await functions.request('b', { ms: 0, id: 'request' })).toBe('request');
  expect(await Promise.all(events)).toHaveLength(40);
}, 30_000);
