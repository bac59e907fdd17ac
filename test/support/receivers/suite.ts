import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { costlyCase, OTHERS, randomCases, VECTORS } from './case-lists.ts';
import { type Case, expectedOutcomes, type Outcome } from './cases.ts';
import { receiveWithDrippingKeys, receiveWithKeyServer } from './key-server.ts';
import type { Language, Receiver } from './languages.ts';

// Messages of other errors are each language's own, and 0 and -0 are one number of JSON.
const verdicts = (cases: readonly Case[], outcomes: readonly Outcome[]) =>
  cases.map(({ name }, index) => {
    const outcome = outcomes[index];
    return [name, outcome !== undefined && 'error' in outcome ? 'an error' : JSON.parse(JSON.stringify(outcome))];
  });

const RANDOM = randomCases(200);
const CASES = [...VECTORS, ...OTHERS, ...RANDOM];

let expectedVerdicts: Promise<ReturnType<typeof verdicts>> | undefined;

// One for all languages of a file.
const expectation = async () => {
  expectedVerdicts ??= expectedOutcomes({ url: null, cases: CASES }).then((outcomes) => verdicts(CASES, outcomes));
  const expected = await expectedVerdicts;
  expect(expected.slice(-RANDOM.length)).toEqual(RANDOM.map(({ name }) => [name, expect.objectContaining({ id: name })]));
  return expected;
};

/**
 * Builds the receiver of a language before the tests and gives it to them; where the toolchain is
 * missing, one skipped test says so.
 */
const withReceiver = (language: Language, addTests: (receive: Receiver) => void): void => {
  const missing = language.missing();
  if (missing !== undefined) {
    // The name of a skipped test is not shown when all of a file are skipped.
    console.warn(`The receiver in ${language.name} is not tested: this machine has no ${missing}.`);
    test.skip(`is not tested: this machine has no ${missing}`, () => undefined);
    return;
  }
  let folder = '';
  let built: Receiver;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tenantry-receiver-'));
    built = await language.build(folder);
  }, 300_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  addTests((cases) => built(cases));
};

/** Tests what a language makes of the vectors, headers, options and bodies: for each run. */
export const testVectors = (language: Language): void =>
  withReceiver(language, (receive) => {
    test('the vectors have the same outcome as with the receiver in TypeScript', async () => {
      const cases = [...VECTORS, ...OTHERS];
      const expected = verdicts(cases, await expectedOutcomes({ url: null, cases }));
      expect(verdicts(cases, await receive({ url: null, cases }))).toEqual(expected);
    });
  });

/** Tests that the receiver of a language does what `receiver/verify-webhook.ts` does. */
export const testReceiver = (language: Language): void => withReceiver(language, addLongTests);

const addLongTests = (receive: Receiver): void => {
  test('webhooks have the same outcome as with the receiver in TypeScript', async () => {
    const expected = await expectation();
    expect(verdicts(CASES, await receive({ url: null, cases: CASES }))).toEqual(expected);
  });

  test('keys are fetched, kept and fetched again as by the receiver in TypeScript', async () => {
    const expected = await receiveWithKeyServer(expectedOutcomes);
    const found = await receiveWithKeyServer(receive);
    expect(expected.requests).toBe(7);
    expect(found.requests).toBe(expected.requests);
    expect(verdicts(found.cases, found.outcomes)).toEqual(verdicts(expected.cases, expected.outcomes));
  });

  test('no number makes a body much more work than another before its signature is checked', async () => {
    const timeOf = async (number: string): Promise<number> => {
      const started = performance.now();
      const outcomes = await receive({ url: null, cases: [costlyCase(number)] });
      expect(outcomes).toEqual([{ code: 'bad-signature' }]);
      return performance.now() - started;
    };
    const usual = await timeOf('1');
    expect((await timeOf('0.1')) / usual).toBeLessThan(10);
    expect((await timeOf('4e-324')) / usual).toBeLessThan(10);
  }, 120_000);

  test('keys whose answer does not end in time are not waited for', async () => {
    const [cases, outcomes] = await receiveWithDrippingKeys(receive);
    expect(verdicts(cases, outcomes)).toEqual([['the only webhook', 'an error']]);
  }, 40_000);
};
