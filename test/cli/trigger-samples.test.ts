import { sampleEvent } from '../../cli/trigger/sample-event.ts';
import { parseEvent } from '../../events/index.ts';
import { EVENT_NAMES, type EventName } from '../../functions/events/event-names.ts';
import { signingKey } from '../../functions/signatures/signing.ts';

const onBus = (name: EventName, options = {}) => {
  const { DetailType, Source, Resources, Detail } = sampleEvent(
    name,
    { installation: 'tenantry-local', keys: [signingKey('ab'.repeat(32))] },
    options,
  );
  return {
    id: 'x',
    source: Source,
    'detail-type': DetailType,
    time: '2026-11-22T14:15:22Z',
    resources: Resources,
    detail: JSON.parse(Detail),
  };
};

it.each([...EVENT_NAMES])('a sample of %s is an event, and its id says that it is a sample', (name) => {
  const event = parseEvent(onBus(name));
  expect(event.detail.metadata.eventId).toMatch(/^test-[0-9a-f-]{36}$/);
  expect(event.detail.metadata.signature).toMatch(/^t1,/);
  expect(event.resources).toEqual([event.detail.metadata.tenant, 'tenantry-local']);
  expect(event.detail.metadata.tenant).toMatch(/^\/$|^\/(?:partners\/\d+|resellers\/[\w-]+)$/);
});

it('a sample has the data and the tenant that are given, with its lineage', () => {
  const { detail } = onBus('partner.updated', { data: { name: 'Northwind' }, tenant: '/partners/1/9' });
  expect(detail).toMatchObject({
    metadata: { tenant: '/partners/1/9', lineage: ['/partners/1', '/partners/9'] },
    payload: { event: 'partner.updated', data: { name: 'Northwind', isActive: true } },
  });
});
