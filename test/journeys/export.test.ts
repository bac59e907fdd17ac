import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { ahead } from '../../cli/export/ahead.ts';
import { type Entity, openApi } from '../../cli/export/api.ts';
import { readEntities } from '../../cli/export/entities.ts';
import { type ExportOptions, readOptions } from '../../cli/export/options.ts';
import { openTokens } from '../../cli/shared/tokens.ts';
import { exportFrom, startScript } from '../cli/export-scene.ts';
import { journey, type Rights, withRuntime } from '../support/journey.ts';
import type { Api } from '../support/journey-api.ts';
import { createPartner, createReseller, newOrganization, organizationsOf, unique } from '../support/journey-entities.ts';
import { createChain, createChildren, PARTNER_RIGHTS } from '../support/journey-partners.ts';
import { createOrganization, organization, RESELLER_RIGHTS } from '../support/journey-resellers.ts';

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
    const { code, stdout, stderr } = await startScript('cli/import.ts', ['--reseller', reseller, file], { env }).ended;
    if (code !== 0) throw new Error(`${stdout}${stderr}${readFileSync(`${file}.results.jsonl`, 'utf8')}`);
  };

  const createAll = async (api: Api, resellerId: string, organizations: readonly object[]): Promise<void> => {
    const { body } = await api.post(`${organizationsOf(resellerId)}:batch`, { organizations });
    const refused = (body.results as readonly { status: number }[]).filter(({ status }) => status !== 201);
    if (refused.length > 0) throw new Error(JSON.stringify(refused[0]));
  };

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

  test('organizations that are exported, imported and exported again are the same file, whatever their values', async () => {
    const api = await here.as(RESELLER_RIGHTS);
    const [first, second, third] = [await createReseller(api), await createReseller(api), await createReseller(api)];
    await createAll(api, first, awkward);
    const [csv, ndjson] = [await organizationsText(first, 'csv'), await organizationsText(first, 'ndjson')];
    expect(
      ndjson
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(awkward);
    const cells = (parse(csv, { bom: true }) as string[][]).flatMap((row) => row.toSpliced(2, 1));
    expect(cells.filter((cell) => /^[=+@\t\r-]/.test(cell))).toEqual([]);

    await Promise.all([imported(second, 'organizations.csv', csv), imported(third, 'organizations.ndjson', ndjson)]);
    const sorted = (text: string): readonly string[] => text.split('\n').sort();
    for (const reseller of [second, third]) {
      expect(sorted(await organizationsText(reseller, 'ndjson'))).toEqual(sorted(ndjson));
    }
    expect(await organizationsText(second, 'csv')).toBe(csv);
    expect(await organizationsText(third, 'ndjson')).toBe(ndjson);
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
    expect(all).toMatch(/^\uFEFFid,name,email,description,allowedUsers,allowedOrganizations\n/);
    expect(all).toContain(`\n${resellers[0]},'=Reseller,ops@reseller.example,',-1,-1\n`);
  });

  test('a branch of partners has paths, each before those below it, so that it can be created again', async () => {
    const api = await here.as(PARTNER_RIGHTS);
    const top = await createPartner(api, { billingId: '' });
    const [middle = 0] = await createChain(api, top, 3);
    await createChildren(api, middle, 2);
    const branch = (id: number) => exported({ permissions: ['partner:read'] }, 'partners', '--partner', String(id), '--format', 'ndjson');
    const text = await branch(top);
    const rows = text
      .trimEnd()
      .split('\n')
      .map(
        (line) =>
          JSON.parse(line) as Entity & { readonly id: number; readonly path: string; readonly parent?: { id: number; name: string } },
      );
    expect(rows).toHaveLength(6);
    for (const [at, { id, path, parent }] of rows.entries()) {
      const above = rows.slice(0, at).find((row) => row.id === parent?.id);
      expect(path).toBe(at === 0 ? `/partners/${top}` : `${above?.path}/${id}`);
    }
    expect(await exported({ permissions: ['partner:read'], partner: top }, 'partners', '--format', 'ndjson')).toBe(text);

    const renamed = (row: object): (typeof rows)[number] =>
      JSON.parse(JSON.stringify(row).replace(/[0-9a-f]{8}-(?=[0-9a-f]{4}-)/g, (start) => `${start.slice(0, -2)}z-`));
    const ids = new Map<number, number>();
    for (const { id, path: _, parent, ...fields } of rows.map(renamed)) {
      ids.set(id, await createPartner(api, { ...fields, ...(parent && { parent: { name: parent.name } }) } as never));
    }
    const withoutIds = (lines: string): string => lines.replace(/"(?:id|path)":(?:\d+|"[^"]*"),/g, '');
    expect(withoutIds(await branch(ids.get(top) ?? 0))).toBe(withoutIds(rows.map((row) => `${JSON.stringify(renamed(row))}\n`).join('')));
  }, 60_000);

  const reading = async (rights: Rights, ...args: readonly string[]) => {
    const options = readOptions(args, { TENANTRY_URL: here.system.runtime.url }) as ExportOptions;
    return readEntities(openApi(options.url, await tokensOf(rights), new AbortController().signal, 10), options);
  };

  test('a list that changes meanwhile: no organization comes twice, and none that is left alone is missing', async () => {
    const api = await here.as(RESELLER_RIGHTS);
    const resellerId = await createReseller(api);
    await createAll(
      api,
      resellerId,
      Array.from({ length: 35 }, (_, at) => newOrganization({ name: `${at}` })),
    );
    const read: Entity[] = [];
    const touched = new Set<unknown>();
    for await (const page of ahead(
      await reading({ permissions: ['reseller:organization:read'], reseller: resellerId }, 'organizations', '--reseller', resellerId),
    )) {
      read.push(...page);
      const [one, other] = [read[0], page.at(-1)];
      for (const { id } of [one, other] as Entity[]) {
        touched.add(id);
        await api.delete(organization(resellerId, String(id)));
      }
      await createOrganization(api, resellerId, { name: unique('New') });
      await api.post(`${organization(resellerId, String(one?.id))}:restore`, {});
    }
    const names = read.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(
      names
        .slice(0, 35)
        .map(Number)
        .sort((a, b) => a - b),
    ).toEqual(Array.from({ length: 35 }, (_, at) => at));
  }, 60_000);

  test('a branch that moves meanwhile comes once', async () => {
    const api = await here.as(PARTNER_RIGHTS);
    const top = await createPartner(api);
    const [early = 0, , late = 0] = await createChildren(api, top, 3);
    const below = await createChildren(api, early, 2);
    const ids: unknown[] = [];
    for await (const [partner] of await reading({ permissions: ['partner:read'] }, 'partners', '--partner', String(top))) {
      ids.push(partner?.id);
      if (partner?.id === below[0]) await api.patch(`/v1/partners/${below[0]}`, { parent: { id: late } });
    }
    expect([ids.length, new Set(ids).size]).toEqual([6, 6]);
  }, 60_000);
});
