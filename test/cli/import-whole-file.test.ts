import { makeReseller } from '../integration/samples.ts';
import { type RealApi, startRealApi } from './import-real-api.ts';
import { importScene } from './import-scene.ts';

const scene = importScene();
let real: RealApi;

beforeAll(async () => {
  real = await startRealApi();
});
afterAll(() => real.stop());

const csv = (rows: readonly string[]): string => ['name,email,allowedUsers,externalId', ...rows, ''].join('\n');
const many = (count: number, nameOf: (at: number) => string, idOf: (at: number) => string = () => ''): string =>
  csv(Array.from({ length: count }, (_, at) => `${nameOf(at)},it${at}@example.com,5,${idOf(at)}`));

test('a dry run knows names, external ids, equal rows and limits of the whole file, and an import then does just that', async () => {
  const names = many(300, (at) => (at < 150 ? `Acme ${at}` : ` ACME  ${at - 150} `));
  const ids = many(
    130,
    (at) => `Beta ${at}`,
    (at) => `id-${at % 110}`,
  );
  const equal = csv([...Array.from({ length: 101 }, (_, at) => `Gamma ${at},g@example.com,1,`), 'Gamma 3,g@example.com,1,']);
  const room = many(150, (at) => `Delta ${at}`);
  const cases = [
    [names, -1, { created: 150, refused: 150 }, { 'name-taken': 150 }],
    [ids, -1, { created: 110, refused: 20 }, { 'external-id-taken': 20 }],
    [equal, -1, { created: 101, replayed: 1 }, {}],
    [room, 50, { created: 50, refused: 100 }, { 'limit-reached': 100 }],
    [ids, 105, { created: 105, refused: 25 }, { 'limit-reached': 25 }],
  ] as const;
  for (const [text, allowedOrganizations, counts, codes] of cases) {
    const reseller = await makeReseller(real.api, { allowedOrganizations });
    const file = scene.file('organizations.csv', text);
    expect(await real.run(reseller, [file, '--dry-run'])).toEqual({ counts, codes });
    expect(await real.run(reseller, [file, '--concurrency', '1'])).toEqual({ counts, codes });
  }
});

test('--update creates, changes and leaves alone by external id, and its dry run says so', async () => {
  const reseller = await makeReseller(real.api, { allowedOrganizations: 4 });
  const rows = ['A,a@b.example,1,id-a', 'B,b@b.example,2,id-b', 'C,c@b.example,3,id-c'];
  const run = (text: readonly string[], ...args: readonly string[]) =>
    real.run(reseller, [scene.file('organizations.csv', csv(text)), '--update', ...args]);

  expect(await run(rows)).toEqual({ counts: { created: 3 }, codes: {} });
  expect(await run(rows)).toEqual({ counts: { unchanged: 3 }, codes: {} });
  const changed = [
    rows[0] ?? '',
    'B2,b@b.example,2,id-b',
    'D,d@b.example,1,id-d',
    'E,e@b.example,1,id-e',
    'a,x@b.example,1,id-x',
    'F,f@b.example,1,',
  ];
  const counts = { created: 1, updated: 1, unchanged: 1, refused: 3 };
  expect(await run(changed, '--dry-run')).toMatchObject({ counts, codes: { 'no-external-id': 1 } });
  expect(await run(changed)).toMatchObject({ counts, codes: { 'no-external-id': 1 } });
  const { items } = await real.api.get(`/v3/resellers/${reseller}/organizations`);
  expect(items.map(({ name }) => name)).toEqual(['A', 'B2', 'C', 'D']);
});

test('a dry run of --update meets the rows before within one request', async () => {
  const rows = ['A,a@b.example,1,id-a', 'B,b@b.example,1,id-b', 'a,c@b.example,1,id-c', 'A,d@b.example,1,id-a'];
  const reseller = await makeReseller(real.api);
  const args = [scene.file('organizations.csv', csv(rows)), '--update'];
  const outcome = { counts: { created: 2, updated: 1, refused: 1 }, codes: { 'name-taken': 1 } };
  expect(await real.run(reseller, [...args, '--dry-run'])).toEqual(outcome);
  expect(await real.run(reseller, args)).toEqual(outcome);
});

test.each([
  ['a reseller that is not there', async () => ['00000000-0000-7000-8000-000000000000', undefined] as const, /404 reseller-not-found/],
  [
    'a token without the permission',
    async () => [await makeReseller(real.api), await real.api.bearer({ permissions: ['reseller:read'] })] as const,
    /403 /,
  ],
  ['a token that is none', async () => [await makeReseller(real.api), 'nonsense'] as const, /401 /],
])('%s ends it before a row is sent', async (_, given, message) => {
  const [reseller, token] = await given();
  const before = real.requests.length;
  for (const mode of [[], ['--update']]) {
    const { counts, error } = await real.run(
      reseller,
      [
        scene.file(
          'organizations.csv',
          many(5, (at) => `P ${at}`),
        ),
        ...mode,
      ],
      token,
    );
    expect({ counts, error }).toEqual({ counts: {}, error: expect.stringMatching(message) });
  }
  expect(real.requests.length - before).toBe(2);
});
