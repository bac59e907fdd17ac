import { viewOf } from '@tenantry/event-pattern/leaves';
import { compilePattern } from '@tenantry/event-pattern/pattern';
import { SUBSCRIPTIONS } from '../../../functions/events/event-names.ts';
import { lineageOf } from '../../../functions/shared/table/lineage.ts';
import { patternOf } from '../../../functions/webhooks/rule-pattern.ts';
import { isSubscribed } from '../../../functions/webhooks/subscription.ts';

type Subscriber = Parameters<typeof patternOf>[0];

const BUS = { name: 'tenantry-dev', installation: 'tenantry-dev' };
const EVENTS = [
  'partner.created',
  'partner.contact.created',
  'reseller.created',
  'reseller.organization.updated',
  'webhook.suspended',
  'partners.created',
];
const TENANTS = ['/', '/resellers/abc', '/resellers/ab', '/partners/9', '/partners/1/9/4', '/partners/99', '/partners/1/19'];
const OWNERS: readonly Pick<Subscriber, 'owner' | 'resellerId'>[] = [
  { owner: '/' },
  { owner: '/', resellerId: 'abc' },
  { owner: '/resellers/abc', resellerId: 'abc' },
  { owner: '/resellers/abc' },
  { owner: '/partners/9' },
];

test('an endpoint is subscribed to exactly the events that its rule matches', () => {
  const found = OWNERS.flatMap((owner) =>
    SUBSCRIPTIONS.flatMap((subscription) => {
      const webhook = { id: 'w', events: [subscription], ...owner } as Subscriber;
      const matches = compilePattern(patternOf(webhook, BUS));
      return EVENTS.flatMap((event) =>
        TENANTS.map((tenant) => {
          const detail = { metadata: { tenant, lineage: lineageOf(tenant) } };
          const isMatched = matches(viewOf({ source: 'tenantry', resources: [], 'detail-type': event, detail }));
          return {
            name: `${JSON.stringify(webhook)} ${event} ${tenant}`,
            isMatched,
            isSubscribed: isSubscribed(webhook, { event, tenant }),
          };
        }),
      );
    }),
  );
  expect(found.filter((one) => one.isMatched !== one.isSubscribed)).toEqual([]);
  expect([found.filter(({ isMatched }) => isMatched).length > 50, found.filter(({ isMatched }) => !isMatched).length > 50]).toEqual([
    true,
    true,
  ]);
});

test('one of its subscriptions is enough', () => {
  const webhook = { id: 'w', owner: '/', events: ['reseller.*', 'partner.created'] } as Subscriber;
  const subscribed = EVENTS.filter((event) => isSubscribed(webhook, { event, tenant: '/partners/1' }));
  expect(subscribed).toEqual(['partner.created', 'reseller.created', 'reseller.organization.updated']);
});
