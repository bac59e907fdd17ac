import { viewOf } from '@tenantry/event-pattern/leaves';
import { compilePattern } from '@tenantry/event-pattern/pattern';
import { lineageOf } from '../../../functions/shared/table/lineage.ts';
import { type BranchField, patternOf } from '../../../functions/webhooks/rule-pattern.ts';

type TestWebhook = Parameters<typeof patternOf>[0];

const ID = '019f2b6c-a2b1-7e55-8d10-7b1f0c2d4e66';

const OWN = { name: 'tenantry-dev', installation: 'tenantry-dev' };

const sends = (fields: Partial<TestWebhook>, bus = OWN, resources: readonly string[] = []) => {
  const webhook: TestWebhook = { id: ID, events: ['partner.*', 'reseller.created'], owner: '/', ...fields };
  const matches = compilePattern(patternOf(webhook, bus));
  return (detailType: string, tenant: string, source = 'tenantry') =>
    matches(viewOf({ source, resources, 'detail-type': detailType, detail: { metadata: { tenant, lineage: lineageOf(tenant) } } }));
};

test('an endpoint is sent what it subscribes to, by name or below a prefix, and nothing that only begins alike', () => {
  const sent = sends({});
  const names = ['partner.created', 'partner.contact.created', 'partners.created', 'partner', 'reseller.created', 'reseller.created.again'];
  expect(names.filter((name) => sent(name, '/partners/1'))).toEqual(['partner.created', 'partner.contact.created', 'reseller.created']);
});

test('the operator is sent the events of all tenants', () => {
  const sent = sends({});
  expect([sent('partner.created', '/partners/1/9'), sent('reseller.created', '/resellers/abc')]).toEqual([true, true]);
});

const TENANTS = ['/resellers/abc', '/resellers/abcd', '/resellers/ab', '/partners/9', '/partners/1/9', '/partners/9/1', '/partners/1/9/4'];
const MORE = ['/partners/99', '/partners/1', '/partners/1/19', '/partners/91/4', '/partners/1/94/3', '/partners/1/2/9/4/5'];

test.each<[string, Partial<TestWebhook>, readonly string[]]>([
  ['a reseller', { owner: '/resellers/abc', resellerId: 'abc' }, ['/resellers/abc']],
  ['the operator, for one reseller', { resellerId: 'abc' }, ['/resellers/abc']],
  ['a partner', { owner: '/partners/9' }, ['/partners/9', '/partners/1/9', '/partners/9/1', '/partners/1/9/4', '/partners/1/2/9/4/5']],
])('an endpoint of %s is sent the events of its tenant and of those below, and of no other', (_, fields, expected) => {
  const sent = sends(fields);
  expect([...TENANTS, ...MORE].filter((tenant) => sent('partner.created', tenant))).toEqual(expected);
});

test('the rule of a partner knows its branch by the lineage of an event, or by the tenant as before there was one', () => {
  const webhook: TestWebhook = { id: ID, events: ['partner.*'], owner: '/partners/9' };
  const known = (by: BranchField) => {
    const matches = compilePattern(patternOf(webhook, OWN, by));
    return [...TENANTS, ...MORE].filter((tenant) =>
      matches(viewOf({ source: 'tenantry', 'detail-type': 'partner.created', detail: { metadata: { tenant } } })),
    );
  };
  expect(known('tenant')).toEqual(['/partners/9', '/partners/1/9', '/partners/9/1', '/partners/1/9/4', '/partners/1/2/9/4/5']);
  expect(known('lineage')).toEqual([]);
});

test.each<Partial<TestWebhook>>([{ owner: '/' }, { resellerId: 'abc' }, { owner: '/resellers/abc' }, { owner: '/partners/9' }])(
  'the rule of %j has no wildcard, of which a bus takes 30',
  (fields) => {
    expect(patternOf({ id: ID, events: ['partner.*'], owner: '/', ...fields }, OWN)).not.toContain('wildcard');
  },
);

test('what is directed at an endpoint reaches it alone, and only with its own tenant', () => {
  const sent = sends({ events: ['reseller.created'], owner: '/resellers/abc', resellerId: 'abc' });
  const directed = (to: string, tenant: string) => sent(`to:${to}`, tenant, 'tenantry.directed');
  expect([directed(ID, '/resellers/abc'), directed('another', '/resellers/abc'), directed(ID, '/resellers/other')]).toEqual([
    true,
    false,
    false,
  ]);
});

test('events of other sources on the bus are not sent', () => {
  expect(sends({})('partner.created', '/partners/1', 'somebody.else')).toBe(false);
});

test('on a bus that several installations share an endpoint is sent the events of its own, directed ones too', () => {
  const shared = { name: 'company', installation: 'tenantry-dev' };
  const sent = (installation: string, name: string, source?: string) =>
    sends({}, shared, ['/partners/1', installation])(name, '/partners/1', source);
  expect([sent('tenantry-dev', 'partner.created'), sent('tenantry-prod', 'partner.created')]).toEqual([true, false]);
  const directed = (installation: string) => sent(installation, `to:${ID}`, 'tenantry.directed');
  expect([directed('tenantry-dev'), directed('acme-dev')]).toEqual([true, false]);
});
