import { mostMsOf } from '../../prove/checks/most-ms.ts';
import { storedFaults } from '../../prove/checks/stored.ts';
import { findingsOf } from '../../prove/fuzz/answer/findings.ts';
import { logFaults } from '../../prove/fuzz/answer/logged.ts';
import { addedTo, itemsOf, touched } from '../../prove/fuzz/answer/untouched.ts';
import { readReport } from '../../prove/fuzz/schemathesis/report.ts';
import { requireConformance } from '../../testing/conformance.ts';
import type { WireAnswer, WireRequest } from '../../testing/wire.ts';
import { sceneOf } from './fuzz-scene.ts';

const { own, other } = sceneOf();

describe('the bytes of another tenant', () => {
  const find = findingsOf(other);
  const found = (text: string, request: Partial<WireRequest> = {}) =>
    find({ method: 'GET', path: '/', ...request }, { status: 200, headers: {}, text, json: {}, body: {}, items: [] } as WireAnswer);

  test('are found in an answer: its mark and its ids, also in capitals', () => {
    expect(found(`{"name":"${other.mark}"}`)).toEqual([other.mark]);
    expect(found('{"id":10000002}')).toEqual(['10000002']);
    expect(found(other.pools.resellers[0]?.toUpperCase() ?? '')).toHaveLength(1);
    expect(found(`{"id":10000001,"name":"${own.mark}"} 110000002 10000002.5`)).toEqual([]);
  });

  test('are not its own when the request names them, however it is encoded', () => {
    expect(found('no partner 10000002', { path: '/v1/partners/10000002' })).toEqual([]);
    expect(found('no partner 10000002', { path: '/v1/partners/%310000002' })).toEqual([]);
    expect(found('key-2', { headers: { authorization: `Basic ${Buffer.from('key-2:x').toString('base64')}` } })).toEqual([]);
    expect(found('10000002', { payload: '{"id":"\\u0031\\u0030000002"}' })).toEqual([]);
    expect(found(`taken: ${other.mark}`, { payload: `{"name":"${other.mark.toUpperCase()}"}` })).toEqual([other.mark]);
  });

  test('are changed by nobody else, except what anybody may count', () => {
    const items = [
      { pk: 'PARTNER#10000002', sk: 'PARTNER', version: 1 },
      { pk: 'SIGN-IN#10000002', sk: 'HOUR#1', count: 1 },
      { pk: 'PARTNER#10000001', sk: 'PARTNER', version: 1 },
    ];
    const before = itemsOf(other, items);
    expect(before).toEqual([items[0]]);
    expect(touched(before, items)).toEqual([]);
    expect(touched(before, [{ ...items[0], version: 2 }])).toHaveLength(1);
    expect(touched(before, [])).toHaveLength(1);
  });

  const [reseller] = other.pools.resellers;
  test.each([
    ['a contact', { pk: 'PARTNER#10000002', sk: 'CONTACT#5', type: 'contact' }],
    ['a partner below it', { pk: 'PARTNER#7', sk: 'PARTNER', type: 'partner', ancestors: [1, 10_000_002] }],
    ['an API credential', { pk: 'CREDENTIAL#key-9', sk: 'CREDENTIAL', partnerId: 10_000_002 }],
    ['an endpoint for its events', { pk: 'WEBHOOK#w', sk: 'WEBHOOK', type: 'webhook', owner: '/', resellerId: reseller }],
    ['an endpoint in its list', { pk: `WEBHOOKS#/resellers/${reseller}`, sk: 'w', type: 'entry', ownerId: 'w' }],
    ['an event in its name', { pk: 'PARTNER#1', sk: 'EVENT#e', type: 'event', metadata: { tenant: '/partners/1/10000002' } }],
    ['an entry of its names', { pk: `ORG-NAMES#${reseller}`, sk: 'x', type: 'entry', ownerId: 'o' }],
  ])('are found when somebody else made %s', (_, item) => {
    expect(addedTo(other, [], [item])).toEqual([`new is ${JSON.stringify(item)}`]);
    expect(addedTo(other, [item], [item])).toEqual([]);
    expect(addedTo(own, [], [item])).toEqual([]);
  });

  test('are not its own in the texts of somebody else, nor in what anybody may count', () => {
    const items = [
      {
        pk: 'RESELLER#r',
        sk: 'ORG#o',
        type: 'organization',
        resellerId: 'r',
        metadata: { tenant: String(reseller), id: String(reseller) },
      },
      { pk: 'PASSWORD#h', sk: 'PASSWORD', partnerId: 10_000_002 },
      { pk: `DELIVERIES#/resellers/${reseller}`, sk: 'd', type: 'entry', ownerId: 'd' },
      { pk: 'PARTNER#110000002', sk: 'PARTNER', type: 'partner', ancestors: [100_000_021] },
    ];
    expect(addedTo(other, [], items)).toEqual([]);
  });
});

