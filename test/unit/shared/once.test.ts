import { renewedAnswer } from '../../../functions/shared/base/once.ts';

/** A question that is answered with how often it was asked, at a time that the test sets. */
const scene = (fails: (asked: number) => boolean = () => false) => {
  let [asked, time] = [0, 0];
  const ask = async () => {
    asked += 1;
    if (fails(asked)) throw new Error(`failed ${asked}`);
    return asked;
  };
  const at = (ms: number) => {
    time = ms;
  };
  return { answer: renewedAnswer(1000, ask, () => time), at };
};

test('an answer is kept for its time and asked for anew after it', async () => {
  const { answer, at } = scene();
  expect([await answer(), await answer()]).toEqual([1, 1]);
  at(999);
  expect(await answer()).toBe(1);
  at(1000);
  expect([await answer(), await answer()]).toEqual([2, 2]);
});

test('those who ask at the same time share one question', async () => {
  const { answer } = scene();
  expect(await Promise.all([answer(), answer(), answer()])).toEqual([1, 1, 1]);
});

test('a failure is told to all who waited for it and is not kept', async () => {
  const { answer } = scene((asked) => asked === 1);
  expect((await Promise.allSettled([answer(), answer()])).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect([await answer(), await answer()]).toEqual([2, 2]);
});
