import { superviseDynamoDb } from '../src/dynamodb/supervised.ts';

const flush = () => new Promise((resolve) => setImmediate(resolve));

/** A supervisor over servers that end when the test says so, and a clock that the test sets. */
const scene = async (file: string | undefined) => {
  const [warnings, failures, ports]: [string[], string[], (number | undefined)[]] = [[], [], []];
  let [now, end] = [0, () => {}];
  let broken: Error | undefined;
  const server = await superviseDynamoDb({
    file,
    clock: () => now,
    warn: (message) => warnings.push(message),
    fail: (message) => failures.push(message),
    async start({ port }) {
      if (broken) throw broken;
      ports.push(port);
      const ended = Promise.withResolvers<void>();
      end = ended.resolve;
      return { url: 'http://127.0.0.1:4000', ended: ended.promise, stop: async () => ended.resolve() };
    },
  });
  const die = async (at: number) => {
    now = at;
    end();
    await flush();
  };
  const breakWith = (error: Error) => {
    broken = error;
  };
  return { server, warnings, failures, ports, die, breakWith };
};

test('a server that ends is started again on its port, five times a minute and not a sixth time', async () => {
  const { ports, warnings, failures, die } = await scene('tables.db');
  for (const at of [0, 1, 2, 3, 4]) await die(at);
  expect([ports, warnings.length, failures]).toEqual([[undefined, 4000, 4000, 4000, 4000, 4000], 5, []]);
  await die(59_999);
  expect(ports).toHaveLength(6);
  expect(failures).toEqual([expect.stringContaining('6 times within a minute')]);
});

test('what ended over a minute ago does not count', async () => {
  const { ports, failures, die } = await scene('tables.db');
  for (let count = 0; count < 20; count += 1) await die(count * 12_001);
  expect([ports.length, failures]).toEqual([21, []]);
});

test('a server in memory is not started again: its data is gone', async () => {
  const { ports, failures, die } = await scene(undefined);
  await die(0);
  expect([ports.length, failures]).toEqual([1, [expect.stringContaining('was in memory')]]);
});

test('a server that does not start again says why', async () => {
  const { failures, die, breakWith } = await scene('tables.db');
  breakWith(new Error('the disk is full'));
  await die(0);
  expect(failures).toEqual([expect.stringContaining('the disk is full')]);
});

test('one that is stopped is not started again', async () => {
  const { server, ports, warnings, failures } = await scene('tables.db');
  await server.stop();
  expect([ports.length, warnings, failures]).toEqual([1, [], []]);
});
