import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { openTokens } from '../../cli/shared/tokens.ts';
import { exportFrom, startScript } from '../cli/export-scene.ts';
import { journey, type Rights, withRuntime } from '../support/journey.ts';
import type { Api } from '../support/journey-api.ts';
import { createPartner, createReseller, newOrganization, organizationsOf } from '../support/journey-entities.ts';
import { createChain, createChildren, PARTNER_RIGHTS } from '../support/journey-partners.ts';
import { createOrganization, RESELLER_RIGHTS } from '../support/journey-resellers.ts';

const KEYS = ['a', 'A', 'a b', ' a', 'a ', 'a,b', 'a;b', 'a.b', "a'b", '=a', '1', '0', 'name', 'ключ', '🔑', 'constructor', 'toString'];
const VALUES = [
  ...['', ' ', '  a  ', 'a\tb', '\ta', 'a\n', '\r', 'a\r\nb', '\n', 'a\rb', '"', '""', 'a "b" c', ',', ';', 'a,b'],
  ...['=1+1', '+1', '-1', '@a', '\uFF1D1', "'", "''", "'=1", "'a", '007', '00501', '1.0', '1E5', '1,5e+3', 'true', 'null', 'N/A'],
  ...['é', 'e\u0301', '👩‍👩‍👧', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', 'שלום', '\u200Ba\u200B', '\uFEFFa', '\u2028', 'a\u2028b', '\u00A0a', '漢字'],
];
const NAMES = [
  '=SUM(A1)',
  '+49',
  '-',
  '@home',
  "'s-Hertogenbosch",
  '"Acme", Inc',
  'Zoë 🚀',
  '007',
  '1.23E+11',
  'a;b',
  '\\',
  '#N/A',
  'null',
];
const awkward = [
  ...NAMES.map((name) => newOrganization({ name })),
  ...Array.from({ length: Math.ceil(VALUES.length / 5) }, (_, at) => {
    const [description = '', city = '', postalCode = '', one = '', other = ''] = VALUES.slice(5 * at);
    return newOrganization({ description, address: { city, postalCode }, metadata: { one, [KEYS[at] ?? '']: other } });
  }),
  newOrganization({ metadata: Object.fromEntries(KEYS.map((key) => [key, `value of ${key}`])) }),
  ...['00042', '-1', '=1', '@x', "'x", '1.5'].map((externalId) => newOrganization({ externalId })),
  newOrganization({ allowedUsers: -1 }),
  newOrganization({ allowedUsers: 0, description: '', address: { city: '' }, metadata: { text: '' } }),
  newOrganization(),
];

interface ExportedPartner {
  readonly id: number;
  readonly path: string;
  readonly parent?: { readonly id: number; readonly name: string };
}

const rowsOf = <Row>(ndjson: string): readonly Row[] =>
  ndjson
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);

