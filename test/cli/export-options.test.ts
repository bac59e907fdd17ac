import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExportOptions } from '../../cli/export/options.ts';
import { notes } from '../../cli/export/usage.ts';
import { exportOptions } from './options-of.ts';

const RESELLER = '019f2b6c-91d4-7d2a-8f11-0c5a2b7a9e31';

const folder = mkdtempSync(join(tmpdir(), 'tenantry-export-options-'));
const LOOP = join(folder, 'loop.csv');
symlinkSync(LOOP, LOOP);
afterAll(() => rmSync(folder, { recursive: true }));

test('what is not given has a default', () => {
  expect(exportOptions(['organizations'], {})).toEqual({
    subject: 'organizations',
    reseller: undefined,
    partner: undefined,
    url: 'http://127.0.0.1:3000',
    format: 'csv',
    out: undefined,
    token: undefined,
    tokenCommand: undefined,
  } satisfies ExportOptions);
});

test('the extension of the file says the format, unless it is given', () => {
  const formatOf = (...args: readonly string[]) => exportOptions(['resellers', ...args], {}).format;
  expect(
    [
      ['--out', 'a.CSV'],
      ['--out', 'a.ndjson'],
      ['--out', 'a.jsonl'],
      ['--out', 'a.txt', '--format', 'ndjson'],
    ].map((args) => formatOf(...args)),
  ).toEqual([...['csv', 'ndjson', 'ndjson', 'ndjson']]);
});

test('what is given is taken', () => {
  const args = ['organizations', '--reseller', RESELLER.toUpperCase(), '--url', 'https://api.example.com/', '--token-command', 'echo t'];
  expect(exportOptions(args, { TENANTRY_TOKEN: 'abc' })).toMatchObject({
    reseller: RESELLER,
    url: 'https://api.example.com',
    token: 'abc',
    tokenCommand: 'echo t',
  });
  expect(exportOptions(['partners', '--partner', '7'], {})).toMatchObject({ partner: '7' });
});

test('a stage says where the API is, unless an address is given', () => {
  const given = ['partners', '--stage', 'prod'];
  const deployed = { stage: 'prod', name: 'tenantry' };
  expect(exportOptions(given, { TENANTRY_URL: 'https://other.example.com' })).toMatchObject({ deployed, url: '' });
  expect(exportOptions([...given, '--url', 'https://api.example.com'], {})).toMatchObject({ deployed, url: 'https://api.example.com' });
});

test.each([
  [[], /^What to export is missing: organizations, partners, resellers\.$/],
  [['organisations'], /did you mean "organizations"\?$/],
  [['webhooks'], /^"webhooks" cannot be exported: organizations, /],
  [['partners', 'resellers'], /^One list is exported at a time, not also resellers\.$/],
  [['partners', '--reseller', RESELLER], /^--reseller is for organizations, not for partners\.$/],
  [['organizations', '--reseller', ''], /^--reseller is the id of a reseller, not empty\.$/],
  [['organizations', '--reseller', '..'], /^--reseller is the id of a reseller, not "\.\."\.$/],
  [['organizations', '--partner', '7'], /^--partner is for partners, .* no reseller belongs to a partner\.$/],
  [['partners', '--partner', 'Northwind'], /^--partner is the id of a partner, a whole number, not "Northwind"\.$/],
  [['partners', '--format', 'xlsx'], /^--format is csv or ndjson, not "xlsx"\.$/],
  [['partners', '--out', 'a.txt'], /^--format csv or ndjson is required for a\.txt\.$/],
  [['partners', '--out', '', '--format', 'csv'], /^--out is the path of a file, not empty\.$/],
  [['partners', '--out', tmpdir(), '--format', 'csv'], /^--out is not a file: /],
  [['partners', '--out', '/dev/null', '--format', 'csv'], /^--out is not a file: /],
  [['partners', '--out', LOOP, '--format', 'csv'], /^--out cannot be written: ELOOP/],
  [['partners', '--url', 'http://api.example.com'], /must be https/],
  [['partners', '--url', 'https://api.example.com/?'], /no credentials, query or fragment/],
  [['partners', '--url', 'https://api.example.com/#'], /no credentials, query or fragment/],
  [['partners', '--out', 'a.csv', '--out', 'b.csv'], /--out is there twice/],
  [['partners', '--frobnicate'], /frobnicate/],
  [['partners', '--installation', 'acme'], /--stage is missing/],
  [['partners', '--stage', 'Prod'], /--stage must be small letters/],
])('%j is refused with what is wrong', (args, message) => {
  expect(() => exportOptions(args, {})).toThrow(message);
});

test('the help has the columns and how a marked cell is written', () => {
  expect(notes).toContain('name, email, allowedUsers, description, externalId, address.addressLine1,');
  expect(notes).toContain('id, path, parent.id, parent.name, name, reference,');
  expect(notes).toContain("apostrophe (')");
  expect(notes.split('\n').filter((line) => line.length > 100)).toEqual([]);
});
