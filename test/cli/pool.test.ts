import { setImmediate as turn } from 'node:timers/promises';
import { drain } from '../../cli/shared/pool.ts';

async function* numbers(count: number, taken: number[] = []) {
  for (let number = 1; number <= count; number += 1) {
    taken.push(number);
    yield number;
  }
}

test('never more than the width is under way, and nothing is taken before there is a place for it', async () => {
  const taken: number[] = [];
  let [under, most] = [0, 0];
  const work = async (): Promise<void> => {
    under += 1;
    most = Math.max(most, under);
    expect(taken.length).toBeLessThanOrEqual(done + 3);
    await turn();
    under -= 1;
    done += 1;
  };
  let done = 0;
  await drain(numbers(40, taken), 3, work, new AbortController());
  expect([done, most]).toEqual([40, 3]);
});

test('the first failure stops the rest, and is thrown when what had begun is done', async () => {
  const stop = new AbortController();
  const done: number[] = [];
  const work = async (number: number): Promise<void> => {
    if (number === 2) throw new Error('It failed.');
    await turn();
    done.push(number);
  };
  await expect(drain(numbers(40), 3, work, stop)).rejects.toThrow('It failed.');
  expect(new Set(done)).toEqual(new Set([1, 3]));
  expect(stop.signal.aborted).toBe(true);
});

test('a failure to read is one, too', async () => {
  async function* failing(): AsyncGenerator<number> {
    yield 1;
    throw new Error('It cannot be read.');
  }
  const done: number[] = [];
  const work = async (number: number): Promise<void> => void done.push(number);
  await expect(drain(failing(), 2, work, new AbortController())).rejects.toThrow('It cannot be read.');
  expect(done).toEqual([1]);
});

test('when it is stopped it ends without a failure, whatever ends early by that', async () => {
  const stop = new AbortController();
  const work = async (): Promise<void> => {
    stop.abort();
    throw new Error('It was aborted.');
  };
  await expect(drain(numbers(40), 2, work, stop)).resolves.toBeUndefined();
});
