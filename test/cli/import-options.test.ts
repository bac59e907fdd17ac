import { UsageError } from '../../cli/shared/usage-error.ts';
import { importOptions } from './options-of.ts';

const read = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => importOptions(['--reseller', 'r-1', ...args], env);

test('a file alone is imported into its reseller on this machine, four requests at once', () => {
  expect(read(['data/organizations.csv'])).toEqual({
    reseller: 'r-1',
    url: 'http://127.0.0.1:3000',
    file: 'data/organizations.csv',
    format: 'csv',
    encoding: undefined,
    skip: 0,
    items: undefined,
    map: undefined,
    set: [],
    rest: 'refuse',
    externalId: 'refuse',
    suggest: undefined,
    update: false,
    waitMs: { ms: 600_000, isGiven: false },
    created: 'data/organizations.csv.created.csv',
    refused: 'data/organizations.csv.refused.csv',
    name: 'organizations.csv',
    results: 'data/organizations.csv.results.jsonl',
    concurrency: 4,
    dryRun: false,
    token: undefined,
    tokenCommand: undefined,
  });
});

test.each([
  [[], /file to import is missing/],
  [['a.csv', 'b.csv', 'c.csv'], /not also b\.csv, c\.csv/],
  [['a.csv', '--reseller', 'r-2'], /--reseller is there twice/],
  [['a.csv', '--colour', 'red'], /--colour/],
  [['a.txt'], /--format csv, jsonl or json is required for a\.txt/],
  [['-'], /--format csv, jsonl or json is required for -/],
  [['a.csv', '--format', 'xml'], /not "xml"/],
  [['a.csv', '--concurrency', '0'], /from 1 to 16, not "0"/],
  [['a.csv', '--concurrency', '17'], /from 1 to 16, not "17"/],
  [['a.csv', '--concurrency', '4x'], /from 1 to 16, not "4x"/],
  [['a.csv', '--url', 'ftp://example.com'], /must be an http or https URL/],
  [['a.csv', '--url', 'https://user:secret@example.com'], /must hold no credentials/],
  [['a.csv', '--url', 'https://@example.com'], /must hold no credentials/],
  [['a.csv', '--url', 'http://example.com'], /must be https/],
  [['a.csv', '--token', 'secret'], /--token/],
  [['a.csv', '--encoding', 'latin1'], /--encoding is utf-8, .*windows-1252, not "latin1"/],
  [['a.csv', '--skip', '-1'], /--skip/],
  [['a.csv', '--skip', '1001'], /--skip must be a whole number from 0 to 1000/],
  [['a.json', '--skip', '1'], /--skip is for the title lines of a CSV/],
  [['a.csv', '--items', '$'], /--items is for JSON/],
  [['a.json', '--items', 'data'], /--items is \$ or a path such as \$\.data, not "data"/],
  [['a.csv', '--rest', 'keep'], /--rest is refuse, metadata, ignore, not "keep"/],
  [['a.csv', '--external-id', 'x'], /--external-id is refuse, encode, metadata/],
  [['a.csv', '--wait', '10'], /--wait is a time such as 30s, 10m or 2h, not "10"/],
])('%j is a usage error that says what is wrong', (args, message) => {
  expect(() => read(args)).toThrow(UsageError);
  expect(() => read(args)).toThrow(message);
});

test('the reseller is the same in upper case, so that its rows have the same keys', () => {
  const reseller = '0198c1f2-0000-7000-8000-000000000000';
  expect(importOptions(['a.csv', '--reseller', reseller.toUpperCase()], {})).toMatchObject({ reseller });
});

test('the reseller must be named', () => {
  for (const args of [['a.csv'], ['a.csv', '--reseller', '']]) expect(() => importOptions(args, {})).toThrow(/--reseller is required/);
});

test('the format follows the extension, and what is given wins', () => {
  const format = (...args: readonly string[]) => read(args).format;
  expect([format('a.CSV'), format('a.jsonl'), format('a.ndjson'), format('a.csv', '--format', 'jsonl')]).toEqual([
    'csv',
    'jsonl',
    'jsonl',
    'jsonl',
  ]);
});

test('the URL is that of --url, else of the environment, and ends without a slash', () => {
  const env = { TENANTRY_URL: 'https://api.example.com/prod/' };
  expect(read(['a.csv'], env).url).toBe('https://api.example.com/prod');
  expect(read(['a.csv', '--url', 'https://other.example.com'], env).url).toBe('https://other.example.com');
});

test('standard input has a name of its own, which its results and keys are called by', () => {
  expect(read(['-', '--format', 'csv'])).toMatchObject({ name: 'stdin', results: 'stdin.results.jsonl' });
  expect(read(['-', '--format', 'csv', '--name', 'crm'])).toMatchObject({ name: 'crm', results: 'crm.results.jsonl' });
});

test('the files of what was created and refused are beside the result file', () => {
  expect(read(['a.csv', '--results', 'out/x.results.jsonl'])).toMatchObject({ created: 'out/x.created.csv', refused: 'out/x.refused.csv' });
  expect(read(['-', '--format', 'jsonl', '--results', 'out/r.jsonl', '--created', 'c.csv'])).toMatchObject({
    ...{ results: 'out/r.jsonl', created: 'c.csv', refused: 'out/r.refused.jsonl' },
  });
});

test('a dry run keeps results only where it is told to', () => {
  expect(read(['a.csv', '--dry-run'])).toMatchObject({ dryRun: true, results: undefined });
  expect(read(['a.csv', '--dry-run', '--results', 'r.jsonl'])).toMatchObject({ results: 'r.jsonl' });
});

test('the token comes from the environment, and must be one', () => {
  expect(read(['a.csv'], { TENANTRY_TOKEN: 'abc' }).token).toBe('abc');
  expect(read(['a.csv'], { TENANTRY_TOKEN: '' }).token).toBeUndefined();
  expect(() => read(['a.csv'], { TENANTRY_TOKEN: 'two words' })).toThrow(/does not hold a token/);
});
