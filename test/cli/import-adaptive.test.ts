import type { Answer } from '../../cli/import/batch-answer.ts';
import type { Row } from '../../cli/import/row.ts';
import { adaptive } from '../../cli/import/sending/adaptive.ts';

const ROWS: readonly Row[] = [];
const OK: Answer = { results: [] };
const BUSY: Answer = { status: 429, problem: {} };

/** An API that takes so many requests at once, and answers when it is told to. */
const api = (takes: () => number) => {
  const open: ((answer: Answer) => void)[] = [];
  const seen: number[] = [];
  const post = () => new Promise<Answer>((resolve) => void seen.push(open.push(resolve)));
  /** Answers what is there, and lets what follows arrive. */
  const answerAll = async (): Promise<void> => {
    const now = open.splice(0);
    for (const [at, resolve] of now.entries()) resolve(at < takes() ? OK : BUSY);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { post, answerAll, atOnce: () => open.length };
};

test('requests at once are halved when the API is too busy, and grow again while it is not, up to the most', async () => {
  let takes = 8;
  const { post, answerAll, atOnce } = api(() => takes);
  const limited = adaptive(post, 8);
  const sent = Array.from({ length: 120 }, () => limited(ROWS, 't'));
  await new Promise((resolve) => setImmediate(resolve));
  expect(atOnce()).toBe(8);
  await answerAll();
  expect(atOnce()).toBe(8);

  takes = 2;
  await answerAll();
  expect(atOnce()).toBe(4);
  await answerAll();
  expect(atOnce()).toBe(2);

  takes = 8;
  const widths: number[] = [];
  while (atOnce() > 0) {
    widths.push(atOnce());
    await answerAll();
  }
  expect(Math.max(...widths)).toBe(8);
  expect(widths.slice(0, 3)).toEqual([2, 3, 3]);
  await Promise.all(sent);
});

test('rows that the API could not do now slow the import down as well, and at least one request is made', async () => {
  const answers: readonly Answer[] = [{ results: [{ status: 503 }] }, { status: 0, problem: {} }, BUSY, OK];
  let made = 0;
  const limited = adaptive(async () => answers[made++] ?? OK, 2);
  const results = [];
  for (let request = 0; request < 4; request += 1) results.push(await limited(ROWS, 't'));
  expect(results).toEqual(answers);
});