test.each([
  ['/v1/partners/5?limit=1', 20_000],
  ['/v3/resellers/r/organizations', 20_000],
  ['/v3/resellers/r/organizations:batch?dryRun=true', 32_000],
  ['/v3/resellers/r/organizations%3Abatch', 32_000],
])('%s is to be answered in %d ms: the time of its function and of a cold start, cut off by the gateway', (path, ms) => {
  expect(mostMsOf(path)).toBe(ms);
});

describe('what is stored', () => {
  const stamps = { version: 1, createdAt: '2026-11-22T14:15:22.000Z', updatedAt: '2026-11-22T14:15:22.000Z' };
  const id = '01a22b74-19d9-774a-b369-50031a87de95';
  const pk = `RESELLER#${id}`;
  const reseller = { type: 'reseller', pk, sk: 'RESELLER', id, name: 'R', email: 'a@b.example', organizationCount: 1, ...stamps };
  const organization = { type: 'organization', pk, sk: `ORG#${id}`, id, name: 'O', email: 'a@b.example', allowedUsers: 1, ...stamps };

  test('is valid when it is what its schema and its counts say', () => {
    expect(storedFaults([reseller, organization])).toEqual([]);
  });

  test.each([
    ['an id', { id: 'x' }],
    ['a version', { version: 0.5 }],
    ['times in order', { updatedAt: '2025-11-22T14:15:22.000Z' }],
    ['a name', { name: ' ' }],
    ['a name of one line', { name: 'a\nb' }],
    ['an address', { email: 'none' }],
    ['a limit', { allowedUsers: -2 }],
    ['text that means something', { description: '\ud800' }],
    ['members that are none of a prototype', { metadata: JSON.parse('{"__proto__":"x"}') as object }],
    ['little metadata', { metadata: { a: 'x'.repeat(40_000) } }],
  ])('is told when it has not %s', (_, fields) => {
    expect(storedFaults([reseller, { ...organization, ...fields }])).toHaveLength(1);
  });

  test('is told when it is counted wrongly or is there twice', () => {
    expect(storedFaults([{ ...reseller, organizationCount: 2 }, organization])).toEqual([`${pk} RESELLER counts 2 organizations of 1`]);
    const twin = { ...organization, sk: 'ORG#2' };
    expect(storedFaults([{ ...reseller, organizationCount: 2 }, organization, twin])).toEqual([
      `2 organizations of one reseller are named "${pk} O"`,
    ]);
  });
});

test('logs are searched for defects, persons and secrets', () => {
  const lines = [
    '{"level":"INFO","message":"request"}',
    '{"level":"ERROR","code":"contention"}',
    '{"level":"ERROR","code":"internal-error"}',
    `{"level":"INFO","name":"${own.mark}"}`,
    '{"level":"INFO","header":"Bearer eyJ"}',
  ];
  expect(logFaults(lines, [own, other])).toEqual([
    `a defect: ${lines[2]}`,
    `names ${own.mark}: ${lines[3]}`,
    `has credentials: ${lines[4]}`,
  ]);
});

describe('the report of schemathesis', () => {
  const report = {
    exit_code: 0,
    operations: { selected: 47, tested: 47, errored: 0 },
    test_cases: { generated: 900, errored: 0 },
    failures: [] as object[],
    errors: [],
  };

  test('has its figures and failures', () => {
    expect(readReport(JSON.stringify(report))).toEqual({ cases: 900, operations: 47, faults: [] });
    const failures = [{ title: 'Server error', count: 2, operations: ['GET /'] }];
    expect(readReport(JSON.stringify({ ...report, exit_code: 1, failures })).faults).toEqual(['Server error: 2 times, GET /']);
  });

  test('that tells of nothing shows nothing', () => {
    expect(readReport(JSON.stringify({ ...report, exit_code: 2 })).faults).toEqual(['it ended with 2 and named no failure']);
    expect(() => readReport(JSON.stringify({ ...report, test_cases: { generated: 0, errored: 0 } }))).toThrow(/has tried nothing/);
  });
});

test('the gateway refuses a HEAD without content, and anything else with a message', () => {
  const refused = (method: string, text: string) => {
    const headers = { 'content-type': 'application/json' };
    const answer = { status: 431, headers, text, body: text === '' ? {} : JSON.parse(text) } as unknown as WireAnswer;
    return () => requireConformance({ method, path: '/v1/partners/10000001' }, answer);
  };
  expect(refused('HEAD', '')).not.toThrow();
  expect(refused('GET', '{"message":"Request Header Fields Too Large"}')).not.toThrow();
  expect(refused('GET', '')).toThrow('the gateway does not answer so');
});