withRuntime('a runtime whose address commands are given', () => {
  const here = journey();
  const tokensOf = async (rights: Rights) => openTokens(await here.mintToken(rights), undefined);
  const exported = async (rights: Rights, ...args: readonly string[]): Promise<string> =>
    exportFrom(here.system.runtime, args, { tokens: await tokensOf(rights) });
  const organizationsText = (reseller: string, format: string): Promise<string> =>
    exported({ permissions: ['reseller:organization:read'], reseller }, 'organizations', '--reseller', reseller, '--format', format);

  const folder = mkdtempSync(join(tmpdir(), 'tenantry-journey-export-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const imported = async (reseller: string, name: string, content: string): Promise<void> => {
    const file = join(folder, name);
    writeFileSync(file, content);
    const token = await here.mintToken({ permissions: ['reseller:organization:create'], reseller });
    const env = { TENANTRY_URL: here.system.runtime.url, TENANTRY_TOKEN: token };
    const { code, stdout, stderr } = await startScript('cli/tenantry.ts', ['import', '--reseller', reseller, file], { env }).ended;
    if (code !== 0) throw new Error(`The import ended with ${code}: ${stdout}${stderr}`);
  };

  const createAll = async (api: Api, resellerId: string, organizations: readonly object[]): Promise<void> => {
    const { body } = await api.post(`${organizationsOf(resellerId)}:batch`, { organizations });
    const refused = (body.results as readonly { status: number }[]).filter(({ status }) => status !== 201);
    if (refused.length > 0) throw new Error(JSON.stringify(refused[0]));
  };

  test('organizations that are exported, imported and exported again are the same file, whatever their values', async () => {
    const api = await here.as(RESELLER_RIGHTS);
    const [first, second, third] = [await createReseller(api), await createReseller(api), await createReseller(api)];
    await createAll(api, first, awkward);
    const [csv, ndjson] = [await organizationsText(first, 'csv'), await organizationsText(first, 'ndjson')];
    expect(rowsOf(ndjson)).toEqual(awkward);
    const cells = (parse(csv, { bom: true }) as string[][]).flatMap((row) => row.toSpliced(2, 1));
    expect(cells.filter((cell) => /^[=+@\t\r-]/.test(cell))).toEqual([]);

    await Promise.all([imported(second, 'organizations.csv', csv), imported(third, 'organizations.ndjson', ndjson)]);
    for (const reseller of [second, third]) {
      expect(await organizationsText(reseller, 'csv')).toBe(csv);
      expect(await organizationsText(reseller, 'ndjson')).toBe(ndjson);
    }
  }, 60_000);

  test('all organizations say whose they are, and resellers have the same ids', async () => {
    const api = await here.as(RESELLER_RIGHTS);
    const resellers = [await createReseller(api, { name: '=Reseller', description: '' }), await createReseller(api)];
    for (const id of resellers) await createOrganization(api, id, { name: `Of ${id}` });
    const [organizations, all] = await Promise.all([
      exported({ permissions: ['reseller:read', 'reseller:organization:read'] }, 'organizations', '--format', 'ndjson'),
      exported({ permissions: ['reseller:read'] }, 'resellers'),
    ]);
    for (const id of resellers) expect(organizations).toContain(`{"resellerId":"${id}","name":"Of ${id}",`);
    expect(all).toMatch(/^\uFEFFid,name,email,description,allowedUsers,allowedOrganizations,externalId\n/);
    expect(all).toContain(`\n${resellers[0]},'=Reseller,ops@reseller.example,',-1,-1,\n`);
  });

  test('a branch of partners has paths, each before those below it, so that it can be created again', async () => {
    const api = await here.as(PARTNER_RIGHTS);
    const top = await createPartner(api, { billingId: '' });
    const [middle = 0] = await createChain(api, top, 3);
    await createChildren(api, middle, 2);
    const branch = (id: number) => exported({ permissions: ['partner:read'] }, 'partners', '--partner', String(id), '--format', 'ndjson');
    const text = await branch(top);
    const rows = rowsOf<ExportedPartner>(text);
    expect(rows).toHaveLength(6);
    for (const [at, { id, path, parent }] of rows.entries()) {
      const above = rows.slice(0, at).find((row) => row.id === parent?.id);
      expect(path).toBe(at === 0 ? `/partners/${top}` : `${above?.path}/${id}`);
    }
    expect(await exported({ permissions: ['partner:read'], partner: top }, 'partners', '--format', 'ndjson')).toBe(text);

    const renamed = (row: object): ExportedPartner =>
      JSON.parse(JSON.stringify(row).replace(/[0-9a-f]{8}-(?=[0-9a-f]{4}-)/g, (start) => `${start.slice(0, -2)}z-`));
    const ids = new Map<number, number>();
    for (const { id, path: _, parent, ...fields } of rows.map(renamed)) {
      ids.set(id, await createPartner(api, { ...fields, ...(parent && { parent: { name: parent.name } }) } as never));
    }
    const withoutIds = (lines: string): string => lines.replace(/"(?:id|path)":(?:\d+|"[^"]*"),/g, '');
    expect(withoutIds(await branch(ids.get(top) ?? 0))).toBe(withoutIds(rows.map((row) => `${JSON.stringify(renamed(row))}\n`).join('')));
  }, 60_000);
});
