import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const READERS = ['functions/shared/contract/time.ts', 'packages/cdk-local/src/base/time.ts'];

const files = globSync('{bin,functions,lib,local,packages,cli,tools,emulator,events,receiver}/**/*.{ts,mjs}', {
  cwd: ROOT,
  exclude: ['functions/generated/**', 'packages/*/test/**'],
})
  .filter((path) => !READERS.includes(path))
  .map((path) => [path, readFileSync(join(ROOT, path), 'utf8')] as const);

// What receivers copy stands alone: it compares two times of one format.
const STANDS_ALONE = 'receiver/verify-webhook.ts';

const placesOf = (pattern: RegExp): readonly string[] =>
  files.flatMap(([path, text]) => [...text.matchAll(pattern)].map(([found]) => `${path}: ${found}`));

/**
 * What stands between the brackets of every `new Date(…)` that is not of this moment, as
 * `path: argument`.
 */
const datesOf = (): readonly string[] =>
  files
    .flatMap(([path, text]) =>
      text
        .split('new Date(')
        .slice(1)
        .map((rest) => `${path}: ${rest.slice(0, closes(rest))}`),
    )
    .filter((place) => !place.endsWith(': '));

const closes = (text: string): number => {
  let depth = 1;
  return [...text].findIndex((char) => {
    depth += Number(char === '(') - Number(char === ')');
    return depth === 0;
  });
};

/** Arithmetic, the value of another Date, or what the reader made of a text. */
const NUMBER = /timeOf\(|getTime\(\)| \* |: \d+$/;

// RFC 9110, 5.6.7: dates of headers.
const HTTP_DATES = ['packages/aws-engine/src/retry.ts', 'packages/aws-engine/src/signer.ts'];

/** What is a number although it does not look like one; whoever adds a line has looked. */
const NUMBERS = [
  'cli/redrive/from-subscription.ts: sentMs',
  'functions/deliveries/dead-letter.ts: sentAt(message)',
  'functions/webhooks/reconcile-many.ts: deps.clock()',
  'functions/webhooks/reconciler.ts: ms',
  'functions/webhooks/rule-renewal.ts: nowMs',
  'packages/aws-engine/src/signer.ts: Date.now() + offset',
  'packages/cdk-local/src/eventbridge/cron.ts: after',
  'packages/cdk-local/src/secrets-manager/actions.ts: Math.max(secret.createdAt, ...secret.versions.map(({ createdAt }) => createdAt))',
  'packages/cdk-local/src/secrets-manager/actions.ts: createdAt',
  'packages/cdk-local/src/secrets-manager/actions.ts: secret.createdAt',
];

test('one file reads times, and nothing else parses them', () => {
  expect(files.length).toBeGreaterThan(300);
  const stray = placesOf(/Date\.parse\(.*/g).filter((place) => ![STANDS_ALONE, ...HTTP_DATES].some((path) => place.startsWith(path)));
  expect(stray).toEqual([]);
});

test('no Date is made of a text: it would be read in ways that RFC 3339 does not know', () => {
  expect(datesOf().filter((place) => NUMBER.test(place)).length).toBeGreaterThan(10);
  expect(datesOf().filter((place) => !NUMBER.test(place) && !NUMBERS.includes(place))).toEqual([]);
});

test('no schema is compiled with another definition of the formats', () => {
  expect(placesOf(/from 'ajv-formats'.*/g)).toEqual([]);
});
