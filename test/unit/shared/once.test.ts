import { readAgainAfter } from '../../../functions/shared/base/once.ts';

/** A question that is answered with how often it was asked, at a time that the test sets. */
const scene = (fails: (reads: number) => boolean = () => false) => {
  let [reads, time] = [0, 0];
  const ask = async () => {
    reads += 1;
    if (fails(reads)) throw new Error(`failed ${reads}`);
    return reads;
  };
  const at = (ms: number) => {
    time = ms;
  };
  return { answer: readAgainAfter(1000, ask, () => time), at };
};

test('an answer is kept for its time and asked for anew after it', async () => {
  const { answer, at } = scene();
  expect([await answer(), await answer()]).toEqual([1, 1]);
  at(999);
  expect(await answer()).toBe(1);
  at(1000);
  expect([await answer(), await answer()]).toEqual([2, 2]);
});

test('a clock that is set back ends the time', async () => {
  const { answer, at } = scene();
  at(500);
  expect(await answer()).toBe(1);
  at(499);
  expect(await answer()).toBe(2);
});

test('those who ask at the same time share one question', async () => {
  const { answer } = scene();
  expect(await Promise.all([answer(), answer(), answer()])).toEqual([1, 1, 1]);
});

test('a failure reaches all who waited for it and is not kept', async () => {
  const { answer } = scene((reads) => reads === 1);
  expect((await Promise.allSettled([answer(), answer()])).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect([await answer(), await answer()]).toEqual([2, 2]);
});
